import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A policy says when it was called to mind; what was proposed can be taken back; texts are found by their words, and exceptions by their rule. */
export class PoliciesAreLookedAtAgain1763700000042 implements MigrationInterface {
  name = 'PoliciesAreLookedAtAgain1763700000042';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE policy_versions ADD COLUMN review_reminded_at timestamptz;
GRANT UPDATE (review_reminded_at) ON policy_versions TO countersign_worker;
CREATE INDEX policy_versions_to_look_at ON policy_versions (review_by) WHERE status = 'ACTIVE' AND review_reminded_at IS NULL;
CREATE INDEX policy_versions_by_words ON policy_versions USING gin (to_tsvector('english', text));
CREATE INDEX policy_exceptions_against_version ON policy_exceptions (policy_version_id, created_at, id) WHERE policy_version_id IS NOT NULL;
`);
    for (const [was, is] of SWAPS) await swap(runner, was, is);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [was, is] of SWAPS) await swap(runner, is, was);
    await runner.query(`
DROP INDEX policy_exceptions_against_version, policy_versions_by_words, policy_versions_to_look_at;
ALTER TABLE policy_versions DROP COLUMN review_reminded_at;
`);
  }
}

/** A proposed version becomes a draft again, by nobody any more; who proposed one that stays proposed, or is in force, is not rewritten. */
const SWAPS: readonly (readonly [was: string, is: string])[] = [
  [`('DRAFT', 'PROPOSED'), ('PROPOSED', 'ACTIVE')`, `('DRAFT', 'PROPOSED'), ('PROPOSED', 'DRAFT'), ('PROPOSED', 'ACTIVE')`],
  [
    `NEW.promoted, NEW.proposed_human)`,
    `NEW.promoted, CASE WHEN NEW.status = 'DRAFT' THEN OLD.proposed_human ELSE NEW.proposed_human END)`,
  ],
  [`WHERE now IS DISTINCT FROM before AND NOT`, `WHERE (now IS NOT NULL OR NEW.status <> 'DRAFT') AND now IS DISTINCT FROM before AND NOT`],
];

/** Puts another part into the function of migration 0004, and leaves the rest of it as it stands. */
async function swap(runner: QueryRunner, was: string, is: string): Promise<void> {
  const [row] = (await runner.query(`SELECT pg_get_functiondef('policy_versions_move_forward'::regproc) AS definition`)) as {
    definition: string;
  }[];
  if (!row?.definition.includes(was)) throw new Error('The function policy_versions_move_forward is not as this migration knows it.');
  await runner.query(row.definition.replaceAll(was, () => is));
}
