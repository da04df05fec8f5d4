import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { brokenLink, type ChainedFact, factHash } from '#facts';
import type { Actor } from '#people';
import fc from 'fast-check';
import { ExceptionsRoom, FLOODED } from '../../test/support/exceptions-room.js';
import type { SmallHouse } from '../../test/support/small-house.js';
import { REMEDY_KINDS } from './attempt.js';
import { materialDigest, type RevisionContent, revisionDigest } from './digest.rules.js';

let room: ExceptionsRoom;
let house: SmallHouse;
let priya: Actor;
let tom: Actor;

beforeAll(async () => {
  room = await ExceptionsRoom.open();
  house = room.house;
  [priya, tom] = [await house.actor('priya'), await house.actor('tom')];
});
afterAll(() => house.close());

const count = async (what: string, id: string): Promise<number> =>
  (await house.rows<{ count: number }>(`SELECT count(*)::int AS count FROM ${what}`, [id]))[0]?.count ?? -1;
const refused = (code: string) => expect.objectContaining({ code });

describe('promise 7: the same key', () => {
  it('answers what the first call made, whatever became of it since', async () => {
    const input = { ...FLOODED, caseId: await house.caseOf('priya'), idempotencyKey: randomUUID() };
    const first = await room.proposals.propose(input, priya);
    expect(first.replayed).toBe(false);
    expect(await room.proposals.propose(input, priya)).toEqual({ node: first.node, replayed: true });
    await room.coSign(first.node.id, 'tom');
    expect(await room.proposals.propose(input, priya)).toMatchObject({ node: { id: first.node.id, status: 'APPROVED' }, replayed: true });
    expect(await count('policy_exceptions WHERE case_id = $1', input.caseId)).toBe(1);
  });

  it('replays what could not be done a second time', async () => {
    const { id } = await room.propose({ remedy: { kind: 'REFUND', amount: { amountMinor: 60_000, currency: 'AUD' } } });
    const input = { exceptionId: id, digest: await room.digest(id), words: 'Fair.', idempotencyKey: randomUUID() };
    await room.exceptions.coSign(input, tom);
    expect(await room.exceptions.coSign(input, tom)).toMatchObject({ node: { turn: 2 }, replayed: true });
    const amendment = { exceptionId: id, expectedRevision: 1, whyFair: 'I asked.', idempotencyKey: randomUUID() };
    await room.proposals.amend(amendment, priya);
    expect(await room.proposals.amend(amendment, priya)).toMatchObject({ node: { revision: 2 }, replayed: true });
    const gone = { exceptionId: id, reason: 'Solved.', idempotencyKey: randomUUID() };
    await room.exceptions.withdraw(gone, priya);
    expect(await room.exceptions.withdraw(gone, priya)).toMatchObject({ node: { status: 'WITHDRAWN' }, replayed: true });
    expect(await count('facts WHERE subject_id = $1', id)).toBe(4);
  });

  it('with another input, or for another action, is refused', async () => {
    const { id } = await room.propose();
    const key = randomUUID();
    await room.exceptions.pass({ exceptionId: id, digest: await room.digest(id), idempotencyKey: key }, tom);
    const digest = await room.digest((await room.propose()).id);
    await expect(room.exceptions.pass({ exceptionId: id, digest, idempotencyKey: key }, tom)).rejects.toEqual(
      refused('IDEMPOTENCY_KEY_REUSED'),
    );
    await expect(room.coSign(id, 'tom', { idempotencyKey: key })).rejects.toEqual(refused('IDEMPOTENCY_KEY_REUSED'));
    expect(await room.signatures(id)).toEqual([]);
  });

  it('of another person is another key', async () => {
    const [one, other] = [await room.propose(), await room.propose()];
    const idempotencyKey = randomUUID();
    await room.coSign(one.id, 'tom', { idempotencyKey });
    expect((await room.coSign(other.id, 'mia', { idempotencyKey })).status).toBe('APPROVED');
  });

  it('is not taken by a refusal: the same call may succeed later', async () => {
    const { id } = await room.propose();
    const input = { exceptionId: id, digest: await room.digest(id), idempotencyKey: randomUUID() };
    await expect(room.exceptions.coSign(input, { ...tom, away: true })).rejects.toEqual(refused('NOT_ELIGIBLE'));
    expect(await room.exceptions.coSign(input, tom)).toMatchObject({ node: { status: 'APPROVED' }, replayed: false });
  });

  it('of twenty twins at once: one effect, one answer', async () => {
    const input = { ...FLOODED, caseId: await house.caseOf('priya'), idempotencyKey: randomUUID() };
    const proposed = await Promise.all(Array.from({ length: 20 }, () => room.proposals.propose(input, priya)));
    const [id = ''] = [...new Set(proposed.map(({ node }) => node.id))];
    expect(proposed.filter(({ node }) => node.id !== id)).toEqual([]);
    expect(proposed.filter(({ replayed }) => !replayed)).toHaveLength(1);
    const vote = { exceptionId: id, digest: await room.digest(id), idempotencyKey: randomUUID() };
    const signed = await Promise.all(Array.from({ length: 20 }, () => room.exceptions.coSign(vote, tom)));
    expect(signed.map(({ node }) => node.status)).toEqual(Array(20).fill('APPROVED'));
    expect(signed.filter(({ replayed }) => !replayed)).toHaveLength(1);
    for (const effect of [
      'policy_exceptions WHERE id',
      'co_signatures WHERE exception_id',
      'approvals WHERE exception_id',
      'reviews WHERE exception_id',
    ]) {
      expect([effect, await count(`${effect} = $1`, id)]).toEqual([effect, 1]);
    }
    expect(await room.told(id)).toEqual(['proposed', 'coSigned', 'approved']);
  });
});

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((words) => !words.includes('\0'));
const words = fc.oneof(text, fc.constantFrom(' ', '\n', '👩🏽‍⚖️', 'e\u0301', '\u202e', 'ﷺ', '𐍈', "'", '\\x00', '"}', '\ufeff', 'ÿ', '0'));
const remedy = fc.record({
  kind: fc.constantFrom(...REMEDY_KINDS),
  amount: fc.option(
    fc.record({
      amountMinor: fc.maxSafeNat().map((n) => n + 1 - (n === Number.MAX_SAFE_INTEGER ? 1 : 0)),
      currency: fc.constantFrom('AUD', 'JPY'),
    }),
  ),
  deed: fc.option(words),
});
const contents: fc.Arbitrary<RevisionContent> = fc.record({
  exceptionId: text.map((id) => `exc_${id}`),
  number: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  cause: fc.constantFrom('flood', 'a', 'x-1'),
  remedy,
  policyVersionId: fc.option(fc.constantFrom('pve_1', 'pve_')),
  whatHappened: words,
  whatPolicySays: words,
  whatWeDo: words,
  whyFair: words,
});

describe('promise 1: what is signed', () => {
  it('has the same digest in SQL as in TypeScript, whatever the words', async () => {
    const samples = fc.sample(contents, 2000).map((content) => ({ content, salt: randomBytes(32) }));
    const asRows = samples.map(({ content, salt }) => ({
      r: {
        exception_id: content.exceptionId,
        number: content.number,
        cause: content.cause,
        kind: content.remedy.kind,
        amount_minor: content.remedy.amount?.amountMinor ?? null,
        currency: content.remedy.amount?.currency ?? null,
        policy_version_id: content.policyVersionId,
      },
      t: {
        salt: `\\x${salt.toString('hex')}`,
        what_happened: content.whatHappened,
        what_policy_says: content.whatPolicySays,
        what_we_do: content.whatWeDo,
        why_fair: content.whyFair,
        deed: content.remedy.deed,
      },
    }));
    const sql = await house.rows<{ material: Buffer; revision: Buffer }>(
      `SELECT material_digest(r, t) AS material, revision_digest(r, t) AS revision FROM jsonb_array_elements($1) WITH ORDINALITY AS j(one, position),
         jsonb_populate_record(NULL::revisions, one -> 'r') r, jsonb_populate_record(NULL::revision_texts, one -> 't') t ORDER BY position`,
      [JSON.stringify(asRows)],
    );
    const differing = samples.filter(({ content, salt }, index) => {
      const row = sql[index];
      return !row?.material.equals(materialDigest(content, salt)) || !row.revision.equals(revisionDigest(content, salt));
    });
    expect(differing).toEqual([]);
    expect(sql).toHaveLength(2000);
  });

  it('is stored as it was read, also in half a letter', async () => {
    // Half of a surrogate pair is no text; what is stored, hashed and shown is the same replacement.
    const { id } = await room.propose({ whyFair: 'half \ud83d a face', whatHappened: '🌊'.repeat(5000), cause: 'a' });
    const [revision] = await room.reads.currentRevisions([id]);
    expect(revision).toMatchObject({ whyFair: 'half \ufffd a face', whatHappened: '🌊'.repeat(5000) });
    expect((await room.coSign(id, 'tom')).status).toBe('APPROVED');
  });
});

describe('promise 9: a chain of facts', () => {
  const chain = (subjectId: string): Promise<ChainedFact[]> =>
    house.rows<ChainedFact>(
      `SELECT subject_id AS "subjectId", seq, actor_id AS "actorId", name, body::text AS body, at, xid::text AS xid, prev_hash AS "prevHash", hash
         FROM facts WHERE subject_id = $1 ORDER BY seq`,
      [subjectId],
    );

  it('has the same hashes in SQL as in TypeScript, and holds', async () => {
    const { id } = await room.propose();
    await room.object(id, 'noor');
    await room.amend(id, { whyFair: 'I asked.' });
    const facts = await chain(id);
    expect(facts.map(factHash)).toEqual(facts.map(({ hash }) => hash));
    expect(brokenLink(facts)).toBeUndefined();
    for (const { subject } of await house.rows<{ subject: string }>('SELECT DISTINCT subject_id AS subject FROM facts')) {
      expect(brokenLink(await chain(subject))).toBeUndefined();
    }
  });

  it('hashes whatever text stands there the same', async () => {
    const samples = fc.sample(
      fc.record({ actorId: fc.constantFrom(null, 'per_tom'), body: fc.dictionary(text, words, { noNullPrototype: true }) }),
      200,
    );
    for (const { actorId, body } of samples) {
      await house.admin.query(`INSERT INTO facts (subject_id, actor_id, name, body) VALUES ('exc_any', $1, 'exception.proposed', $2)`, [
        actorId,
        JSON.stringify(body),
      ]);
    }
    const facts = await chain('exc_any');
    expect(facts.filter((fact) => !factHash(fact).equals(fact.hash))).toEqual([]);
    expect(brokenLink(facts)).toBeUndefined();
  });

  it.each([
    ['an edited body', `UPDATE facts SET body = '{"seq":0}' WHERE subject_id = $1 AND seq = 2`, 2],
    ['another actor', `UPDATE facts SET actor_id = 'per_wei' WHERE subject_id = $1 AND seq = 3`, 3],
    ['an earlier time', `UPDATE facts SET at = at - interval '1 millisecond' WHERE subject_id = $1 AND seq = 1`, 1],
    ['a fact taken out', `DELETE FROM facts WHERE subject_id = $1 AND seq = 2`, 3],
    [
      'a hash made anew',
      `UPDATE facts f SET name = 'exception.declined', hash = fact_hash((f.id, f.subject_id, f.seq, f.actor_id, 'exception.declined', f.body, f.at, f.xid, f.prev_hash, f.hash)::facts) WHERE subject_id = $1 AND seq = 2`,
      3,
    ],
  ])('shows %s by its owner', async (_, edit, brokenAt) => {
    const { id } = await room.propose();
    await room.vote('pass', id, 'jack');
    await room.vote('pass', id, 'mia');
    await room.coSign(id, 'tom');
    await expect(house.admin.query(edit, [id])).rejects.toEqual(refused('TP900'));
    await house.admin.query('BEGIN; ALTER TABLE facts DISABLE TRIGGER USER');
    await house.admin.query(edit, [id]);
    expect(brokenLink(await chain(id))?.seq).toBe(brokenAt);
    await house.admin.query('ROLLBACK');
    expect(brokenLink(await chain(id))).toBeUndefined();
  });
});
