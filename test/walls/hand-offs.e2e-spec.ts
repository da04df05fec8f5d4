import type { ExceptionsRoom } from '../support/exceptions-room.js';
import { HandOffsRoom } from '../support/hand-offs-room.js';
import { confirmation } from '../support/small-house.js';
import { type Attacks, besieged } from './siege.js';

const OFFER = 'hand_offs.a_case_is_offered_by_its_owner';
const ONE_WAY = 'hand_offs.hand_offs_move_one_way';
const TELLS = 'hand_off_texts.a_tag_back_says_what_is_new';

/** Jack's cases: not offered, offered to Mia, and accepted by her; one of those she touched. Tom and Jack are one human, as are Sam and Ivy; that Mia is Jack was not confirmed yet. */
async function build({ house }: ExceptionsRoom) {
  const room = new HandOffsRoom(house);
  const [free, waiting, hers, begun] = (await house.casesOf('jack', 4)) as [string, string, string, string];
  const { id: waits } = await room.offer(waiting, 'jack', 'mia');
  const accepted = async (caseId: string) => (await room.accept(await room.offer(caseId, 'jack', 'mia'), 'mia')).id;
  const [lies, touched] = [await accepted(hers), await accepted(begun)];
  await room.did(begun, 'mia', 'question.asked');
  for (const [one, other] of [
    ['tom', 'jack'],
    ['sam', 'ivy'],
  ] as const)
    await house.link(one, other);
  const linkId = await house.link('mia', 'jack', false);
  await house.admin.query(`UPDATE people SET away_until = house_now() + interval '1 year' WHERE handle = 'noor'`);
  await house.admin.query(`INSERT INTO remarks (id, subject_id, body) VALUES ('rmk_why', '${free}', 'So.');
    INSERT INTO questions (id, case_id, asked_by, to_id, question_id) VALUES ('qst_open', '${free}', 'per_jack', 'per_omar', 'rmk_why'), ('qst_done', '${free}', 'per_jack', 'per_omar', 'rmk_why');
    UPDATE questions SET answer_id = 'rmk_why' WHERE id = 'qst_done'`);
  return { linkId, waits, lies, touched, free, waiting, hers, ended: await house.endedCaseOf('jack') };
}
type World = Awaited<ReturnType<typeof build>>;

const literal = (value: string): string => (value.includes('house_now()') ? value : `'${value}'`);
/** An offer with its words, as somebody would write it who has the service's credentials. */
const offer = (caseId: string, more: Readonly<Record<string, string>> = {}, words: Readonly<Record<string, string>> = {}): string => {
  const row = {
    ...{ id: 'hof_siege', case_id: caseId, from_id: 'per_jack', from_human: 'hum_jack', to_id: 'per_mia', to_human: 'hum_mia' },
    ...{ customer_told_at: 'house_now()', expires_at: `house_now() + interval '30 minutes'` },
    ...more,
  };
  const text = { hand_off_id: 'hof_siege', why: 'W.', recap: 'R.', callback_contact: '+61 2', ...words };
  const insert = (table: string, columns: Readonly<Record<string, string>>): string =>
    `INSERT INTO ${table} (${Object.keys(columns).join()}) VALUES (${Object.values(columns).map(literal).join()})`;
  return `${insert('hand_offs', row)}; ${insert('hand_off_texts', text)}`;
};
const to = (handle: string): Record<string, string> => ({ to_id: `per_${handle}`, to_human: `hum_${handle}` });
const helper = (handle: string): Record<string, string> => ({ helper_id: `per_${handle}`, helper_human: `hum_${handle}` });
const hers = { from_id: 'per_mia', from_human: 'hum_mia', ...to('jack') };
const set = (id: string, what: string): string => `UPDATE hand_offs SET ${what} WHERE id = '${id}'`;
const ACCEPTED = `status = 'ACCEPTED', answered_by = 'per_mia', first_touch_due_at = house_now() + interval '1 hour'`;

// prettier-ignore
const OFFERS: Attacks<World> = [
  ['by somebody who does not own it', { sql: (w) => offer(w.hers, to('ivy')), says: 'TP110', wall: OFFER }],
  ['of a case that ended', { sql: (w) => offer(w.ended), says: 'TP110', wall: OFFER }],
  ['to oneself', { sql: (w) => offer(w.free, to('jack')), says: '23514 nobody_hands_off_to_themselves', wall: 'hand_offs.nobody_hands_off_to_themselves' }],
  ['to one’s own linked account', { sql: (w) => offer(w.free, to('tom')), says: 'TP103', wall: 'hand_offs.linked_humans_do_not_hand_off' }],
  ['to somebody away', { sql: (w) => offer(w.free, to('noor')), says: 'TP103', wall: OFFER }],
  ['to somebody who faces no customers', { sql: (w) => offer(w.free, to('omar')), says: 'TP103', wall: OFFER }],
  ['under another human', { sql: (w) => offer(w.free, { ...to('mia'), to_human: 'hum_ivy' }), says: '23503 a_receiver_is_one_human', wall: 'hand_offs.a_receiver_is_one_human' }],
  ['told in the future', { sql: (w) => offer(w.free, { customer_told_at: `house_now() + interval '1 minute'` }), says: 'TP191', wall: OFFER, behind: '23514 told_before_it_is_offered' }],
  ['told before the case came in', { sql: (w) => offer(w.free, { customer_told_at: `house_now() - interval '1 day'` }), says: 'TP191', wall: OFFER }],
  ['beside another', { sql: (w) => offer(w.waiting, to('ivy')), says: '23505 one_open_offer', wall: 'hand_offs.one_open_offer' }],
  ['that is accepted from the start', { sql: (w) => offer(w.free, { status: 'ACCEPTED', answered_by: 'per_mia', answered_at: 'house_now()', first_touch_due_at: `house_now() + interval '1 hour'` }), says: 'TP190', api: '42501', wall: OFFER }],
  ['without its words', { sql: (w) => offer(w.free).split(';')[0] ?? '', says: '23503 a_hand_off_has_its_words', wall: 'hand_offs.a_hand_off_has_its_words' }],
  ['back without a new fact', { sql: (w) => offer(w.hers, { ...hers, ...helper('ivy') }), says: 'TP192', wall: TELLS }],
  ['back without a helper', { sql: (w) => offer(w.hers, hers, { new_fact: 'N.' }), says: 'TP192', wall: OFFER }],
  ['back with a helper of the loop', { sql: (w) => offer(w.hers, { ...hers, ...helper('tom') }, { new_fact: 'N.' }), says: 'TP192', wall: OFFER, behind: 'TP103' }],
  ['with oneself as helper, by a linked account', { sql: (w) => offer(w.free, helper('tom')), says: 'TP103', wall: 'hand_offs.linked_senders_do_not_help' }],
  ['with the receiver as helper, by a linked account', { sql: (w) => offer(w.free, { ...to('ivy'), ...helper('sam') }), says: 'TP103', wall: 'hand_offs.linked_receivers_do_not_help' }],
  ['back with the receiver as helper', { sql: (w) => offer(w.hers, { ...hers, ...helper('jack') }, { new_fact: 'N.' }), says: 'TP192', wall: OFFER, behind: '23514 a_helper_is_from_outside' }],
  ['about somebody erased', { sql: (w) => `UPDATE customers SET name = NULL, contact = NULL, erased_at = house_now() WHERE id = (SELECT customer_id FROM cases WHERE id = '${w.free}'); ${offer(w.free)}`, says: 'TP152', api: '42501', wall: 'hand_offs.the_customer_is_not_erased' }],
];
besieged<World>('promise 12: no case is offered', build, OFFERS);

// prettier-ignore
const ANSWERS: Attacks<World> = [
  ['accepted after its time', { sql: (w) => set(w.waits, ACCEPTED), says: 'TP105', wall: ONE_WAY, behind: '23514 an_answer_carries_its_time', clock: '31 minutes' }],
  ['accepted by somebody else', { sql: (w) => set(w.waits, ACCEPTED.replace('per_mia', 'per_ivy')), says: '23514 accepted_or_refused_by_the_receiver', wall: 'hand_offs.accepted_or_refused_by_the_receiver', behind: 'TP901' }],
  ['accepted by somebody who left', { sql: (w) => `ALTER TABLE people DISABLE TRIGGER no_offer_to_who_left; UPDATE people SET active = false WHERE handle = 'mia'; ${set(w.waits, ACCEPTED)}`, says: 'TP103', api: '42501', wall: ONE_WAY, behind: '23514 an_answer_carries_its_time' }],
  ['accepted by the sender, by an account that was linked since', { sql: (w) => `${confirmation(w.linkId)}; ${set(w.waits, ACCEPTED)}`, says: 'TP103', wall: 'hand_offs.linked_humans_do_not_accept', behind: 'TP901' }],
  ['accepted without moving the case', { sql: (w) => set(w.waits, ACCEPTED), says: 'TP901', wall: 'hand_offs.an_acceptance_moves_the_case' }],
  ['refused without a reason', { sql: (w) => set(w.waits, `status = 'REFUSED', answered_by = 'per_mia'`), says: '23514 a_refusal_says_why', wall: 'hand_offs.a_refusal_says_why' }],
  ['taken back by somebody else', { sql: (w) => set(w.waits, `status = 'CANCELLED', answered_by = 'per_ivy', cancelled_because = 'TAKEN_BACK'`), says: '23514 taken_back_by_the_sender', wall: 'hand_offs.taken_back_by_the_sender' }],
  ['expired before its time', { sql: (w) => set(w.waits, `status = 'EXPIRED'`), says: 'TP190', wall: ONE_WAY, behind: '23514 an_answer_carries_its_time' }],
  ['offered again after the acceptance', { sql: (w) => set(w.lies, `status = 'OFFERED', first_touch_due_at = NULL`), says: 'TP900', wall: ONE_WAY, behind: '23514 an_answer_carries_its_time' }],
  ['of another receiver by now', { sql: (w) => set(w.waits, `to_id = 'per_ivy', to_human = 'hum_ivy'`), says: 'TP900', api: '42501', wall: ONE_WAY }],
  ['returned before its time', { sql: (w) => set(w.lies, `status = 'RETURNED', settled_at = house_now()`), says: 'TP190', api: '42501', wall: ONE_WAY, behind: '23514 returned_carries_its_time' }],
  ['returned though it was touched', { sql: (w) => set(w.touched, `status = 'RETURNED', settled_at = house_now()`), says: 'TP190', api: '42501', wall: ONE_WAY, behind: '23514 returned_carries_its_time', clock: '61 minutes' }],
  ['returned to somebody away', { sql: (w) => `UPDATE people SET away_until = house_now() + interval '1 day' WHERE handle = 'jack'; ${set(w.lies, `status = 'RETURNED', settled_at = house_now()`)}`, says: 'TP190', api: '42501', wall: ONE_WAY, behind: '23514 returned_carries_its_time', clock: '61 minutes' }],
  ['returned without moving the case', { sql: (w) => set(w.lies, `status = 'RETURNED', settled_at = house_now()`), says: 'TP901', api: '42501', wall: 'hand_offs.an_acceptance_moves_the_case', clock: '61 minutes' }],
  ['taken away', { sql: (w) => `DELETE FROM hand_off_texts; DELETE FROM hand_offs WHERE id = '${w.waits}'`, says: 'TP900', api: '42501', wall: 'hand_off_texts.hand_off_texts_are_kept', behind: 'TP900' }],
  ['told in other words', { sql: (w) => `UPDATE hand_off_texts SET recap = 'Other.' WHERE hand_off_id = '${w.waits}'`, says: 'TP900', api: '42501', wall: 'hand_off_texts.recaps_are_only_erased' }],
];
besieged<World>('promise 12: no hand-off is', build, ANSWERS);

// prettier-ignore
besieged<World>('a question', build, [
  ['is not answered twice', { sql: () => `UPDATE questions SET answer_id = 'rmk_why' WHERE id = 'qst_done'`, says: 'TP193', wall: 'questions.questions_are_answered_once' }],
  ['is not of another case by now', { sql: (w) => `UPDATE questions SET case_id = '${w.hers}' WHERE id = 'qst_open'`, says: 'TP900', api: '42501', wall: 'questions.questions_are_answered_once' }],
  ['does not begin answered', { sql: (w) => `INSERT INTO questions (id, case_id, asked_by, to_id, question_id, answer_id) VALUES ('qst_x', '${w.free}', 'per_jack', 'per_ivy', 'rmk_why', 'rmk_why')`, says: 'TP902', api: '42501', wall: 'questions.questions_are_answered_once', behind: '23514 an_answer_has_its_words' }],
  ['is not asked of oneself', { sql: (w) => `INSERT INTO questions (id, case_id, asked_by, to_id, question_id) VALUES ('qst_x', '${w.free}', 'per_jack', 'per_jack', 'rmk_why')`, says: '23514 nobody_asks_themselves', wall: 'questions.nobody_asks_themselves' }],
  ['is not asked of one’s own other account', { sql: (w) => `INSERT INTO questions (id, case_id, asked_by, to_id, question_id) VALUES ('qst_x', '${w.free}', 'per_lachlan', 'per_lach2', 'rmk_why')`, says: 'TP103', wall: 'questions.another_human_is_asked' }],
  ['is not asked of an account that was linked', { sql: (w) => `INSERT INTO questions (id, case_id, asked_by, to_id, question_id) VALUES ('qst_x', '${w.free}', 'per_jack', 'per_tom', 'rmk_why')`, says: 'TP103', wall: 'questions.another_human_is_asked' }],
  ['is not taken away', { sql: () => `DELETE FROM questions`, says: 'TP900', api: '42501', wall: 'questions.questions_are_kept' }],
]);
