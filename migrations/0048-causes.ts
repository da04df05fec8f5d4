import type { MigrationInterface, QueryRunner } from 'typeorm';
import { swap } from './swap.js';

/** A cause is one of a curated list. One that is merged into another goes on to be what it became, wherever causes are compared; nothing that was written changes. */
export class Causes1763700000048 implements MigrationInterface {
  name = 'Causes1763700000048';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [LIST, MEANING, SEED, WALLS]) await runner.query(part);
    for (const [name, was, is] of SWAPS) await swap(runner, name, was, is);
    await runner.query(CANDIDATES);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name, was, is] of SWAPS.toReversed()) await swap(runner, name, is, was);
    await runner.query(`
REVOKE SELECT ON precedents FROM countersign_worker;
DROP TRIGGER a_cause_in_use_is_listed ON revisions;
DROP TABLE pattern_candidates, cause_meanings, causes;
DROP FUNCTION causes_are_curated, a_merge_takes_along, a_cause_in_use_is_listed, causes_near, pattern_of, same_causes_at, same_causes, is_like_one_of, cause_at, cause_now;
`);
  }
}

const LIST = `
CREATE TABLE causes (
  key text PRIMARY KEY CONSTRAINT a_cause_is_a_short_code CHECK (key ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
  id text GENERATED ALWAYS AS ('cau_' || md5(key)) STORED NOT NULL CONSTRAINT a_cause_has_one_id UNIQUE,
  name text NOT NULL CONSTRAINT a_cause_has_a_name CHECK (char_length(name) BETWEEN 1 AND 80),
  description text CHECK (char_length(description) BETWEEN 1 AND 500),
  created_by text REFERENCES people,
  created_at timestamptz NOT NULL DEFAULT house_now(),
  merge_asked_into text REFERENCES causes,
  merge_asked_by text,
  merge_asked_human text,
  merge_why_id text REFERENCES remarks,
  merged_into text REFERENCES causes,
  merged_by text,
  merged_human text,
  merged_at timestamptz,
  CONSTRAINT a_merge_is_asked_for_by_one_human FOREIGN KEY (merge_asked_by, merge_asked_human) REFERENCES people (id, human_id),
  CONSTRAINT merged_by_one_human FOREIGN KEY (merged_by, merged_human) REFERENCES people (id, human_id),
  CONSTRAINT a_merge_is_asked_for_with_a_reason CHECK (num_nulls(merge_asked_into, merge_asked_by, merge_asked_human, merge_why_id) IN (0, 4)),
  CONSTRAINT merged_means_asked_for_before CHECK (num_nulls(merged_into, merged_by, merged_human, merged_at) IN (0, 4) AND (merged_into IS NULL OR merge_asked_by IS NOT NULL)),
  CONSTRAINT merged_by_another CHECK (merged_human <> merge_asked_human),
  CONSTRAINT no_cause_is_merged_into_itself CHECK (merged_into <> key AND merge_asked_into <> key),
  CONSTRAINT other_is_always_there CHECK (key <> 'other' OR merged_into IS NULL)
);
CREATE INDEX causes_merged ON causes (merged_into) WHERE merged_into IS NOT NULL;

-- What a merged cause meant, and since when: what was asked of a proposal at an instant is judged by what causes meant then.
CREATE TABLE cause_meanings (
  number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  cause text NOT NULL REFERENCES causes,
  means text NOT NULL REFERENCES causes,
  since timestamptz NOT NULL
);
CREATE INDEX cause_meanings_by_cause ON cause_meanings (cause, since, number);
CREATE INDEX cause_meanings_by_what_is_meant ON cause_meanings (means);
`;

const MEANING = `
-- What a cause is by now: itself, or what it was merged into. One step is enough, since no merged cause is a goal. An unknown one is itself.
CREATE FUNCTION cause_now(of_cause text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT c.merged_into FROM causes c WHERE c.key = of_cause), of_cause)
$$;
-- What it was at an instant.
CREATE FUNCTION cause_at(of_cause text, instant timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT m.means FROM cause_meanings m WHERE m.cause = of_cause AND m.since < instant ORDER BY m.since DESC, m.number DESC LIMIT 1), of_cause)
$$;
-- Every cause that is the same by now, whichever of them is asked.
CREATE FUNCTION same_causes(of_cause text) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
DECLARE
  goal text := cause_now(of_cause);
BEGIN
  RETURN goal || ARRAY(SELECT c.key FROM causes c WHERE c.merged_into = goal ORDER BY c.key);
END $$;
-- Every cause that was the same at an instant.
CREATE FUNCTION same_causes_at(of_cause text, instant timestamptz) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
DECLARE
  goal text;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM cause_meanings) THEN RETURN ARRAY[of_cause]; END IF;
  goal := cause_at(of_cause, instant);
  RETURN goal || ARRAY(SELECT DISTINCT m.cause FROM cause_meanings m WHERE m.means = goal AND m.since < instant AND cause_at(m.cause, instant) = goal);
END $$;
-- Whether a cause that is none of some is by now the same as one of them. Quick while nothing was merged: it is asked for each row of a replay.
CREATE FUNCTION is_like_one_of(of_cause text, some_causes text[]) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM cause_meanings) THEN RETURN false; END IF;
  RETURN same_causes(of_cause) && some_causes;
END $$;
-- The id of a pattern: the exceptions with one cause, as it is by now, and one kind of remedy.
CREATE FUNCTION pattern_of(of_cause text, of_kind text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT 'pat_' || md5(cause_now(of_cause) || ' ' || of_kind)
$$;
-- Causes that look like what somebody wrote, by key or by name, the nearest first; merged ones stand for what they became.
CREATE FUNCTION causes_near(asked text, most integer) RETURNS TABLE (key text, alike real) LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT * FROM (
      SELECT coalesce(c.merged_into, c.key) AS key, max(greatest(similarity(k.words, w.words), similarity(lower(c.name), w.words), word_similarity(w.words, k.words),
          word_similarity(w.words, lower(c.name)), CASE WHEN starts_with(k.words, w.words) OR starts_with(lower(c.name), w.words) THEN 1.1 ELSE 0 END)) AS alike
        FROM causes c, LATERAL (SELECT replace(c.key, '-', ' ') AS words) k, (SELECT lower(replace(asked, '-', ' ')) AS words) w GROUP BY 1) near
   WHERE near.alike >= 0.3 ORDER BY near.alike DESC, near.key LIMIT most
$$;

REVOKE ALL ON FUNCTION cause_now, cause_at, same_causes, same_causes_at, is_like_one_of, pattern_of, causes_near FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cause_now, cause_at, same_causes, same_causes_at, is_like_one_of, pattern_of TO countersign_api, countersign_worker;
GRANT EXECUTE ON FUNCTION causes_near TO countersign_api;
GRANT SELECT ON causes, cause_meanings TO countersign_api, countersign_worker;
GRANT INSERT (key, name, description, created_by), UPDATE (name, description, merge_asked_into, merge_asked_by, merge_asked_human, merge_why_id, merged_into, merged_by,
  merged_human) ON causes TO countersign_api;
`;

/** What a new house begins with: what people meet everywhere. Reviewers add what theirs needs. */
const FIRST: Readonly<Record<string, string>> = {
  other: 'Something else',
  'account-fee': 'Account fee',
  bereavement: 'Bereavement',
  'branch-flood': 'Branch flooded',
  'broken-promise': 'Promise not kept',
  'card-retained': 'Card kept by a machine',
  'courier-delay': 'Courier late',
  'damaged-goods': 'Goods damaged',
  disaster: 'Natural disaster',
  holiday: 'Holiday',
  illness: 'Illness',
  'income-gap': 'Gap in income',
  'late-fee': 'Late fee',
  'moved-order': 'Order moved',
  'no-access': 'Locked out',
  outage: 'Outage of ours',
  'paid-twice': 'Paid twice',
  'terminal-outage': 'Payment terminal down',
  'wrong-charge': 'Charged wrongly',
  'wrong-information': 'Wrong information given',
};

const first = Object.entries(FIRST)
  .map(([key, name]) => `('${key}', '${name}')`)
  .join(', ');

const SEED = `
INSERT INTO causes (key, name) VALUES ${first};
INSERT INTO causes (key, name)
  SELECT u.cause, upper(left(u.cause, 1)) || substr(replace(u.cause, '-', ' '), 2) FROM (SELECT cause FROM revisions UNION SELECT cause FROM policy_citations
    UNION SELECT c FROM policy_versions, unnest(causes) AS c WHERE c ~ '^[a-z0-9][a-z0-9-]{0,63}$') u
  ON CONFLICT DO NOTHING;
`;

const WALLS = `
CREATE FUNCTION causes_are_curated() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF num_nonnulls(NEW.merge_asked_into, NEW.merged_into) > 0 THEN PERFORM refuse('TP900', 'a cause begins by itself'); END IF;
    -- By nobody only with a revision, as below: whoever writes one past the service, or by the version before, must not fail by it.
    IF NEW.created_by IS NULL AND pg_trigger_depth() = 1 THEN PERFORM refuse('TP107', 'a reviewer puts a cause on the list'); END IF;
    NEW.created_at := house_now();
  ELSIF (NEW.key, NEW.created_by, NEW.created_at) IS DISTINCT FROM (OLD.key, OLD.created_by, OLD.created_at) THEN
    PERFORM refuse('TP900', 'a cause keeps its key');
  ELSIF OLD.merged_into IS NOT NULL THEN
    -- It goes along when what it was merged into is merged, and is else as it was left.
    IF to_jsonb(NEW) - ARRAY['id', 'merged_into'] <> to_jsonb(OLD) - ARRAY['id', 'merged_into']
       OR NOT EXISTS (SELECT 1 FROM causes o WHERE o.key = OLD.merged_into AND o.merged_into = NEW.merged_into) THEN
      PERFORM refuse('TP195', 'a merged cause is not changed any more');
    END IF;
    RETURN NEW;
  ELSIF NEW.merged_into IS NOT NULL THEN
    -- One merge after the other, and none while a proposal is written that would have to know of it.
    PERFORM pg_advisory_xact_lock(7305, 48);
    IF (NEW.merged_into, NEW.merge_asked_by, NEW.merge_asked_human, NEW.merge_why_id, NEW.merge_asked_into)
       IS DISTINCT FROM (OLD.merge_asked_into, OLD.merge_asked_by, OLD.merge_asked_human, OLD.merge_why_id, OLD.merge_asked_into) THEN
      PERFORM refuse('TP900', 'a cause is merged as a first reviewer asked');
    END IF;
    NEW.merged_at := house_now();
  END IF;
  IF EXISTS (SELECT 1 FROM causes c WHERE c.key IN (NEW.merge_asked_into, NEW.merged_into) AND c.merged_into IS NOT NULL) THEN
    PERFORM refuse('TP195', 'what was merged itself is no goal');
  END IF;
  IF EXISTS (SELECT 1 FROM (VALUES (NEW.created_by, CASE WHEN TG_OP = 'UPDATE' THEN OLD.created_by END), (NEW.merge_asked_by, CASE WHEN TG_OP = 'UPDATE' THEN OLD.merge_asked_by END),
       (NEW.merged_by, NULL)) AS named (now, before) WHERE now IS DISTINCT FROM before AND now IS NOT NULL AND NOT EXISTS (
         SELECT 1 FROM people p WHERE p.id = now AND p.kind = 'PERSON' AND p.active AND 'REVIEWER' = ANY (p.roles))) THEN
    PERFORM refuse('TP107', 'only reviewers keep the list of causes');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER causes_are_curated BEFORE INSERT OR UPDATE ON causes FOR EACH ROW EXECUTE FUNCTION causes_are_curated();
CREATE TRIGGER linked_humans_do_not_merge BEFORE UPDATE OF merged_by ON causes FOR EACH ROW
  WHEN (NEW.merged_by IS NOT NULL) EXECUTE FUNCTION linked_humans_are_one('merge_asked_by', 'merged_by', 'TP171');
CREATE TRIGGER causes_are_kept BEFORE DELETE ON causes FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER causes_are_not_truncated BEFORE TRUNCATE ON causes FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- What was merged into it before goes along, at the same instant, so that no merge ever leads to a merged cause: there are no chains and no circles.
CREATE FUNCTION a_merge_takes_along() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO cause_meanings (cause, means, since) VALUES (NEW.key, NEW.merged_into,
    CASE WHEN OLD.merged_into IS NULL THEN NEW.merged_at ELSE (SELECT o.merged_at FROM causes o WHERE o.key = OLD.merged_into) END);
  UPDATE causes SET merged_into = NEW.merged_into WHERE merged_into = NEW.key;
  RETURN NULL;
END $$;
CREATE TRIGGER a_merge_takes_along AFTER UPDATE OF merged_into ON causes FOR EACH ROW
  WHEN (NEW.merged_into IS DISTINCT FROM OLD.merged_into) EXECUTE FUNCTION a_merge_takes_along();
CREATE TRIGGER cause_meanings_are_append_only BEFORE UPDATE OR DELETE ON cause_meanings FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER cause_meanings_are_not_truncated BEFORE TRUNCATE ON cause_meanings FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- No revision has a cause that is not on the list. The service refuses it, with the nearest ones; this one lists it, for reviewers to merge.
CREATE FUNCTION a_cause_in_use_is_listed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM causes c WHERE c.key = NEW.cause) AND NEW.cause ~ '^[a-z0-9][a-z0-9-]{0,63}$' THEN
    INSERT INTO causes (key, name) VALUES (NEW.cause, upper(left(NEW.cause, 1)) || substr(replace(NEW.cause, '-', ' '), 2)) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER a_cause_in_use_is_listed AFTER INSERT ON revisions FOR EACH ROW EXECUTE FUNCTION a_cause_in_use_is_listed();
REVOKE ALL ON FUNCTION causes_are_curated, a_merge_takes_along, a_cause_in_use_is_listed FROM PUBLIC;
`;

/**
 * Wherever causes were compared they are compared by what they became. Locks that were by cause are by what it is now; the shared one before them
 * puts every proposal before or after a merge.
 */
const SWAPS: readonly (readonly [name: string, was: string, is: string])[] = [
  ['covers', 'IMMUTABLE', 'STABLE'],
  ['covers', 'remedy_cause = ANY (v.causes)', 'remedy_cause = ANY (v.causes) OR is_like_one_of(remedy_cause, v.causes)'],
  [
    'same_cause_sum',
    `BEGIN
  IF in_currency`,
    `DECLARE
  alike text[] := same_causes(of_cause);
BEGIN
  IF in_currency`,
  ],
  ['same_cause_sum', 'r.cause = of_cause', 'r.cause = ANY (alike)'],
  ['cautions_at', 'c.cause = of_cause', 'c.cause = ANY (same_causes_at(of_cause, instant))'],
  [
    'revision_is_the_next',
    `PERFORM pg_advisory_xact_lock_shared(hashtextextended(NEW.cause || ' ' || NEW.kind, 44));`,
    `PERFORM pg_advisory_xact_lock_shared(7305, 48);
  PERFORM pg_advisory_xact_lock_shared(hashtextextended(cause_now(NEW.cause) || ' ' || NEW.kind, 44));`,
  ],
  [
    'revision_is_the_next',
    `hashtextextended(customer || ' ' || NEW.cause, 14)`,
    `hashtextextended(customer || ' ' || cause_now(NEW.cause), 14)`,
  ],
  [
    'cautions_end_by_two',
    `PERFORM pg_advisory_xact_lock(hashtextextended(NEW.cause || ' ' || NEW.kind, 44));`,
    `PERFORM pg_advisory_xact_lock_shared(7305, 48);
    PERFORM pg_advisory_xact_lock(hashtextextended(cause_now(NEW.cause) || ' ' || NEW.kind, 44));`,
  ],
];

const CANDIDATES = `
-- Of which pattern reviewers were last told that it is a candidate for a policy.
CREATE TABLE pattern_candidates (
  pattern_id text PRIMARY KEY,
  cause text NOT NULL,
  kind text NOT NULL,
  told_at timestamptz NOT NULL DEFAULT house_now(),
  times integer NOT NULL DEFAULT 1 CHECK (times > 0)
);
CREATE TRIGGER pattern_candidates_are_kept BEFORE DELETE ON pattern_candidates FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER pattern_candidates_are_not_truncated BEFORE TRUNCATE ON pattern_candidates FOR EACH STATEMENT EXECUTE FUNCTION append_only();
GRANT SELECT ON pattern_candidates TO countersign_api;
GRANT SELECT, INSERT, UPDATE (told_at, times) ON pattern_candidates TO countersign_worker;
GRANT SELECT ON precedents TO countersign_worker;
`;
