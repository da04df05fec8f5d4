import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Guardrails change by two admins: versions that replace one another without a gap, with bands that leave none, and with caps. */
export class GuardrailsByTwoAdmins1763700000013 implements MigrationInterface {
  name = 'GuardrailsByTwoAdmins1763700000013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(VERSIONS);
    await runner.query(LIMITS);
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
REVOKE INSERT (id, version, replaces, proposed_by, proposed_human), UPDATE (activated_human, activated_at, superseded_at) ON guardrails FROM countersign_api;
GRANT INSERT ON guardrails TO countersign_api;
REVOKE UPDATE (unsatisfiable_since) ON guardrails FROM countersign_worker;
DROP TABLE caps;
DROP TRIGGER bands_are_append_only ON bands;
DROP TRIGGER bands_are_not_truncated ON bands;
DROP TRIGGER bands_come_with_their_version ON bands;
DROP TRIGGER bands_leave_no_gap ON guardrails;
DROP TRIGGER guardrails_have_no_gap ON guardrails;
DROP TRIGGER guardrails_move_forward ON guardrails;
DROP TRIGGER guardrails_are_kept ON guardrails;
DROP TRIGGER guardrails_are_not_truncated ON guardrails;
DROP FUNCTION bands_leave_no_gap, limits_come_with_their_version, guardrails_have_no_gap, guardrails_move_forward, people_who_could_sign, is_admin(text);
ALTER TABLE guardrails DROP COLUMN replaces, DROP COLUMN proposed_human, DROP COLUMN activated_human, DROP COLUMN activated_at, DROP COLUMN superseded_at,
  DROP COLUMN unsatisfiable_since, DROP COLUMN made_in;
CREATE OR REPLACE FUNCTION quorum_for(remedy_kind text, amount bigint, in_currency text) RETURNS smallint LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT b.quorum FROM bands b JOIN guardrails g ON g.id = b.guardrails_id AND g.active
      WHERE (b.kinds IS NULL OR remedy_kind = ANY (b.kinds))
        AND (b.up_to IS NULL OR amount IS NULL OR (b.currency = in_currency AND amount <= b.up_to))
      ORDER BY b.kinds IS NULL, b.up_to NULLS LAST, b.position LIMIT 1),
    (SELECT max(b.quorum) FROM bands b JOIN guardrails g ON g.id = b.guardrails_id AND g.active))
$$;
`);
  }
}

/** Which versions there are: each names the one that it replaces, so that of two proposals written against one version a single one can follow it. */
const VERSIONS = `
ALTER TABLE guardrails
  ADD COLUMN replaces text CONSTRAINT a_version_replaces_one_that_exists REFERENCES guardrails,
  ADD COLUMN proposed_human text,
  ADD COLUMN activated_human text,
  ADD COLUMN activated_at timestamptz,
  ADD COLUMN superseded_at timestamptz,
  ADD COLUMN unsatisfiable_since timestamptz,
  ADD COLUMN made_in bigint;
UPDATE guardrails g SET
  made_in = pg_current_xact_id()::text::bigint,
  replaces = (SELECT b.id FROM guardrails b WHERE b.version < g.version ORDER BY b.version DESC LIMIT 1),
  proposed_human = (SELECT p.human_id FROM people p WHERE p.id = g.proposed_by),
  activated_human = (SELECT p.human_id FROM people p WHERE p.id = g.activated_by),
  activated_at = CASE WHEN g.activated_by IS NOT NULL THEN g.created_at END,
  superseded_at = CASE WHEN g.activated_by IS NOT NULL AND NOT g.active THEN
    (SELECT n.created_at FROM guardrails n WHERE n.version > g.version AND n.activated_by IS NOT NULL ORDER BY n.version LIMIT 1) END;
ALTER TABLE guardrails
  ALTER COLUMN proposed_human SET NOT NULL,
  ALTER COLUMN made_in SET NOT NULL,
  ADD CONSTRAINT guardrails_are_proposed_by_one_human FOREIGN KEY (proposed_by, proposed_human) REFERENCES people (id, human_id),
  ADD CONSTRAINT guardrails_are_activated_by_one_human FOREIGN KEY (activated_by, activated_human) REFERENCES people (id, human_id),
  ADD CONSTRAINT activated_by_another_admin CHECK (replaces IS NULL OR activated_human <> proposed_human),
  ADD CONSTRAINT activated_by_somebody_at_some_time CHECK (num_nulls(activated_by, activated_human, activated_at) IN (0, 3)),
  ADD CONSTRAINT active_means_in_force CHECK (active = (activated_at IS NOT NULL AND superseded_at IS NULL)),
  ADD CONSTRAINT what_ends_was_in_force CHECK (superseded_at IS NULL OR superseded_at >= coalesce(activated_at, 'infinity'));
CREATE UNIQUE INDEX one_first_version_of_guardrails ON guardrails ((replaces IS NULL)) WHERE replaces IS NULL;
CREATE UNIQUE INDEX one_version_follows_another ON guardrails (replaces) WHERE activated_at IS NOT NULL;

-- Whether an account may take one of the two steps at this moment. Locks it, so that the answer holds until the commit.
CREATE FUNCTION is_admin(account text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM people p WHERE p.id = account AND p.kind = 'PERSON' AND p.active AND 'ADMIN' = ANY (p.roles) FOR SHARE;
  RETURN FOUND;
END $$;

-- How many humans could co-sign at this moment, if they had nothing to do with the proposal.
CREATE FUNCTION people_who_could_sign() RETURNS integer LANGUAGE sql VOLATILE AS $$
  SELECT count(DISTINCT p.human_id)::int FROM people p
   WHERE p.kind = 'PERSON' AND p.active AND p.faces_customers AND coalesce(p.away_until <= house_now(), true)
$$;

-- The first version is shipped, in the name of the house. Every other is proposed by an admin against the one in force, and activated by another
-- admin while that one still is, if enough people are here: the quorum, and a proposer. What was written then stands; only the end follows, once.
CREATE FUNCTION guardrails_move_forward() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.made_in := pg_current_xact_id()::text::bigint;
    IF NEW.replaces IS NULL AND NEW.version = 1 AND (NEW.proposed_by, NEW.activated_by) = ('per_house', 'per_house') THEN RETURN NEW; END IF;
    IF NEW.replaces IS NULL OR NEW.active OR num_nonnulls(NEW.activated_by, NEW.activated_human, NEW.activated_at, NEW.superseded_at) > 0 THEN
      PERFORM refuse('TP902', 'a version of the guardrails begins as a proposal to replace another one');
    END IF;
    IF NOT is_admin(NEW.proposed_by) THEN PERFORM refuse('TP107', 'only an admin may do this'); END IF;
    IF NOT EXISTS (SELECT 1 FROM guardrails g WHERE g.id = NEW.replaces AND g.active) THEN
      PERFORM refuse('TP133', 'the version to be replaced is no longer in force');
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.version, NEW.replaces, NEW.proposed_by, NEW.proposed_human, NEW.created_at, NEW.made_in)
     IS DISTINCT FROM (OLD.id, OLD.version, OLD.replaces, OLD.proposed_by, OLD.proposed_human, OLD.created_at, OLD.made_in) THEN
    PERFORM refuse('TP900', 'what was proposed is not edited; propose a new version');
  END IF;
  IF OLD.activated_at IS NOT NULL AND (NEW.activated_by, NEW.activated_human, NEW.activated_at) IS DISTINCT FROM (OLD.activated_by, OLD.activated_human, OLD.activated_at)
     OR OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS DISTINCT FROM OLD.superseded_at THEN
    PERFORM refuse('TP900', 'the time in force is not rewritten');
  END IF;
  IF OLD.activated_at IS NULL AND NEW.activated_at IS NOT NULL THEN
    IF NOT is_admin(NEW.activated_by) THEN PERFORM refuse('TP107', 'only an admin may do this'); END IF;
    IF NEW.activated_at NOT BETWEEN house_now() - interval '1 minute' AND house_now() THEN
      PERFORM refuse('TP902', 'a version takes effect when it is activated');
    END IF;
    IF people_who_could_sign() <= (SELECT max(b.quorum) FROM bands b WHERE b.guardrails_id = NEW.id) THEN
      PERFORM refuse('TP134', 'nobody could satisfy the rule');
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guardrails_move_forward BEFORE INSERT OR UPDATE ON guardrails FOR EACH ROW EXECUTE FUNCTION guardrails_move_forward();
CREATE TRIGGER guardrails_are_kept BEFORE DELETE ON guardrails FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER guardrails_are_not_truncated BEFORE TRUNCATE ON guardrails FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- A version begins at the very instant at which the one that it replaces ends, and none ends without a next one: some limits are always in force.
CREATE FUNCTION guardrails_have_no_gap() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM guardrails g WHERE g.id = NEW.id AND (
       (g.superseded_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM guardrails n WHERE n.replaces = g.id AND n.activated_at = g.superseded_at))
       OR (g.activated_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM guardrails b WHERE b.id = g.replaces AND b.superseded_at = g.activated_at) AND g.replaces IS NOT NULL))) THEN
    PERFORM refuse('TP133', 'a version is followed by the one that was proposed to replace it, at the same instant');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER guardrails_have_no_gap AFTER INSERT OR UPDATE ON guardrails
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guardrails_have_no_gap();
`;

/** What a version holds: bands that are read from top to bottom, and caps. Both come in the transaction that makes their version, and stand. */
const LIMITS = `
CREATE TABLE caps (
  guardrails_id text NOT NULL REFERENCES guardrails,
  scope text NOT NULL CONSTRAINT a_cap_scope_is_known CHECK (scope IN ('PERSON_DAY', 'PAIR_30_DAYS', 'TEAM_DAY', 'CUSTOMER_30_DAYS')),
  limit_minor bigint NOT NULL CONSTRAINT a_cap_is_an_amount CHECK (limit_minor BETWEEN 1 AND 9007199254740991),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT one_cap_per_scope_and_currency PRIMARY KEY (guardrails_id, scope, currency)
);

CREATE FUNCTION limits_come_with_their_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM guardrails g WHERE g.id = NEW.guardrails_id AND g.made_in = pg_current_xact_id()::text::bigint) THEN
    PERFORM refuse('TP900', 'bands and caps come with their version; propose a new one');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER bands_come_with_their_version BEFORE INSERT ON bands FOR EACH ROW EXECUTE FUNCTION limits_come_with_their_version();
CREATE TRIGGER bands_are_append_only BEFORE UPDATE OR DELETE ON bands FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER bands_are_not_truncated BEFORE TRUNCATE ON bands FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER caps_come_with_their_version BEFORE INSERT ON caps FOR EACH ROW EXECUTE FUNCTION limits_come_with_their_version();
CREATE TRIGGER caps_are_append_only BEFORE UPDATE OR DELETE ON caps FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER caps_are_not_truncated BEFORE TRUNCATE ON caps FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- A table of bands has a section for each list of kinds, and one for all kinds at its end; a section has a ladder for each currency, and ends
-- with "everything above". On a ladder limits rise and no step asks for fewer than the one below. Same as bandsFlaw() in bands.rules.ts.
CREATE FUNCTION bands_leave_no_gap() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  flaw text;
BEGIN
  WITH b AS (
    SELECT t.*, row_number() OVER down AS place, lead(t.position) OVER down IS NULL OR lead(t.kinds) OVER down IS DISTINCT FROM t.kinds AS is_last,
        lag(t.up_to) OVER ladder AS below, lag(t.position) OVER ladder AS position_below, max(t.quorum) OVER (ladder ROWS UNBOUNDED PRECEDING EXCLUDE CURRENT ROW) AS quorum_below,
        max(t.quorum) OVER (PARTITION BY t.kinds) AS quorum_most
      FROM bands t WHERE t.guardrails_id = NEW.id WINDOW down AS (ORDER BY t.position), ladder AS (PARTITION BY t.kinds, t.currency ORDER BY t.position))
  SELECT CASE
      WHEN count(*) = 0 THEN 'no band'
      WHEN bool_or(place <> position) THEN 'a place is left out'
      WHEN bool_or(kinds IS DISTINCT FROM (SELECT array_agg(DISTINCT k ORDER BY k) FROM unnest(kinds) k)
        OR NOT kinds <@ ARRAY['REFUND', 'FEE_WAIVER', 'CREDIT', 'REPLACEMENT', 'EXTENSION', 'GOODWILL', 'DEED']) THEN 'kinds are unknown or not sorted'
      WHEN bool_or(is_last <> (up_to IS NULL)) THEN 'a section does not end with everything above'
      WHEN count(*) FILTER (WHERE kinds IS NULL AND up_to IS NULL) <> 1 OR (max(position) FILTER (WHERE kinds IS NULL)) <> max(position) THEN 'all kinds are not the last section'
      WHEN (SELECT count(*) <> count(DISTINCT k) FROM bands t, unnest(t.kinds) k WHERE t.guardrails_id = NEW.id AND t.up_to IS NULL) THEN 'a kind has two sections'
      WHEN bool_or(up_to IS NOT NULL AND position_below <> position - 1) THEN 'a ladder is cut in two'
      WHEN bool_or(up_to <= below) THEN 'a limit does not rise'
      WHEN bool_or(quorum < quorum_below OR (up_to IS NULL AND quorum < quorum_most)) THEN 'more money needs fewer signatures'
    END INTO flaw FROM b;
  IF flaw IS NOT NULL THEN PERFORM refuse('TP904', format('the bands of %s leave a gap: %s', NEW.id, flaw)); END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER bands_leave_no_gap AFTER INSERT ON guardrails DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION bands_leave_no_gap();

-- The quorum that the active guardrails ask for: the first band, from top to bottom, that the remedy fits into. A currency that no band names is
-- above every limit. Same as quorumFor() in guardrails.rules.ts.
CREATE OR REPLACE FUNCTION quorum_for(remedy_kind text, amount bigint, in_currency text) RETURNS smallint LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT b.quorum FROM bands b JOIN guardrails g ON g.id = b.guardrails_id AND g.active
      WHERE (b.kinds IS NULL OR remedy_kind = ANY (b.kinds))
        AND (b.up_to IS NULL OR amount IS NULL OR (b.currency = in_currency AND amount <= b.up_to))
      ORDER BY b.position LIMIT 1),
    (SELECT max(b.quorum) FROM bands b JOIN guardrails g ON g.id = b.guardrails_id AND g.active))
$$;
`;

const RIGHTS = `
REVOKE ALL ON FUNCTION is_admin(text), people_who_could_sign, guardrails_move_forward, guardrails_have_no_gap, limits_come_with_their_version, bands_leave_no_gap FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_who_could_sign TO countersign_api, countersign_worker;
REVOKE INSERT ON guardrails FROM countersign_api;
GRANT INSERT (id, version, replaces, proposed_by, proposed_human) ON guardrails TO countersign_api;
GRANT UPDATE (activated_human, activated_at, superseded_at) ON guardrails TO countersign_api;
GRANT SELECT, INSERT ON caps TO countersign_api;
GRANT SELECT ON caps TO countersign_worker;
GRANT UPDATE (unsatisfiable_since) ON guardrails TO countersign_worker;
`;
