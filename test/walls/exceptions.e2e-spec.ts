import { EXCEPTION_STATUSES } from '#exceptions';
import type { ExceptionsRoom } from '../support/exceptions-room.js';
import { type Attacks, besieged, turn } from './siege.js';

const MOVES = 'policy_exceptions.exception_moves_forward';
const aud = (amountMinor: number) => ({ remedy: { kind: 'FEE_WAIVER' as const, amount: { amountMinor, currency: 'AUD' } } });

/** One exception of Priya's in each status, and some more that matter to a change. */
async function build(room: ExceptionsRoom) {
  const { house } = room;
  const priya = await house.actor('priya');
  const approve = async (): Promise<string> => (await room.coSign((await room.propose()).id, 'tom')).id;
  const policy = await room.activate({ causes: ['hail'], upTo: 10 });
  const [open, withdrawn, declined] = [await room.propose(), await room.propose(), await room.propose()];
  await room.exceptions.withdraw({ exceptionId: withdrawn.id, reason: 'Solved.' }, priya);
  for (const objector of ['noor', 'mia']) await room.object(declined.id, objector);
  const [approved, fulfilled, told, asked, stopped, lapsed] = [
    await approve(),
    await approve(),
    await approve(),
    await approve(),
    await approve(),
    await approve(),
  ];
  await room.exceptions.fulfil({ exceptionId: fulfilled, reference: 'PAY-1' }, priya);
  await room.exceptions.tellCustomer(
    { exceptionId: told, toldAt: (await house.rows<{ now: Date }>('SELECT house_now() AS now'))[0]?.now ?? new Date() },
    priya,
  );
  const stop = async (exceptionId: string, by: string) => room.exceptions.stop({ exceptionId, reason: 'Fraud.' }, await house.actor(by));
  await stop(asked, 'wei');
  for (const admin of ['wei', 'ana']) await stop(stopped, admin);
  const raised = (await room.propose()).id;
  await room.object(raised, 'noor');
  const covered = (await room.propose({ cause: 'hail' })).id;
  const second = await room.activate({ causes: ['hail'], upTo: 30_000, policyId: policy.policyId });
  await room.exceptions.cover({ exceptionId: covered }, priya);
  const departs = (await room.propose({ ...aud(90_000), policyVersionId: second.id, noPolicyExists: null })).id;
  const [expired, helped] = [await room.propose(), await room.propose()];
  await room.exceptions.inviteHelper({ exceptionId: helped.id, personId: 'per_lachlan' }, priya);
  await house.admin.query(`UPDATE people SET active = false WHERE handle = 'lachlan'`);
  await house.clock('10 days');
  await room.clock.expire(expired.id);
  await house.clock('40 days');
  await room.clock.lapse(lapsed);
  await house.clock('0');
  const erased = await approve();
  await house.admin
    .query(`UPDATE revision_texts SET salt = NULL, what_happened = NULL, what_policy_says = NULL, what_we_do = NULL, why_fair = NULL, erased_at = house_now()
    WHERE exception_id = '${erased}'`);
  const ended = await house.endedCaseOf('priya');
  return {
    PROPOSED: open.id,
    APPROVED: approved,
    FULFILLED: fulfilled,
    LAPSED: lapsed,
    COVERED: covered,
    WITHDRAWN: withdrawn.id,
    DECLINED: declined.id,
    EXPIRED: expired.id,
    STOPPED: stopped,
    told,
    asked,
    raised,
    departs,
    helped: helped.id,
    erased,
    case: await house.caseOf('priya'),
    tomsCase: await house.caseOf('tom'),
    endedCase: ended,
    policy: policy.id,
    version: second.id,
  };
}
type World = Awaited<ReturnType<typeof build>>;

const LEGAL = [
  'PROPOSED APPROVED',
  'PROPOSED COVERED',
  'PROPOSED WITHDRAWN',
  'PROPOSED DECLINED',
  'PROPOSED EXPIRED',
  'APPROVED FULFILLED',
  'APPROVED LAPSED',
  'APPROVED STOPPED',
];
const STANDS = ['PROPOSED', 'APPROVED'];
/** Every step that the workflow does not have, also from an ended state to itself. */
const illegal: Attacks<World> = EXCEPTION_STATUSES.flatMap((from) =>
  EXCEPTION_STATUSES.filter((to) => !LEGAL.includes(`${from} ${to}`) && !(from === to && STANDS.includes(from))).map(
    (to): Attacks<World>[number] => [
      `from ${from} to ${to}`,
      { sql: (world) => turn(world[from], `status = '${to}'`), says: 'TP104', wall: MOVES, behind: 'another' },
    ],
  ),
);
besieged<World>('promise 4: an exception does not go', build, illegal);

// prettier-ignore
besieged<World>('promise 4: of an exception nothing is rewritten', build, [
  ['without a turn', { sql: (w) => `UPDATE policy_exceptions SET use_by = use_by WHERE id = '${w.APPROVED}'`, says: 'TP900', wall: MOVES }],
  ['by two turns', { sql: (w) => `UPDATE policy_exceptions SET turn = turn + 2 WHERE id = '${w.APPROVED}'`, says: 'TP900', wall: MOVES }],
  ['expiry extended', { sql: (w) => turn(w.PROPOSED, `expires_at = expires_at + interval '1 hour'`), says: 'TP900', api: '42501', wall: MOVES }],
  ['proposer', { sql: (w) => turn(w.PROPOSED, `proposer_id = 'per_tom', proposer_human = 'hum_tom'`), says: 'TP900', api: '42501', wall: MOVES }],
  ['case', { sql: (w) => turn(w.PROPOSED, `case_id = '${w.tomsCase}'`), says: 'TP900', api: '42501', wall: MOVES }],
  ['what it continues', { sql: (w) => turn(w.PROPOSED, `cloned_from = '${w.EXPIRED}'`), says: 'TP900', api: '42501', wall: MOVES }],
  ['the quorum of its band', { sql: (w) => turn(w.departs, `base_quorum = 1`), says: 'TP900', wall: MOVES }],
  ['what objections added', { sql: (w) => turn(w.raised, `raised = 0`), says: 'TP900', wall: MOVES }],
  ['the policy departed from', { sql: (w) => turn(w.departs, `policy_version_id = NULL`), says: 'TP900', wall: MOVES }],
  ['a revision skipped', { sql: (w) => turn(w.PROPOSED, `revision = revision + 2`), says: 'TP900', wall: MOVES, behind: '23503 the_current_revision_exists' }],
  ['a revision that is not there', { sql: (w) => turn(w.PROPOSED, `revision = revision + 1`), says: '23503 the_current_revision_exists', wall: 'policy_exceptions.the_current_revision_exists' }],
  ['a revision after the approval', { sql: (w) => turn(w.APPROVED, `revision = 2, approved_revision = 2`), says: 'TP900', wall: MOVES, behind: '23503 the_current_revision_exists' }],
  ['the time of the approval', { sql: (w) => turn(w.APPROVED, `approved_at = house_now()`), says: 'TP900', api: '42501', wall: MOVES }],
  ['the time to use it', { sql: (w) => turn(w.APPROVED, `use_by = use_by + interval '1 day'`), says: 'TP900', wall: MOVES }],
  ['when the customer was told', { sql: (w) => turn(w.told, `customer_told_at = house_now()`), says: 'TP900', wall: MOVES }],
  ['that the customer was told', { sql: (w) => turn(w.told, `customer_told_at = NULL`), says: 'TP900', wall: MOVES }],
  ['who asked to stop it', { sql: (w) => turn(w.asked, `stop_proposed_by = 'per_ana', stop_proposed_human = 'hum_ana'`), says: 'TP900', wall: MOVES }],
  ['the reference under which it was carried out', { sql: (w) => turn(w.FULFILLED, `fulfilment_reference = 'PAY-2'`), says: 'TP104', wall: MOVES }],
  ['itself, deleted', { sql: (w) => `DELETE FROM policy_exceptions WHERE id = '${w.PROPOSED}'`, says: 'TP900', api: '42501', wall: 'policy_exceptions.exceptions_are_kept', behind: '23503 revisions_exception_id_fkey' }],
]);

// prettier-ignore
besieged<World>('promise 4: an exception ends', build, [
  ['not before it expired', { sql: (w) => turn(w.PROPOSED, `status = 'EXPIRED'`), says: 'TP104', wall: MOVES, behind: '23514 ended_carries_its_time' }],
  ['not by use-by before its time', { sql: (w) => turn(w.APPROVED, `status = 'LAPSED'`), says: 'TP104', wall: MOVES, behind: '23514 ended_carries_its_time' }],
  ['not by use-by once the customer was told', { sql: (w) => turn(w.told, `status = 'LAPSED'`), clock: '60 days', says: 'TP104', wall: MOVES, behind: '23514 ended_carries_its_time' }],
  ['not carried out after use-by, untold', { sql: (w) => turn(w.APPROVED, `status = 'FULFILLED', fulfilment_reference = 'PAY-2'`), clock: '60 days', says: 'TP105', wall: MOVES, behind: '23514 ended_carries_its_time' }],
  ['not carried out without a reference', { sql: (w) => turn(w.APPROVED, `status = 'FULFILLED'`), says: '23514 fulfilled_means_a_reference', wall: 'policy_exceptions.fulfilled_means_a_reference' }],
  ['not with a reference before it is carried out', { sql: (w) => turn(w.APPROVED, `fulfilment_reference = 'PAY-2'`), says: '23514 fulfilled_means_a_reference', wall: 'policy_exceptions.fulfilled_means_a_reference' }],
  ['not told of before it is approved', { sql: (w) => turn(w.PROPOSED, `customer_told_at = house_now()`), says: 'TP104', wall: MOVES }],
  ['not covered after it expired', { sql: (w) => turn(w.PROPOSED, `status = 'COVERED', covered_by = '${w.version}'`), clock: '20 days', says: 'TP105', wall: MOVES, behind: '23514 ended_carries_its_time' }],
  ['not covered by a version that does not', { sql: (w) => turn(w.PROPOSED, `status = 'COVERED', covered_by = '${w.version}'`), says: 'TP131', wall: MOVES, behind: '23514 ended_carries_its_time' }],
  ['not covered by a version of the past', { sql: (w) => turn(w.PROPOSED, `status = 'COVERED', covered_by = '${w.policy}'`), says: 'TP131', wall: MOVES, behind: '23514 ended_carries_its_time' }],
  ['not covered by nothing', { sql: (w) => turn(w.PROPOSED, `status = 'COVERED'`), says: 'TP131', wall: MOVES, behind: '23514 covered_means_by_a_version' }],
  ['not in a state that nobody knows', { sql: (w) => turn(w.PROPOSED, `status = 'PENDING'`), says: 'TP104', wall: MOVES, behind: '23514 an_exception_status_is_known' }],
  ['not stopped by one admin', { sql: (w) => turn(w.asked, `status = 'STOPPED', stopped_by = 'per_wei', stopped_human = 'hum_wei'`), says: '23514 stopped_by_another', wall: 'policy_exceptions.stopped_by_another' }],
  ['not stopped without a second one', { sql: (w) => turn(w.asked, `status = 'STOPPED'`), says: '23514 stopped_means_by_two_admins', wall: 'policy_exceptions.stopped_means_by_two_admins' }],
  ['not stopped by an agent', { sql: (w) => turn(w.asked, `status = 'STOPPED', stopped_by = 'per_tom', stopped_human = 'hum_tom'`), says: 'TP107', wall: MOVES, behind: '23514 ended_carries_its_time' }],
  ['not stopped at the wish of an agent', { sql: (w) => turn(w.APPROVED, `stop_proposed_by = 'per_tom', stop_proposed_human = 'hum_tom'`), says: 'TP107', wall: MOVES }],
  ['not stopped by an agent and an admin at once', { sql: (w) => turn(w.APPROVED, `status = 'STOPPED', stop_proposed_by = 'per_tom', stop_proposed_human = 'hum_tom', stopped_by = 'per_wei', stopped_human = 'hum_wei'`), says: 'TP107', wall: MOVES, behind: '23514 ended_carries_its_time' }],
  ["not stopped in another human's name", { sql: (w) => turn(w.asked, `status = 'STOPPED', stopped_by = 'per_wei', stopped_human = 'hum_ana'`), says: '23503 stopped_by_one_human', wall: 'policy_exceptions.stopped_by_one_human' }],
]);
