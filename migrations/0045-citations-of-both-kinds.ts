import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A citation is counted alike, in place of a proposal or at the end of one; and a look that is over has a state of its own. */
export class CitationsOfBothKinds1763700000045 implements MigrationInterface {
  name = 'CitationsOfBothKinds1763700000045';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CITATIONS);
    await runner.query(overIs('TP123'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(overIs('TP190'));
    await runner.query('DROP VIEW citations;');
  }
}

const CITATIONS = `
CREATE VIEW citations AS
  SELECT covered_by AS policy_version_id, case_id, ended_at AS at FROM policy_exceptions WHERE covered_by IS NOT NULL
  UNION ALL SELECT policy_version_id, case_id, at FROM policy_citations;
GRANT SELECT ON citations TO countersign_api;
`;

/** TP190 is what a hand-off that moved on says. */
const overIs = (state: string): string => `
CREATE OR REPLACE FUNCTION blind_looks_are_answered_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (NEW.id, NEW.exception_id, NEW.peer_id, NEW.peer_human, NEW.opened_at, NEW.due_at)
     IS DISTINCT FROM (OLD.id, OLD.exception_id, OLD.peer_id, OLD.peer_human, OLD.opened_at, OLD.due_at) THEN
    PERFORM refuse('TP900', 'who was asked, and for what, stands');
  END IF;
  IF NOT is_blind(OLD) THEN PERFORM refuse('${state}', 'the look is over'); END IF;
  IF NOT EXISTS (SELECT 1 FROM remarks r WHERE r.id = NEW.reason_id AND r.author_id = NEW.peer_id AND r.subject_id = NEW.exception_id) THEN
    PERFORM refuse('TP900', 'the reason is the words of the peer');
  END IF;
  NEW.answered_at := house_now();
  RETURN NEW;
END $$;
`;
