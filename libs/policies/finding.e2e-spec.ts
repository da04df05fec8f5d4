import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '#database';
import { nearestTo } from '#spelling';
import pg from 'pg';
import { ExceptionsRoom } from '../../test/support/exceptions-room.js';
import type { SmallHouse } from '../../test/support/small-house.js';
import { PoliciesReads } from './policies.reads.js';

const PAGE = { take: 100, backwards: false };

let house: SmallHouse;
let reads: PoliciesReads;

beforeAll(async () => {
  const room = await ExceptionsRoom.open();
  house = room.house;
  reads = new PoliciesReads(house.api);
  await house.admin
    .query(`INSERT INTO policies (id, title, book_ref) VALUES ('pol_refund', 'Late refunds after a flooded branch', NULL), ('pol_cafe', 'Vouchers for the café in Zürich', 'CAFE-1'),
    ('pol_card', 'Card fees', NULL), ('pol_days', 'Notice of 14 days', NULL), ('pol_hail', 'Hail', NULL)`);
  await room.activate({ kinds: ['REFUND'], causes: ['hail'], upTo: 1_000, policyId: 'pol_hail' }); // its text says that fees stand
});
afterAll(() => house?.close());

const found = async (text: string): Promise<string[]> => {
  const { rows } = await reads.list({ text }, PAGE);
  expect(await reads.count({ text })).toBe(rows.length);
  return rows.map(({ title }) => title.split(' ').slice(0, 2).join(' ')).sort();
};

describe('the catalogue is searched', () => {
  it.each([
    ['a word', 'refunds', ['Late refunds']],
    ['another form of it', 'refunding', ['Late refunds']],
    ['a letter that is missing', 'refnds', ['Late refunds']],
    ['two letters that changed places', 'refudns', ['Late refunds']],
    ['two slips in a long word', 'vuochres', ['Vouchers for']],
    ['a slip beside a right word', 'flooded brunch', ['Late refunds']],
    ['a slip in each word, in any order', 'brnach flodded', ['Late refunds']],
    ['a short word with one slip', 'cadrs', ['Card fees']],
    ['an accent that is left out', 'cafe zurich', ['Vouchers for']],
    ['an accent too many', 'réfunds', ['Late refunds']],
    ['a slip under an accent', 'züriich', ['Vouchers for']],
    ['a part of a title without its accent', 'the CAFE in z', ['Vouchers for']],
    ['a part of a word', 'oucher', ['Vouchers for']],
    ['a number', '14 days', ['Notice of']],
    ['words of the text in force', 'fee standing', ['Hail']],
    ['a word that a title and a text have', 'fees', ['Card fees', 'Hail']],
    ['a ref of the company’s book', 'cafe-1', ['Vouchers for']],
  ])('for %s', async (_, text, titles) => {
    expect(await found(text)).toEqual(titles);
  });

  it.each([
    ['another number', '15 days'],
    ['only stop words', 'the of and'],
    ['only emoji', '🌊🌊 💸'],
    ['a slip too many in a short word', 'crd a'],
    ['a longer word that begins like a short one', 'cardio'],
    ['a slip, and a word that stands nowhere', 'refudns piano'],
    ['marks of the search itself', '&|!():*'],
    ['marks of a pattern', '%_\\'],
    ['10,000 characters', 'x'.repeat(10_000)],
    ['10,000 characters of many words', 'refudns '.repeat(1_250) + Array.from({ length: 300 }, (_, n) => `word${n}`).join(' ')],
  ])('for %s, and nothing is found', async (_, text) => {
    expect(await found(text)).toEqual([]);
  });

  it('in another language, once it was chosen', async () => {
    await house.admin.query(`INSERT INTO policies (id, title) VALUES ('pol_haus', 'Überschwemmungen in Häusern')`);
    expect(await found('haus')).toEqual(['Überschwemmungen in']); // a part of it
    expect(await found('überschwemmen')).toEqual([]);
    await house.admin.query(`UPDATE house SET search_language = 'german'`);
    for (const text of ['überschwemmen', 'hauses', 'Häusre', 'ueberschwemmungen'])
      expect({ text, found: await found(text) }).toEqual({ text, found: ['Überschwemmungen in'] });
    expect(await found('refudns')).toEqual(['Late refunds']);
    await house.admin.query(`UPDATE house SET search_language = 'english'`);
    expect([await found('überschwemmen'), await found('refunding')]).toEqual([[], ['Late refunds']]);
  });
});

describe('a word with slips', () => {
  /** The same sentence for ever: a seeded row of numbers. */
  let state = 41;
  const below = (most: number): number => (state = (state * 48_271) % 2_147_483_647) % most;
  const LETTERS = 'abeinrst';
  const slip = (word: string): string => {
    const at = below(word.length);
    const letter = LETTERS[below(LETTERS.length)] ?? '';
    const [before, here, next, after] = [word.slice(0, at), word.slice(at, at + 1), word.slice(at + 1, at + 2), word.slice(at + 2)];
    return (
      [before + next + after, before + letter + here + next + after, before + letter + next + after, before + next + here + after][
        below(4)
      ] ?? word
    );
  };

  it('has a reading without letters in common with each word that nearestTo() takes for it', async () => {
    const pairs = Array.from({ length: 4_000 }, () => {
      const word = Array.from({ length: 3 + below(8) }, () => LETTERS[below(LETTERS.length)]).join('');
      return { word, asked: slip(slip(word)) };
    }).filter(({ word, asked }) => nearestTo(asked, [word], (one) => one).length > 0);
    expect(pairs.length).toBeGreaterThan(2_000);
    const { rows } = await house.admin.query(
      `SELECT word, asked FROM unnest($1::text[], $2::text[]) AS p(word, asked) WHERE NOT lacking_letters(word) && lacking_letters(asked)`,
      [pairs.map(({ word }) => word), pairs.map(({ asked }) => asked)],
    );
    expect(rows).toEqual([]);
  });
});

describe('among many policies', () => {
  it('a search reads what it finds, and little else', async () => {
    await house.admin
      .query(`INSERT INTO policies (id, title) SELECT 'pol_many' || n, 'Remedy ' || md5(n::text) || ' for desk ' || n FROM generate_series(1, 20000) n;
      INSERT INTO policy_versions (id, policy_id, number, status, text, drafted_by) SELECT 'pve_many' || n, 'pol_many' || n, 1, 'DRAFT', 'What is done at desk ' || md5(n::text), 'per_renee' FROM generate_series(1, 20000) n`);
    for (const table of ['policies', 'policy_titles', 'title_words', 'policy_versions']) await house.admin.query(`VACUUM ANALYZE ${table}`);
    const pool = new pg.Pool({ connectionString: house.urls.adminUrl, max: 1 }); // one connection, so that one transaction sees what it read
    const watched = new PoliciesReads(new Database(pool));
    try {
      for (const text of ['flodded brnach', 'café in zurich', 'oucher', 'fee standing', 'POL-1', 'piano']) {
        await pool.query('BEGIN');
        await watched.list({ text }, PAGE);
        const { rows } = await pool.query<{ of: string; read: number }>(
          `SELECT relname AS of, (seq_tup_read + coalesce(idx_tup_fetch, 0))::int AS read FROM pg_stat_xact_user_tables WHERE relname IN ('policies', 'policy_titles', 'title_words', 'policy_versions')`,
        );
        await pool.query('ROLLBACK');
        expect({ text, much: rows.filter(({ read }) => read > 1_000) }).toEqual({ text, much: [] });
      }
    } finally {
      await pool.end();
    }
  });
});
