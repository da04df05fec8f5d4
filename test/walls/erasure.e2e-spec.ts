import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RehomingService } from '#cases';
import type { ExceptionsRoom } from '../support/exceptions-room.js';
import { besieged, propose, Siege, turn } from './siege.js';

const ENDED = 'revision_texts.only_what_ended_is_erased';
const ONCE = 'policy_exceptions.references_are_only_erased';
const MOVES = 'policy_exceptions.exception_moves_forward';

/** Priya's customers: one with an open proposal, one whose remedy was carried out, one with an approved remedy, and one who was erased. */
async function build(room: ExceptionsRoom) {
  const { house } = room;
  const [open, paid, approved] = [await room.propose(), await room.propose(), await room.propose()];
  for (const { id } of [paid, approved]) await room.coSign(id, 'tom');
  await room.exceptions.fulfil({ exceptionId: paid.id, reference: 'PAY-1' }, await house.actor('priya'));
  const mine = await house.caseOf('priya');
  const [gone, refused] = [await house.caseOf('priya'), await house.caseOf('priya')];
  const customerOf = async (caseId: string) =>
    (await house.rows<{ id: string }>(`SELECT customer_id AS id FROM cases WHERE id = '${caseId}'`))[0]?.id ?? '';
  await house.admin.query(`${answerNo(refused)}; UPDATE cases SET external_ref = NULL WHERE id = '${mine}';
    SELECT erase_customer('${await customerOf(gone)}', 'per_wei', 'rmk_gone', 'Asked.'), erase_customer('${await customerOf(refused)}', 'per_wei', 'rmk_gone2', 'Asked.')`);
  return {
    open: { id: open.id, customer: await customerOf(open.caseId), caseId: open.caseId },
    paid: { id: paid.id, customer: await customerOf(paid.caseId), caseId: paid.caseId },
    approved: { id: approved.id, customer: await customerOf(approved.caseId) },
    gone: { caseId: gone, customer: await customerOf(gone) },
    refused,
    mine,
  };
}
type World = Awaited<ReturnType<typeof build>>;

/** An honest no, as its owner gives it. */
const answerNo = (
  caseId: string,
): string => `BEGIN; INSERT INTO remarks (id, subject_id, body) VALUES ('rmk_no', '${caseId}', 'It stands.');
  INSERT INTO case_answers (case_id, turn, kind, by_id, by_human, customer_told_at, words_id, told_by_id, appeal_id)
    SELECT id, turn + 1, 'HONEST_NO', 'per_priya', 'hum_priya', house_now(), 'rmk_no', 'rmk_no', 'rmk_no' FROM cases WHERE id = '${caseId}';
  UPDATE cases SET turn = turn + 1, status = 'HONEST_NO' WHERE id = '${caseId}'; COMMIT`;
/** Takes it up again, after a letter. */
const takeUp = (caseId: string): string =>
  `INSERT INTO case_reopenings (case_id, turn, answer_turn, by_id, reason_id) SELECT id, turn + 1, turn, 'per_priya', 'rmk_no' FROM cases WHERE id = '${caseId}';
   UPDATE cases SET turn = turn + 1, status = 'OWNED' WHERE id = '${caseId}'`;
const erase = (customer: string, by = 'per_wei', reason = `'Asked.'`): string =>
  `SELECT erase_customer('${customer}', '${by}', 'rmk_siege', ${reason})`;
const words = (id: string): string =>
  `UPDATE revision_texts SET salt = NULL, what_happened = NULL, what_policy_says = NULL, what_we_do = NULL, why_fair = NULL, erased_at = house_now() WHERE exception_id = '${id}'`;
const reference = (id: string, more = ''): string =>
  `UPDATE policy_exceptions SET fulfilment_reference = NULL, reference_erased_at = house_now()${more} WHERE id = '${id}'`;

// prettier-ignore
besieged<World>('promise 15: an erasure', build, [
  ['of the words of an open proposal', { sql: ({ open }) => words(open.id), says: 'TP151', api: '42501', wall: ENDED }],
  ['that puts another reference in the place of the first', { sql: ({ paid }) => `UPDATE policy_exceptions SET fulfilment_reference = 'PAY-2', reference_erased_at = house_now() WHERE id = '${paid.id}'`, says: 'TP900', api: '42501', wall: ONCE, behind: '23514 fulfilled_means_a_reference' }],
  ['of a reference that is not there', { sql: ({ approved }) => reference(approved.id), says: 'TP900', api: '42501', wall: ONCE, behind: '23514 fulfilled_means_a_reference' }],
  ['of a reference, which opens the remedy again', { sql: ({ paid }) => reference(paid.id, `, status = 'APPROVED', ended_at = NULL, fulfilled_at = NULL`), says: 'TP900', api: '42501', wall: ONCE, behind: '23514 fulfilled_means_a_reference' }],
  ['of a reference, which changes who proposed', { sql: ({ paid }) => reference(paid.id, `, proposer_id = 'per_mia', proposer_human = 'hum_mia'`), says: 'TP900', api: '42501', wall: ONCE }],
  ['of a reference, without a word that it was one', { sql: ({ paid }) => `UPDATE policy_exceptions SET fulfilment_reference = NULL WHERE id = '${paid.id}'`, says: 'TP900', wall: MOVES, behind: '23514 fulfilled_means_a_reference' }],
  ['as a step that carries out a remedy', { sql: ({ approved }) => turn(approved.id, `status = 'FULFILLED', reference_erased_at = house_now()`), says: 'TP900', api: '42501', wall: ONCE, behind: '23514 ended_carries_its_time' }],
  ['of the ticket of a case, with another in its place', { sql: ({ mine }) => `UPDATE cases SET external_ref = 'TICKET-2' WHERE id = '${mine}'`, says: 'TP900', api: '42501', wall: 'cases.tickets_are_only_erased' }],
  ['and then a new case of theirs', { sql: ({ gone }) => `WITH c AS (INSERT INTO cases (id, status, customer_id, opened_by) VALUES ('cas_siege', 'OWNED', '${gone.customer}', 'per_priya') RETURNING opened_at)
      INSERT INTO ownership (case_id, person_id, human_id, from_at) SELECT 'cas_siege', 'per_priya', 'hum_priya', opened_at FROM c`, says: 'TP152', wall: 'cases.the_customer_is_not_erased' }],
  ['and then a proposal for a case of theirs', { sql: ({ gone }) => propose({ case_id: gone.caseId }), says: 'TP152', wall: 'policy_exceptions.the_customer_is_not_erased', behind: '23503 the_current_revision_exists' }],
  ['and then the same case again, after a letter of theirs', { sql: ({ refused }) => takeUp(refused), says: 'TP152', wall: 'case_reopenings.who_was_erased_does_not_come_back' }],
]);

describe('promise 15: the function that erases', () => {
  let siege: Siege;
  let world: World;
  beforeAll(async () => {
    siege = await Siege.open();
    world = await build(siege.room);
    await siege.room.house.admin.query(`UPDATE people SET roles = '{ADMIN}', active = false WHERE handle = 'sam'`);
  });
  afterAll(() => siege.close());

  // prettier-ignore
  it.each<[string, (w: World) => string, superuser: string, api?: string]>([
    ['for an admin, of a customer with nothing open', ({ paid }) => erase(paid.customer), 'done'],
    ['for somebody who is no admin', ({ paid }) => erase(paid.customer, 'per_priya'), 'TP107'],
    ['for an admin who left', ({ paid }) => erase(paid.customer, 'per_sam'), 'TP107'],
    ['for a machine', ({ paid }) => erase(paid.customer, 'per_pay-1'), 'TP107'],
    ['for nobody', ({ paid }) => `SELECT erase_customer('${paid.customer}', NULL, 'rmk_siege', 'Asked.')`, 'TP107'],
    ['of nobody', () => erase('cus_none'), 'TP150'],
    ['for no reason', ({ paid }) => erase(paid.customer, 'per_wei', 'NULL'), '23514 words_stand_until_erased'],
    ['for an empty reason', ({ paid }) => erase(paid.customer, 'per_wei', `''`), '23514 remarks_body_check'],
    ['with an open proposal', ({ open }) => erase(open.customer), 'TP151'],
    ['with an approved remedy', ({ approved }) => erase(approved.customer), 'TP151'],
    ['past the admin and the reason', ({ paid }) => `SELECT forget_customer('${paid.customer}')`, 'done', '42501'],
    ['by hand, the name', ({ paid }) => `UPDATE customers SET name = NULL, contact = NULL, erased_at = house_now() WHERE id = '${paid.customer}'`, 'done', '42501'],
    ['by hand, the name, for another', ({ paid }) => `UPDATE customers SET name = 'Nobody' WHERE id = '${paid.customer}'`, 'TP900', '42501'],
    ['by hand, the need', ({ paid }) => `UPDATE case_texts SET need = NULL, erased_at = house_now() WHERE case_id = '${paid.caseId}'`, 'done', '42501'],
    ['by hand, the ticket', ({ paid }) => `UPDATE cases SET external_ref = NULL WHERE id = '${paid.caseId}'`, 'done', '42501'],
    ['by hand, the words', ({ paid }) => words(paid.id), 'done', '42501'],
    ['by hand, the reference', ({ paid }) => reference(paid.id), 'done', '42501'],
  ])('%s', async (_, attack, superuser, api = superuser) => {
    const sql = attack(world);
    expect({ superuser: await siege.attempt('superuser', sql), api: await siege.attempt('api', sql) }).toEqual({ superuser, api });
  });

  it('takes along why a case was given to another owner, and leaves that of other customers', async () => {
    const { house } = siege.room;
    const ids = [await house.caseOf('mia'), await house.caseOf('mia')];
    const input = {
      fromId: 'per_mia',
      toId: 'per_ivy',
      reason: 'Adele does not want to talk to Mia.',
      caseIds: ids,
      idempotencyKey: 'away',
    };
    await new RehomingService(house.api).rehome(input, await house.actor('wei'));
    const reasons = async () =>
      house.rows<{ body: string | null }>(
        `SELECT r.body FROM facts f JOIN remarks r ON r.id = f.body ->> 'reasonId' WHERE f.subject_id = ANY ($1) AND f.name = 'case.rehomed'
          ORDER BY array_position($1, f.subject_id)`,
        [ids],
      );
    const hash = () => house.rows(`SELECT input_hash FROM idempotency_keys WHERE key = 'away'`);
    const before = await hash();
    expect((await reasons()).map(({ body }) => body)).toEqual([input.reason, input.reason]);
    const [customer] = await house.rows<{ id: string }>('SELECT customer_id AS id FROM cases WHERE id = $1', [ids[0]]);
    await house.admin.query(erase(customer?.id ?? '').replace('rmk_siege', 'rmk_rehomed'));
    expect((await reasons()).map(({ body }) => body)).toEqual([null, input.reason]);
    expect(await hash()).not.toEqual(before);
  });

  it('takes along the one reason that stood for many cases, under whose they had been, until migration 0059', async () => {
    const { house } = siege.room;
    const [caseId, other] = [await house.caseOf('noor'), await house.caseOf('noor')];
    await house.admin
      .query(`INSERT INTO remarks (id, subject_id, author_id, body) VALUES ('rmk_old', 'per_noor', 'per_wei', 'Adele asks for it.'),
        ('rmk_other', 'per_noor', 'per_wei', 'She moves.');
      INSERT INTO facts (subject_id, actor_id, name, body) VALUES ('${caseId}', 'per_wei', 'case.rehomed', '{"fromId":"per_noor","toId":"per_ivy","reasonId":"rmk_old"}'),
        ('${other}', 'per_wei', 'case.rehomed', '{"fromId":"per_noor","toId":"per_ivy","reasonId":"rmk_other"}')`);
    const [customer] = await house.rows<{ id: string }>('SELECT customer_id AS id FROM cases WHERE id = $1', [caseId]);
    await house.admin.query(erase(customer?.id ?? '').replace('rmk_siege', 'rmk_of_old'));
    expect(await house.rows(`SELECT id, body FROM remarks WHERE id IN ('rmk_old', 'rmk_other') ORDER BY id`)).toEqual([
      { id: 'rmk_old', body: null },
      { id: 'rmk_other', body: 'She moves.' },
    ]);
  });

  it('belongs to the role that may erase, which may do nothing else, and which no other service is', async () => {
    const rows = await siege.room.house
      .rows(`SELECT p.proname AS name, pg_get_userbyid(p.proowner)::text AS owner, p.prosecdef AS "asOwner",
        ARRAY(SELECT r.rolname::text FROM pg_roles r WHERE r.rolname ~ '^countersign_' AND has_function_privilege(r.oid, p.oid, 'EXECUTE') ORDER BY 1) AS callers
      FROM pg_proc p WHERE p.proname IN ('erase_customer', 'forget_customer') ORDER BY 1`);
    expect(rows).toEqual([
      { name: 'erase_customer', owner: 'countersign_erase', asOwner: true, callers: ['countersign_api', 'countersign_erase'] },
      { name: 'forget_customer', owner: 'countersign_erase', asOwner: false, callers: ['countersign_erase'] },
    ]);
  });
});
