import type { MigrationInterface, QueryRunner } from 'typeorm';
import { swap } from './swap.js';

/** What the exceptions of a pattern come to is counted while they are gathered, so that nobody who reads a list of patterns reads all exceptions. */
export class PatternsAreTallied1763700000056 implements MigrationInterface {
  name = 'PatternsAreTallied1763700000056';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TALLIES, CHANGES, FIRST]) await runner.query(part);
    for (const [was, is] of GATHERED) await swap(runner, 'gather_precedents', was, is);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [was, is] of GATHERED.toReversed()) await swap(runner, 'gather_precedents', is, was);
    await runner.query(DOWN);
  }
}

/** A sum over precedents that stand, for a tally; `n` is 1 for what came and -1 for what went. */
const SUMS = 'sum(n), coalesce(sum(n * amount_minor), 0), sum(n * objections), sum(n * asked), sum(n * helped)';
/** Adds what came, and takes off what went. Nothing is written where it is the same. */
const tallied = (
  changed: string,
): string => `INSERT INTO pattern_tallies AS t (cause, kind, currency, count, amount_minor, objections, asked, helped)
      SELECT cause, kind, coalesce(currency, ''), ${SUMS} FROM (${changed}) c WHERE stands GROUP BY 1, 2, 3
      HAVING (${SUMS}) IS DISTINCT FROM (0::bigint, 0::numeric, 0::bigint, 0::bigint, 0::bigint) ORDER BY 1, 2, 3
      ON CONFLICT (cause, kind, currency) DO UPDATE SET count = t.count + excluded.count, amount_minor = t.amount_minor + excluded.amount_minor,
        objections = t.objections + excluded.objections, asked = t.asked + excluded.asked, helped = t.helped + excluded.helped;`;

const TALLIES = `
-- What is known of a precedent besides its words: that it was not stopped, how often it was objected to, and of how many follow-ups it is known whether it helped.
ALTER TABLE precedents ADD stands boolean NOT NULL DEFAULT true, ADD objections integer NOT NULL DEFAULT 0, ADD asked integer NOT NULL DEFAULT 0,
  ADD helped integer NOT NULL DEFAULT 0;
UPDATE precedents p SET stands = false FROM policy_exceptions e WHERE e.id = p.exception_id AND e.status = 'STOPPED';
-- The latest of a pattern, and how many there were lately.
CREATE INDEX precedents_by_matter ON precedents (cause, kind, approved_at) WHERE stands;

-- The sums over all precedents that stand with one cause, as it was signed, one kind and one currency; without one, they are of deeds.
CREATE TABLE pattern_tallies (
  cause text NOT NULL,
  kind text NOT NULL,
  currency text NOT NULL,
  count bigint NOT NULL,
  amount_minor numeric NOT NULL,
  objections bigint NOT NULL,
  asked bigint NOT NULL,
  helped bigint NOT NULL,
  CONSTRAINT a_matter_is_tallied_once PRIMARY KEY (cause, kind, currency)
);
GRANT SELECT ON pattern_tallies TO countersign_api;

-- For a statement, not for a row: a language that is read anew takes all of them away at once.
CREATE FUNCTION precedents_are_tallied() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    ${tallied('SELECT 1 AS n, a.* FROM came a')}
  ELSIF TG_OP = 'DELETE' THEN
    ${tallied('SELECT -1 AS n, b.* FROM went b')}
  ELSE
    ${tallied('SELECT 1 AS n, a.* FROM came a UNION ALL SELECT -1, b.* FROM went b')}
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER what_comes_is_tallied AFTER INSERT ON precedents REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION precedents_are_tallied();
CREATE TRIGGER what_goes_is_tallied AFTER DELETE ON precedents REFERENCING OLD TABLE AS went FOR EACH STATEMENT EXECUTE FUNCTION precedents_are_tallied();
CREATE TRIGGER what_changes_is_tallied AFTER UPDATE ON precedents REFERENCING OLD TABLE AS went NEW TABLE AS came
  FOR EACH STATEMENT EXECUTE FUNCTION precedents_are_tallied();
`;

const CHANGES = `
-- Exceptions of which something happened that is counted: what happened writes one row here, and waits for nobody. A row for each, so that none is lost
-- because another one is being counted.
CREATE TABLE precedent_changes (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  exception_id text NOT NULL REFERENCES approvals
);
GRANT SELECT ON precedent_changes TO countersign_api;
CREATE FUNCTION a_stop_changes_a_precedent() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO precedent_changes (exception_id) VALUES (NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER a_stop_changes_a_precedent AFTER UPDATE OF status ON policy_exceptions FOR EACH ROW
  WHEN (NEW.status = 'STOPPED' AND OLD.status <> 'STOPPED') EXECUTE FUNCTION a_stop_changes_a_precedent();
CREATE FUNCTION a_follow_up_changes_precedents() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO precedent_changes (exception_id) SELECT a.exception_id FROM policy_exceptions e JOIN approvals a ON a.exception_id = e.id WHERE e.case_id = NEW.case_id;
  RETURN NULL;
END $$;
CREATE TRIGGER a_follow_up_changes_precedents AFTER UPDATE OF outcome ON follow_ups FOR EACH ROW
  WHEN (NEW.outcome IN ('HELPED', 'DID_NOT_HELP')) EXECUTE FUNCTION a_follow_up_changes_precedents();

-- Counts anew what is known of some. An objection is made before the approval, and none after it.
CREATE FUNCTION count_precedents(ids text[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH counted AS MATERIALIZED (SELECT e.id, e.status <> 'STOPPED' AS stands, o.objections, f.asked, f.helped FROM policy_exceptions e,
      LATERAL (SELECT count(*)::int AS objections FROM objections o WHERE o.exception_id = e.id) o,
      LATERAL (SELECT count(*)::int AS asked, count(*) FILTER (WHERE f.outcome = 'HELPED')::int AS helped FROM follow_ups f
        WHERE f.case_id = e.case_id AND f.outcome IN ('HELPED', 'DID_NOT_HELP')) f
     WHERE e.id = ANY (ids))
  UPDATE precedents p SET stands = c.stands, objections = c.objections, asked = c.asked, helped = c.helped FROM counted c
   WHERE p.exception_id = c.id AND (p.stands, p.objections, p.asked, p.helped) IS DISTINCT FROM (c.stands, c.objections, c.asked, c.helped)
$$;
REVOKE ALL ON FUNCTION precedents_are_tallied, a_stop_changes_a_precedent, a_follow_up_changes_precedents, count_precedents FROM PUBLIC;
`;

/** What was gathered before is tallied now; what there is to know of it is counted by the worker, a few at a time. */
const FIRST = `
${tallied('SELECT 1 AS n, p.* FROM precedents p')}
INSERT INTO precedent_changes (exception_id)
  SELECT p.exception_id FROM precedents p WHERE EXISTS (SELECT 1 FROM objections o WHERE o.exception_id = p.exception_id)
  UNION SELECT p.exception_id FROM follow_ups f JOIN policy_exceptions e ON e.case_id = f.case_id JOIN precedents p ON p.exception_id = e.id
    WHERE f.outcome IN ('HELPED', 'DID_NOT_HELP');
`;

/** Taken off the list before it is counted: what happens meanwhile has a row of its own, and is counted the next time. */
const GATHERED: readonly (readonly [was: string, is: string])[] = [
  [
    `DECLARE
  ids text[];`,
    `DECLARE
  ids text[];
  changed text[];`,
  ],
  [
    `  DELETE FROM precedents_due WHERE exception_id = ANY (ids);
  RETURN cardinality(ids);`,
    `  DELETE FROM precedents_due WHERE exception_id = ANY (ids);
  WITH taken AS (DELETE FROM precedent_changes WHERE number IN (SELECT number FROM precedent_changes ORDER BY number LIMIT most) RETURNING exception_id)
  SELECT array_agg(exception_id) INTO changed FROM taken;
  PERFORM count_precedents(ids || changed);
  RETURN greatest(cardinality(ids), cardinality(changed));`,
  ],
];

const DOWN = `
DROP TRIGGER a_follow_up_changes_precedents ON follow_ups;
DROP TRIGGER a_stop_changes_a_precedent ON policy_exceptions;
DROP TRIGGER what_comes_is_tallied ON precedents;
DROP TRIGGER what_goes_is_tallied ON precedents;
DROP TRIGGER what_changes_is_tallied ON precedents;
DROP FUNCTION precedents_are_tallied, a_stop_changes_a_precedent, a_follow_up_changes_precedents, count_precedents;
DROP TABLE precedent_changes, pattern_tallies;
DROP INDEX precedents_by_matter;
ALTER TABLE precedents DROP stands, DROP objections, DROP asked, DROP helped;
`;
