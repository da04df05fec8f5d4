import type { ExceptionsRoom } from '../support/exceptions-room.js';
import { besieged } from './siege.js';

/** An open case of Priya's in which the customer said something, another, and one that is over. */
async function build({ house }: ExceptionsRoom) {
  const [open, other, over] = [await house.caseOf('priya'), await house.caseOf('priya'), await house.endedCaseOf('priya')];
  await house.admin.query(said(open, { id: 'msg_open' }));
  await house.admin.query(`UPDATE people SET active = false WHERE handle = 'sam'`);
  return { open, other, over };
}
type World = Awaited<ReturnType<typeof build>>;

const said = (caseId: string, { id = 'msg_x', by = 'priya', at = 'house_now()', channel = 'email', under = caseId } = {}): string =>
  `INSERT INTO remarks (id, subject_id, author_id, body) VALUES ('rmk_${id}', '${under}', 'per_${by}', 'Thanks!');
   INSERT INTO customer_messages (id, case_id, channel, words_id, received_at, recorded_by) VALUES ('${id}', '${caseId}', '${channel}', 'rmk_${id}', ${at}, 'per_${by}')`;
const COMES = 'customer_messages.a_message_comes_into_an_open_case';
const STANDS = 'customer_messages.messages_are_append_only';
const DENIED = '42501';
const ERASED = `UPDATE customers SET name = NULL, contact = NULL, erased_at = house_now() WHERE id =`;

// prettier-ignore
besieged<World>('promise 12: what a customer said is not', build, [
  ['recorded in a case that is over', { sql: ({ over }) => said(over), says: 'TP184', wall: COMES }],
  ['recorded by somebody who left', { sql: ({ open }) => said(open, { by: 'sam' }), says: 'TP107', wall: COMES }],
  ['from before the case', { sql: ({ open }) => said(open, { at: `house_now() - interval '1 day'` }), says: 'TP902', wall: COMES }],
  ['of tomorrow', { sql: ({ open }) => said(open, { at: `house_now() + interval '1 day'` }), says: '23514 received_before_it_is_recorded', wall: 'customer_messages.received_before_it_is_recorded' }],
  ['by the name of a channel that says who', { sql: ({ open }) => said(open, { channel: '+61 2 5550 7788' }), says: '23514 a_channel_is_a_short_word', wall: 'customer_messages.a_channel_is_a_short_word' }],
  ['under another case, where it would not be erased', { sql: ({ open, other }) => said(open, { under: other }), says: 'TP900', wall: COMES }],
  ['the words of another message', { sql: ({ open }) => said(open).replace(`'rmk_msg_x', house_now()`, `'rmk_msg_open', house_now()`), says: '23505 words_are_of_one_message', wall: 'customer_messages.words_are_of_one_message' }],
  ['about somebody who was erased', { sql: ({ open }) => `${ERASED} (SELECT customer_id FROM cases WHERE id = '${open}'); ${said(open)}`, says: 'TP152', api: DENIED, wall: 'customer_messages.the_customer_is_not_erased' }],
  ['changed', { sql: () => `UPDATE customer_messages SET channel = 'letter'`, says: 'TP900', api: DENIED, wall: STANDS }],
  ['taken away', { sql: () => `DELETE FROM customer_messages`, says: 'TP900', api: DENIED, wall: STANDS }],
  ['emptied', { sql: () => `TRUNCATE customer_messages`, says: 'TP900', api: DENIED, wall: 'customer_messages.messages_are_not_truncated' }],
]);
