import type pg from 'pg';
import type { ServiceRole } from '#database';

/** One statement that a role may try. */
export interface Statement {
  readonly sql: string;
  /** The rights on the list of which any one allows it, such as `facts: INSERT`. Empty: nobody but the owner may. */
  readonly allowedBy: readonly string[];
}

interface Catalogue {
  readonly tables: readonly { name: string; columns: string[]; triggers: string[]; constraints: string[] }[];
  readonly functions: readonly { name: string; signature: string; arguments: string[] }[];
  readonly sequences: readonly { name: string }[];
}

/** Everything that could be tried on everything that the catalogue knows: each table, column, trigger, constraint, function and sequence. */
export async function statementsFor(admin: pg.Client): Promise<Statement[]> {
  const { tables, functions, sequences } = await readCatalogue(admin);
  return [
    ...tables.flatMap(onTable),
    ...functions.flatMap(({ name, signature, arguments: types }) => [
      { sql: `SELECT ${name}(${types.map((type) => `NULL::${type}`).join(', ')})`, allowedBy: [`${signature}: EXECUTE`] },
      never(`DROP FUNCTION ${signature} CASCADE`),
      never(`ALTER FUNCTION ${signature} SECURITY INVOKER`),
    ]),
    ...sequences.flatMap(({ name }) => [
      { sql: `SELECT nextval('${name}')`, allowedBy: [`sequence ${name}: USAGE`, `sequence ${name}: UPDATE`] },
      { sql: `SELECT setval('${name}', 1)`, allowedBy: [`sequence ${name}: UPDATE`] },
      never(`ALTER SEQUENCE ${name} RESTART`),
    ]),
  ];
}

/** Whether the list gives a role the right to a statement. */
export function isAllowed({ allowedBy }: Statement, rights: ServiceRole): boolean {
  return allowedBy.some((right) => {
    const [thing = '', may = ''] = right.split(': ');
    return rights[thing]?.includes(may) === true;
  });
}

function never(sql: string): Statement {
  return { sql, allowedBy: [] };
}

function onTable({ name, columns, triggers, constraints }: Catalogue['tables'][number]): Statement[] {
  const any = (...rights: string[]): string[] => rights.map((right) => `${name}: ${right}`);
  return [
    { sql: `SELECT count(*) FROM ${name}`, allowedBy: any('SELECT') },
    { sql: `INSERT INTO ${name} DEFAULT VALUES`, allowedBy: any('INSERT', ...columns.map((column) => `INSERT (${column})`)) },
    { sql: `DELETE FROM ${name}`, allowedBy: any('DELETE') },
    { sql: `TRUNCATE ${name} CASCADE`, allowedBy: any('TRUNCATE') },
    { sql: `LOCK TABLE ${name} IN ACCESS EXCLUSIVE MODE`, allowedBy: any('UPDATE', 'DELETE', 'TRUNCATE') },
    ...columns.map((column) => ({
      sql: `INSERT INTO ${name} (${column}) VALUES (DEFAULT)`,
      allowedBy: any('INSERT', `INSERT (${column})`),
    })),
    ...columns.map((column) => ({ sql: `UPDATE ${name} SET ${column} = DEFAULT`, allowedBy: any('UPDATE', `UPDATE (${column})`) })),
    ...triggers.flatMap((trigger) => [
      never(`DROP TRIGGER ${trigger} ON ${name}`),
      never(`ALTER TABLE ${name} DISABLE TRIGGER ${trigger}`),
    ]),
    ...constraints.map((constraint) => never(`ALTER TABLE ${name} DROP CONSTRAINT ${constraint} CASCADE`)),
    never(`DROP TABLE ${name} CASCADE`),
    never(`ALTER TABLE ${name} DISABLE TRIGGER ALL`),
    never(`ALTER TABLE ${name} OWNER TO CURRENT_USER`),
    never(`ALTER TABLE ${name} ADD COLUMN evil int`),
    never(`ALTER TABLE ${name} RENAME TO evil`),
    never(`ALTER TABLE ${name} SET UNLOGGED`),
    never(`CREATE TRIGGER evil BEFORE INSERT ON ${name} FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`),
    never(`CREATE RULE evil AS ON INSERT TO ${name} DO INSTEAD NOTHING`),
    never(`CREATE INDEX evil ON ${name} ((1))`),
    never(`CREATE POLICY evil ON ${name} USING (true)`),
    never(`COPY ${name} TO PROGRAM 'true'`),
    never(`COPY ${name} FROM '/etc/hostname'`),
    never(`COMMENT ON TABLE ${name} IS 'evil'`),
  ];
}

async function readCatalogue(admin: pg.Client): Promise<Catalogue> {
  const { rows } = await admin.query<{ catalogue: Catalogue }>(`
    WITH ours AS (SELECT oid, nspname FROM pg_namespace WHERE nspname IN ('public', 'bullmq')),
    named AS (SELECT c.oid, c.relkind, CASE WHEN nspname = 'public' THEN relname ELSE nspname || '.' || relname END AS name FROM pg_class c JOIN ours o ON o.oid = c.relnamespace)
    SELECT json_build_object(
      'tables', (SELECT json_agg(json_build_object('name', n.name,
          'columns', (SELECT json_agg(quote_ident(attname)) FROM pg_attribute WHERE attrelid = n.oid AND attnum > 0 AND NOT attisdropped),
          'triggers', (SELECT coalesce(json_agg(quote_ident(tgname)), '[]') FROM pg_trigger WHERE tgrelid = n.oid AND NOT tgisinternal),
          'constraints', (SELECT coalesce(json_agg(quote_ident(conname)), '[]') FROM pg_constraint WHERE conrelid = n.oid)) ORDER BY n.name)
        FROM named n WHERE n.relkind = 'r'),
      'functions', (SELECT json_agg(json_build_object('name', p.proname, 'signature', p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
          'arguments', (SELECT coalesce(json_agg(format_type(t, NULL) ORDER BY at), '[]') FROM unnest(p.proargtypes) WITH ORDINALITY AS a(t, at))) ORDER BY p.proname)
        FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
         AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')),
      'sequences', (SELECT json_agg(json_build_object('name', n.name) ORDER BY n.name) FROM named n WHERE n.relkind = 'S' AND n.name NOT LIKE 'bullmq.bullmq_jid_%')
    ) AS catalogue`);
  const [row] = rows;
  if (!row) throw new Error('The catalogue is one row.');
  return row.catalogue;
}
