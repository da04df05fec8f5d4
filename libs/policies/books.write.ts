import { newId, type Once, type Queryable, takeKey } from '#database';
import { type NewFact, recordFacts } from '#facts';
import type { Actor } from '#people';
import sql, { raw } from 'sql-template-tag';
import type { BookEntry, BookPlan } from './book.rules.js';
import { policyFact } from './policy-facts.js';

/** Policies of one statement: few enough to stay far below the five seconds that a statement may take. */
const ENTRIES_MAX = 100;

/** How many files made a policy, a version of one, or nothing: the body of the fact `policies.imported`. */
export interface BookCounts {
  readonly files: number;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
}

/** How many each part of the plan has. */
export function countsOfBook({ created, changed, unchanged }: BookPlan): BookCounts {
  return {
    files: created.length + changed.length + unchanged.length,
    created: created.length,
    changed: changed.length,
    unchanged: unchanged.length,
  };
}

/** Writes all of a plan: each version is drafted and proposed, with both facts, and the import has one of its own. */
export async function writeBook(tx: Queryable, plan: BookPlan, actor: Actor, taken: Once | undefined): Promise<void> {
  for (const part of parts([...plan.created, ...plan.changed])) await writeEntries(tx, part, actor);
  const id = newId('imp');
  const imported: NewFact = { subjectId: id, actorId: actor.personId, name: 'policies.imported', body: { ...countsOfBook(plan) } };
  const here = raw('(SELECT 1) AS here');
  await tx.query(
    sql`WITH recorded AS (${recordFacts([imported], here)}), keyed AS (${takeKey(taken, id, here)}) SELECT 1`,
    'policies.imported',
  );
}

/** Two statements, since a version begins as a draft and one row is written once by a statement. */
async function writeEntries(tx: Queryable, entries: readonly BookEntry[], actor: Actor): Promise<void> {
  const rows = entries.map(({ policy, ...entry }) => ({
    ...entry,
    id: newId('pve'),
    policyId: policy?.id ?? newId('pol'),
    isNew: policy === undefined,
    number: (policy?.lastNumber ?? 0) + 1,
  }));
  const drafted = rows.map((row) => policyFact(row, actor, 'policy.drafted', { exceptionIds: [] }));
  await tx.query(
    sql`WITH said AS (SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r(id text, "policyId" text, "isNew" boolean, ref text, title text,
          number int, text text, kinds text[], causes text[], "amountUpTo" bigint, currency text, "reviewBy" timestamptz, owner text, "wantedFrom" timestamptz)),
      begun AS (INSERT INTO policies (id, title, book_ref) SELECT r."policyId", r.title, r.ref FROM said r WHERE r."isNew" ORDER BY upper(r.ref)),
      changed AS (INSERT INTO policy_versions (id, policy_id, number, status, text, kinds, causes, amount_up_to, currency, review_by, owner, wanted_from, drafted_by)
        SELECT r.id, r."policyId", r.number, 'DRAFT', r.text, r.kinds, r.causes, r."amountUpTo", r.currency, r."reviewBy", r.owner, r."wantedFrom", ${actor.personId}
          FROM said r RETURNING id),
      recorded AS (${recordFacts(drafted, raw('changed'))}) SELECT 1`,
    'policies.importDrafts',
  );
  const proposed = rows.map((row) => policyFact(row, actor, 'policy.proposed', { number: row.number }));
  await tx.query(
    sql`WITH changed AS (UPDATE policy_versions SET status = 'PROPOSED', proposed_by = ${actor.personId}, proposed_human = ${actor.humanId}
        WHERE id = ANY (${rows.map(({ id }) => id)}) RETURNING id),
      recorded AS (${recordFacts(proposed, raw('changed'))}) SELECT 1`,
    'policies.importProposals',
  );
}

function parts<T>(all: readonly T[]): (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / ENTRIES_MAX) }, (_, part) => all.slice(part * ENTRIES_MAX, (part + 1) * ENTRIES_MAX));
}
