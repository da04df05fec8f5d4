import { DisputesReads, DisputesService } from '#exceptions';
import type { ExceptionsRoom } from '../support/exceptions-room.js';
import { amend, approve, type Attacks, besieged, sign, turn, vote } from './siege.js';

const FROZEN = 'policy_exceptions.frozen_means_an_open_dispute';
const TWO = 'disputes.two_admins_settle_a_dispute';
const ONCE = 'notices.a_notice_is_read_and_mailed_once';

/** Frozen exceptions and disputes in every state; Tom signed each. */
async function build(room: ExceptionsRoom) {
  const { house } = room;
  const disputes = new DisputesService(house.api, new DisputesReads(house.api));
  const twice = { remedy: { kind: 'FEE_WAIVER' as const, amount: { amountMinor: 90_000, currency: 'AUD' } } };
  const signed = async (): Promise<string> => (await room.coSign((await room.propose(twice)).id, 'tom')).id;
  const approved = async (): Promise<string> => (await room.coSign((await room.propose()).id, 'tom')).id;
  const disown = async (exceptionId: string): Promise<string> => (await disputes.disown({ exceptionId }, await house.actor('tom'))).node.id;
  const settle = async (disputeId: string, by: string) =>
    disputes.settle({ disputeId, outcome: 'GENUINE', reason: 'Asked.' }, await house.actor(by));
  const [open, yes, calm, said] = [await signed(), await approved(), await signed(), await signed()];
  const [onOpen, onYes, onSaid, onSettled] = [await disown(open), await disown(yes), await disown(said), await disown(await signed())];
  await settle(onSaid, 'wei');
  for (const admin of ['wei', 'ana']) await settle(onSettled, admin);
  await house.admin.query(`
    INSERT INTO notices (id, person_id, subject_id, name, mark, exception_id, at, mail) SELECT 'ntc_siege', 'per_tom', id, 'exception.coSigned', 1, id, house_now(), 'DUE' FROM policy_exceptions WHERE id = '${open}'`);
  const policy = await room.activate({ causes: ['flood'], upTo: 90_000 });
  return { open, yes, calm, onOpen, onYes, onSaid, onSettled, policy: policy.id };
}
type World = Awaited<ReturnType<typeof build>>;

// prettier-ignore
besieged<World>('promise 2: what is frozen', build, [
  ['is not signed', { sql: (w) => sign(w.open, 'mia'), says: 'TP140', wall: 'co_signatures.peers_co_sign' }],
  ['is not objected to', { sql: (w) => vote('objections', w.open, 'mia'), says: 'TP140', wall: 'objections.peers_object' }],
  ['is not passed on', { sql: (w) => vote('passes', w.open, 'mia'), says: 'TP140', wall: 'passes.peers_pass' }],
  ['is not agreed to afterwards', { sql: (w) => sign(w.yes, 'mia'), says: 'TP140', wall: 'co_signatures.peers_co_sign' }],
  ['is not approved', { sql: (w) => approve(w.open, ['tom']), says: 'TP140', wall: FROZEN, behind: 'another' }],
  ['is not amended', { sql: (w) => amend(w.open, 'priya', { why_fair: 'Still.' }), says: 'TP140', wall: FROZEN }],
  ['is not covered', { sql: (w) => turn(w.open, `status = 'COVERED', covered_by = '${w.policy}'`), says: 'TP140', wall: FROZEN, behind: '23514 frozen_while_it_could_take_effect' }],
  ['is not declined', { sql: (w) => turn(w.open, `status = 'DECLINED'`), says: 'TP140', wall: FROZEN, behind: '23514 frozen_while_it_could_take_effect' }],
  ['is not carried out', { sql: (w) => turn(w.yes, `status = 'FULFILLED', fulfilment_reference = 'PAY-9'`), says: 'TP140', wall: FROZEN, behind: '23514 frozen_while_it_could_take_effect' }],
  ['is not told to the customer', { sql: (w) => turn(w.yes, `customer_told_at = house_now()`), says: 'TP140', wall: FROZEN }],
  ['is not thawed without a settlement', { sql: (w) => turn(w.open, `frozen = false`), says: 'TP900', api: '42501', wall: FROZEN }],
  ['is not frozen without a dispute', { sql: (w) => turn(w.calm, `frozen = true`), says: 'TP900', api: '42501', wall: FROZEN }],
]);

const dispute = (id: string, more = {}): string => {
  const row = { id: 'dsp_siege', exception_id: id, revision: 1, human_id: 'hum_tom', opened_by: 'per_tom', ...more };
  return `INSERT INTO disputes (${Object.keys(row).join()}) VALUES (${Object.values(row)
    .map((value) => (typeof value === 'number' ? value : `'${String(value)}'`))
    .join()})`;
};
const say = (id: string, set: string): string =>
  `INSERT INTO remarks (id, subject_id, body) VALUES ('rmk_siege', '${id}', 'So.'); UPDATE disputes SET turn = turn + 1, reason_id = 'rmk_siege', ${set} WHERE id = '${id}'`;
const propose = (who: string, human = who): string => `outcome = 'FORGED', proposed_by = 'per_${who}', proposed_human = 'hum_${human}'`;
const second = (who: string, human = who): string => `settled_by = 'per_${who}', settled_human = 'hum_${human}'`;

// prettier-ignore
const DISPUTES: Attacks<World> = [
  ['of no signature', { sql: (w) => dispute(w.calm, { human_id: 'hum_mia', opened_by: 'per_mia' }), says: '23503 what_is_disowned_is_a_signature', wall: 'disputes.what_is_disowned_is_a_signature' }],
  ["in another human's name", { sql: (w) => dispute(w.calm, { opened_by: 'per_mia' }), says: '23503 disowned_by_the_human_themselves', wall: 'disputes.disowned_by_the_human_themselves' }],
  ['a second time', { sql: (w) => dispute(w.open), says: '23505 a_signature_is_disowned_once', wall: 'disputes.a_signature_is_disowned_once' }],
  ['that begins settled', { sql: (w) => dispute(w.calm, { outcome: 'GENUINE' }), says: 'TP902', api: '42501', wall: 'disputes.a_signature_is_disowned', behind: '23514 proposed_means_an_outcome_and_a_reason' }],
  ['settled at once by one call', { sql: (w) => say(w.onOpen, `${propose('wei')}, ${second('ana')}`), says: 'TP900', wall: TWO, behind: '23514 settled_means_by_two' }],
  ['settled by one admin', { sql: (w) => say(w.onSaid, second('wei')), says: '23514 settled_by_another_admin', wall: 'disputes.settled_by_another_admin' }],
  ['settled by an agent', { sql: (w) => say(w.onSaid, second('mia')), says: 'TP107', wall: TWO, behind: '23514 settled_means_by_two' }],
  ['proposed by an agent', { sql: (w) => say(w.onOpen, propose('mia')), says: 'TP107', wall: TWO }],
  ["proposed in another admin's name", { sql: (w) => say(w.onOpen, propose('wei', 'ana')), says: '23503 an_outcome_is_proposed_by_one_human', wall: 'disputes.an_outcome_is_proposed_by_one_human' }],
  ["settled in another admin's name", { sql: (w) => say(w.onSaid, second('wei', 'ana')), says: '23503 a_dispute_is_settled_by_one_human', wall: 'disputes.a_dispute_is_settled_by_one_human' }],
  ['settled by an admin who took part', { sql: (w) => `UPDATE people SET roles = '{ADMIN}' WHERE handle = 'priya'; ${say(w.onSaid, second('priya'))}`, says: 'TP107', wall: TWO, behind: '23514 settled_means_by_two' }],
  ['settled as another thing than was proposed', { sql: (w) => say(w.onSaid, `outcome = 'FORGED', ${second('ana')}`), says: 'TP900', wall: TWO, behind: '23514 settled_means_by_two' }],
  ['settled again', { sql: (w) => say(w.onSettled, propose('wei')), says: 'TP141', wall: TWO, behind: 'another' }],
  ['of another exception by now', { sql: (w) => say(w.onOpen, `exception_id = '${w.calm}'`), says: 'TP900', api: '42501', wall: TWO, behind: '23514 proposed_means_an_outcome_and_a_reason' }],
  ['taken back', { sql: (w) => `DELETE FROM disputes WHERE id = '${w.onOpen}'`, says: 'TP900', api: '42501', wall: 'disputes.disputes_are_kept' }],
];
besieged<World>('promise 2: no dispute is', build, DISPUTES);

const notice = (set: string): string => `UPDATE notices SET ${set} WHERE id = 'ntc_siege'`;

// prettier-ignore
besieged<World>('promise 2: a notice', build, [
  ['is of nobody else by now', { sql: () => notice(`person_id = 'per_mia'`), says: 'TP900', api: '42501', wall: ONCE }],
  ['is of nothing else by now', { sql: () => notice(`name = 'exception.approved'`), says: 'TP900', api: '42501', wall: ONCE }],
  ['is not unread again', { sql: () => `${notice('read_at = house_now()')}; ${notice('read_at = NULL')}`, says: 'TP900', wall: ONCE }],
  ['is not mailed again', { sql: () => `${notice(`mail = 'SENT'`)}; ${notice(`mail = 'DUE'`)}`, says: 'TP900', api: '42501', wall: ONCE }],
  ['is not taken away', { sql: () => `DELETE FROM notices`, says: 'TP900', api: '42501', wall: 'notices.notices_are_kept' }],
  ['is told once', { sql: (w) => `INSERT INTO notices (id, person_id, subject_id, name, mark, at) VALUES ('ntc_2', 'per_tom', '${w.open}', 'exception.coSigned', 1, house_now())`, says: '23505 told_once', api: '42501', wall: 'notices.told_once' }],
]);
