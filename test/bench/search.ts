import { Database } from '#database';
import { PrecedentsReads, PrecedentsService } from '#precedents';
import pg from 'pg';
import { SmallHouse } from '../support/small-house.js';
import type { Bench } from './bench.types.js';
import { inWords, oneByOne } from './rounds.js';
import { Slopes } from './slopes.js';

/** How many approved exceptions there are, one after the other. Fewer with BENCH_SEARCH_MOST. */
const SIZES = [10_000, 100_000, 1_000_000];
const VOCABULARY = 50_000;
const WORDS_ASKED = 8;
/** Every so many words of a question has a slip. */
const SLIP_EVERY = 5;

/**
 * The words are made of syllables, and as common as in people's texts (the n-th word stands in one of n texts as often as the first one); each
 * exception has about forty of them, three of its cause among these. Straight into the tables that are searched, past every wall.
 */
const MORE = `
INSERT INTO precedents (exception_id, cause, kind, amount_minor, currency, approved_at, words)
  SELECT 'exc_b' || n, 'cause-' || n % 40, (ARRAY['REFUND', 'FEE_WAIVER', 'CREDIT', 'GOODWILL'])[1 + n % 4], 100 + (random() * 50000)::int, 'AUD', house_now() - random() * interval '700 days',
    ARRAY(SELECT DISTINCT w FROM (SELECT least(${VOCABULARY}, ceil(exp(random() * ln(${VOCABULARY}::float8)) + n * 0)::int) AS w FROM generate_series(1, 55)
      UNION ALL SELECT 200 + (n % 40) * 10 + (random() * 3)::int FROM generate_series(1, 3)) x)
    FROM generate_series($1::int, $2::int) AS n`;
const BESIDE = [
  `INSERT INTO policy_exceptions (id, status, turn, case_id, proposer_id, proposer_human, base_quorum, expires_at, approved_revision, approved_at, use_by)
    SELECT 'exc_b' || n, 'APPROVED', 2, 'cas_b', 'per_priya', 'hum_priya', 1, house_now(), 1, house_now(), house_now() FROM generate_series($1::int, $2::int) AS n`,
  `INSERT INTO reviews (id, exception_id, cause, kind, risk, due_at) SELECT 'rev_b' || n, 'exc_b' || n, 'cause', 'REFUND', 0, house_now() FROM generate_series($1::int, $2::int) AS n`,
];
const LEXICON = `INSERT INTO precedent_words (word, documents) OVERRIDING SYSTEM VALUE
  SELECT (SELECT string_agg((ARRAY['ba','ce','di','fo','gu','ka','le','mi','no','pu','ra','se','ti','vo','zu','bra','cle','dri','flo','gru'])[1 + (n / (20 ^ p)::int) % 20], '' ORDER BY p)
    FROM generate_series(0, 3) AS p), 1 FROM generate_series(1, ${VOCABULARY}) AS n`;
const COUNTED = `UPDATE precedent_words w SET documents = f.documents FROM (SELECT id, count(*) AS documents FROM precedents, unnest(words) AS id GROUP BY id) f WHERE f.id = w.id`;

/** How long a search for precedents takes among ten thousand, a hundred thousand, and a million, with the slope; beside the trivial query of the same run. */
export async function search({ seconds, print }: Bench): Promise<void> {
  const house = await SmallHouse.open();
  const pool = new pg.Pool({ connectionString: house.urls.apiUrl, max: 1 });
  const db = new Database(pool);
  const precedents = new PrecedentsService(new PrecedentsReads(db));
  await house.admin.query(`SET session_replication_role = replica; SET maintenance_work_mem = '512MB'; SET work_mem = '128MB'`);
  await house.admin.query(LEXICON);
  const words = (await house.rows<{ word: string }>('SELECT word FROM precedent_words ORDER BY id')).map(({ word }) => word);
  const slopes = new Slopes();
  let from = 1;
  for (const size of SIZES.filter((one) => one <= Number(process.env['BENCH_SEARCH_MOST'] ?? 1_000_000))) {
    await fill(house.admin, from, size);
    from = size + 1;
    const trivial = await oneByOne(seconds / 4, () => pool.query({ name: 'trivial', text: 'SELECT 1' }));
    print(`${size.toLocaleString('en')} exceptions   SELECT 1: ${inWords(trivial)}`);
    for (const [name, ask] of Object.entries(questions(words, precedents))) {
      const figures = await oneByOne(seconds, ask);
      slopes.add(name, size, figures.p50);
      print(`  ${name.padEnd(28)} ${inWords(figures)}   ${(figures.p50 / trivial.p50).toFixed(0)} times the trivial one`);
    }
  }
  slopes.lines().forEach((line) => print(line));
  await pool.end();
  await house.close();
}

async function fill(admin: pg.Client, from: number, to: number): Promise<void> {
  await admin.query('DROP INDEX IF EXISTS precedents_by_words');
  for (const statement of [MORE, ...BESIDE]) await admin.query(statement, [from, to]);
  await admin.query(COUNTED);
  await admin.query('CREATE INDEX precedents_by_words ON precedents USING gin (words) WITH (fastupdate = off)');
  for (const table of ['precedents', 'precedent_words', 'policy_exceptions', 'reviews']) await admin.query(`VACUUM ANALYZE ${table}`);
}

function questions(words: readonly string[], precedents: PrecedentsService): Record<string, () => Promise<unknown>> {
  const text = (count: number): string => Array.from({ length: count }, (_, n) => asked(words, n)).join(' ');
  return {
    'eight words, slips included': () => precedents.search({ text: text(WORDS_ASKED) }),
    'a whole page of them': () => precedents.search({ text: text(400) }),
    'words, cause, kind, amount': () =>
      precedents.search({ text: text(WORDS_ASKED), cause: 'cause-7', kind: 'REFUND', amount: { amountMinor: 20_000, currency: 'AUD' } }),
    'only common words': () => precedents.search({ text: words.slice(20, 28).join(' ') }),
    'a cause alone': () => precedents.search({ cause: 'cause-7' }),
  };
}

/** A word as often as people write it, now and then with two letters changed. */
function asked(words: readonly string[], n: number): string {
  const word = words[Math.min(words.length, Math.ceil(Math.exp(Math.random() * Math.log(words.length)))) - 1] ?? '';
  return n % SLIP_EVERY === SLIP_EVERY - 1 ? word.slice(0, 2) + (word[3] ?? '') + (word[2] ?? '') + word.slice(4) : word;
}
