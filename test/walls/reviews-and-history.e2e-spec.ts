import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { brokenLink, type ChainedFact } from '#facts';
import type { ExceptionsRoom } from '../support/exceptions-room.js';
import { besieged, Siege, sign } from './siege.js';

/** Reviews of Priya's exceptions: who took part there faces no bar of role, so that only their part is in the way. */
async function build(room: ExceptionsRoom) {
  const { house } = room;
  const reviewed = async (): Promise<string> => {
    const { id } = await room.propose();
    await room.exceptions.inviteHelper({ exceptionId: id, personId: 'per_mia' }, await house.actor('priya'));
    await room.amend(id, { whyFair: 'In other words.' }, 'mia');
    await room.coSign(id, 'tom');
    await room.coSign(id, 'sam').catch(() => undefined);
    return (await house.rows<{ id: string }>('SELECT id FROM reviews WHERE exception_id = $1', [id]))[0]?.id ?? '';
  };
  const { id, caseId } = await room.propose();
  await house.clock('1 minute');
  await room.handOver(caseId, 'noor');
  await room.coSign(id, 'tom');
  const [handed] = await house.rows<{ id: string }>('SELECT id FROM reviews WHERE exception_id = $1', [id]);
  await house.clock('0');
  const [queued, claimed, disposed] = [await reviewed(), await reviewed(), await reviewed()];
  await house.admin.query(`UPDATE people SET roles = '{REVIEWER}' WHERE handle IN ('priya', 'mia', 'tom', 'sam', 'noor', 'ivy');
    UPDATE people SET active = false WHERE handle = 'ivy';
    INSERT INTO people (id, human_id, kind, name, handle, email, roles) VALUES ('per_tom2', 'hum_tom', 'PERSON', 'Tom', 'tom2', 'tom2@bank.example', '{REVIEWER}');
    INSERT INTO remarks (id, subject_id, body) VALUES ('rmk_siege', 'rev_x', 'Because.');
    ${claim(claimed, 'renee')}; ${claim(disposed, 'renee')}; ${dispose(disposed, 'renee')}`);
  return { queued, claimed, disposed, handed: handed?.id ?? '', exception: id };
}
type World = Awaited<ReturnType<typeof build>>;

const TOOK_NO_PART = 'reviews.reviewer_took_no_part';
const set = (id: string, columns: string): string => `UPDATE reviews SET turn = turn + 1, ${columns} WHERE id = '${id}'`;
function claim(id: string, handle: string, lease = '20 minutes', human = handle): string {
  return set(
    id,
    `status = 'CLAIMED', reviewer_id = 'per_${handle}', reviewer_human = 'hum_${human}', claimed_until = house_now() + interval '${lease}'`,
  );
}
function dispose(id: string, handle: string, reason = `'rmk_siege'`): string {
  return set(
    id,
    `status = 'DISPOSED', reviewer_id = 'per_${handle}', reviewer_human = 'hum_${handle}', claimed_until = NULL, disposition = 'ONE_OFF', reason_id = ${reason}, disposed_at = house_now()`,
  );
}

// prettier-ignore
besieged<World>('promise 5: a review', build, [
  ['claimed by the proposer', { sql: ({ queued }) => claim(queued, 'priya'), says: 'TP120', wall: TOOK_NO_PART }],
  ['claimed by an editor', { sql: ({ queued }) => claim(queued, 'mia'), says: 'TP120', wall: TOOK_NO_PART }],
  ['claimed by a co-signer', { sql: ({ queued }) => claim(queued, 'tom'), says: 'TP120', wall: TOOK_NO_PART }],
  ["claimed by a co-signer's other account", { sql: ({ queued }) => claim(queued, 'tom2', '20 minutes', 'tom'), says: 'TP120', wall: TOOK_NO_PART }],
  ['claimed by one who agreed afterwards', { sql: ({ queued }) => claim(queued, 'sam'), says: 'TP120', wall: TOOK_NO_PART }],
  ['claimed by the owner of then', { sql: ({ handed }) => claim(handed, 'noor'), says: 'TP120', wall: TOOK_NO_PART }],
  ['claimed by an agent', { sql: ({ queued }) => claim(queued, 'jack'), says: 'TP107', wall: TOOK_NO_PART }],
  ['claimed by a reviewer who left', { sql: ({ queued }) => claim(queued, 'ivy'), says: 'TP107', wall: TOOK_NO_PART }],
  ['claimed by a machine', { sql: ({ queued }) => claim(queued, 'pay-1'), says: 'TP107', wall: TOOK_NO_PART }],
  ["claimed in another human's name", { sql: ({ queued }) => claim(queued, 'renee', '20 minutes', 'omar'), says: '23503 a_reviewer_is_one_human', wall: 'reviews.a_reviewer_is_one_human' }],
  ['claimed from under a colleague', { sql: ({ claimed }) => claim(claimed, 'omar'), says: 'TP122', wall: TOOK_NO_PART }],
  ['claimed for a day', { sql: ({ queued }) => claim(queued, 'omar', '1 day'), says: 'TP122', wall: TOOK_NO_PART }],
  ['claimed for no time', { sql: ({ queued }) => claim(queued, 'omar', '0'), says: 'TP122', wall: TOOK_NO_PART }],
  ['claimed without an end', { sql: ({ queued }) => set(queued, `status = 'CLAIMED', reviewer_id = 'per_omar', reviewer_human = 'hum_omar'`), says: '23514 claimed_means_by_somebody_for_a_while', wall: 'reviews.claimed_means_by_somebody_for_a_while' }],
  ['claimed by nobody', { sql: ({ queued }) => set(queued, `status = 'CLAIMED', claimed_until = house_now() + interval '1 minute'`), says: '23514 queued_means_by_nobody', wall: 'reviews.queued_means_by_nobody' }],
  ['disposed of without a claim', { sql: ({ queued }) => dispose(queued, 'renee'), says: 'TP902', wall: TOOK_NO_PART }],
  ['disposed of by another than its claimant', { sql: ({ claimed }) => dispose(claimed, 'omar'), says: 'TP121', wall: TOOK_NO_PART }],
  ['disposed of after its lease', { sql: ({ claimed }) => dispose(claimed, 'renee'), clock: '1 day', says: 'TP121', wall: TOOK_NO_PART }],
  ['disposed of without a reason', { sql: ({ claimed }) => dispose(claimed, 'renee', 'NULL'), says: '23514 disposed_means_with_a_reason', wall: 'reviews.disposed_means_with_a_reason' }],
  ['disposed of in a way that nobody knows', { sql: ({ claimed }) => dispose(claimed, 'renee').replace('ONE_OFF', 'REVOKE'), says: '23514 a_disposition_is_known', wall: 'reviews.a_disposition_is_known' }],
  ['disposed of twice', { sql: ({ disposed }) => dispose(disposed, 'omar'), says: 'TP902', wall: TOOK_NO_PART }],
  ['changed without a turn', { sql: ({ queued }) => `UPDATE reviews SET due_at = house_now() + interval '1 year' WHERE id = '${queued}'`, says: 'TP900', wall: TOOK_NO_PART }],
  ['of another exception', { sql: ({ queued, exception }) => set(queued, `exception_id = '${exception}'`), says: 'TP900', api: '42501', wall: TOOK_NO_PART, behind: '23505 one_review_per_exception' }],
  ['in a state that nobody knows', { sql: ({ queued }) => set(queued, `status = 'APPEALED'`), says: 'TP902', wall: TOOK_NO_PART, behind: 'another' }],
  ['deleted', { sql: ({ queued }) => `DELETE FROM reviews WHERE id = '${queued}'`, says: 'TP900', api: '42501', wall: 'reviews.reviews_are_kept', behind: '23503 exactly_one_review' }],
]);

/** What is only ever added to, and the trigger that says so. */
const KEPT = [
  'revisions',
  'co_signatures',
  'co_signature_ends',
  'objections',
  'objection_ends',
  'passes',
  'approvals',
  'counted_signatures',
  'facts',
  'helpers',
  'shown_precedents',
  'policy_precedents',
];
/** What may change in its time, and is never emptied. */
const NEVER_EMPTIED = [...KEPT, 'revision_texts', 'policy_exceptions', 'reviews', 'policy_versions', 'ownership'];

describe('promises 1, 4 and 9: what is proven', () => {
  let siege: Siege;
  let world: World;
  beforeAll(async () => {
    siege = await Siege.open();
    world = await build(siege.room);
    const { admin } = siege.room.house;
    // One row at least in every table that is only ever added to; written past the walls, since only their own wall is of interest here.
    await admin.query(`SET session_replication_role = replica;
      INSERT INTO co_signature_ends (exception_id, revision, human_id, how) SELECT exception_id, revision, human_id, 'VOID' FROM co_signatures LIMIT 1;
      INSERT INTO objections (exception_id, revision, human_id, signer_id, digest, words_id) SELECT exception_id, revision, human_id, signer_id, digest, 'rmk_siege' FROM co_signatures LIMIT 1;
      INSERT INTO objection_ends (exception_id, revision, human_id, how) SELECT exception_id, revision, human_id, 'VOID' FROM objections;
      INSERT INTO passes (exception_id, revision, human_id, signer_id, digest) SELECT exception_id, revision, human_id, signer_id, digest FROM objections;
      INSERT INTO shown_precedents SELECT e.id, e.id, 1 FROM policy_exceptions e LIMIT 1;
      INSERT INTO policy_precedents SELECT 'pve_none', e.id FROM policy_exceptions e LIMIT 1;
      SET session_replication_role = origin`);
  });
  afterAll(() => siege.close());

  const triggerOn = async (table: string, events: string): Promise<string> => {
    const [found] = await siege.room.house.rows<{ name: string }>(
      `SELECT tgname AS name FROM pg_trigger WHERE tgrelid = $1::regclass AND pg_get_triggerdef(oid) LIKE '%BEFORE ${events} ON%' AND NOT tgisinternal`,
      [table],
    );
    return `${table}.${found?.name}`;
  };

  it.each(KEPT)('%s: a row is neither changed nor deleted', async (table) => {
    const [column] = await siege.room.house.rows<{ name: string }>(
      `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1 AND is_identity = 'NO' ORDER BY ordinal_position LIMIT 1`,
      [table],
    );
    const wall = await triggerOn(table, 'DELETE OR UPDATE');
    for (const attack of [`UPDATE ${table} SET ${column?.name} = ${column?.name}`, `DELETE FROM ${table}`]) {
      expect([attack, await siege.attempt('superuser', attack), await siege.attempt('api', attack)]).toEqual([attack, 'TP900', '42501']);
      expect(await siege.attemptWithout(wall, attack)).not.toBe('TP900');
    }
  });

  it.each(NEVER_EMPTIED)('%s: is not emptied', async (table) => {
    const attack = `TRUNCATE ${table} CASCADE`;
    expect([await siege.attempt('superuser', attack), await siege.attempt('api', attack)]).toEqual(['TP900', '42501']);
    expect(await siege.attemptWithout(await triggerOn(table, 'TRUNCATE'), `TRUNCATE ${table}`)).not.toBe('TP900');
  });

  it('what the database sets itself cannot be claimed', async () => {
    const { house } = siege.room;
    const { id } = await siege.room.propose();
    await house.admin.query('BEGIN');
    await house.admin
      .query(`${sign(id, 'tom').replace('digest)', 'digest, at, also_agreed)').replace('r.digest', `r.digest, '2020-01-01', true`)};
      INSERT INTO facts (subject_id, seq, name, body, at, xid, prev_hash, hash) VALUES ('exc_forged', 9, 'exception.proposed', '{}', '2020-01-01', 1, '\\x00', '\\x00')`);
    const [signature] = await house.rows(
      "SELECT also_agreed, at > house_now() - interval '1 minute' AS now FROM co_signatures WHERE exception_id = $1",
      [id],
    );
    expect(signature).toEqual({ also_agreed: false, now: true });
    const facts = await house.rows<ChainedFact & { now: boolean }>(
      `SELECT subject_id AS "subjectId", seq, actor_id AS "actorId", name, body::text AS body, at, xid::text AS xid, prev_hash AS "prevHash", hash,
         at > house_now() - interval '1 minute' AS now FROM facts WHERE subject_id = 'exc_forged'`,
    );
    expect(facts).toEqual([expect.objectContaining({ seq: 1, now: true })]);
    expect(brokenLink(facts)).toBeUndefined();
    await house.admin.query('ROLLBACK');
    expect(await siege.attempt('superuser', `UPDATE policy_exceptions SET turn = turn + 1, quorum = 1 WHERE id = '${id}'`)).toBe('428C9');
    expect(await siege.attempt('superuser', `UPDATE policy_exceptions SET turn = turn + 1, number = 1 WHERE id = '${id}'`)).toBe('428C9');
  });

  it('a change of wording is told as what it is', async () => {
    const { house } = siege.room;
    const { id } = await siege.room.propose();
    await siege.room.amend(id, { whatWeDo: 'Less.' });
    await siege.room.amend(id, { whyFair: 'In other words.' });
    expect(await house.rows('SELECT number, material FROM revisions WHERE exception_id = $1 ORDER BY number', [id])).toEqual([
      { number: 1, material: true },
      { number: 2, material: true },
      { number: 3, material: false },
    ]);
    expect(world.queued).not.toBe('');
  });
});
