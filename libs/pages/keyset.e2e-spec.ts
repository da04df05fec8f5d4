import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import sql from 'sql-template-tag';
import { emptyDatabase, type TestDatabase } from '../../test/support/postgres.js';
import { keyset, type PageOrder, pageOf, type PagePlace, type PageRequest, type Paged } from './index.js';

let database: Pick<TestDatabase, 'adminUrl' | 'drop'>;
let client: pg.Client;

/** Seven rows: four of them at one instant, two that differ by a microsecond, and one of another time. */
const ROWS: readonly [string, string, number, string][] = [
  ['row_a', '2026-03-01 09:30:00.000001+00', 5, 'm'],
  ['row_b', '2026-03-01 09:30:00.000002+00', 9007199254740993, 'ä'],
  ['row_c', '2026-03-01 09:30:00.5+00', 5, 'z'],
  ['row_d', '2026-03-01 09:30:00.5+00', 5, 'z'],
  ['row_e', '2026-03-01 09:30:00.5+00', -3, ''],
  ['row_f', '2026-03-01 09:30:00.5+00', 0, 'quote\'"'],
  ['row_g', '1969-12-31 23:59:59.999999+00', 5, 'm'],
];
const KEYS: Record<PageOrder['kind'], PageOrder['key']> = { instant: sql`r.at`, integer: sql`r.amount`, text: sql`r.title` };

beforeAll(async () => {
  database = await emptyDatabase();
  client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  await client.query(
    `CREATE TABLE rows (id text PRIMARY KEY, at timestamptz, amount bigint, title text); SET TIME ZONE 'Australia/Sydney'`,
  );
  for (const [id, at, amount, title] of ROWS)
    await client.query('INSERT INTO rows VALUES ($1, $2, $3, $4)', [id, at, String(amount), title]);
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const order = (kind: PageOrder['kind'], descending: boolean): PageOrder => ({ key: KEYS[kind], kind, id: sql`r.id`, descending });

async function read(by: PageOrder, request: PageRequest) {
  const { key, where, tail } = keyset(by, request);
  const statement = sql`SELECT r.id, ${key} FROM rows r WHERE ${where} ${tail}`;
  const { rows } = await client.query<Paged>({ text: statement.text, values: statement.values });
  return pageOf(rows, request);
}

async function allIds(by: PageOrder): Promise<string[]> {
  const page = await read(by, { take: 100, backwards: false });
  return page.rows.map(({ id }) => id);
}

async function walked(by: PageOrder, backwards: boolean, take: number): Promise<string[]> {
  const found: string[] = [];
  let from: PagePlace | undefined;
  for (let pages = 0; pages < 20; pages++) {
    const { rows, hasNextPage, hasPreviousPage } = await read(by, { take, backwards, ...(from ? { from } : {}) });
    const ids = rows.map(({ id }) => id);
    if (backwards) found.unshift(...ids);
    else found.push(...ids);
    const end = backwards ? rows[0] : rows.at(-1);
    if (!(backwards ? hasPreviousPage : hasNextPage) || !end) return found;
    from = { key: end.pageKey, id: end.id };
  }
  throw new Error('The walk did not end.');
}

describe('a list that is walked in pages', () => {
  const cases = (['instant', 'integer', 'text'] as const).flatMap((kind) =>
    [true, false].flatMap((down) => [1, 2, 3].map((take) => [kind, down, take] as const)),
  );
  it.each(cases)('by %s, descending %p, %d at a time, gives each row once, forwards and backwards', async (kind, descending, take) => {
    const all = await allIds(order(kind, descending));
    expect(all).toHaveLength(ROWS.length);
    expect(await walked(order(kind, descending), false, take)).toEqual(all);
    expect(await walked(order(kind, descending), true, take)).toEqual(all);
  });

  it('tells microseconds apart, before 1970 too', async () => {
    expect((await allIds(order('instant', false))).slice(0, 3)).toEqual(['row_g', 'row_a', 'row_b']);
  });

  it('stays in place when rows come and go', async () => {
    const by = order('instant', true);
    const first = await read(by, { take: 2, backwards: false });
    const end = first.rows[1];
    await client.query(`INSERT INTO rows VALUES ('row_h', '2030-01-01', 1, 'new')`);
    await client.query('DELETE FROM rows WHERE id = $1', [end?.id]);
    const second = await read(by, { take: 2, backwards: false, from: { key: end?.pageKey ?? '', id: end?.id ?? '' } });
    expect(second.rows.map(({ id }) => id)).toEqual(['row_d', 'row_c']);
  });
});

describe('a place that no list gave', () => {
  it.each<[PageOrder['kind'], PagePlace]>([
    ['instant', { key: '2026-03-01', id: 'row_a' }],
    ['instant', { key: '9999999999999999999', id: 'row_a' }],
    ['integer', { key: '1.5', id: 'row_a' }],
    ['integer', { key: '9'.repeat(19), id: 'row_a' }],
    ['text', { key: 'a\0', id: 'row_a' }],
    ['text', { key: '\ud800', id: 'row_a' }],
    ['text', { key: 'x'.repeat(2001), id: 'row_a' }],
    ['text', { key: 'a', id: "' or 1=1" }],
    ['text', { key: 'a', id: '' }],
  ])('by %s: %j is refused before the database sees it', (kind, from) => {
    expect(() => keyset(order(kind, true), { take: 1, backwards: false, from })).toThrow('This cursor does not belong to this list');
  });

  it.each<[PageOrder['kind'], string]>([
    ['instant', '9'.repeat(16)],
    ['instant', `-${'9'.repeat(16)}`],
    ['integer', '9'.repeat(18)],
  ])('by %s at its utmost %s does no harm', async (kind, key) => {
    await expect(read(order(kind, true), { take: 1, backwards: false, from: { key, id: 'row_a' } })).resolves.toBeDefined();
  });
});
