import { CasesService } from '#cases';
import pg from 'pg';
import { House } from '../support/house.js';
import type { Bench } from './bench.types.js';
import { inWords, oneByOne, type Waits } from './rounds.js';
import { Watched } from '../support/watched.js';
import { Wire } from './wire.js';

/** How many cases there are, one after the other. Fewer with BENCH_CASES_MOST. */
const SIZES = [10_000, 100_000, 1_000_000];
const ROWS = 20;
const INDEX = 'cases_by_owner_and_next_due';

/**
 * Straight into the tables, past every wall. One case in ten is open. Priya owns one in twenty, and Tom every other open one, which no person could: the
 * fullest desk that there is. Of ten open cases seven have a promise, some of them overdue.
 */
const FILL = [
  `INSERT INTO customers (id, name, contact, time_zone) SELECT 'cus_b' || n, 'Adele', 'adele@example.org', 'Australia/Sydney' FROM generate_series($1::int, $2::int) AS n`,
  `INSERT INTO cases (id, status, customer_id, opened_by, opened_at, acknowledged_at, owner_id, answered_at, next_due_at)
    SELECT 'cas_b' || n, CASE WHEN open THEN 'OWNED' ELSE 'CONFIRMED' END, 'cus_b' || n, owner, at, at, owner, CASE WHEN NOT open THEN at + interval '1 day' END,
        CASE WHEN open AND n / 200 % 10 < 7 THEN house_now() + (random() - 0.2) * interval '10 days' END
      FROM generate_series($1::int, $2::int) AS n, LATERAL (SELECT n / 20 % 10 = 0 AS open, house_now() - random() * interval '700 days' AS at) t,
        LATERAL (SELECT CASE WHEN n % 20 = 0 THEN 'per_priya' WHEN open AND n % 2 = 1 THEN 'per_tom' ELSE 'per_desk' || n % 97 END AS owner) o`,
  `INSERT INTO case_texts (case_id, need) SELECT 'cas_b' || n, repeat('A late fee that she should not pay. ', 1 + n % 9) FROM generate_series($1::int, $2::int) AS n`,
  `INSERT INTO ownership (case_id, person_id, human_id, from_at)
    SELECT c.id, c.owner_id, replace(c.owner_id, 'per_', 'hum_'), c.opened_at FROM generate_series($1::int, $2::int) AS n JOIN cases c ON c.id = 'cas_b' || n`,
  `INSERT INTO remarks (id, subject_id, body) SELECT 'rmk_b' || n, 'gbk_b' || n, 'Whether the fee is back.' FROM generate_series($1::int, $2::int) AS n
    JOIN cases c ON c.id = 'cas_b' || n AND c.next_due_at IS NOT NULL`,
  `INSERT INTO get_backs (id, case_id, promised_by, promised_human, what_id, made_at, remind_at, due_at, status, ended_at)
    SELECT 'gbk_b' || n, c.id, c.owner_id, replace(c.owner_id, 'per_', 'hum_'), 'rmk_b' || n, c.next_due_at - interval '3 days', c.next_due_at - interval '15 minutes', c.next_due_at,
        CASE WHEN c.next_due_at < house_now() THEN 'BROKEN' ELSE 'MADE' END, CASE WHEN c.next_due_at < house_now() THEN house_now() END
      FROM generate_series($1::int, $2::int) AS n JOIN cases c ON c.id = 'cas_b' || n AND c.next_due_at IS NOT NULL`,
];

const MINE = `{ customerCases(first: ${ROWS}, filter: { ownerId: "per_priya", status: [NEW, OWNED] }, orderBy: NEXT_PROMISE) { nodes { id ref status need openedAt nextDueAt`;
const MORE = `owner { name } customer { name } getBacks { what dueAt dueLocal status } openActions`;

/** My open cases by what is due next, among ten thousand, a hundred thousand and a million; beside twenty rows that are read by their ids in the same run. */
export async function cases(bench: Bench): Promise<void> {
  const house = await House.open({ workers: 0, env: { LOG_LEVEL: 'error' } });
  const pool = new pg.Pool({ connectionString: house.ground.urls.apiUrl, max: 1 });
  const wire = new Wire(new URL(house.urls[0] ?? ''), 1);
  try {
    const db = new Watched(pool);
    const desk: Desk = {
      ...{ admin: house.ground.admin, db, service: new CasesService(db, { acknowledgeHours: 24, complaintProfile: 'HOUSE' }) },
      ...{ wire, token: await house.person('priya').bearer() },
    };
    await desk.admin.query('SET session_replication_role = replica');
    let from = 1;
    for (const size of SIZES.filter((one) => one <= Number(process.env['BENCH_CASES_MOST'] ?? 1_000_000))) {
      await fill(desk.admin, from, size);
      from = size + 1;
      await measure(bench, desk, size);
    }
  } finally {
    wire.close();
    await pool.end();
    await house.close();
  }
}

interface Desk {
  readonly admin: pg.Client;
  readonly db: Watched;
  readonly service: CasesService;
  readonly wire: Wire;
  readonly token: string;
}

async function measure({ seconds, print }: Bench, { admin, db, service, wire, token }: Desk, size: number): Promise<void> {
  const ids = (await mine(service, 'per_priya')).map(({ id }) => id);
  await db.walks(admin, INDEX);
  print(`${size.toLocaleString('en')} cases; by ${INDEX}`);
  const byIds = await oneByOne(seconds / 4, () => service.byIds(ids));
  const me = await oneByOne(seconds / 4, () => wire.ask(token, '{ me { id } }'));
  print(`  ${'twenty by their ids'.padEnd(42)} ${inWords(byIds)}`);
  print(`  ${'the api, who I am'.padEnd(42)} ${inWords(me)}`);
  const asked: Record<string, () => Promise<unknown>> = {
    'the first twenty of Priya': () => mine(service, 'per_priya'),
    'these, and the twenty after these': () => twoPages(service, 'per_priya'),
    'the first twenty of the fullest desk': () => mine(service, 'per_tom'),
  };
  for (const [name, ask] of Object.entries(asked)) print(`  ${name.padEnd(42)} ${beside(await oneByOne(seconds, ask), byIds)}`);
  const through = { 'Priya’s through the api': `${MINE} } } }`, 'and with promises, people, buttons': `${MINE} ${MORE} } } }` };
  for (const [name, query] of Object.entries(through)) {
    print(`  ${name.padEnd(42)} ${beside(await oneByOne(seconds, () => wire.ask(token, query)), me)}`);
  }
}

async function fill(admin: pg.Client, from: number, to: number): Promise<void> {
  for (const statement of FILL) await admin.query(statement, [from, to]);
  for (const table of ['customers', 'cases', 'case_texts', 'ownership', 'remarks', 'get_backs'])
    await admin.query(`VACUUM ANALYZE ${table}`);
}

const OPEN = ['NEW', 'OWNED'] as const;

async function mine(service: CasesService, ownerId: string) {
  const { rows } = await service.list({ ownerId, status: OPEN }, { take: ROWS, backwards: false }, 'NEXT_PROMISE');
  if (rows.length !== ROWS) throw new Error(`${ownerId} has ${rows.length} open cases.`);
  return rows;
}

async function twoPages(service: CasesService, ownerId: string): Promise<void> {
  const last = (await mine(service, ownerId)).at(-1);
  const from = { key: last?.pageKey ?? '', id: last?.id ?? '' };
  await service.list({ ownerId, status: OPEN }, { take: ROWS, backwards: false, from }, 'NEXT_PROMISE');
}

const beside = (waits: Waits, reference: Waits): string => `${inWords(waits)}   ${(waits.p50 / reference.p50).toFixed(1)} times`;
