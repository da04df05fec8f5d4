import { newId, type Once, type Queryable, takeKey } from '#database';
import { type NewFact, recordFacts } from '#facts';
import sql, { raw } from 'sql-template-tag';
import type { ChangedPerson, ImportPlan, NewPerson } from './import.rules.js';
import { rightsTold } from './person.rules.js';

/** Rows of one statement: few enough to stay far below the five seconds that a statement may take. */
const ROWS_MAX = 500;

/** How many rows made, changed or found somebody: the body of the fact `people.imported`. */
export interface ImportCounts {
  readonly rows: number;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
}

/** Who writes, and what the sign-in provider is called. */
export interface ImportAuthor {
  readonly actorId: string;
  readonly issuer: string;
}

/** How many each part of the plan has. */
export function countsOf({ created, changed, unchanged }: ImportPlan): ImportCounts {
  return { rows: created.length + changed.length + unchanged, created: created.length, changed: changed.length, unchanged };
}

/** Writes all of a plan, by handle and by id, with a fact for each person and one for the import. Answers the id of the import. */
export async function writeImport(tx: Queryable, plan: ImportPlan, author: ImportAuthor, taken: Once | undefined): Promise<string> {
  const created = [...plan.created].sort((one, other) => (one.handle < other.handle ? -1 : 1));
  const changed = [...plan.changed].sort((one, other) => (one.person.id < other.person.id ? -1 : 1));
  for (const part of parts(changed)) await writeChanged(tx, part, author);
  for (const part of parts(created)) await writeCreated(tx, part, author);
  const id = newId('imp');
  const imported: NewFact = { subjectId: id, actorId: author.actorId, name: 'people.imported', body: { ...countsOf(plan) } };
  const here = raw('(SELECT 1) AS here');
  await tx.query(
    sql`WITH recorded AS (${recordFacts([imported], here)}), keyed AS (${takeKey(taken, id, here)}) SELECT 1`,
    'people.imported',
  );
  return id;
}

async function writeCreated(tx: Queryable, people: readonly NewPerson[], { actorId, issuer }: ImportAuthor): Promise<void> {
  const rows = people.map((person) => ({
    ...{ roles: [], facesCustomers: false, awayUntil: null, subject: null },
    ...person,
    id: newId('per'),
    humanId: newId('hum'),
  }));
  const facts = rows.map((row): NewFact => ({
    subjectId: row.id,
    actorId,
    name: 'person.created',
    body: rightsTold({ ...row, active: true }),
  }));
  await tx.query(
    sql`WITH said AS (SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r(id text, "humanId" text, name text, handle text, email text,
          roles text[], "facesCustomers" boolean, "teamId" text, "awayUntil" timestamptz, subject text)),
      made AS (INSERT INTO people (id, human_id, kind, name, handle, email, roles, faces_customers, team_id, away_until)
        SELECT r.id, r."humanId", 'PERSON', r.name, r.handle, r.email, r.roles, r."facesCustomers", r."teamId", r."awayUntil"
          FROM said r ORDER BY r.handle RETURNING id),
      known AS (INSERT INTO identities (issuer, subject, person_id) SELECT ${issuer}::text, r.subject, r.id
        FROM said r JOIN made USING (id) WHERE r.subject IS NOT NULL RETURNING 1),
      recorded AS (${recordFacts(facts, raw('made'))})
      SELECT 1`,
    'people.importCreate',
  );
}

async function writeChanged(tx: Queryable, people: readonly ChangedPerson[], { actorId }: ImportAuthor): Promise<void> {
  const rows = people.map(({ person: { id }, after }) => ({ id, ...after }));
  const facts = people.map(({ person, after, changed }): NewFact => ({
    subjectId: person.id,
    actorId,
    name: 'person.changed',
    body: { changed, ...rightsTold(after) },
  }));
  await tx.query(
    sql`WITH said AS (SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r(id text, name text, email text, roles text[],
          "facesCustomers" boolean, active boolean, "teamId" text, "awayUntil" timestamptz)),
      changed AS (UPDATE people p SET name = r.name, email = r.email, roles = r.roles, faces_customers = r."facesCustomers", active = r.active,
        away_until = r."awayUntil", team_id = r."teamId" FROM said r WHERE p.id = r.id RETURNING p.id, p.active),
      ended AS (UPDATE sessions s SET ended_at = house_now() FROM changed WHERE s.person_id = changed.id AND NOT changed.active AND s.ended_at IS NULL RETURNING 1),
      recorded AS (${recordFacts(facts, raw('changed'))})
      SELECT 1`,
    'people.importChange',
  );
}

function parts<T>(all: readonly T[]): (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / ROWS_MAX) }, (_, part) => all.slice(part * ROWS_MAX, (part + 1) * ROWS_MAX));
}
