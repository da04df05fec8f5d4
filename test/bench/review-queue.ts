import type { Actor } from '#people';
import { PatternsReads } from '#precedents';
import { type ReviewFilter, type ReviewOrder, ReviewsReads, ReviewsService } from '#reviews';
import { readSettings } from '#settings';
import pg from 'pg';
import { House } from '../support/house.js';
import { listCauses } from '../support/known-causes.js';
import type { Bench } from './bench.types.js';
import { inWords, oneByOne, type Waits } from './rounds.js';
import { Slopes } from './slopes.js';
import { Watched } from '../support/watched.js';
import { Wire } from './wire.js';

/** How many exceptions were approved, one after the other. Fewer with BENCH_REVIEWS_MOST. */
const SIZES = [10_000, 100_000, 1_000_000];
const ROWS = 20;
const FIRST = { take: ROWS, backwards: false };

/**
 * Straight into the tables, past every wall. One review in twenty is open, of these one in ten is claimed, and half of the claims are over; three in ten are
 * overdue. Forty causes with four kinds of remedy are 160 patterns.
 */
const FILL = [
  `INSERT INTO cases (id, status, customer_id, opened_by, opened_at, owner_id) SELECT 'cas_b' || n, 'OWNED', 'cus_b', 'per_priya', house_now() - interval '1 year', 'per_priya'
    FROM generate_series($1::int, $2::int) AS n`,
  `INSERT INTO policy_exceptions (id, status, turn, case_id, proposer_id, proposer_human, base_quorum, created_at, expires_at, approved_revision, approved_at, use_by)
    SELECT 'exc_b' || n, 'APPROVED', 2, 'cas_b' || n, 'per_priya', 'hum_priya', 1, at, at + interval '4 hours', 1, at, at + interval '30 days'
      FROM generate_series($1::int, $2::int) AS n, LATERAL (SELECT house_now() - (n % 700 + random()) * interval '1 day' AS at) t`,
  `INSERT INTO revisions (exception_id, number, digest, material_digest, material, author_id, author_human, cause, kind, amount_minor, currency, has_deed)
    SELECT 'exc_b' || n, 1, sha256(n::text::bytea), sha256(n::text::bytea), true, 'per_priya', 'hum_priya', 'cause-' || n % 40,
        (ARRAY['REFUND', 'FEE_WAIVER', 'CREDIT', 'GOODWILL'])[1 + n / 40 % 4], 100 + (random() * 50000)::int, 'AUD', false FROM generate_series($1::int, $2::int) AS n`,
  `INSERT INTO revision_texts (exception_id, revision, salt, what_happened, what_policy_says, what_we_do, why_fair)
    SELECT 'exc_b' || n, 1, sha256('x'), 'The branch was flooded.', 'Fees stand.', 'We take it back.', 'She could not have come.' FROM generate_series($1::int, $2::int) AS n`,
  `INSERT INTO co_signatures (exception_id, revision, human_id, signer_id, digest) SELECT 'exc_b' || n, 1, 'hum_tom', 'per_tom', sha256(n::text::bytea) FROM generate_series($1::int, $2::int) AS n`,
  `INSERT INTO approvals (exception_id, revision, digest, quorum, counted, at) SELECT 'exc_b' || n, 1, sha256(n::text::bytea), 1, 1, e.approved_at
    FROM generate_series($1::int, $2::int) AS n JOIN policy_exceptions e ON e.id = 'exc_b' || n`,
  `INSERT INTO reviews (id, exception_id, cause, kind, risk, created_at, routed_at, due_at, status, reviewer_id, reviewer_human, claimed_until, disposition, reason_id, disposed_at)
    SELECT 'rev_b' || n, e.id, r.cause, r.kind, (n::bigint * 7919 % 350)::int, e.approved_at, e.approved_at, CASE WHEN o.status = 'DISPOSED' THEN e.approved_at + interval '7 days' ELSE house_now() + (random() - 0.3) * interval '10 days' END,
        o.status, CASE WHEN o.status <> 'QUEUED' THEN 'per_omar' END, CASE WHEN o.status <> 'QUEUED' THEN 'hum_omar' END,
        CASE WHEN o.status = 'CLAIMED' THEN house_now() + (random() - 0.5) * interval '40 minutes' END, CASE WHEN o.status = 'DISPOSED' THEN 'ONE_OFF' END,
        CASE WHEN o.status = 'DISPOSED' THEN 'rmk_b' END, CASE WHEN o.status = 'DISPOSED' THEN e.approved_at + interval '5 days' END
      FROM generate_series($1::int, $2::int) AS n JOIN policy_exceptions e ON e.id = 'exc_b' || n JOIN revisions r ON r.exception_id = e.id,
        LATERAL (SELECT CASE WHEN hashint4(n) % 20 <> 0 THEN 'DISPOSED' WHEN hashint4(n) % 200 = 0 THEN 'CLAIMED' ELSE 'QUEUED' END AS status) o`,
];
/** With its triggers, which tally it. */
const GATHERED = `INSERT INTO precedents (exception_id, cause, kind, amount_minor, currency, approved_at)
  SELECT r.exception_id, r.cause, r.kind, r.amount_minor, r.currency, e.approved_at FROM generate_series($1::int, $2::int) AS n
    JOIN policy_exceptions e ON e.id = 'exc_b' || n JOIN revisions r ON r.exception_id = e.id`;
const TABLES = [
  'cases',
  'policy_exceptions',
  'revisions',
  'revision_texts',
  'co_signatures',
  'approvals',
  'reviews',
  'precedents',
  'pattern_tallies',
];

const OPEN: ReviewFilter = { status: ['QUEUED', 'CLAIMED'] };
/** What a desk asks for, with the index that must be walked. */
const LISTS: Readonly<Record<string, readonly [ReviewOrder, ReviewFilter, index: string]>> = {
  'by age': ['DUE_FIRST', OPEN, 'reviews_open'],
  'by risk': ['RISK_FIRST', OPEN, 'reviews_open_by_risk'],
  'overdue, by age': ['DUE_FIRST', { overdue: true }, 'reviews_open'],
  'not overdue yet, by age': ['DUE_FIRST', { ...OPEN, overdue: false }, 'reviews_open'],
  'what was disposed of': ['DUE_FIRST', { status: ['DISPOSED'] }, 'reviews_by_due'],
};
const ROW = `id status risk dueAt overdue disposition disposedAt reviewer { id name } secondReader { id name }
  exception { id ref proposer { id name } revision { cause whatWeDo remedy { kind amount { amountMinor currency } deed } } }`;
const queue = (more: string): string => `{ reviews(first: 20, filter: { status: [QUEUED, CLAIMED] }) { nodes { ${ROW} ${more} } } }`;

/** The desk's queue by age, risk and pattern, and a claim, among ten thousand, a hundred thousand and a million, with the slope; beside twenty rows that are read by their ids in the same run. */
export async function reviewQueue(bench: Bench): Promise<void> {
  const house = await House.open({ workers: 0, env: { LOG_LEVEL: 'error' } });
  const pool = new pg.Pool({ connectionString: house.ground.urls.apiUrl, max: 1 });
  const wire = new Wire(new URL(house.urls[0] ?? ''), 1);
  try {
    const db = new Watched(pool);
    const settings = readSettings({ DATABASE_URL: house.ground.urls.apiUrl });
    const reads = new ReviewsReads(db);
    const desk: Desk = {
      ...{
        admin: house.ground.admin,
        db,
        reads,
        service: new ReviewsService(db, reads, settings),
        patterns: new PatternsReads(db, settings),
      },
      ...{ wire, token: await house.person('renee').bearer(), renee: await house.ground.actor('renee'), slopes: new Slopes() },
    };
    await listCauses(
      desk.admin,
      Array.from({ length: 40 }, (_, n) => `cause-${n}`),
    );
    let from = 1;
    for (const size of SIZES.filter((one) => one <= Number(process.env['BENCH_REVIEWS_MOST'] ?? 1_000_000))) {
      await fill(desk.admin, from, size);
      from = size + 1;
      await measure(bench, desk, size);
    }
    desk.slopes.lines().forEach((line) => bench.print(line));
  } finally {
    wire.close();
    await pool.end();
    await house.close();
  }
}

interface Desk {
  readonly admin: pg.Client;
  readonly db: Watched;
  readonly reads: ReviewsReads;
  readonly service: ReviewsService;
  readonly patterns: PatternsReads;
  readonly wire: Wire;
  readonly token: string;
  readonly renee: Actor;
  readonly slopes: Slopes;
}

async function measure({ seconds, print }: Bench, desk: Desk, size: number): Promise<void> {
  const { admin, db, reads, wire, token, slopes } = desk;
  const { rows } = await page(reads, 'DUE_FIRST', OPEN);
  const byIds = await oneByOne(seconds / 4, () => reads.byIds(rows.map(({ id }) => id)));
  print(`${size.toLocaleString('en')} exceptions`);
  print(`  ${'twenty by their ids'.padEnd(36)} ${inWords(byIds)}`);
  const told = async (name: string, waits: Waits): Promise<void> => {
    slopes.add(name, size, waits.p50);
    print(`  ${name.padEnd(36)} ${beside(waits, byIds)}   ${await db.pages(admin)} pages`);
  };
  for (const [name, [order, filter, index]] of Object.entries(LISTS)) {
    const waits = await oneByOne(seconds, () => page(reads, order, filter));
    await db.walks(admin, index).catch((e) => print(String(e)));
    await told(name, waits);
  }
  for (const [name, ask] of Object.entries(others(desk))) await told(name, await oneByOne(seconds, ask));
  const me = await oneByOne(seconds / 4, () => wire.ask(token, '{ me { id } }'));
  print(`  ${'the api, who I am'.padEnd(36)} ${inWords(me)}`);
  const through = {
    'the desk’s through the api': queue(''),
    'and with the pattern of each': queue('pattern { id count lately isCandidate }'),
  };
  for (const [name, query] of Object.entries(through)) {
    const waits = await oneByOne(seconds, () => wire.ask(token, query));
    slopes.add(name, size, waits.p50);
    print(`  ${name.padEnd(36)} ${beside(waits, me)}`);
  }
}

/** What is measured by the pages that it reads, since a plan of it may have more than one good form. */
function others({ reads, service, patterns, renee }: Desk): Record<string, () => Promise<unknown>> {
  return {
    'these, and the twenty after these': async () => {
      const last = (await page(reads, 'DUE_FIRST', OPEN)).rows.at(-1);
      await page(reads, 'DUE_FIRST', OPEN, { key: last?.pageKey ?? '', id: last?.id ?? '' });
    },
    'overdue, by risk': () => page(reads, 'RISK_FIRST', { overdue: true }),
    'of some risk, by age': () => page(reads, 'DUE_FIRST', { ...OPEN, riskAtLeast: 300 }),
    'of one pattern, by age': async () => reads.list({ ...OPEN, patternId: await oneOf(patterns) }, 'DUE_FIRST', FIRST),
    'of one pattern, by risk': async () => reads.list({ ...OPEN, patternId: await oneOf(patterns) }, 'RISK_FIRST', FIRST),
    'of one cause, by age': () => reads.list({ ...OPEN, cause: 'cause-7' }, 'DUE_FIRST', FIRST),
    'how many are open (to 10,000)': () => reads.count(OPEN),
    'claim the first, and give it back': async () => {
      const { rows } = await page(reads, 'DUE_FIRST', { status: ['QUEUED'] });
      const reviewId = rows[0]?.id ?? '';
      await service.claim({ reviewId }, renee);
      await service.release({ reviewId }, renee);
    },
  };
}

let pattern: string | undefined;

/** The same one in the whole run. */
async function oneOf(patterns: PatternsReads): Promise<string> {
  return (pattern ??= (await patterns.ofMatters([{ cause: 'cause-7', kind: 'REFUND' }]))[0]?.id ?? '');
}

async function fill(admin: pg.Client, from: number, to: number): Promise<void> {
  await admin.query('SET session_replication_role = replica');
  for (const statement of FILL) await admin.query(statement, [from, to]);
  await admin.query('SET session_replication_role = DEFAULT');
  await admin.query(GATHERED, [from, to]);
  for (const table of TABLES) await admin.query(`VACUUM ANALYZE ${table}`);
}

async function page(reads: ReviewsReads, order: ReviewOrder, filter: ReviewFilter, from?: { key: string; id: string }) {
  const found = await reads.list(filter, order, { ...FIRST, ...(from ? { from } : {}) });
  if (found.rows.length !== ROWS) throw new Error(`There are ${found.rows.length} reviews: ${JSON.stringify(filter)}.`);
  return found;
}

const beside = (waits: Waits, reference: Waits): string => `${inWords(waits)}   ${(waits.p50 / reference.p50).toFixed(1)} times`;
