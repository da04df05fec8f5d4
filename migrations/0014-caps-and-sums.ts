import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Caps are counters that nobody passes by a cent; remedies for one customer and cause are summed before their band is chosen; who could co-sign. */
export class CapsAndSums1763700000014 implements MigrationInterface {
  name = 'CapsAndSums1763700000014';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [HOUSE, CLAIMS, COUNTERS, revisionIsTheNext(SUMMED), RIGHTS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TRIGGER caps_hold ON policy_exceptions;
DROP TRIGGER caps_hold_again ON policy_exceptions;
DROP TRIGGER pair_caps_hold ON co_signatures;
DROP TRIGGER pair_caps_are_freed ON co_signature_ends;
DROP TRIGGER caps_begin_with_what_is_used ON guardrails;
DROP TRIGGER beyond_caps_comes_with_a_revision ON policy_exceptions;
DROP FUNCTION eligible_co_signers, could_co_sign, caps_hold, caps_begin_with_what_is_used, beyond_caps_comes_with_a_revision, cap_used_most, cap_now, cap_used, free_what_expired, same_cause_sum;
DROP TABLE cap_counters, cap_bookings;
DROP VIEW cap_claims;
DROP FUNCTION pair_of, cap_days, house_day;
DROP TABLE house;
`);
    await runner.query(revisionIsTheNext(ALONE));
    await runner.query(`
ALTER TABLE policy_exceptions DROP CONSTRAINT policy_exceptions_base_quorum_check, ADD CONSTRAINT policy_exceptions_base_quorum_check CHECK (base_quorum BETWEEN 1 AND 9);
ALTER TABLE policy_exceptions DROP COLUMN beyond_caps;
`);
  }
}

const HOUSE = `
-- What walls must know of the settings. Written when the house is migrated.
CREATE TABLE house (
  id boolean PRIMARY KEY DEFAULT true CONSTRAINT there_is_one_house CHECK (id),
  time_zone text NOT NULL CONSTRAINT a_time_zone_exists CHECK (timezone(time_zone, '2026-01-01T00:00:00Z'::timestamptz) IS NOT NULL),
  same_cause_days smallint NOT NULL DEFAULT 14 CHECK (same_cause_days BETWEEN 0 AND 366)
);
INSERT INTO house (time_zone) VALUES ('UTC');

-- The day of the calendar where the house is.
CREATE FUNCTION house_day(at timestamptz) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT (at AT TIME ZONE h.time_zone)::date FROM house h
$$;

-- Booked beside the caps, for one co-signature more than the bands ask for. Chosen with a revision, so that a signature is never on less than was read.
ALTER TABLE policy_exceptions ADD COLUMN beyond_caps boolean NOT NULL DEFAULT false,
  DROP CONSTRAINT policy_exceptions_base_quorum_check, ADD CONSTRAINT policy_exceptions_base_quorum_check CHECK (base_quorum BETWEEN 1 AND 9 + beyond_caps::int);
CREATE FUNCTION beyond_caps_comes_with_a_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refuse('TP900', 'whether an amount is booked beside the caps is chosen with a revision');
  RETURN NULL;
END $$;
CREATE TRIGGER beyond_caps_comes_with_a_revision BEFORE UPDATE OF beyond_caps ON policy_exceptions
  FOR EACH ROW WHEN (NEW.beyond_caps <> OLD.beyond_caps AND NEW.revision = OLD.revision) EXECUTE FUNCTION beyond_caps_comes_with_a_revision();

-- What the customer was given or may still be given for the same cause, in the same currency, over the days of the house's setting. By key only: a
-- plan that was made while the tables were small would read whole tables later.
CREATE FUNCTION same_cause_sum(of_customer text, of_cause text, in_currency text, apart_from text) RETURNS bigint LANGUAGE plpgsql STABLE
  SET enable_seqscan = off AS $$
BEGIN
  IF in_currency IS NULL THEN RETURN 0; END IF;
  RETURN (SELECT least(coalesce(sum(r.amount_minor), 0), 9007199254740991) FROM cases c JOIN policy_exceptions x ON x.case_id = c.id
      JOIN revisions r ON r.exception_id = x.id AND r.number = x.revision
     WHERE c.customer_id = of_customer AND x.id IS DISTINCT FROM apart_from AND r.cause = of_cause AND r.currency = in_currency
       AND x.created_at > house_now() - (SELECT h.same_cause_days FROM house h) * interval '1 day'
       AND (x.status IN ('APPROVED', 'FULFILLED', 'LAPSED') OR x.status = 'PROPOSED' AND x.expires_at > house_now()));
END $$;
`;

const CLAIMS = `
CREATE FUNCTION pair_of(one text, other text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN one COLLATE "C" < other THEN one || '+' || other ELSE other || '+' || one END
$$;
CREATE FUNCTION cap_days(scope text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT CASE WHEN scope LIKE '%30_DAYS' THEN 30 ELSE 1 END $$;

-- What each exception uses of each limit: what is open and can still be signed, and what was approved, for ever. A pair is known once one signs.
CREATE VIEW cap_claims AS
SELECT e.id AS exception_id, s.scope, s.subject, r.currency, r.amount_minor, house_day(s.at) AS day
  FROM policy_exceptions e
  JOIN revisions r ON r.exception_id = e.id AND r.number = e.revision AND r.amount_minor IS NOT NULL
  CROSS JOIN LATERAL (SELECT max(m.created_at) AS at FROM revisions m WHERE m.exception_id = e.id AND m.material) matter
  CROSS JOIN LATERAL (
    SELECT 'PERSON_DAY' AS scope, e.proposer_human AS subject, matter.at
    UNION ALL SELECT 'TEAM_DAY', p.team_id, matter.at FROM people p WHERE p.id = e.proposer_id AND p.team_id IS NOT NULL
    UNION ALL SELECT 'CUSTOMER_30_DAYS', c.customer_id, matter.at FROM cases c WHERE c.id = e.case_id
    UNION ALL SELECT 'PAIR_30_DAYS', pair_of(e.proposer_human, v.human_id), v.at FROM co_signatures v
      WHERE v.exception_id = e.id AND v.revision = e.revision AND NOT v.also_agreed
        AND NOT EXISTS (SELECT 1 FROM co_signature_ends x WHERE (x.exception_id, x.revision, x.human_id) = (v.exception_id, v.revision, v.human_id))) s
 WHERE NOT e.beyond_caps AND (e.approved_revision IS NOT NULL OR e.status = 'PROPOSED' AND e.expires_at > house_now());

-- The most that any subject has used of such a limit by today, also where it was not capped so far.
CREATE FUNCTION cap_used_most(of_scope text, in_currency text) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT least(coalesce(max(used), 0), 9007199254740991)::bigint FROM (SELECT sum(c.amount_minor) AS used
    FROM policy_exceptions e JOIN cap_claims c ON c.exception_id = e.id
   WHERE e.created_at > house_now() - interval '90 days' AND c.scope = of_scope AND c.currency = in_currency
     AND c.day > house_day(house_now()) - cap_days(of_scope) GROUP BY c.subject) AS each
$$;
`;

const COUNTERS = `
CREATE TABLE cap_bookings (
  exception_id text NOT NULL REFERENCES policy_exceptions,
  scope text NOT NULL CONSTRAINT a_booked_scope_is_known CHECK (scope IN ('PERSON_DAY', 'PAIR_30_DAYS', 'TEAM_DAY', 'CUSTOMER_30_DAYS')),
  subject text NOT NULL,
  currency text NOT NULL,
  day date NOT NULL,
  amount_minor bigint NOT NULL CONSTRAINT a_booked_amount_is_positive CHECK (amount_minor > 0),
  CONSTRAINT booked_once PRIMARY KEY (exception_id, scope, subject)
);
CREATE TABLE cap_counters (
  scope text NOT NULL,
  subject text NOT NULL,
  currency text NOT NULL,
  day date NOT NULL,
  used_minor bigint NOT NULL CONSTRAINT a_counter_is_never_below_nothing CHECK (used_minor >= 0),
  CONSTRAINT one_counter_a_day PRIMARY KEY (scope, subject, currency, day)
);

-- Used by a subject in the days that end with the last one.
CREATE FUNCTION cap_used(of_scope text, of_subject text, in_currency text, last date) RETURNS numeric LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
BEGIN
  RETURN (SELECT coalesce(sum(c.used_minor), 0) FROM cap_counters c
     WHERE (c.scope, c.subject, c.currency) = (of_scope, of_subject, in_currency) AND c.day > last - cap_days(of_scope) AND c.day <= last);
END $$;

-- Limit and use of one cap today, as JSON; null where nothing is capped. Without what that one exception booked, and without proposals whose time has
-- passed by the clock, whoever has noticed: the wall frees those when it needs the room.
CREATE FUNCTION cap_now(of_scope text, of_subject text, in_currency text, apart_from text) RETURNS json LANGUAGE plpgsql STABLE AS $$
DECLARE
  most bigint;
  today date;
  freed numeric;
BEGIN
  IF of_subject IS NULL OR in_currency IS NULL THEN RETURN NULL; END IF;
  SELECT k.limit_minor INTO most FROM guardrails g JOIN caps k ON (k.guardrails_id, k.scope, k.currency) = (g.id, of_scope, in_currency) WHERE g.active;
  IF most IS NULL THEN RETURN NULL; END IF;
  today := house_day(house_now());
  SELECT coalesce(sum(b.amount_minor), 0) INTO freed FROM (SELECT apart_from AS id
      UNION SELECT e.id FROM policy_exceptions e WHERE e.status = 'PROPOSED' AND e.expires_at <= house_now()) gone
    JOIN cap_bookings b ON b.exception_id = gone.id
   WHERE (b.scope, b.subject, b.currency) = (of_scope, of_subject, in_currency) AND b.day > today - cap_days(of_scope) AND b.day <= today;
  RETURN json_build_object('scope', of_scope, 'currency', in_currency, 'limitMinor', most,
    'usedMinor', cap_used(of_scope, of_subject, in_currency, today) - freed);
END $$;

-- Frees what proposals booked whose time has passed and that nobody has ended yet. Locked, so that none of them is approved at this very moment; never
-- waiting, since locks on exceptions are taken before those on counters.
CREATE FUNCTION free_what_expired(of_scope text, of_subject text, in_currency text) RETURNS void LANGUAGE sql AS $$
  WITH expired AS (SELECT e.id FROM policy_exceptions e WHERE e.status = 'PROPOSED' AND e.expires_at <= house_now() AND EXISTS (SELECT 1 FROM cap_bookings b
      WHERE b.exception_id = e.id AND (b.scope, b.subject, b.currency) = (of_scope, of_subject, in_currency)) FOR UPDATE SKIP LOCKED),
    gone AS (DELETE FROM cap_bookings b USING expired WHERE (b.exception_id, b.scope, b.subject) = (expired.id, of_scope, of_subject) RETURNING b.*),
    by_day AS (SELECT day, sum(amount_minor) AS amount FROM gone GROUP BY day)
  UPDATE cap_counters u SET used_minor = u.used_minor - by_day.amount FROM by_day
   WHERE (u.scope, u.subject, u.currency, u.day) = (of_scope, of_subject, in_currency, by_day.day)
$$;

-- At the end of the transaction: books what is claimed and frees what is not any more, one transaction after the other for each counter. The shared
-- lock lets no version of the guardrails begin meanwhile, which would count what it finds.
CREATE FUNCTION caps_hold() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
  which text;
  claims cap_claims[]; -- read once, and locked by the exception's own row
  k record;
  used numeric;
BEGIN
  IF TG_TABLE_NAME = 'policy_exceptions' THEN which := NEW.id; ELSE which := NEW.exception_id; END IF;
  PERFORM pg_advisory_xact_lock_shared(7305, 14);
  IF NOT EXISTS (SELECT 1 FROM guardrails g JOIN caps c ON c.guardrails_id = g.id WHERE g.active)
     AND NOT EXISTS (SELECT 1 FROM cap_bookings b WHERE b.exception_id = which) THEN RETURN NULL; END IF;
  claims := ARRAY(SELECT c FROM cap_claims c WHERE c.exception_id = which);
  PERFORM pg_advisory_xact_lock(hashtextextended(touched.what, 14)) FROM (
    SELECT b.scope || ' ' || b.subject || ' ' || b.currency AS what FROM cap_bookings b WHERE b.exception_id = which
    UNION SELECT c.scope || ' ' || c.subject || ' ' || c.currency FROM unnest(claims) c ORDER BY 1) AS touched;
  WITH gone AS (DELETE FROM cap_bookings b WHERE b.exception_id = which AND NOT EXISTS (
      SELECT 1 FROM unnest(claims) c WHERE (c.scope, c.currency, c.amount_minor) = (b.scope, b.currency, b.amount_minor)
         AND (c.subject = b.subject OR c.scope = 'TEAM_DAY')) RETURNING *)
  UPDATE cap_counters u SET used_minor = u.used_minor - gone.amount_minor FROM gone
   WHERE (u.scope, u.subject, u.currency, u.day) = (gone.scope, gone.subject, gone.currency, gone.day);
  FOR k IN
    SELECT c.*, x.limit_minor FROM guardrails g JOIN caps x ON x.guardrails_id = g.id JOIN unnest(claims) c ON (c.scope, c.currency) = (x.scope, x.currency)
     WHERE g.active AND NOT EXISTS (SELECT 1 FROM cap_bookings b
       WHERE b.exception_id = which AND b.scope = c.scope AND (b.subject = c.subject OR c.scope = 'TEAM_DAY'))
     ORDER BY c.scope, c.subject
  LOOP
    FOR look IN 1..2 LOOP
      SELECT max(cap_used(k.scope, k.subject, k.currency, d::date)) INTO used FROM generate_series(k.day, greatest(k.day, house_day(house_now())), interval '1 day') d;
      EXIT WHEN used + k.amount_minor <= k.limit_minor;
      IF look = 2 THEN
        RAISE EXCEPTION USING ERRCODE = 'TP145', MESSAGE = 'a cap would be passed',
          DETAIL = json_build_object('scope', k.scope, 'currency', k.currency, 'limitMinor', k.limit_minor, 'usedMinor', used);
      END IF;
      PERFORM free_what_expired(k.scope, k.subject, k.currency);
    END LOOP;
    INSERT INTO cap_bookings VALUES (which, k.scope, k.subject, k.currency, k.day, k.amount_minor);
    INSERT INTO cap_counters AS u VALUES (k.scope, k.subject, k.currency, k.day, k.amount_minor)
      ON CONFLICT ON CONSTRAINT one_counter_a_day DO UPDATE SET used_minor = u.used_minor + excluded.used_minor;
  END LOOP;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER caps_hold AFTER INSERT ON policy_exceptions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION caps_hold();
-- An approval, and what comes after it, changes nothing: what was said yes to stays used.
CREATE CONSTRAINT TRIGGER caps_hold_again AFTER UPDATE ON policy_exceptions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.revision <> OLD.revision OR NEW.status <> OLD.status AND NEW.approved_revision IS NULL) EXECUTE FUNCTION caps_hold();
CREATE CONSTRAINT TRIGGER pair_caps_hold AFTER INSERT ON co_signatures DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NOT NEW.also_agreed AND NEW.carried_from IS NULL) EXECUTE FUNCTION caps_hold();
CREATE CONSTRAINT TRIGGER pair_caps_are_freed AFTER INSERT ON co_signature_ends DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION caps_hold();

-- A version that caps what the one before did not begins with what is used already.
CREATE FUNCTION caps_begin_with_what_is_used() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM caps x WHERE x.guardrails_id = NEW.id) THEN RETURN NULL; END IF;
  PERFORM pg_advisory_xact_lock(7305, 14);
  WITH booked AS (INSERT INTO cap_bookings (exception_id, scope, subject, currency, day, amount_minor)
      SELECT c.exception_id, c.scope, c.subject, c.currency, c.day, c.amount_minor FROM policy_exceptions e JOIN cap_claims c ON c.exception_id = e.id
        JOIN caps x ON (x.guardrails_id, x.scope, x.currency) = (NEW.id, c.scope, c.currency)
       WHERE e.created_at > house_now() - interval '90 days' AND c.day > house_day(house_now()) - 30
         AND NOT EXISTS (SELECT 1 FROM cap_bookings b WHERE b.exception_id = c.exception_id AND b.scope = c.scope AND (b.subject = c.subject OR c.scope = 'TEAM_DAY'))
      RETURNING *)
  INSERT INTO cap_counters AS u SELECT b.scope, b.subject, b.currency, b.day, sum(b.amount_minor) FROM booked b GROUP BY 1, 2, 3, 4
    ON CONFLICT ON CONSTRAINT one_counter_a_day DO UPDATE SET used_minor = u.used_minor + excluded.used_minor;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER caps_begin_with_what_is_used AFTER INSERT OR UPDATE OF active ON guardrails DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.active) EXECUTE FUNCTION caps_begin_with_what_is_used();

-- Whether this account could co-sign at this moment: it may, its human has not decided on this revision, and the pair has room below its cap.
CREATE FUNCTION could_co_sign(e policy_exceptions, p people) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT e.status = 'PROPOSED' AND e.expires_at > house_now() AND may_vote(e, p) IS NULL
    AND NOT EXISTS (SELECT 1 FROM co_signatures s WHERE (s.exception_id, s.revision, s.human_id) = (e.id, e.revision, p.human_id))
    AND NOT EXISTS (SELECT 1 FROM objections o WHERE o.exception_id = e.id AND o.human_id = p.human_id AND (o.revision = e.revision
      OR NOT EXISTS (SELECT 1 FROM revisions m WHERE m.exception_id = e.id AND m.number > o.revision AND m.material)
        AND NOT EXISTS (SELECT 1 FROM objection_ends x WHERE (x.exception_id, x.revision, x.human_id) = (o.exception_id, o.revision, o.human_id))))
    AND (e.beyond_caps OR coalesce((SELECT (k.cap ->> 'usedMinor')::bigint + r.amount_minor <= (k.cap ->> 'limitMinor')::bigint
      FROM revisions r, cap_now('PAIR_30_DAYS', pair_of(e.proposer_human, p.human_id), r.currency, e.id) AS k(cap)
     WHERE r.exception_id = e.id AND r.number = e.revision), true))
$$;
-- One account of each human who could. Accounts that admins have linked (migration 0015) are of one human.
CREATE FUNCTION eligible_co_signers(of_exception text) RETURNS TABLE (person_id text, counts_as text) LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY SELECT DISTINCT ON (coalesce(p.linked_human, p.human_id)) p.id, p.human_id FROM policy_exceptions e, people p
   WHERE e.id = of_exception AND p.kind = 'PERSON' AND p.active AND p.faces_customers AND could_co_sign(e, p)
   ORDER BY coalesce(p.linked_human, p.human_id), p.created_at, p.id;
END $$;
`;

/** The quorum of a revision, by what it costs alone or together with what else the customer was given for the cause. */
const ALONE = { declare: '', sum: '', asked: 'quorum_for(NEW.kind, NEW.amount_minor, NEW.currency)' };
const SUMMED = {
  declare: 'customer text;',
  // Two at once: the second waits until the first is committed, and then counts it.
  sum: `SELECT c.customer_id INTO customer FROM cases c WHERE c.id = e.case_id;
  PERFORM pg_advisory_xact_lock(hashtextextended(customer || ' ' || NEW.cause, 14));`,
  asked:
    'quorum_for(NEW.kind, NEW.amount_minor + same_cause_sum(customer, NEW.cause, NEW.currency, e.id), NEW.currency) + e.beyond_caps::int',
};

/** The next revision of an open proposal, by its proposer or a named helper who is here, with at least the quorum that is asked for. */
const revisionIsTheNext = ({ declare, sum, asked }: typeof ALONE): string => `
CREATE OR REPLACE FUNCTION revision_is_the_next() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  e policy_exceptions;
  p people;
  before revisions;
  ${declare}
BEGIN
  SELECT * INTO e FROM policy_exceptions WHERE id = NEW.exception_id FOR UPDATE;
  IF e.status <> 'PROPOSED' THEN PERFORM refuse('TP104', 'only a proposal can be amended'); END IF;
  IF NEW.number <> e.revision THEN PERFORM refuse('TP102', 'a revision is the next one'); END IF;
  NEW.created_at := house_now();
  IF NEW.created_at >= e.expires_at THEN PERFORM refuse('TP105', 'the proposal has expired'); END IF;
  SELECT * INTO p FROM people WHERE id = NEW.author_id FOR SHARE;
  IF NOT p.active OR NOT (NEW.author_human = e.proposer_human
       OR EXISTS (SELECT 1 FROM helpers h WHERE h.exception_id = e.id AND h.person_id = NEW.author_id)) THEN
    PERFORM refuse('TP111', 'only the proposer or a named helper amends');
  END IF;
  IF NEW.policy_version_id IS DISTINCT FROM e.policy_version_id THEN PERFORM refuse('TP900', 'revision and exception depart from the same policy'); END IF;
  ${sum}
  IF coalesce(e.base_quorum < ${asked}, true) THEN PERFORM refuse('TP132', 'the quorum is at least what the band asks for'); END IF;
  IF NEW.number = 1 THEN
    NEW.material := true;
  ELSE
    SELECT * INTO before FROM revisions WHERE exception_id = e.id AND number = NEW.number - 1;
    NEW.material := before.material_digest <> NEW.material_digest;
  END IF;
  RETURN NEW;
END $$;
`;

const RIGHTS = `
REVOKE ALL ON FUNCTION house_day, beyond_caps_comes_with_a_revision, same_cause_sum, pair_of, cap_days, cap_used_most, cap_used, cap_now, free_what_expired, caps_hold,
  caps_begin_with_what_is_used, could_co_sign, eligible_co_signers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION house_day, same_cause_sum, pair_of, cap_days, cap_used_most, cap_used, cap_now, could_co_sign, eligible_co_signers TO countersign_api;
GRANT SELECT ON house, cap_bookings, cap_counters, cap_claims TO countersign_api;
GRANT UPDATE (beyond_caps) ON policy_exceptions TO countersign_api;
-- The worker looks at an exception by the same statement; without anybody who would sign, no cap is asked.
GRANT EXECUTE ON FUNCTION pair_of, cap_now TO countersign_worker;
`;
