import { describe, expect, it } from '@jest/globals';
import type { Actor } from '#people';
import { type Attempt, EXCEPTION_ACTIONS, EXCEPTION_STATUSES, type ExceptionAction } from './attempt.js';
import {
  APPROVED,
  at,
  attempt,
  desk,
  HOUR,
  lach2,
  lachlan,
  mia,
  NOON,
  peer,
  pay1,
  priya,
  PROPOSAL,
  tom,
  vote,
  wei,
} from './attempt.examples.js';
import { alsoAgrees, isDone, openActions, refusal } from './exception.rules.js';

const answer = (action: ExceptionAction, of: Attempt): string => refusal(action, of)?.code ?? 'yes';

describe('promise 4: in each status', () => {
  /** Somebody who may, so that only the status speaks; and where it says yes. */
  const MATRIX: [action: ExceptionAction, actor: Actor, from: string][] = [
    ['AMEND', priya, 'PROPOSED'],
    ['INVITE_HELPER', priya, 'PROPOSED'],
    ['CO_SIGN', tom, 'PROPOSED'],
    ['OBJECT', tom, 'PROPOSED'],
    ['PASS', tom, 'PROPOSED'],
    ['RETRACT', peer('noor'), 'PROPOSED'],
    ['WITHDRAW', priya, 'PROPOSED'],
    ['COVER', priya, 'PROPOSED'],
    ['TELL_CUSTOMER', priya, 'APPROVED'],
    ['FULFIL', priya, 'APPROVED FULFILLED'],
    ['STOP', wei, 'APPROVED'],
  ];
  const rows = MATRIX.flatMap(([action, actor, from]) =>
    EXCEPTION_STATUSES.map((status) => {
      const tooLate = action === 'CO_SIGN' && (status === 'APPROVED' || status === 'FULFILLED') ? 'ALREADY_DECIDED' : 'EXCEPTION_MOVED_ON';
      return [action, status, actor, from.split(' ').includes(status) ? 'yes' : tooLate] as const;
    }),
  );

  it('every action is in the matrix', () => {
    expect(MATRIX.map(([action]) => action)).toEqual(EXCEPTION_ACTIONS);
  });

  it.each(rows)('%s of what is %s', (action, status, actor, expected) => {
    const isOpen = status === 'PROPOSED';
    const change = { ...(isOpen ? {} : APPROVED), status, coveredBy: 'pve_2', coSignatures: [vote('noor')], fulfilmentReference: null };
    expect(answer(action, attempt(actor, change))).toBe(expected);
  });
});

describe('promise 2: while it is frozen', () => {
  /** Who may otherwise, and whether the freeze stops them: it does, unless the step only takes the remedy away. */
  it.each<[action: ExceptionAction, actor: Actor, expected: string]>([
    ['AMEND', priya, 'EXCEPTION_FROZEN'],
    ['INVITE_HELPER', priya, 'EXCEPTION_FROZEN'],
    ['CO_SIGN', tom, 'EXCEPTION_FROZEN'],
    ['OBJECT', tom, 'EXCEPTION_FROZEN'],
    ['PASS', tom, 'EXCEPTION_FROZEN'],
    ['RETRACT', peer('noor'), 'yes'],
    ['WITHDRAW', priya, 'yes'],
    ['COVER', priya, 'EXCEPTION_FROZEN'],
    ['TELL_CUSTOMER', priya, 'EXCEPTION_FROZEN'],
    ['FULFIL', priya, 'EXCEPTION_FROZEN'],
    ['FULFIL', pay1, 'EXCEPTION_FROZEN'],
    ['STOP', wei, 'yes'],
  ])('%s', (action, actor, expected) => {
    const status = ['TELL_CUSTOMER', 'FULFIL', 'STOP'].includes(action) ? APPROVED : {};
    expect(answer(action, attempt(actor, { ...status, coveredBy: 'pve_2', coSignatures: [vote('noor')] }))).toBe('yes');
    expect(answer(action, attempt(actor, { ...status, frozen: true, coveredBy: 'pve_2', coSignatures: [vote('noor')] }))).toBe(expected);
  });

  it('nobody is recorded as also agreed', () => {
    expect(alsoAgrees(attempt(tom, APPROVED))).toBe(true);
    expect(alsoAgrees(attempt(tom, { ...APPROVED, frozen: true }))).toBe(false);
  });
});

const expired = { now: PROPOSAL.expiresAt };
const lastMoment = { now: new Date(PROPOSAL.expiresAt.getTime() - 1) };
const superseded = { policyInForce: false };
const told = { customerToldAt: at(-1) };
/** Kept in rows, one a story. */
type Story = [story: string, action: ExceptionAction, of: Attempt, expected: string];

// prettier-ignore
const DECIDES: Story[] = [
  ['a peer who read it', 'CO_SIGN', attempt(tom, {}, { digest: PROPOSAL.digest }), 'yes'],
  ['the digest in capitals', 'CO_SIGN', attempt(tom, {}, { digest: PROPOSAL.digest.toUpperCase() }), 'yes'],
  ['another digest', 'CO_SIGN', attempt(tom, {}, { digest: 'cd'.repeat(32) }), 'STALE_REVISION'],
  ['no digest at all', 'CO_SIGN', attempt(tom, {}, { digest: '' }), 'STALE_REVISION'],
  ['the proposer', 'CO_SIGN', attempt(priya), 'SELF_CO_SIGN'],
  ["the proposer's second account", 'CO_SIGN', attempt(peer('priya2', { humanId: 'hum_priya' })), 'SELF_CO_SIGN'],
  ['a helper who edited', 'CO_SIGN', attempt(lachlan), 'EDITOR_CO_SIGN'],
  ["an editor's second account", 'CO_SIGN', attempt(lach2), 'EDITOR_CO_SIGN'],
  ['a helper who never edited', 'CO_SIGN', attempt(mia), 'yes'],
  ['a machine', 'CO_SIGN', attempt(pay1), 'MACHINES_CANNOT_SIGN'],
  ['a machine of an editor', 'CO_SIGN', attempt(desk), 'MACHINES_CANNOT_SIGN'],
  ['a machine that faces customers, were there one', 'CO_SIGN', attempt({ ...pay1, facesCustomers: true }), 'MACHINES_CANNOT_SIGN'],
  ['somebody away', 'CO_SIGN', attempt(peer('tom', { away: true })), 'NOT_ELIGIBLE'],
  ['somebody who left', 'CO_SIGN', attempt(peer('tom', { active: false })), 'NOT_ELIGIBLE'],
  ['an admin who faces no customers', 'CO_SIGN', attempt(wei), 'NOT_ELIGIBLE'],
  ['an admin who faces customers', 'CO_SIGN', attempt({ ...wei, facesCustomers: true }), 'yes'],
  ['a reviewer who faces no customers', 'CO_SIGN', attempt(peer('omar', { roles: ['REVIEWER'], facesCustomers: false })), 'NOT_ELIGIBLE'],
  ['the owner who took the case over', 'CO_SIGN', attempt(tom, { ownerHuman: 'hum_tom' }), 'yes'],
  ['a millisecond before it expires', 'CO_SIGN', attempt(tom, lastMoment), 'yes'],
  ['at the millisecond it expires', 'CO_SIGN', attempt(tom, expired), 'EXPIRED'],
  ['expired, by somebody who never could', 'CO_SIGN', attempt(pay1, expired), 'EXPIRED'],
  ['the policy was superseded', 'CO_SIGN', attempt(tom, superseded), 'POLICY_SUPERSEDED'],
  ['the policy was superseded by one that allows it', 'CO_SIGN', attempt(tom, { ...superseded, coveredBy: 'pve_2' }), 'POLICY_COVERS_THIS'],
  ['no policy exists', 'CO_SIGN', attempt(tom, { policyVersionId: null }), 'yes'],
  ['who co-signed already', 'CO_SIGN', attempt(tom, { coSignatures: [vote('tom')] }), 'ALREADY_SIGNED'],
  ['who co-signed an earlier revision', 'CO_SIGN', attempt(tom, { coSignatures: [vote('tom', { revision: 2 })] }), 'yes'],
  ['who took the signature back', 'CO_SIGN', attempt(tom, { coSignatures: [vote('tom', { ended: 'RETRACTED' })] }), 'ALREADY_SIGNED'],
  ['whose signature became void', 'CO_SIGN', attempt(tom, { coSignatures: [vote('tom', { ended: 'VOID' })] }), 'ALREADY_SIGNED'],
  ['who co-signed by another account', 'CO_SIGN', attempt(peer('tom2', { humanId: 'hum_tom' }), { coSignatures: [vote('tom')] }), 'ALREADY_SIGNED'],
  ['who objected', 'CO_SIGN', attempt(tom, { objections: [vote('tom')] }), 'ALREADY_SIGNED'],
  ['who objected before the wording changed', 'CO_SIGN', attempt(tom, { objections: [vote('tom', { revision: 2 })] }), 'ALREADY_SIGNED'],
  ['who objected before the matter changed', 'CO_SIGN', attempt(tom, { objections: [vote('tom', { revision: 1 })] }), 'yes'],
  ['who took the objection back', 'CO_SIGN', attempt(tom, { objections: [vote('tom', { ended: 'RETRACTED' })] }), 'ALREADY_SIGNED'],
  ['who took it back before the wording changed', 'CO_SIGN', attempt(tom, { objections: [vote('tom', { revision: 2, ended: 'RETRACTED' })] }), 'yes'],
  ['a superseded policy is no bar to an objection', 'OBJECT', attempt(tom, superseded), 'yes'],
  ['the proposer objects', 'OBJECT', attempt(priya), 'SELF_CO_SIGN'],
  ['a machine objects', 'OBJECT', attempt(pay1), 'MACHINES_CANNOT_SIGN'],
  ['an objection to what was not read', 'OBJECT', attempt(tom, {}, { digest: 'cd' }), 'STALE_REVISION'],
  ['a second objection of one person', 'OBJECT', attempt(tom, { objections: [vote('tom')] }), 'ALREADY_SIGNED'],
  ['a second one after a change of wording', 'OBJECT', attempt(tom, { objections: [vote('tom', { revision: 2 })] }), 'ALREADY_SIGNED'],
  ['an objection of a co-signer', 'OBJECT', attempt(tom, { coSignatures: [vote('tom')] }), 'ALREADY_SIGNED'],
  ['an editor passes', 'PASS', attempt(lachlan), 'EDITOR_CO_SIGN'],
  ['somebody away passes', 'PASS', attempt(peer('tom', { away: true })), 'NOT_ELIGIBLE'],
  ['a pass after expiry', 'PASS', attempt(tom, expired), 'EXPIRED'],
];

// prettier-ignore
const WRITES: Story[] = [
  ['the proposer, who read it', 'AMEND', attempt(priya, {}, { expectedRevision: 3 }), 'yes'],
  ['the proposer, on an older revision', 'AMEND', attempt(priya, {}, { expectedRevision: 2 }), 'STALE_REVISION'],
  ['a named helper', 'AMEND', attempt(mia), 'yes'],
  ["a helper's other account, not named", 'AMEND', attempt(peer('mia2', { humanId: 'hum_mia' })), 'NOT_PROPOSER'],
  ['somebody else', 'AMEND', attempt(tom), 'NOT_PROPOSER'],
  ['the new owner', 'AMEND', attempt(tom, { ownerHuman: 'hum_tom' }), 'NOT_PROPOSER'],
  ['an admin', 'AMEND', attempt(wei), 'NOT_PROPOSER'],
  ['the policy was superseded', 'AMEND', attempt(priya, superseded), 'yes'],
  ['at expiry', 'AMEND', attempt(priya, expired), 'EXPIRED'],
  ["the proposer's robot", 'AMEND', attempt(peer('bot', { humanId: 'hum_priya', kind: 'MACHINE' })), 'yes'],
  ['the proposer', 'INVITE_HELPER', attempt(priya), 'yes'],
  ['a helper invites a helper', 'INVITE_HELPER', attempt(mia), 'NOT_PROPOSER'],
  ['the proposer', 'WITHDRAW', attempt(priya, { ownerHuman: 'hum_tom' }), 'yes'],
  ['the new owner', 'WITHDRAW', attempt(tom, { ownerHuman: 'hum_tom' }), 'yes'],
  ['a helper', 'WITHDRAW', attempt(mia), 'NOT_PROPOSER'],
  ['an admin', 'WITHDRAW', attempt(wei), 'NOT_PROPOSER'],
  ['at expiry', 'WITHDRAW', attempt(priya, expired), 'EXPIRED'],
  ['no policy allows it', 'COVER', attempt(priya), 'NOT_COVERED'],
  ['a policy allows it by now', 'COVER', attempt(priya, { coveredBy: 'pve_2' }), 'yes'],
  ['a policy allows it, says the former owner', 'COVER', attempt(priya, { coveredBy: 'pve_2', ownerHuman: 'hum_tom' }), 'NOT_OWNER'],
  ['a co-signer', 'RETRACT', attempt(tom, { coSignatures: [vote('tom')] }), 'yes'],
  ['a co-signer of an earlier revision', 'RETRACT', attempt(tom, { coSignatures: [vote('tom', { revision: 2 })] }), 'NOT_FOUND'],
  ['who took it back already', 'RETRACT', attempt(tom, { coSignatures: [vote('tom', { ended: 'RETRACTED' })] }), 'NOT_FOUND'],
  ['an objector', 'RETRACT', attempt(tom, { objections: [vote('tom')] }), 'yes'],
  ['an objector, after a change of wording', 'RETRACT', attempt(tom, { objections: [vote('tom', { revision: 2 })] }), 'yes'],
  ['an objector, after a change of the matter', 'RETRACT', attempt(tom, { objections: [vote('tom', { revision: 1 })] }), 'NOT_FOUND'],
  ['who is away by now', 'RETRACT', attempt(peer('tom', { away: true }), { coSignatures: [vote('tom')] }), 'yes'],
  ['a robot of the signer', 'RETRACT', attempt(peer('bot', { humanId: 'hum_tom', kind: 'MACHINE' }), { coSignatures: [vote('tom')] }), 'MACHINES_CANNOT_SIGN'],
  ['somebody else', 'RETRACT', attempt(mia, { coSignatures: [vote('tom')] }), 'NOT_FOUND'],
  ['at expiry', 'RETRACT', attempt(tom, { ...expired, coSignatures: [vote('tom')] }), 'EXPIRED'],
];

// prettier-ignore
const CARRIES_OUT: Story[] = [
  ['the owner', 'TELL_CUSTOMER', attempt(priya, APPROVED, { toldAt: at(-1) }), 'yes'],
  ['at the moment of the approval', 'TELL_CUSTOMER', attempt(priya, APPROVED, { toldAt: APPROVED.approvedAt }), 'yes'],
  ['before the approval', 'TELL_CUSTOMER', attempt(priya, APPROVED, { toldAt: at(-HOUR - 1) }), 'INVALID'],
  ['now', 'TELL_CUSTOMER', attempt(priya, APPROVED, { toldAt: NOON }), 'yes'],
  ['in the future', 'TELL_CUSTOMER', attempt(priya, APPROVED, { toldAt: at(1) }), 'INVALID'],
  ['somebody else', 'TELL_CUSTOMER', attempt(tom, APPROVED), 'NOT_OWNER'],
  ['at use-by', 'TELL_CUSTOMER', attempt(priya, { ...APPROVED, now: APPROVED.useBy }), 'EXPIRED'],
  ['the owner', 'FULFIL', attempt(priya, APPROVED, { reference: 'PAY-1' }), 'yes'],
  ['the proposer, no longer owner', 'FULFIL', attempt(priya, { ...APPROVED, ownerHuman: 'hum_tom' }), 'NOT_OWNER'],
  ['a payment system', 'FULFIL', attempt(pay1, APPROVED), 'yes'],
  ['a machine without that scope', 'FULFIL', attempt(desk, APPROVED), 'NOT_OWNER'],
  ['a millisecond before use-by', 'FULFIL', attempt(pay1, { ...APPROVED, now: at(HOUR - 1) }), 'yes'],
  ['at use-by', 'FULFIL', attempt(pay1, { ...APPROVED, now: APPROVED.useBy }), 'EXPIRED'],
  ['at use-by, but the customer was told', 'FULFIL', attempt(pay1, { ...APPROVED, ...told, now: APPROVED.useBy }), 'yes'],
  ['the same reference again', 'FULFIL', attempt(pay1, { ...APPROVED, status: 'FULFILLED', fulfilmentReference: 'PAY-1' }, { reference: 'PAY-1' }), 'yes'],
  ['another reference', 'FULFIL', attempt(pay1, { ...APPROVED, status: 'FULFILLED', fulfilmentReference: 'PAY-1' }, { reference: 'PAY-2' }), 'ALREADY_FULFILLED'],
  ['the first admin', 'STOP', attempt(wei, APPROVED), 'yes'],
  ['the first admin again', 'STOP', attempt(wei, { ...APPROVED, stopProposedHuman: 'hum_wei' }), 'SAME_ADMIN'],
  ["the first admin's other account", 'STOP', attempt({ ...wei, personId: 'per_wei2' }, { ...APPROVED, stopProposedHuman: 'hum_wei' }), 'SAME_ADMIN'],
  ['a second admin', 'STOP', attempt(wei, { ...APPROVED, stopProposedHuman: 'hum_ana' }), 'yes'],
  ['an admin who left', 'STOP', attempt({ ...wei, active: false }, APPROVED), 'NOT_ALLOWED'],
  ['an agent', 'STOP', attempt(tom, APPROVED), 'NOT_ALLOWED'],
  ['a machine with the name of an admin', 'STOP', attempt({ ...wei, kind: 'MACHINE' }, APPROVED), 'NOT_ALLOWED'],
];

describe('who may', () => {
  it.each([...DECIDES, ...WRITES, ...CARRIES_OUT])('%s: %s', (_, action, of, expected) => {
    expect(answer(action, of)).toBe(expected);
  });
});

describe('the buttons', () => {
  it.each<[story: string, of: Attempt, buttons: ExceptionAction[]]>([
    ['of a peer', attempt(tom), ['CO_SIGN', 'OBJECT', 'PASS']],
    ['of the proposer', attempt(priya), ['AMEND', 'INVITE_HELPER', 'WITHDRAW']],
    ['of an editor', attempt(lachlan), ['AMEND']],
    ['of a helper who may still sign', attempt(mia), ['AMEND', 'CO_SIGN', 'OBJECT', 'PASS']],
    ['of a machine', attempt(pay1), []],
    ['of one who co-signed', attempt(tom, { coSignatures: [vote('tom')] }), ['RETRACT']],
    ['of the owner once it is approved', attempt(priya, APPROVED), ['TELL_CUSTOMER', 'FULFIL']],
    ['of the owner once the customer was told', attempt(priya, { ...APPROVED, ...told }), ['FULFIL']],
    ['of the owner once it is carried out', attempt(priya, { ...APPROVED, status: 'FULFILLED', fulfilmentReference: 'PAY-1' }), []],
    ['of an admin', attempt(wei, APPROVED), ['STOP']],
    ['of anybody once it expired', attempt(tom, expired), []],
  ])('%s', (_, of, buttons) => {
    expect(openActions(of)).toEqual(buttons);
    expect(buttons.filter((action) => isDone(action, of.exception))).toEqual([]);
  });
});
