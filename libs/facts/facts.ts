import sql, { type Sql } from 'sql-template-tag';
import type { FactName } from './fact-names.js';

/** A fact about to be recorded. The body holds ids, numbers and codes only: never words, names or contacts. */
export interface NewFact {
  subjectId: string;
  /** Who did it; null when the system did. */
  actorId: string | null;
  name: FactName;
  body: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
}

/**
 * The arm of a one-statement write that records facts, once when `from` has a row, in the order given.
 * Sequence, time, hashes and the outbox row are the database's own (migration 0002).
 */
export function recordFacts(facts: readonly NewFact[], from: Sql): Sql {
  const rows = JSON.stringify(
    facts.map(({ subjectId, actorId, name, body }) => ({ subject_id: subjectId, actor_id: actorId, name, body })),
  );
  return sql`INSERT INTO facts (subject_id, actor_id, name, body)
    SELECT f.subject_id, f.actor_id, f.name, f.body
      FROM (SELECT 1 FROM ${from} LIMIT 1) AS once, json_to_recordset(${rows}::json) AS f(subject_id text, actor_id text, name text, body json) RETURNING 1`;
}
