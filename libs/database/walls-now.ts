import sql, { type Sql } from 'sql-template-tag';
import type { Queryable } from './database.js';
import type { ServiceRole, Walls } from './self-check.rules.js';

/** Every role that a process of ours logs in as. */
export const SERVICE_ROLES = ['countersign_api', 'countersign_worker', 'countersign_seal', 'countersign_erase'] as const;

/** Tables of ours, and of the queue whose rights are ours to give. */
const OURS = sql`n.nspname = 'public' AND NOT EXISTS (SELECT 1 FROM pg_depend x WHERE x.classid = c.tableoid AND x.objid = c.oid AND x.deptype = 'e')`;
const TABLE = sql`CASE WHEN n.nspname = 'public' THEN c.relname ELSE n.nspname || '.' || c.relname END`;

const CONSTRAINTS = sql`SELECT c.relname || '.' || k.conname AS name,
    pg_get_constraintdef(k.oid) || CASE WHEN EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgconstraint = k.oid AND t.tgisinternal AND t.tgenabled NOT IN ('O', 'A'))
      THEN ' OFF' ELSE '' END AS is
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE ${OURS} AND k.contype IN ('c', 'f', 'p', 'u', 'x')`;

const NOT_NULL = sql`SELECT c.relname || '.' || a.attname AS name, 'NOT NULL' AS is
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE ${OURS} AND c.relkind = 'r' AND a.attnum > 0 AND a.attnotnull AND NOT a.attisdropped`;

/** Unique indexes that are no constraints: those with a condition. */
const UNIQUE_INDEXES = sql`SELECT t.relname || '.' || c.relname AS name, pg_get_indexdef(c.oid) || CASE WHEN i.indisvalid THEN '' ELSE ' OFF' END AS is
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE ${OURS} AND i.indisunique AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = c.oid)`;

const TRIGGERS = sql`SELECT c.relname || '.' || t.tgname AS name, pg_get_triggerdef(t.oid) || CASE WHEN t.tgenabled IN ('O', 'A') THEN '' ELSE ' OFF' END AS is
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${OURS} AND NOT t.tgisinternal`;

/** What a function does and as whom: its source, by digest, without regard to white space; and its owner, where that is not the one of the house. */
const FUNCTIONS = sql`SELECT c.proname || '(' || pg_get_function_identity_arguments(c.oid) || ')' AS name,
    encode(sha256(convert_to(concat_ws('|', btrim(regexp_replace(c.prosrc, '\\s+', ' ', 'g')), l.lanname, c.provolatile, c.prosecdef, c.proconfig, nullif(pg_get_userbyid(c.proowner)::text, 'countersign_owner')), 'UTF8')), 'hex') AS is
  FROM pg_proc c JOIN pg_namespace n ON n.oid = c.pronamespace JOIN pg_language l ON l.oid = c.prolang WHERE ${OURS}`;

/**
 * What a role may do, by whatever grant: of a whole table, else of its columns one by one.
 * Not listed: functions of extensions and of the queue, which reach nothing without rights on tables, and the sequence that numbers each queue.
 */
const rightsOf = (
  role: string,
): Sql => sql`WITH tables AS (SELECT c.oid, ${TABLE} AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('public', 'bullmq') AND c.relkind IN ('r', 'v', 'm', 'p', 'f')),
  of_tables AS (SELECT t.oid, t.name, r.may FROM tables t, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS r(may)
    WHERE has_table_privilege(${role}::name, t.oid, r.may))
  SELECT name, may FROM of_tables
  UNION ALL SELECT t.name, r.may || ' (' || a.attname || ')' FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped,
      unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) AS r(may)
    WHERE has_column_privilege(${role}::name, t.oid, a.attnum, r.may) AND NOT EXISTS (SELECT 1 FROM of_tables o WHERE o.oid = t.oid AND o.may = r.may)
  UNION ALL SELECT 'sequence ' || ${TABLE}, r.may FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, unnest(ARRAY['USAGE', 'SELECT', 'UPDATE']) AS r(may)
    WHERE n.nspname IN ('public', 'bullmq') AND c.relkind = 'S' AND has_sequence_privilege(${role}::name, c.oid, r.may)
      AND c.relname !~ '^bullmq_jid_'
  UNION ALL SELECT c.proname || '(' || pg_get_function_identity_arguments(c.oid) || ')', 'EXECUTE' FROM pg_proc c JOIN pg_namespace n ON n.oid = c.pronamespace
    WHERE ${OURS} AND has_function_privilege(${role}::name, c.oid, 'EXECUTE')
  UNION ALL SELECT 'schema ' || n.nspname, r.may FROM pg_namespace n, unnest(ARRAY['USAGE', 'CREATE']) AS r(may)
    WHERE n.nspname IN ('public', 'bullmq') AND has_schema_privilege(${role}::name, n.oid, r.may)
  UNION ALL SELECT 'database', r.may FROM unnest(ARRAY['CONNECT', 'CREATE', 'TEMPORARY']) AS r(may)
    WHERE has_database_privilege(${role}::name, current_database(), r.may)`;

/** What the role itself is: its limits, here and everywhere, and anything that puts it above the grants. */
const standingOf = (role: string): Sql => sql`SELECT 'role' AS name, unnest(array_remove(ARRAY[
      CASE WHEN r.rolsuper THEN 'SUPERUSER' END, CASE WHEN r.rolcreaterole THEN 'CREATEROLE' END, CASE WHEN r.rolcreatedb THEN 'CREATEDB' END,
      CASE WHEN r.rolreplication THEN 'REPLICATION' END, CASE WHEN r.rolbypassrls THEN 'BYPASSRLS' END], NULL)) AS may FROM pg_roles r WHERE r.rolname = ${role}
  UNION ALL SELECT 'role', unnest(s.setconfig) FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole
     WHERE r.rolname = ${role} AND s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
  UNION ALL SELECT 'role', 'MEMBER OF ' || g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = ${role}`;

/** Reads the walls as they stand: everything that is enforced, and what these roles may do. Names in definitions are as seen from `public`. */
export async function wallsNow(tx: Queryable, roles: readonly string[]): Promise<Walls> {
  await tx.query(sql`SET LOCAL search_path = public, pg_catalog`);
  const pairs = async (query: Sql): Promise<Record<string, string>> => {
    const rows = await tx.query<{ name: string; is: string }>(sql`SELECT * FROM (${query}) AS wall ORDER BY name COLLATE "C"`);
    return Object.fromEntries(rows.map(({ name, is }) => [name, is]));
  };
  const enforced = {
    constraints: await pairs(CONSTRAINTS),
    notNull: await pairs(NOT_NULL),
    uniqueIndexes: await pairs(UNIQUE_INDEXES),
    triggers: await pairs(TRIGGERS),
    functions: await pairs(FUNCTIONS),
  };
  const rights: Record<string, ServiceRole> = {};
  for (const role of roles) rights[role] = await rightsNow(tx, role);
  return { ...enforced, rights };
}

async function rightsNow(tx: Queryable, role: string): Promise<ServiceRole> {
  const rows = await tx.query<{ name: string; may: string }>(
    sql`SELECT name, may FROM (${standingOf(role)} UNION ALL (${rightsOf(role)})) AS r ORDER BY name COLLATE "C", may COLLATE "C"`,
  );
  const rights: Record<string, string[]> = {};
  for (const { name, may } of rows) (rights[name] ??= []).push(may);
  return rights;
}
