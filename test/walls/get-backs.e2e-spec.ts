import type { ExceptionsRoom } from '../support/exceptions-room.js';
import { besieged } from './siege.js';

/** A case of Priya's with a promise of an hour, one of Tom's, and one that was answered. */
async function build({ house }: ExceptionsRoom) {
  const [open, toms, refused] = [await house.caseOf('priya'), await house.caseOf('tom'), await house.caseOf('priya')];
  await house.admin.query(`INSERT INTO remarks (id, subject_id, body) VALUES ('rmk_wall', '${open}', 'So.')`);
  await house.admin.query(`${promise('gbk_open', open)}; ${promise('gbk_toms', toms, { by: 'tom' })}; BEGIN; ${answer(refused)}; COMMIT`);
  return { open, toms, refused };
}
type World = Awaited<ReturnType<typeof build>>;

const promise = (
  id: string,
  caseId: string,
  { by = 'priya', due = `house_now() + interval '1 hour'`, remind = `house_now() + interval '45 minutes'` } = {},
): string =>
  `INSERT INTO get_backs (id, case_id, promised_by, promised_human, what_id, due_at, remind_at) VALUES ('${id}', '${caseId}', 'per_${by}', 'hum_${by}', 'rmk_wall', ${due}, ${remind})`;
const answer = (
  caseId: string,
): string => `INSERT INTO case_answers (case_id, turn, kind, by_id, by_human, customer_told_at, words_id, told_by_id, appeal_id)
    VALUES ('${caseId}', 2, 'HONEST_NO', 'per_priya', 'hum_priya', house_now(), 'rmk_wall', 'rmk_wall', 'rmk_wall');
  UPDATE cases SET turn = 2, status = 'HONEST_NO' WHERE id = '${caseId}'`;
const set = (columns: string, id = 'gbk_open'): string => `UPDATE get_backs SET ${columns} WHERE id = '${id}'`;
const MOVES = 'get_backs.get_backs_move_one_way';
const DENIED = '42501';
const LATE = '2 hours';

// prettier-ignore
besieged<World>('promise 12: a promise', build, [
  ['in a case that was answered', { sql: ({ refused }) => promise('gbk_x', refused), says: 'TP184', wall: MOVES }],
  ['by somebody else than the owner', { sql: ({ toms }) => promise('gbk_x', toms), says: 'TP110', wall: MOVES }],
  ['in the past', { sql: ({ open }) => promise('gbk_x', open, { due: `house_now() - interval '1 hour'`, remind: `house_now() - interval '2 hours'` }), says: '23514 a_promise_is_of_a_time_to_come', wall: 'get_backs.a_promise_is_of_a_time_to_come' }],
  ['that is called to mind too late', { sql: ({ open }) => promise('gbk_x', open, { remind: `house_now() + interval '2 hours'` }), says: '23514 a_promise_is_called_to_mind_before_it_is_due', wall: 'get_backs.a_promise_is_called_to_mind_before_it_is_due' }],
  ['in the name of another human', { sql: ({ open }) => promise('gbk_x', open).replace(`'hum_priya'`, `'hum_tom'`), says: '23503 a_promise_is_of_one_human', wall: 'get_backs.a_promise_is_of_one_human' }],
  ['kept after its time', { sql: () => set(`status = 'KEPT', said_id = 'rmk_wall'`), clock: LATE, says: 'TP187', wall: MOVES, behind: 'another' }],
  ['kept without a word', { sql: () => set(`status = 'KEPT'`), says: '23514 kept_means_delivered_in_time', wall: 'get_backs.kept_means_delivered_in_time' }],
  ['broken before its time', { sql: () => set(`status = 'BROKEN'`), says: 'TP187', wall: MOVES, behind: 'another' }],
  ['renegotiated after its time', { sql: ({ open }) => `${promise('gbk_x', open)}; ${set(`status = 'RENEGOTIATED', next_id = 'gbk_x', customer_told_at = house_now()`)}`, clock: LATE, says: 'TP187', wall: MOVES, behind: 'another' }],
  ['renegotiated before the customer is told', { sql: ({ open }) => `${promise('gbk_x', open)}; ${set(`status = 'RENEGOTIATED', next_id = 'gbk_x', customer_told_at = house_now() + interval '1 minute'`)}`, says: 'TP187', wall: MOVES, behind: 'another' }],
  ['renegotiated for one of another case', { sql: () => set(`status = 'RENEGOTIATED', next_id = 'gbk_toms', customer_told_at = house_now()`), says: 'TP187', wall: MOVES, behind: 'another' }],
  ['void while the case is open', { sql: () => set(`status = 'VOID'`), says: 'TP187', wall: MOVES, behind: 'another' }],
  ['due later, unnoticed', { sql: () => set(`due_at = due_at + interval '1 day'`), says: 'TP900', api: DENIED, wall: MOVES }],
  ['erased by a snooze', { sql: () => `DELETE FROM get_backs WHERE id = 'gbk_open'`, says: 'TP900', api: DENIED, wall: 'get_backs.get_backs_are_kept' }],
  ['open in a case that is answered', { sql: ({ open }) => answer(open), says: 'TP904', wall: 'case_answers.no_promise_outlives_the_case' }],
]);
