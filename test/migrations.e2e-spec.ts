import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as cases from '#cases';
import * as customers from '#customers';
import { migrate, migrateDown, pendingMigrations } from '#database';
import * as exceptions from '#exceptions';
import * as facts from '#facts';
import * as notices from '#notices';
import * as people from '#people';
import * as policies from '#policies';
import * as promotions from '#promotions';
import * as reviews from '#reviews';
import pg from 'pg';
import { DataSource, getMetadataArgsStorage } from 'typeorm';
import { cloneDatabase, emptyDatabase } from './support/postgres.js';

const PASSWORDS = { api: 'api', worker: 'worker', seal: 'seal' };
/** Every class that a room offers; the entities among them are found by their decorator. */
const OFFERED = new Set<unknown>(
  [cases, customers, exceptions, facts, notices, people, policies, promotions, reviews].flatMap((room) => Object.values<unknown>(room)),
);

let database: Awaited<ReturnType<typeof emptyDatabase>>;
let client: pg.Client;

beforeAll(async () => {
  await (await cloneDatabase()).drop(); // makes the roles, which are of the whole cluster, also when this suite is the first of its run
  database = await emptyDatabase();
  client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const up = (): Promise<string[]> => migrate({ adminUrl: database.adminUrl, passwords: PASSWORDS });
const rows = async (query: string): Promise<unknown[][]> => (await client.query<unknown[]>({ text: query, rowMode: 'array' })).rows;

/** Everything of ours that stands in the database, as text: what a migration made, and another must find or take away. */
async function schema(): Promise<string[]> {
  const found = await rows(`
    SELECT 'column ' || attrelid::regclass || '.' || attname || ' ' || format_type(atttypid, atttypmod) || ' ' || attnotnull || ' ' || coalesce(pg_get_expr(adbin, adrelid), '')
      FROM pg_attribute JOIN pg_class c ON c.oid = attrelid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND attnum > 0 AND NOT attisdropped
    UNION ALL SELECT 'constraint ' || conrelid::regclass || '.' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'trigger ' || pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid WHERE c.relnamespace = 'public'::regnamespace AND NOT tgisinternal
    UNION ALL SELECT 'function ' || p.oid::regprocedure || md5(p.prosrc) || coalesce(p.proacl::text, '') FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
       AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    UNION ALL SELECT 'rights ' || c.relname || ' ' || coalesce(c.relacl::text, '') || coalesce((SELECT string_agg(attname || attacl::text, ' ' ORDER BY attname) FROM pg_attribute a WHERE a.attrelid = c.oid AND attacl IS NOT NULL), '')
      FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
    UNION ALL SELECT 'extension ' || extname FROM pg_extension WHERE extname <> 'plpgsql'
    UNION ALL SELECT 'schema ' || nspacl::text FROM pg_namespace WHERE nspname = 'public'`);
  return found.map(([line]) => String(line)).sort();
}

describe('the migrations', () => {
  it('promise 16: several processes that migrate at once: one does, the others wait', async () => {
    expect(await pendingMigrations(database.adminUrl)).toHaveLength(
      readdirSync('migrations').filter((file) => /^\d{4}-/.test(file)).length,
    );
    const ran = await Promise.all([up(), up(), up()]);
    expect(ran.filter((names) => names.length > 0)).toHaveLength(1);
    expect(await pendingMigrations(database.adminUrl)).toEqual([]);
  });

  it('promise 16: wait for a lock for two seconds at most, change nothing then, and can be run again', async () => {
    await migrateDown(database.adminUrl);
    await client.query('BEGIN; LOCK TABLE migrations IN ACCESS EXCLUSIVE MODE');
    const began = performance.now();
    await expect(up()).rejects.toMatchObject({ code: '55P03' });
    expect(performance.now() - began).toBeLessThan(8_000); // and not for ever; the rest is for a busy machine
    await client.query('COMMIT');
    await up();
    expect(await pendingMigrations(database.adminUrl)).toEqual([]);
  });

  it('leave nothing behind when they are taken back, and make the same again', async () => {
    const first = await schema();
    await migrateDown(database.adminUrl);
    expect((await schema()).filter((line) => !/\bmigrations\b/.test(line) && !line.startsWith('schema '))).toEqual([]);
    await up();
    expect(await schema()).toEqual(first);
    await up();
    expect(await schema()).toEqual(first);
  });

  it('give every table a primary key', async () => {
    expect(
      await rows(`SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)`),
    ).toEqual([]);
  });
});

describe('the entities', () => {
  let source: DataSource;
  beforeAll(async () => {
    const entities = getMetadataArgsStorage()
      .tables.map(({ target }) => target)
      .filter((target) => OFFERED.has(target));
    source = await new DataSource({ type: 'postgres', url: database.adminUrl, entities }).initialize();
    // What TypeORM itself would have written down about columns that the database computes.
    await source.query(
      'CREATE TABLE typeorm_metadata (type text NOT NULL, database text, schema text, "table" text, name text, value text)',
    );
    for (const { tableName, columns } of source.entityMetadatas) {
      for (const { databaseName, asExpression } of columns.filter((column) => column.asExpression !== undefined)) {
        const values = [tableName, databaseName, asExpression];
        await source.query(`INSERT INTO typeorm_metadata VALUES ('GENERATED_COLUMN', current_database(), 'public', $1, $2, $3)`, values);
      }
    }
  });
  afterAll(() => source.destroy());

  /** What TypeORM would change about columns. Constraints and indexes are of the migrations alone: entities do not repeat them. */
  async function differences(): Promise<string[]> {
    const { upQueries } = await source.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => query).filter((query) => !/^(ALTER TABLE "\w+" DROP CONSTRAINT|DROP INDEX) /.test(query));
  }

  it('are all offered by their rooms', () => {
    const files = readdirSync('libs', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.entity.ts'));
    const tables = files.flatMap((file) =>
      [...readFileSync(join('libs', file), 'utf8').matchAll(/^@Entity\('(\w+)'/gm)].map(([, table]) => table),
    );
    expect(source.entityMetadatas.map(({ tableName }) => tableName).sort()).toEqual(tables.sort());
  });

  it('have the columns of their tables, by type and by whether they may be empty', async () => {
    expect(await differences()).toEqual([]);
  });

  it.each([
    ['a column more', 'ALTER TABLE teams ADD motto text', 'ALTER TABLE teams DROP motto', /DROP COLUMN "motto"/],
    ['a column less', 'ALTER TABLE reviews RENAME due_at TO due', 'ALTER TABLE reviews RENAME due TO due_at', /ADD "due_at"/],
    ['another type', 'ALTER TABLE policy_exceptions ALTER turn TYPE bigint', 'ALTER TABLE policy_exceptions ALTER turn TYPE int', /"turn"/],
    [
      'a column that may be empty',
      'ALTER TABLE people ALTER email DROP NOT NULL',
      'ALTER TABLE people ALTER email SET NOT NULL',
      /"email" SET NOT NULL/,
    ],
  ])('would be told of %s', async (_, change, undo, told) => {
    await client.query(change);
    const found = await differences();
    await client.query(undo);
    expect(found.join('\n')).toMatch(told);
    expect(await differences()).toEqual([]);
  });
});
