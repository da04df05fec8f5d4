import type { ExceptionsRoom } from '../support/exceptions-room.js';
import { approve, besieged, sign, turn } from './siege.js';

const aud = (amountMinor: number) => ({ remedy: { kind: 'FEE_WAIVER' as const, amount: { amountMinor, currency: 'AUD' } } });

const link = (id: string, one: string, other: string): string =>
  `INSERT INTO account_links (id, person_id, human_id, to_person_id, to_human_id, reason_id, proposed_by, proposed_human)
     VALUES ('${id}', 'per_${one}', 'hum_${one}', 'per_${other}', 'hum_${other}', 'rmk_link', 'per_wei', 'hum_wei')`;
const confirm = (id: string, by: string): string =>
  `UPDATE account_links SET confirmed_by = 'per_${by}', confirmed_human = 'hum_${by}' WHERE id = '${id}'`;
const askToEnd = (id: string, by: string): string =>
  `UPDATE account_links SET end_proposed_by = 'per_${by}', end_proposed_human = 'hum_${by}', end_reason_id = 'rmk_link' WHERE id = '${id}'`;
const end = (id: string, by: string): string =>
  `UPDATE account_links SET ended_by = 'per_${by}', ended_human = 'hum_${by}' WHERE id = '${id}'`;

/** Tom is Priya, Noor is Mia, and Jack (an admin too) is Wei; that Sam is Ivy was not confirmed. */
async function build(room: ExceptionsRoom) {
  const { admin } = room.house;
  await admin.query(`INSERT INTO remarks (id, subject_id, body) VALUES ('rmk_link', 'per_tom', 'One badge.');
    UPDATE people SET roles = '{AGENT,REVIEWER}' WHERE handle = 'tom'; UPDATE people SET roles = '{AGENT,ADMIN}' WHERE handle = 'jack'`);
  for (const [id, one, other] of [
    ['lnk_1', 'tom', 'priya'],
    ['lnk_2', 'noor', 'mia'],
    ['lnk_3', 'jack', 'wei'],
  ] as const) {
    await admin.query(`${link(id, one, other)}; ${confirm(id, 'ana')}`);
  }
  await admin.query(link('lnk_open', 'sam', 'ivy'));
  const one = (await room.propose(aud(1))).id;
  const two = (await room.propose(aud(150_000))).id;
  await room.coSign(two, 'mia');
  const approved = (await room.propose(aud(2))).id;
  await room.coSign(approved, 'sam');
  const caseId = await room.house.caseOf('priya');
  return { one, two, approved, caseId };
}
type World = Awaited<ReturnType<typeof build>>;

const claim = (
  id: string,
): string => `UPDATE reviews SET turn = turn + 1, status = 'CLAIMED', reviewer_id = 'per_tom', reviewer_human = 'hum_tom',
  claimed_until = house_now() + interval '20 minutes' WHERE exception_id = '${id}'`;
const give = (caseId: string, person: string, human: string): string =>
  `WITH closed AS (UPDATE ownership SET until_at = house_now() WHERE case_id = '${caseId}' AND until_at IS NULL RETURNING until_at)
   INSERT INTO ownership (case_id, person_id, human_id, from_at) SELECT '${caseId}', '${person}', '${human}', until_at FROM closed`;

// prettier-ignore
besieged<World>('promise 1: linked accounts', build, [
  ['of the proposer sign', { sql: ({ one }) => sign(one, 'tom'), says: 'TP100', wall: 'co_signatures.peers_co_sign' }],
  ['of somebody who signed sign once more', { sql: ({ two }) => sign(two, 'noor'), says: 'TP172', wall: 'co_signatures.peers_co_sign' }],
  ['are counted as two in an approval', { sql: ({ two }) => `ALTER TABLE co_signatures DISABLE TRIGGER peers_co_sign; ${sign(two, 'noor')}; ${approve(two, ['mia', 'noor'])}`, says: 'TP112', api: '42501', wall: 'approvals.approval_holds' }],
  ['of the proposer review', { sql: ({ approved }) => claim(approved), says: 'TP120', wall: 'reviews.linked_reviewers_took_no_part' }],
  ['of the first admin stop a remedy', { sql: ({ approved }) => `${turn(approved, `stop_proposed_by = 'per_wei', stop_proposed_human = 'hum_wei'`)}; ${turn(approved, `status = 'STOPPED', stopped_by = 'per_jack', stopped_human = 'hum_jack'`)}`, says: 'TP170', wall: 'policy_exceptions.linked_humans_do_not_stop' }],
  ['are marked without a link', { sql: () => `UPDATE people SET linked_human = 'hum_sam' WHERE handle = 'sam'`, says: 'TP900', api: '42501', wall: 'people.an_account_stays_of_its_human' }],
  ['are unmarked although there is a link', { sql: () => `UPDATE people SET linked_human = NULL WHERE handle = 'tom'`, says: 'TP900', api: '42501', wall: 'people.an_account_stays_of_its_human' }],
]);

// prettier-ignore
besieged<World>('promises 1 and 11: a link', build, [
  ['of one human', { sql: () => link('lnk_evil', 'sam', 'sam'), says: '23514 two_humans_are_linked', wall: 'account_links.two_humans_are_linked' }],
  ['said twice, the other way round', { sql: () => link('lnk_evil', 'ivy', 'sam'), says: '23505 one_link_between_two_humans', wall: 'account_links.one_link_between_two_humans' }],
  ['in the name of another human', { sql: () => link('lnk_evil', 'renee', 'omar').replace("'hum_renee'", "'hum_tom'"), says: '23503 a_linked_account_is_of_one_human', wall: 'account_links.a_linked_account_is_of_one_human' }],
  ['confirmed by the admin who said so', { sql: () => confirm('lnk_open', 'wei'), says: '23514 a_link_is_confirmed_by_another', wall: 'account_links.a_link_is_confirmed_by_another' }],
  ['confirmed by their linked account', { sql: () => confirm('lnk_open', 'jack'), says: 'TP170', wall: 'account_links.account_links_move_forward', behind: 'another' }],
  ['confirmed by an agent', { sql: () => confirm('lnk_open', 'mia'), says: 'TP107', wall: 'account_links.account_links_move_forward', behind: 'another' }],
  ['ended by one admin alone', { sql: () => `${askToEnd('lnk_1', 'ana')}; ${end('lnk_1', 'ana')}`, says: '23514 a_link_is_ended_by_another', wall: 'account_links.a_link_is_ended_by_another', behind: 'another' }],
  ['ended by whom it links', { sql: () => askToEnd('lnk_3', 'jack'), says: 'TP107', wall: 'account_links.account_links_move_forward' }],
  ['of other accounts than it was', { sql: () => `UPDATE account_links SET person_id = 'per_sam', human_id = 'hum_sam' WHERE id = 'lnk_1'`, says: 'TP900', api: '42501', wall: 'account_links.account_links_move_forward' }],
  ['taken back after it was confirmed', { sql: () => `UPDATE account_links SET confirmed_by = NULL, confirmed_human = NULL, confirmed_at = NULL WHERE id = 'lnk_1'`, says: 'TP900', api: '42501', wall: 'account_links.account_links_move_forward' }],
  ['deleted', { sql: () => `DELETE FROM account_links WHERE id = 'lnk_1'`, says: 'TP900', api: '42501', wall: 'account_links.account_links_are_kept' }],
]);

// prettier-ignore
besieged<World>('promises 11 and 12: people', build, [
  ['of whom none is an admin any more', { sql: () => `UPDATE people SET roles = '{}' WHERE 'ADMIN' = ANY (roles)`, says: 'TP173', wall: 'people.an_admin_is_left' }],
  ['of whom no admin is active any more', { sql: () => `UPDATE people SET active = false WHERE 'ADMIN' = ANY (roles)`, says: 'TP173', wall: 'people.an_admin_is_left' }],
  ['who left are given a case', { sql: ({ caseId }) => `UPDATE people SET active = false WHERE handle = 'renee'; ${give(caseId, 'per_renee', 'hum_renee')}`, says: 'TP103', wall: 'ownership.owners_are_people_who_are_here' }],
  ['who are machines are given a case', { sql: ({ caseId }) => give(caseId, 'per_desk', 'hum_lachlan'), says: 'TP103', wall: 'ownership.owners_are_people_who_are_here' }],
]);
