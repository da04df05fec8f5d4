import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { act, floodOf, openCase, propose, readAndCoSign, type Seen } from '../support/acts.js';
import { expectRefused } from '../support/expect-refused.js';
import { House } from '../support/house.js';
import { refusal } from '../support/refusals.js';

jest.setTimeout(120_000);

let house: House;
let caseId: string;
let open: Seen;
let reworded: Seen;
let signed: Seen;
let paid: { exceptionId: string; reviewId: string };

beforeAll(async () => {
  house = await House.open({ workers: 0 });
  const [priya, tom] = [house.person('priya'), house.person('tom')];
  caseId = await openCase(priya);
  open = await propose(priya);
  const { id } = await propose(priya);
  await act(priya, 'inviteHelper', { exceptionId: id, personId: 'per_tom' });
  const amended = await act(tom, 'amendException', { exceptionId: id, expectedRevision: 1, whyFair: 'It was not her fault.' });
  if (!amended.exception) throw new Error('Tom could not amend.');
  reworded = amended.exception;
  signed = await propose(priya, floodOf(150_000));
  await readAndCoSign(tom, signed.id);
  paid = await house.ground.approved({ proposer: 'lachlan' });
  await act(house.person('lachlan'), 'fulfilException', { exceptionId: paid.exceptionId, reference: 'PAY-1' });
  await house.ground.admin.query(`UPDATE people SET away_until = house_now() + interval '1 year' WHERE handle = 'sam'`);
  await house.ground.admin.query(`UPDATE people SET active = false WHERE handle = 'ivy'`);
});
afterAll(() => house?.close());

/** An act on what was read of an exception. */
const onRead = ({ id, revision }: Pick<Seen, 'id' | 'revision'>, more: object = {}) => ({
  exceptionId: id,
  digest: revision.digest,
  ...more,
});
const change = (more: object) => ({ exceptionId: open.id, expectedRevision: 1, ...more });
const payment = (reference: string) => ({ exceptionId: paid.exceptionId, reference });
const inAYear = (years = 1) => new Date(Date.now() + years * 365 * 86_400_000).toISOString();
const flood = () => ({ title: 'Floods', text: 'Waive it.', conditions: { causes: ['branch-flood'] }, reviewBy: inAYear() });

type Story = [story: string, who: string, mutation: string, input: () => Record<string, unknown>, codeAndPath: string];

const DECISIONS: Story[] = [
  ['a signature by the proposer', 'priya', 'coSignException', () => onRead(open), 'SELF_CO_SIGN'],
  ['a signature by an editor', 'tom', 'coSignException', () => onRead(reworded), 'EDITOR_CO_SIGN'],
  ['a signature by somebody who is away', 'sam', 'coSignException', () => onRead(open), 'NOT_ELIGIBLE'],
  ['a signature by somebody who serves no customers', 'omar', 'coSignException', () => onRead(open), 'NOT_ELIGIBLE'],
  ['a signature by somebody who has left', 'ivy', 'coSignException', () => onRead(open), 'FORBIDDEN'],
  ['a second signature', 'tom', 'coSignException', () => onRead(signed), 'ALREADY_SIGNED'],
  ['a signature on other words', 'mia', 'coSignException', () => onRead({ ...reworded, revision: open.revision }), 'STALE_REVISION digest'],
  ['a signature on what is no digest', 'mia', 'coSignException', () => onRead(open, { digest: 'yes' }), 'INVALID digest'],
  ['a signature on nothing', 'mia', 'coSignException', () => onRead({ ...open, id: 'exc_1' }), 'NOT_FOUND exceptionId'],
  ['a signature on a case', 'mia', 'coSignException', () => onRead({ ...open, id: caseId }), 'NOT_FOUND exceptionId'],
  ['a signature with a speech', 'mia', 'coSignException', () => onRead(open, { words: 'x'.repeat(2_001) }), 'INVALID words'],
  ['an objection without a reason', 'mia', 'objectToException', () => onRead(open, { reason: ' ' }), 'INVALID reason'],
  ['an objection by the proposer', 'priya', 'objectToException', () => onRead(open, { reason: 'No.' }), 'SELF_CO_SIGN'],
  ['a pass by the proposer', 'priya', 'passOnException', () => onRead(open), 'SELF_CO_SIGN'],
  ['a retraction of nothing', 'mia', 'retractFromException', () => ({ exceptionId: open.id }), 'NOT_FOUND'],
];

const CHANGES: Story[] = [
  ['an amendment by a passer-by', 'mia', 'amendException', () => change({ whyFair: 'So.' }), 'NOT_PROPOSER'],
  ['an amendment of other words', 'priya', 'amendException', () => change({ expectedRevision: 7 }), 'STALE_REVISION expectedRevision'],
  ['an amendment of revision 0', 'priya', 'amendException', () => change({ expectedRevision: 0 }), 'INVALID expectedRevision'],
  ['an amendment that changes nothing', 'priya', 'amendException', () => change({}), 'NOTHING_CHANGED'],
  ['an amendment to no remedy', 'priya', 'amendException', () => change({ remedy: { kind: 'REFUND' } }), 'INVALID remedy'],
  ['an unknown helper', 'priya', 'inviteHelper', () => ({ exceptionId: open.id, personId: 'per_1' }), 'NOT_FOUND personId'],
  ['a helper who is a machine', 'priya', 'inviteHelper', () => ({ exceptionId: open.id, personId: 'per_desk' }), 'NOT_FOUND personId'],
  ['a helper called by a passer-by', 'mia', 'inviteHelper', () => ({ exceptionId: open.id, personId: 'per_tom' }), 'NOT_PROPOSER'],
  ['a withdrawal by a passer-by', 'mia', 'withdrawException', () => ({ exceptionId: open.id, reason: 'No.' }), 'NOT_PROPOSER'],
  ['a withdrawal without a reason', 'priya', 'withdrawException', () => ({ exceptionId: open.id, reason: '' }), 'INVALID reason'],
  ['a yes by a policy that is none', 'priya', 'coverException', () => ({ exceptionId: open.id }), 'NOT_COVERED'],
  ['a payment of what is open', 'priya', 'fulfilException', () => ({ exceptionId: open.id, reference: 'P' }), 'EXCEPTION_MOVED_ON'],
  ['a second payment', 'lachlan', 'fulfilException', () => payment('PAY-2'), 'ALREADY_FULFILLED reference'],
  ['a payment without a reference', 'lachlan', 'fulfilException', () => payment(''), 'INVALID reference'],
  ['a payment under two lines', 'lachlan', 'fulfilException', () => payment('A\nB'), 'INVALID reference'],
  ['a payment by a colleague', 'tom', 'fulfilException', () => payment('PAY-1'), 'NOT_OWNER'],
  ['a stop by an agent', 'tom', 'stopException', () => ({ exceptionId: paid.exceptionId, reason: 'Fraud.' }), 'EXCEPTION_MOVED_ON'],
];

const REVIEWS: Story[] = [
  ['a review by who took part, as another account', 'lach2', 'claimReview', () => ({ reviewId: paid.reviewId }), 'REVIEWER_TOOK_PART'],
  ['a review by no reviewer', 'tom', 'claimReview', () => ({ reviewId: paid.reviewId }), 'NOT_ALLOWED'],
  ['a review that is an exception', 'renee', 'claimReview', () => ({ reviewId: paid.exceptionId }), 'NOT_FOUND reviewId'],
  ['a release without a claim', 'renee', 'releaseReview', () => ({ reviewId: paid.reviewId }), 'NOT_CLAIMED'],
  [
    'a disposition without a claim',
    'renee',
    'disposeReview',
    () => ({ reviewId: paid.reviewId, disposition: 'ONE_OFF', reason: 'R.' }),
    'NOT_CLAIMED',
  ],
  ['a policy by an agent', 'tom', 'draftPolicy', flood, 'NOT_ALLOWED'],
  ['a policy from what is open', 'renee', 'promoteToPolicy', () => ({ ...flood(), exceptionIds: [open.id] }), 'NOT_APPROVED exceptionIds'],
  ['a policy from nothing', 'renee', 'promoteToPolicy', () => ({ ...flood(), exceptionIds: [] }), 'INVALID exceptionIds'],
  [
    'a policy for ever',
    'renee',
    'promoteToPolicy',
    () => ({ ...flood(), exceptionIds: [paid.exceptionId], reviewBy: undefined }),
    'BAD_USER_INPUT reviewBy',
  ],
  [
    'a policy until 30 February',
    'renee',
    'draftPolicy',
    () => ({ ...flood(), reviewBy: '2099-02-30T00:00:00Z' }),
    'BAD_USER_INPUT reviewBy',
  ],
  ['a policy without a title', 'renee', 'draftPolicy', () => ({ ...flood(), title: null }), 'INVALID title'],
  ['an unknown draft', 'renee', 'proposePolicyVersion', () => ({ policyVersionId: 'pve_1' }), 'NOT_FOUND policyVersionId'],
];

const HOUSE_KEEPING: Story[] = [
  ['a case without a customer', 'tom', 'openCase', () => ({ need: 'Help.' }), 'INVALID customerId'],
  ['a case of an unknown customer', 'tom', 'openCase', () => ({ need: 'Help.', customerId: 'cus_1' }), 'NOT_FOUND customerId'],
  [
    'a case on the moon',
    'tom',
    'openCase',
    () => ({ need: 'H.', customer: { name: 'A', contact: 'a@b.example', timeZone: 'Moon/Sea' } }),
    'INVALID customer.timeZone',
  ],
  ['a token for ever', 'wei', 'createApiToken', () => ({ name: 'x', scopes: ['READ'], expiresAt: inAYear(9) }), 'INVALID expiresAt'],
  ['a token for nothing', 'wei', 'createApiToken', () => ({ name: 'x', scopes: [], expiresAt: inAYear(0.5) }), 'INVALID scopes'],
  ['a token by an agent', 'tom', 'createApiToken', () => ({ name: 'x', scopes: ['READ'], expiresAt: inAYear(0.5) }), 'NOT_ALLOWED'],
  ['the end of an unknown token', 'wei', 'revokeApiToken', () => ({ tokenId: 'tok_1' }), 'NOT_FOUND tokenId'],
  ['rights that somebody gives themselves', 'tom', 'updatePerson', () => ({ personId: 'per_tom', roles: ['ADMIN'] }), 'NOT_ALLOWED'],
  ['a change of nobody', 'wei', 'updatePerson', () => ({ personId: 'per_1', active: false }), 'NOT_FOUND personId'],
  ['an unknown team', 'wei', 'updatePerson', () => ({ personId: 'per_tom', teamId: 'tea_1' }), 'NOT_FOUND teamId'],
  ['leave for somebody with open cases', 'wei', 'updatePerson', () => ({ personId: 'per_priya', active: false }), 'OWNS_OPEN_CASES active'],
];

describe('an act is refused, with a code, a sentence and a path, and nothing is changed', () => {
  it.each([...DECISIONS, ...CHANGES, ...REVIEWS, ...HOUSE_KEEPING])('%s', async (...[, who, mutation, input, codeAndPath]) => {
    await expectRefused(house, codeAndPath, () => refusal(house, who, mutation, input()));
  });

  it('a signature by a machine, an act without a key or without the scope', async () => {
    const input = { name: 'desk', scopes: ['CASES', 'PROPOSE'], expiresAt: inAYear(0.5), machineId: 'per_desk' };
    const { secret } = await house.person('wei').run<{ secret: string }>('createApiToken', input, 'secret');
    const tries = (mutation: string, more: object) => () => refusal(house, secret, mutation, { ...more });
    await expectRefused(house, 'MACHINES_CANNOT_SIGN', tries('coSignException', onRead(open, { idempotencyKey: 'k' })));
    await expectRefused(house, 'IDEMPOTENCY_KEY_REQUIRED idempotencyKey', tries('openCase', { need: 'Help.' }));
    await expectRefused(house, 'NOT_ALLOWED', tries('fulfilException', { ...payment('PAY-1'), idempotencyKey: 'k' }));
    await expectRefused(house, 'NOT_OWNER', tries('proposeException', { caseId, ...floodOf(1), idempotencyKey: 'k' }));
  });

  it('whatever comes after the time has passed, though no timer ran', async () => {
    await house.ground.clock('9 days');
    await expectRefused(house, 'EXPIRED', () => refusal(house, 'mia', 'coSignException', onRead(open)));
    await expectRefused(house, 'EXPIRED', () => refusal(house, 'mia', 'objectToException', onRead(open, { reason: 'No.' })));
    await expectRefused(house, 'EXPIRED', () => refusal(house, 'priya', 'amendException', change({ whyFair: 'Late.' })));
    await expectRefused(house, 'EXPIRED', () => refusal(house, 'priya', 'withdrawException', { exceptionId: open.id, reason: 'Late.' }));
    await house.ground.clock('0 days');
  });
});

describe('a policy that was superseded meanwhile', () => {
  const enact = async (conditions: object, policy: object): Promise<{ id: string; policy: { id: string } }> => {
    type Enacted = { policyVersion: { id: string; policy: { id: string } } };
    const [renee, omar] = [house.person('renee'), house.person('omar')];
    const input = { ...flood(), title: null, ...policy, conditions };
    const { policyVersion } = await renee.run<Enacted>('draftPolicy', input, 'policyVersion { id policy { id } }');
    const named = { policyVersionId: policyVersion.id };
    for (const [who, mutation] of [
      [renee, 'proposePolicyVersion'],
      [omar, 'activatePolicyVersion'],
    ] as const) {
      const { userErrors } = await who.run<object>(mutation, named, 'policyVersion { id }');
      expect(userErrors).toEqual([]);
    }
    return policyVersion;
  };
  const lateFees = (amountMinor: number) => ({ causes: ['late-fee'], amountUpTo: { amountMinor, currency: 'AUD' } });

  it('no longer lets a proposal through, and none begin', async () => {
    const first = await enact(lateFees(1_000), { title: 'Late fees' });
    const departing = { ...floodOf(9_000, 'late-fee'), noPolicyExists: false, policyVersionId: first.id };
    const proposal = await propose(house.person('priya'), departing);
    const second = await enact(lateFees(2_000), { policyId: first.policy.id });
    await expectRefused(house, 'POLICY_SUPERSEDED', () => refusal(house, 'mia', 'coSignException', onRead(proposal)));
    const again = { caseId, ...departing };
    await expectRefused(house, 'POLICY_SUPERSEDED policyVersionId', () => refusal(house, 'priya', 'proposeException', again));

    const amended = await act(house.person('priya'), 'amendException', { exceptionId: proposal.id, expectedRevision: 1 });
    expect(amended).toMatchObject({ userErrors: [], exception: { revision: { number: 2 } } });
    await enact(lateFees(9_000), { policyId: second.policy.id });
    const covered = amended.exception ?? proposal;
    await expectRefused(house, 'POLICY_COVERS_THIS', () => refusal(house, 'mia', 'coSignException', onRead(covered)));
    expect((await act(house.person('priya'), 'coverException', { exceptionId: proposal.id })).exception?.status).toBe('COVERED');
  });
});
