import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { SmallHouse } from '../../test/support/small-house.js';
import { Watched } from '../../test/support/watched.js';
import { type GetBackFilter, GetBacksReads } from './get-backs.reads.js';

jest.setTimeout(120_000);

/** Promises of three years: one in a hundred is still to be kept, one in a hundred was broken, and one in four of these was never delivered. */
const PROMISES = 50_000;
const CASES = 1_000;

let house: SmallHouse;
let pool: pg.Pool;
let db: Watched;
let reads: GetBacksReads;

beforeAll(async () => {
  house = await SmallHouse.open();
  pool = new pg.Pool({ connectionString: house.urls.adminUrl, max: 2 });
  db = new Watched(pool);
  reads = new GetBacksReads(db);
  await house.admin.query(`BEGIN; SET LOCAL session_replication_role = replica;
    INSERT INTO teams (id, name) VALUES ('tea_cards', 'Cards'); UPDATE people SET team_id = 'tea_cards' WHERE handle IN ('tom', 'mia', 'sam');
    INSERT INTO customers (id, name, contact, time_zone) VALUES ('cus_many', 'Adele', 'a@example.org', 'UTC');
    INSERT INTO remarks (id, subject_id, body) VALUES ('rmk_many', 'cas_m1', 'Whether it is back.');
    INSERT INTO cases (id, status, customer_id, owner_id, opened_by, opened_at, acknowledged_at)
      SELECT 'cas_m' || n, 'OWNED', 'cus_many', p.id, p.id, house_now() - interval '3 years', house_now() - interval '3 years' FROM generate_series(1, ${CASES}) n
        JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM people WHERE faces_customers) p ON p.place = n % 8;
    INSERT INTO get_backs (id, case_id, promised_by, promised_human, what_id, made_at, remind_at, due_at, status, delivered_at, said_id, ended_at)
      SELECT 'gbk_m' || g.n, 'cas_m' || (1 + g.n % ${CASES}), 'per_tom', 'hum_tom', 'rmk_many', g.due - interval '1 day', g.due - interval '1 hour', g.due, g.status,
          CASE WHEN g.status = 'KEPT' THEN g.due WHEN g.status = 'BROKEN' AND g.n % 4 > 0 THEN g.due + interval '1 day' END,
          CASE WHEN g.status = 'KEPT' OR g.status = 'BROKEN' AND g.n % 4 > 0 THEN 'rmk_many' END, CASE WHEN g.status <> 'MADE' THEN g.due + interval '1 second' END
        FROM (SELECT n, house_now() - n * interval '30 minutes' + (n <= ${PROMISES} / 100)::int * interval '1 year' AS due,
            CASE WHEN n <= ${PROMISES} / 100 THEN 'MADE' WHEN n % 100 = 7 THEN 'BROKEN' ELSE 'KEPT' END AS status FROM generate_series(1, ${PROMISES}) n) g;
    COMMIT; ANALYZE`);
});
afterAll(async () => {
  await pool.end();
  await house.close();
});

const at = (days: number): Date => new Date(Date.now() + days * 86_400_000);
const [BY_TIME, AWAITED] = ['get_backs_by_time', 'get_backs_awaited'];

describe('a page of promises of everybody', () => {
  it.each<[story: string, filter: GetBackFilter, index: string]>([
    ['all', {}, BY_TIME],
    ['for which a customer waits', { open: true }, AWAITED],
    ['of a team, for which one does', { open: true, teamId: 'tea_cards' }, AWAITED],
    ['kept', { status: ['KEPT'] }, BY_TIME],
    ['broken', { status: ['BROKEN'] }, BY_TIME],
    ['due in a month of last year', { dueAfter: at(-400), dueBefore: at(-370) }, BY_TIME],
  ])('%s, walks the index and sorts nothing', async (_story, filter, index) => {
    const { rows } = await reads.list(filter, { take: 20, backwards: false });
    expect(rows).toHaveLength(20);
    await db.walks(house.admin, index);
  });
});
