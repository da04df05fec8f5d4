import type { ExceptionsRoom } from '../support/exceptions-room.js';
import { besieged } from './siege.js';

/** Cases of Priya's: open, new, with a proposal, solved a while ago with two tries in vain, answered with a no. */
async function build({ house }: ExceptionsRoom) {
  const [open, fresh, solved, refused] = [
    await house.caseOf('priya'),
    'cas_fresh',
    await house.caseOf('priya'),
    await house.caseOf('priya'),
  ];
  await house.admin
    .query(`WITH opened AS (INSERT INTO cases (id, status, customer_id, opened_by) SELECT '${fresh}', 'NEW', customer_id, 'per_desk' FROM cases LIMIT 1 RETURNING id, opened_at),
    need AS (INSERT INTO case_texts (case_id, need) SELECT id, 'A fee.' FROM opened)
    INSERT INTO ownership (case_id, person_id, human_id, from_at) SELECT id, 'per_priya', 'hum_priya', opened_at FROM opened`);
  await house.admin.query(`INSERT INTO remarks (id, subject_id, body) VALUES ('rmk_wall', '${open}', 'So.')`);
  const exceptionId = await house.proposal({ proposer: 'priya' });
  const [row] = await house.rows<{ id: string }>('SELECT case_id AS id FROM policy_exceptions WHERE id = $1', [exceptionId]);
  await house.admin.query(`BEGIN; ${solve(solved)}; COMMIT; ${tryToReach(solved, 1, 'telephone')}; ${tryToReach(solved, 2, 'email')};
    BEGIN; ${answer(refused, 'HONEST_NO')}; ${move(refused, 'HONEST_NO')}; COMMIT`);
  return { open, fresh, solved, refused, proposed: row?.id ?? '', followUp: `fol_${solved}` };
}
type World = Awaited<ReturnType<typeof build>>;

/** The next turn of a case. */
const move = (id: string, status: string): string => `UPDATE cases SET turn = turn + 1, status = '${status}' WHERE id = '${id}'`;
const answer = (
  id: string,
  kind: string,
  { by = 'priya', told = 'house_now()', turn = 'turn + 1', no = kind === 'HONEST_NO' } = {},
): string =>
  `INSERT INTO case_answers (case_id, turn, kind, by_id, by_human, customer_told_at, words_id, told_by_id, appeal_id)
     SELECT id, ${turn}, '${kind}', 'per_${by}', 'hum_${by}', ${told}, 'rmk_wall', ${no ? `'rmk_wall', 'rmk_wall'` : 'NULL, NULL'} FROM cases WHERE id = '${id}'`;
const follow = (id: string, due = `house_now() + interval '7 days'`): string =>
  `INSERT INTO follow_ups (id, case_id, answer_turn, due_at) SELECT 'fol_' || case_id, case_id, max(turn), ${due} FROM case_answers WHERE case_id = '${id}' GROUP BY case_id`;
const solve = (id: string): string => `${answer(id, 'SOLUTION')}; ${follow(id)}; ${move(id, 'SOLVED')}`;
const tryToReach = (id: string, number: number, channel: string, { outcome = 'UNREACHABLE', by = 'priya' } = {}): string =>
  `INSERT INTO follow_up_tries (follow_up_id, number, outcome, channel, by_id) VALUES ('fol_${id}', ${number}, '${outcome}', '${channel}', 'per_${by}')`;
const finish = (id: string, outcome: string): string =>
  `UPDATE follow_ups SET outcome = '${outcome}', ended_turn = (SELECT turn + 1 FROM cases WHERE id = '${id}') WHERE id = 'fol_${id}'`;
const takeUp = (id: string, by = 'priya'): string =>
  `INSERT INTO case_reopenings (case_id, turn, answer_turn, by_id, reason_id) SELECT c.id, c.turn + 1, max(a.turn), 'per_${by}', 'rmk_wall'
     FROM cases c JOIN case_answers a ON a.case_id = c.id WHERE c.id = '${id}' GROUP BY c.id`;
const remind = (kind: string, thing: string, caseId: string): string =>
  `WITH f AS (INSERT INTO facts (subject_id, name, body) VALUES ('${caseId}', 'followUp.fellDue', '{}') RETURNING seq)
     INSERT INTO case_reminders (kind, thing_id, case_id, fact_seq) SELECT '${kind}', '${thing}', '${caseId}', seq FROM f`;

const FORWARD = 'cases.a_case_moves_forward';
const ANSWERS = 'case_answers.the_owner_answers';
const AGAIN = 'case_reopenings.the_owner_takes_it_up_again';
const ENDS = 'follow_ups.a_follow_up_ends_once';
const TRIES = 'follow_up_tries.tries_are_numbered';
const DUE = 'case_reminders.a_reminder_is_due';
const DENIED = '42501';
const CLOCK = '10 days';

// prettier-ignore
besieged<World>('promise 12: the life of a case', build, [
  ['that begins solved', { sql: () => `INSERT INTO cases (id, status, customer_id, opened_by, answered_at) SELECT 'cas_siege', 'SOLVED', customer_id, 'per_priya', house_now() FROM cases LIMIT 1`, says: 'TP184', wall: 'cases.a_case_begins', behind: 'TP901' }],
  ['solved without an answer', { sql: ({ open }) => move(open, 'SOLVED'), says: 'TP184', wall: FORWARD, behind: '23514 answered_means_no_longer_open' }],
  ['answered no by a solution', { sql: ({ open }) => `${answer(open, 'SOLUTION')}; ${follow(open)}; ${move(open, 'HONEST_NO')}`, says: 'TP184', wall: FORWARD, behind: 'another' }],
  ['confirmed without being asked', { sql: ({ solved }) => move(solved, 'CONFIRMED'), says: 'TP184', wall: FORWARD }],
  ['confirmed by who was not reached', { sql: ({ solved }) => `${tryToReach(solved, 3, 'letter')}; ${finish(solved, 'UNREACHABLE')}; ${move(solved, 'CONFIRMED')}`, clock: CLOCK, says: 'TP184', wall: FORWARD }],
  ['open again for no reason', { sql: ({ refused }) => move(refused, 'OWNED'), says: 'TP184', wall: FORWARD, behind: '23514 answered_means_no_longer_open' }],
  ['given back to the customer as new', { sql: ({ open }) => move(open, 'NEW'), says: 'TP184', wall: FORWARD }],
  ['solved and never asked about', { sql: ({ open }) => `${answer(open, 'SOLUTION')}; ${move(open, 'SOLVED')}`, says: 'TP903', wall: 'case_answers.a_solution_is_followed_up' }],
  ['followed up while it is open', { sql: ({ solved }) => `${tryToReach(solved, 3, 'letter', { outcome: 'HELPED' })}; ${finish(solved, 'HELPED')}`, says: 'TP903', wall: 'follow_ups.a_follow_up_has_its_solution' }],
  ['changed without a turn', { sql: ({ fresh }) => `UPDATE cases SET status = 'OWNED' WHERE id = '${fresh}'`, says: 'TP900', wall: FORWARD }],
  ['of another customer', { sql: ({ open }) => `UPDATE cases SET opened_by = 'per_tom' WHERE id = '${open}'`, says: 'TP900', api: DENIED, wall: FORWARD }],
  ['acknowledged in the past', { sql: ({ open }) => `UPDATE cases SET turn = turn + 1, acknowledged_at = opened_at WHERE id = '${open}'`, says: 'TP900', api: DENIED, wall: FORWARD }],
  ['deleted', { sql: ({ fresh }) => `DELETE FROM cases WHERE id = '${fresh}'`, says: 'TP900', api: DENIED, wall: 'cases.cases_are_kept', behind: '23503 case_texts_case_id_fkey' }],
  ['answered by a colleague', { sql: ({ open }) => `${answer(open, 'SOLUTION', { by: 'tom' })}; ${follow(open)}; ${move(open, 'SOLVED')}`, says: 'TP110', wall: ANSWERS }],
  ['answered while a proposal waits', { sql: ({ proposed }) => solve(proposed), says: 'TP185', wall: ANSWERS }],
  ['answered tomorrow', { sql: ({ open }) => `${answer(open, 'HONEST_NO', { told: `house_now() + interval '1 day'` })}; ${move(open, 'HONEST_NO')}`, says: 'TP186', wall: ANSWERS }],
  ['answered before it was opened', { sql: ({ open }) => `${answer(open, 'HONEST_NO', { told: `house_now() - interval '1 day'` })}; ${move(open, 'HONEST_NO')}`, says: 'TP186', wall: ANSWERS }],
  ['answered before anybody took it on', { sql: ({ fresh }) => answer(fresh, 'HONEST_NO'), says: 'TP184', wall: ANSWERS, behind: 'TP903' }],
  ['answered no without a way to appeal', { sql: ({ open }) => `${answer(open, 'HONEST_NO', { no: false })}; ${move(open, 'HONEST_NO')}`, says: '23514 an_honest_no_says_who_told_it_and_where_to_appeal', wall: 'case_answers.an_honest_no_says_who_told_it_and_where_to_appeal' }],
  ['answered in the name of another human', { sql: ({ open }) => `${answer(open, 'HONEST_NO').replace(`'hum_priya'`, `'hum_tom'`)}; ${move(open, 'HONEST_NO')}`, says: '23503 an_answer_is_by_one_human', wall: 'case_answers.an_answer_is_by_one_human' }],
  ['answered without a turn', { sql: ({ open }) => answer(open, 'HONEST_NO'), says: 'TP903', wall: 'case_answers.an_answer_is_a_turn' }],
  ['taken up again without a turn', { sql: ({ refused }) => takeUp(refused), says: 'TP903', wall: 'case_reopenings.a_reopening_is_a_turn' }],
  ['answered otherwise afterwards', { sql: ({ refused }) => `UPDATE case_answers SET by_id = 'per_tom' WHERE case_id = '${refused}'`, says: 'TP900', api: DENIED, wall: 'case_answers.case_answers_are_append_only', behind: '23503 an_answer_is_by_one_human' }],
  ['taken up again by a colleague', { sql: ({ refused }) => `${takeUp(refused, 'tom')}; ${move(refused, 'OWNED').replace(' WHERE', ', answered_at = NULL WHERE')}`, says: 'TP110', wall: AGAIN }],
  ['taken up again while it is open', { sql: ({ open }) => `${answer(open, 'HONEST_NO')}; ${takeUp(open)}`, says: 'TP184', wall: AGAIN, behind: 'TP903' }],
  ['unreachable after two tries', { sql: ({ solved }) => `${finish(solved, 'UNREACHABLE')}; ${move(solved, 'CLOSED_UNCONFIRMED')}`, clock: CLOCK, says: 'TP184', wall: ENDS, behind: '23514 followed_up_means_an_outcome' }],
  ['unreachable after three tries in a day', { sql: ({ solved }) => `${tryToReach(solved, 3, 'letter')}; ${finish(solved, 'UNREACHABLE')}; ${move(solved, 'CLOSED_UNCONFIRMED')}`, says: 'TP184', wall: ENDS, behind: 'another' }],
  ['helped, though nobody was reached', { sql: ({ solved }) => `${finish(solved, 'HELPED')}; ${move(solved, 'CONFIRMED')}`, says: 'TP184', wall: ENDS, behind: 'another' }],
  ['followed up at once, for ever', { sql: ({ open }) => `${answer(open, 'SOLUTION')}; ${follow(open, `house_now() - interval '1 day'`)}; ${move(open, 'SOLVED')}`, says: '23514 a_follow_up_comes_later', wall: 'follow_ups.a_follow_up_comes_later' }],
  ['followed up at another time', { sql: ({ followUp }) => `UPDATE follow_ups SET due_at = due_at + interval '1 day' WHERE id = '${followUp}'`, says: 'TP900', api: DENIED, wall: ENDS }],
  ['asked about by a colleague', { sql: ({ solved }) => tryToReach(solved, 3, 'letter', { by: 'tom' }), says: 'TP110', wall: TRIES }],
  ['asked about a fifth time, before the third', { sql: ({ solved }) => tryToReach(solved, 5, 'letter'), says: 'TP900', wall: TRIES }],
  ['asked about by a channel that says who', { sql: ({ solved }) => tryToReach(solved, 3, 'Adele, at home'), says: '23514 a_channel_is_a_short_word', wall: 'follow_up_tries.a_channel_is_a_short_word' }],
  ['reminded of before the time', { sql: ({ followUp, solved }) => remind('FOLLOW_UP', followUp, solved), says: 'TP184', api: DENIED, wall: DUE }],
  ['reminded of long before it is to be taken on', { sql: ({ fresh }) => remind('ACKNOWLEDGE_SOON', fresh, fresh), clock: '19 hours', says: 'TP184', api: DENIED, wall: DUE }],
  ['reminded of though it was taken on', { sql: ({ open }) => remind('ACKNOWLEDGE', open, open), clock: CLOCK, says: 'TP184', api: DENIED, wall: DUE }],
  ['reminded of twice', { sql: ({ followUp, solved }) => `${remind('FOLLOW_UP', followUp, solved)}; ${remind('FOLLOW_UP', followUp, solved)}`, clock: CLOCK, says: '23505 reminded_once', api: DENIED, wall: 'case_reminders.reminded_once' }],
  ['whose reminder is forgotten', { sql: ({ followUp, solved }) => `${remind('FOLLOW_UP', followUp, solved)}; DELETE FROM case_reminders`, clock: CLOCK, says: 'TP900', api: DENIED, wall: 'case_reminders.case_reminders_are_append_only' }],
]);
