import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Policies with dated, immutable versions; guardrails (bands that choose the quorum) with versions. */
export class PoliciesAndGuardrails1763700000004 implements MigrationInterface {
  name = 'PoliciesAndGuardrails1763700000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE policies (
  id text PRIMARY KEY CHECK (starts_with(id, 'pol_')),
  number integer GENERATED ALWAYS AS IDENTITY UNIQUE,
  ref text GENERATED ALWAYS AS ('POL-' || number::text) STORED NOT NULL,
  title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
  created_at timestamptz NOT NULL DEFAULT house_now()
);
CREATE UNIQUE INDEX policies_by_ref ON policies (ref);

CREATE TABLE policy_versions (
  id text PRIMARY KEY CHECK (starts_with(id, 'pve_')),
  policy_id text NOT NULL REFERENCES policies,
  number integer NOT NULL CHECK (number > 0),
  status text NOT NULL CONSTRAINT a_version_status_is_known CHECK (status IN ('DRAFT', 'PROPOSED', 'ACTIVE', 'RETIRED')),
  text text NOT NULL CHECK (char_length(text) BETWEEN 1 AND 100000),
  kinds text[] NOT NULL DEFAULT '{}'
    CHECK (kinds <@ ARRAY['REFUND', 'FEE_WAIVER', 'CREDIT', 'REPLACEMENT', 'EXTENSION', 'GOODWILL', 'DEED']),
  causes text[] NOT NULL DEFAULT '{}',
  amount_up_to bigint CHECK (amount_up_to BETWEEN 1 AND 9007199254740991),
  currency text CHECK (currency ~ '^[A-Z]{3}$'),
  promoted boolean NOT NULL DEFAULT false,
  review_by timestamptz,
  drafted_by text NOT NULL REFERENCES people,
  proposed_by text,
  proposed_human text,
  activated_by text,
  activated_human text,
  effective_from timestamptz,
  superseded_at timestamptz,
  retire_proposed_by text,
  retire_proposed_human text,
  retire_reason_id text REFERENCES remarks,
  retired_by text,
  retired_human text,
  created_at timestamptz NOT NULL DEFAULT house_now(),
  CONSTRAINT versions_are_numbered UNIQUE (policy_id, number),
  CONSTRAINT a_limit_has_a_currency CHECK ((amount_up_to IS NULL) = (currency IS NULL)),
  CONSTRAINT promoted_ones_have_a_review_by_date CHECK (NOT promoted OR review_by IS NOT NULL),
  CONSTRAINT proposed_by_one_human FOREIGN KEY (proposed_by, proposed_human) REFERENCES people (id, human_id),
  CONSTRAINT activated_by_one_human FOREIGN KEY (activated_by, activated_human) REFERENCES people (id, human_id),
  CONSTRAINT retirement_proposed_by_one_human FOREIGN KEY (retire_proposed_by, retire_proposed_human) REFERENCES people (id, human_id),
  CONSTRAINT retired_by_one_human FOREIGN KEY (retired_by, retired_human) REFERENCES people (id, human_id),
  CONSTRAINT activated_by_another CHECK (activated_human <> proposed_human),
  CONSTRAINT retired_by_another CHECK (retired_human <> retire_proposed_human),
  CONSTRAINT proposed_means_by_somebody CHECK ((status = 'DRAFT') = (proposed_by IS NULL)),
  CONSTRAINT active_means_activated CHECK ((status IN ('ACTIVE', 'RETIRED')) = (activated_by IS NOT NULL AND effective_from IS NOT NULL)),
  CONSTRAINT retired_means_by_two CHECK ((status = 'RETIRED') = (retired_by IS NOT NULL AND retire_proposed_by IS NOT NULL)),
  CONSTRAINT retired_is_over CHECK (status <> 'RETIRED' OR superseded_at IS NOT NULL),
  CONSTRAINT in_force_for_a_while CHECK (superseded_at > effective_from),
  CONSTRAINT one_version_in_force EXCLUDE USING gist (policy_id WITH =, tstzrange(effective_from, superseded_at) WITH &&)
    WHERE (effective_from IS NOT NULL)
);
CREATE INDEX policy_versions_in_force ON policy_versions (effective_from) WHERE status = 'ACTIVE';

-- Reviewers only; what was activated stands: only its end may still be written, once.
CREATE FUNCTION policy_versions_move_forward() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'DRAFT' THEN PERFORM refuse('TP902', 'a version begins as a draft'); END IF;
    RETURN NEW;
  END IF;
  IF NEW.id <> OLD.id OR NEW.policy_id <> OLD.policy_id OR NEW.number <> OLD.number THEN
    PERFORM refuse('TP900', 'a version keeps its number');
  END IF;
  IF NOT (OLD.status, NEW.status) IN (('DRAFT', 'DRAFT'), ('DRAFT', 'PROPOSED'), ('PROPOSED', 'ACTIVE'), ('ACTIVE', 'ACTIVE'), ('ACTIVE', 'RETIRED')) THEN
    PERFORM refuse('TP902', format('a version does not go from %s to %s', OLD.status, NEW.status));
  END IF;
  IF OLD.status <> 'DRAFT' AND (NEW.text, NEW.kinds, NEW.causes, NEW.amount_up_to, NEW.currency, NEW.review_by, NEW.promoted, NEW.proposed_human)
     IS DISTINCT FROM (OLD.text, OLD.kinds, OLD.causes, OLD.amount_up_to, OLD.currency, OLD.review_by, OLD.promoted, OLD.proposed_human) THEN
    PERFORM refuse('TP900', 'what was proposed or activated is not edited; draft a new version');
  END IF;
  IF OLD.status IN ('ACTIVE', 'RETIRED') AND ((NEW.effective_from, NEW.activated_human) IS DISTINCT FROM (OLD.effective_from, OLD.activated_human)
     OR (OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS DISTINCT FROM OLD.superseded_at AND OLD.superseded_at <= house_now())) THEN
    PERFORM refuse('TP900', 'the time in force is not rewritten');
  END IF;
  IF NEW.status = 'ACTIVE' AND OLD.status = 'PROPOSED' AND NEW.effective_from < house_now() - interval '1 minute' THEN
    PERFORM refuse('TP902', 'a version does not take effect in the past');
  END IF;
  IF EXISTS (SELECT 1 FROM (VALUES (NEW.proposed_by, OLD.proposed_by), (NEW.activated_by, OLD.activated_by),
       (NEW.retire_proposed_by, OLD.retire_proposed_by), (NEW.retired_by, OLD.retired_by)) AS named (now, before)
       WHERE now IS DISTINCT FROM before AND NOT EXISTS (
         SELECT 1 FROM people p WHERE p.id = now AND p.kind = 'PERSON' AND p.active AND 'REVIEWER' = ANY (p.roles))) THEN
    PERFORM refuse('TP107', 'only a reviewer may do this');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER policy_versions_move_forward BEFORE INSERT OR UPDATE ON policy_versions FOR EACH ROW EXECUTE FUNCTION policy_versions_move_forward();
CREATE TRIGGER policy_versions_are_kept BEFORE DELETE ON policy_versions FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER policy_versions_are_not_truncated BEFORE TRUNCATE ON policy_versions FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- No gap: a version that ends is followed by the next one at the same instant, or two reviewers retired it.
CREATE FUNCTION a_policy_has_no_gap() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM policy_versions v WHERE v.id = NEW.id AND v.status = 'ACTIVE' AND v.superseded_at IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM policy_versions n WHERE n.policy_id = v.policy_id AND n.status IN ('ACTIVE', 'RETIRED') AND n.effective_from = v.superseded_at)) THEN
    PERFORM refuse('TP902', 'a version that ends is followed by the next one, or retired by two reviewers');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_policy_has_no_gap AFTER UPDATE ON policy_versions
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.superseded_at IS NOT NULL) EXECUTE FUNCTION a_policy_has_no_gap();

CREATE TABLE guardrails (
  id text PRIMARY KEY CHECK (starts_with(id, 'grd_')),
  version integer NOT NULL CONSTRAINT guardrails_are_numbered UNIQUE,
  active boolean NOT NULL DEFAULT false,
  proposed_by text NOT NULL REFERENCES people,
  activated_by text REFERENCES people,
  created_at timestamptz NOT NULL DEFAULT house_now()
);
CREATE UNIQUE INDEX one_active_set_of_guardrails ON guardrails (active) WHERE active;

-- Quorum by amount, currency and kind. up_to null: everything above; currency null: any; kinds null: any.
CREATE TABLE bands (
  guardrails_id text NOT NULL REFERENCES guardrails,
  position smallint NOT NULL,
  kinds text[],
  up_to bigint CHECK (up_to > 0),
  currency text CHECK (currency ~ '^[A-Z]{3}$'),
  quorum smallint NOT NULL CONSTRAINT at_least_one_colleague CHECK (quorum BETWEEN 1 AND 9),
  PRIMARY KEY (guardrails_id, position),
  CONSTRAINT a_band_limit_has_a_currency CHECK ((up_to IS NULL) = (currency IS NULL))
);

-- The quorum that the active guardrails ask for. A currency that no band names is treated as above every limit. Same as quorumFor() in guardrails.rules.ts.
CREATE FUNCTION quorum_for(remedy_kind text, amount bigint, in_currency text) RETURNS smallint LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT b.quorum FROM bands b JOIN guardrails g ON g.id = b.guardrails_id AND g.active
      WHERE (b.kinds IS NULL OR remedy_kind = ANY (b.kinds))
        AND (b.up_to IS NULL OR amount IS NULL OR (b.currency = in_currency AND amount <= b.up_to))
      ORDER BY b.kinds IS NULL, b.up_to NULLS LAST, b.position LIMIT 1),
    (SELECT max(b.quorum) FROM bands b JOIN guardrails g ON g.id = b.guardrails_id AND g.active))
$$;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP FUNCTION quorum_for;
DROP TABLE bands, guardrails, policy_versions, policies;
DROP FUNCTION policy_versions_move_forward, a_policy_has_no_gap;
`);
  }
}
