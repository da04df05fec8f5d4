import type { ExceptionsRoom } from '../support/exceptions-room.js';
import { besieged } from './siege.js';

/** Cases: an open one of Priya's, a new one that a machine opened for her, one that was answered; and complaints: one of hers, one of a new case. */
async function build({ house }: ExceptionsRoom) {
  const [open, mine, answered] = [await house.caseOf('priya'), await house.caseOf('priya'), await house.caseOf('priya')];
  const [fresh, waiting] = ['cas_fresh', 'cas_waiting'];
  for (const id of [fresh, waiting])
    await house.admin
      .query(`WITH opened AS (INSERT INTO cases (id, status, customer_id, opened_by) SELECT '${id}', 'NEW', customer_id, 'per_desk' FROM cases LIMIT 1 RETURNING id, opened_at),
      need AS (INSERT INTO case_texts (case_id, need) SELECT id, 'A fee.' FROM opened)
      INSERT INTO ownership (case_id, person_id, human_id, from_at) SELECT id, 'per_priya', 'hum_priya', opened_at FROM opened`);
  await house.admin.query(`INSERT INTO remarks (id, subject_id, body) VALUES ('rmk_wall', '${open}', 'So.')`);
  await house.admin.query(`${complain(mine)}; ${complain(waiting, { told: 'NULL' })}; BEGIN; ${answer(answered)}; COMMIT`);
  return { open, mine, answered, fresh, waiting };
}
type World = Awaited<ReturnType<typeof build>>;

const complain = (id: string, { by = 'priya', began = 'house_now()', told = 'house_now()', profile = 'HOUSE' } = {}): string =>
  `INSERT INTO complaints (case_id, profile, began_at, by_id, acknowledged_at) SELECT '${id}', '${profile}', t.began, 'per_${by}', t.told
     FROM (SELECT ${began} AS began, (${told})::timestamptz AS told) t`;
const answer = (
  id: string,
  told = 'house_now()',
): string => `INSERT INTO case_answers (case_id, turn, kind, by_id, by_human, customer_told_at, words_id, told_by_id, appeal_id)
    VALUES ('${id}', 2, 'HONEST_NO', 'per_priya', 'hum_priya', ${told}, 'rmk_wall', 'rmk_wall', 'rmk_wall');
  UPDATE cases SET turn = 2, status = 'HONEST_NO' WHERE id = '${id}'`;
const set = (columns: string, id: string): string => `UPDATE complaints SET ${columns} WHERE case_id = '${id}'`;
const remind = (kind: string, id: string): string =>
  `WITH f AS (INSERT INTO facts (subject_id, name, body) VALUES ('${id}', 'complaint.fellDue', '{}') RETURNING seq)
     INSERT INTO case_reminders (kind, thing_id, case_id, fact_seq) SELECT '${kind}', '${id}', '${id}', seq FROM f`;
const BEGINS = 'complaints.a_complaint_begins';
const MET = 'complaints.a_complaint_is_met_by_what_is_told';
const DUE = 'case_reminders.a_reminder_is_due';
const DENIED = '42501';
/** Without the wall nobody makes the clocks. */
const NO_CLOCKS = '23502 time_zone';

// prettier-ignore
besieged<World>('promise 12: a complaint', build, [
  ['in a case that was answered', { sql: ({ answered }) => complain(answered), says: 'TP184', wall: BEGINS, behind: NO_CLOCKS }],
  ['said by somebody else than the owner', { sql: ({ open }) => complain(open, { by: 'tom' }), says: 'TP110', wall: BEGINS, behind: NO_CLOCKS }],
  ['said twice', { sql: ({ mine }) => complain(mine), says: '23505 complaints_pkey', wall: 'complaints.complaints_pkey', behind: '21000' }],
  ['of tomorrow', { sql: ({ fresh }) => complain(fresh, { began: `house_now() + interval '1 day'`, told: 'NULL' }), says: '23514 a_complaint_is_not_of_the_future', wall: 'complaints.a_complaint_is_not_of_the_future' }],
  ['of which nobody told the customer that we have it', { sql: ({ open }) => complain(open, { told: 'NULL' }), says: 'TP186', wall: BEGINS, behind: NO_CLOCKS }],
  ['of which the customer was told tomorrow', { sql: ({ open }) => complain(open, { told: `house_now() + interval '1 day'` }), says: 'TP186', wall: BEGINS, behind: NO_CLOCKS }],
  ['of which the customer was told before', { sql: ({ open }) => complain(open, { told: `house_now() - interval '1 day'` }), says: 'TP186', wall: BEGINS, behind: NO_CLOCKS }],
  ['that is acknowledged though nobody has taken it on', { sql: ({ fresh }) => complain(fresh), says: 'TP186', wall: BEGINS, behind: NO_CLOCKS }],
  ['by a profile that there is not', { sql: ({ open }) => complain(open, { profile: 'MOON' }), says: '23502 acknowledge_by', wall: BEGINS, behind: NO_CLOCKS }],
  ['whose clock is set by hand', { sql: ({ open }) => complain(open).replace('(case_id', '(answer_by, case_id').replace('SELECT', 'SELECT house_now(),'), says: 'done', api: DENIED, wall: BEGINS, behind: NO_CLOCKS }],
  ['answered later', { sql: ({ mine }) => set(`final_by = final_by + interval '1 day'`, mine), says: 'TP900', api: DENIED, wall: MET }],
  ['that began later', { sql: ({ mine }) => set(`began_at = began_at + interval '1 millisecond'`, mine), says: 'TP900', api: DENIED, wall: MET, behind: 'another' }],
  ['of another profile afterwards', { sql: ({ mine }) => set(`profile = 'NEW_ZEALAND'`, mine), says: 'TP900', api: DENIED, wall: MET }],
  ['met by nobody’s answer', { sql: ({ mine }) => set(`answered_at = house_now()`, mine), says: 'TP900', api: DENIED, wall: MET }],
  ['acknowledged by nobody', { sql: ({ waiting }) => set(`acknowledged_at = house_now()`, waiting), says: 'TP900', api: DENIED, wall: MET }],
  ['acknowledged at another time', { sql: ({ mine }) => set(`acknowledged_at = acknowledged_at + interval '1 second'`, mine), says: 'TP900', api: DENIED, wall: MET }],
  ['taken back', { sql: ({ mine }) => `DELETE FROM complaints WHERE case_id = '${mine}'`, says: 'TP900', api: DENIED, wall: 'complaints.complaints_are_kept' }],
  ['answered before the customer complained', { sql: ({ mine }) => answer(mine, `(SELECT c.opened_at FROM cases c WHERE c.id = '${mine}')`), says: 'TP186', wall: 'case_answers.who_complained_is_answered', behind: '23514 answered_after_the_customer_complained' }],
  ['reminded of before the time', { sql: ({ mine }) => remind('COMPLAINT_FINAL_SOON', mine), clock: '24 days', says: 'TP184', api: DENIED, wall: DUE }],
  ['told to have run out before it has', { sql: ({ mine }) => remind('COMPLAINT_FINAL_DUE', mine), clock: '29 days', says: 'TP184', api: DENIED, wall: DUE }],
  ['reminded of though it is acknowledged', { sql: ({ mine }) => remind('COMPLAINT_ACKNOWLEDGE_DUE', mine), clock: '2 days', says: 'TP184', api: DENIED, wall: DUE }],
  ['reminded of twice', { sql: ({ mine }) => `${remind('COMPLAINT_FINAL_DUE', mine)}; ${remind('COMPLAINT_FINAL_DUE', mine)}`, clock: '31 days', says: '23505 reminded_once', api: DENIED, wall: 'case_reminders.reminded_once' }],
  ['by a profile that was changed', { sql: () => `UPDATE complaint_profiles SET amount = 90 WHERE clock = 'FINAL'`, says: 'TP900', api: DENIED, wall: 'complaint_profiles.complaint_profiles_are_append_only' }],
  ['by a clock of days that are none', { sql: () => `INSERT INTO complaint_profiles VALUES ('MOON', 'FINAL', 1, 'NIGHTS', 1)`, says: '23514 a_unit_of_a_clock_is_known', api: DENIED, wall: 'complaint_profiles.a_unit_of_a_clock_is_known' }],
]);
