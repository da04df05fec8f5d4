import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One human with several accounts is one in caps, forecasts and disputes; and caps are held with fewer statements. */
export class LinkedHumansAreCountedOnce1763700000023 implements MigrationInterface {
  name = 'LinkedHumansAreCountedOnce1763700000023';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(HUMANS);
    await runner.query(CLAIMS);
    await runner.query(HOLD);
    for (const [name, was, is] of SWAPS) await swap(runner, name, was, is);
    await runner.query(JOIN);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER caps_are_joined ON account_links; DROP FUNCTION caps_are_joined, join_caps;`);
    for (const [name, was, is] of SWAPS) await swap(runner, name, is, was);
    await runner.query(CLAIMS_BEFORE);
    await runner.query(HOLD_BEFORE);
    await runner.query(`DROP FUNCTION pair_cap_now, counted_human, humans_of;`);
  }
}

/** Puts another part into a function of an earlier migration, and leaves the rest of it as it stands. */
async function swap(runner: QueryRunner, name: string, was: string, is: string): Promise<void> {
  const [row] = (await runner.query(`SELECT pg_get_functiondef($1::regproc) AS definition`, [name])) as { definition: string }[];
  if (!row?.definition.includes(was)) throw new Error(`The function ${name} is not as this migration knows it.`);
  await runner.query(row.definition.replaceAll(was, () => is));
}

const SWAPS: readonly (readonly [name: string, was: string, is: string])[] = [
  ['could_co_sign', `cap_now('PAIR_30_DAYS', pair_of(e.proposer_human, p.human_id), `, `pair_cap_now(e.proposer_human, p.human_id, `],
  [
    'could_co_sign',
    `(s.exception_id, s.revision, s.human_id) = (e.id, e.revision, p.human_id)`,
    `(s.exception_id, s.revision) = (e.id, e.revision) AND s.human_id = ANY (humans_of(p))`,
  ],
  ['could_co_sign', `o.human_id = p.human_id AND`, `o.human_id = ANY (humans_of(p)) AND`],
  ['eligible_co_signers', `p.id, p.human_id FROM`, `p.id, coalesce(p.linked_human, p.human_id) FROM`],
  ['caps_begin_with_what_is_used', `currency, day, amount_minor)`, `currency, day, amount_minor, signer_human)`],
  ['caps_begin_with_what_is_used', `c.amount_minor FROM`, `c.amount_minor, c.signer_human FROM`],
  ['caps_begin_with_what_is_used', `(b.subject = c.subject OR c.scope = 'TEAM_DAY')`, `b.signer_human = c.signer_human`],
  // Whoever disowns is safe in all accounts; who took part by any of them does not settle; nor does who asked to stop stop it by another.
  ['who_disowns_is_safe', `human_id = NEW.human_id ORDER BY`, `human_id = ANY (linked_humans(NEW.human_id)) ORDER BY`],
  [
    'two_admins_settle_a_dispute',
    `IN (NEW.proposed_human, NEW.settled_human)`,
    `= ANY (linked_humans(NEW.proposed_human) || linked_humans(NEW.settled_human))`,
  ],
  ['what_was_settled_happens', `x.stop_proposed_human = NEW.settled_human`, `same_human(x.stop_proposed_by, NEW.settled_by)`],
];

const HUMANS = `
-- Every recorded human who is the one of this account. By the row alone for who is linked to nobody.
CREATE FUNCTION humans_of(p people) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p.linked_human IS NULL THEN ARRAY[p.human_id] ELSE linked_humans(p.human_id) END
$$;
-- As whom a recorded human is counted now.
CREATE FUNCTION counted_human(recorded text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(max(p.linked_human), recorded) FROM people p WHERE p.human_id = recorded
$$;
-- Limit and use of two recorded humans as a pair, as cap_now says them. Nobody is looked up where pairs are not capped.
CREATE FUNCTION pair_cap_now(one text, other text, in_currency text, apart_from text) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF other IS NULL OR in_currency IS NULL OR NOT EXISTS (SELECT 1 FROM guardrails g
      JOIN caps k ON (k.guardrails_id, k.scope, k.currency) = (g.id, 'PAIR_30_DAYS', in_currency) WHERE g.active) THEN RETURN NULL; END IF;
  RETURN cap_now('PAIR_30_DAYS', pair_of(counted_human(one), counted_human(other)), in_currency, apart_from);
END $$;
REVOKE ALL ON FUNCTION humans_of, counted_human, pair_cap_now FROM PUBLIC;
GRANT EXECUTE ON FUNCTION humans_of, counted_human, pair_cap_now TO countersign_api;
GRANT EXECUTE ON FUNCTION pair_cap_now TO countersign_worker;
`;

interface Claims {
  readonly house: string;
  readonly person: string;
  readonly pair: string;
  readonly day: string;
  readonly signer: string;
  readonly none: string;
}

/** What counts, as in migration 0014; now as whom people are counted by now, and with the recorded signer who makes the pair. */
const claims = ({ house, person, pair, day, signer, none }: Claims): string => `
DROP VIEW cap_claims;
CREATE VIEW cap_claims AS
SELECT e.id AS exception_id, s.scope, s.subject, r.currency, r.amount_minor, ${day} AS day${signer}
  FROM ${house}policy_exceptions e
  JOIN revisions r ON r.exception_id = e.id AND r.number = e.revision AND r.amount_minor IS NOT NULL
  CROSS JOIN LATERAL (SELECT max(m.created_at) AS at FROM revisions m WHERE m.exception_id = e.id AND m.material) matter
  CROSS JOIN LATERAL (
    SELECT 'PERSON_DAY' AS scope, ${person} AS subject, matter.at${none}
    UNION ALL SELECT 'TEAM_DAY', p.team_id, matter.at${none} FROM people p WHERE p.id = e.proposer_id AND p.team_id IS NOT NULL
    UNION ALL SELECT 'CUSTOMER_30_DAYS', c.customer_id, matter.at${none} FROM cases c WHERE c.id = e.case_id
    UNION ALL SELECT 'PAIR_30_DAYS', ${pair}
      WHERE v.exception_id = e.id AND v.revision = e.revision AND NOT v.also_agreed
        AND NOT EXISTS (SELECT 1 FROM co_signature_ends x WHERE (x.exception_id, x.revision, x.human_id) = (v.exception_id, v.revision, v.human_id))) s
 WHERE NOT e.beyond_caps AND (e.approved_revision IS NOT NULL OR e.status = 'PROPOSED' AND e.expires_at > house_now());
GRANT SELECT ON cap_claims TO countersign_api;
`;
const COUNTED = 'coalesce(by.linked_human, by.human_id)';

const CLAIMS = `${claims({
  house: 'house h CROSS JOIN people by JOIN ',
  person: COUNTED,
  pair: `pair_of(${COUNTED}, coalesce(q.linked_human, q.human_id)), v.at, v.human_id FROM co_signatures v JOIN people q ON q.id = v.signer_id`,
  day: '(s.at AT TIME ZONE h.time_zone)::date',
  signer: ', s.signer_human',
  none: `, '' AS signer_human`,
}).replace('policy_exceptions e\n', 'policy_exceptions e ON e.proposer_id = by.id\n')}
-- A booking is of an exception and, for a pair, of the recorded human who signed. On whom it was booked it stays, whoever moves to another team or
-- is linked to another account afterwards: only a confirmed link moves bookings.
ALTER TABLE cap_bookings ADD signer_human text NOT NULL DEFAULT '';
UPDATE cap_bookings b SET signer_human = CASE e.proposer_human WHEN split_part(b.subject, '+', 1) THEN split_part(b.subject, '+', 2) ELSE split_part(b.subject, '+', 1) END
  FROM policy_exceptions e WHERE e.id = b.exception_id AND b.scope = 'PAIR_30_DAYS';
ALTER TABLE cap_bookings DROP CONSTRAINT booked_once, ADD CONSTRAINT booked_once PRIMARY KEY (exception_id, scope, signer_human);
`;

const CLAIMS_BEFORE = `${claims({
  house: '',
  person: 'e.proposer_human',
  pair: 'pair_of(e.proposer_human, v.human_id), v.at FROM co_signatures v',
  day: 'house_day(s.at)',
  signer: '',
  none: '',
})}
WITH twice AS (DELETE FROM cap_bookings b USING cap_bookings o WHERE (o.exception_id, o.scope, o.subject) = (b.exception_id, b.scope, b.subject)
    AND o.signer_human < b.signer_human RETURNING b.*),
  each AS (SELECT scope, subject, currency, day, sum(amount_minor) AS amount FROM (SELECT DISTINCT * FROM twice) t GROUP BY 1, 2, 3, 4)
UPDATE cap_counters u SET used_minor = u.used_minor - each.amount FROM each
 WHERE (u.scope, u.subject, u.currency, u.day) = (each.scope, each.subject, each.currency, each.day);
ALTER TABLE cap_bookings DROP CONSTRAINT booked_once, DROP signer_human, ADD CONSTRAINT booked_once PRIMARY KEY (exception_id, scope, subject);
`;

const HEAD = `CREATE OR REPLACE FUNCTION caps_hold() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$`;
const LOOK = `IF TG_TABLE_NAME = 'policy_exceptions' THEN which := NEW.id; ELSE which := NEW.exception_id; END IF;
  PERFORM pg_advisory_xact_lock_shared(7305, 14);
  IF NOT EXISTS (SELECT 1 FROM guardrails g JOIN caps c ON c.guardrails_id = g.id WHERE g.active)
     AND NOT EXISTS (SELECT 1 FROM cap_bookings b WHERE b.exception_id = which) THEN RETURN NULL; END IF;`;
const LOCK = `PERFORM pg_advisory_xact_lock(hashtextextended(touched.what, 14)) FROM (
    SELECT b.scope || ' ' || b.subject || ' ' || b.currency AS what FROM cap_bookings b WHERE b.exception_id = which`;

/** All scopes by one statement each: what is claimed and not booked, the locks, what has no room, and the booking. */
const HOLD = `${HEAD}
DECLARE
  which text;
  frees boolean := TG_OP = 'UPDATE' OR TG_TABLE_NAME = 'co_signature_ends'; -- a proposal and a signature only claim,
  signed boolean := TG_TABLE_NAME = 'co_signatures'; -- and a signature only of its pair
  claims cap_claims[]; -- read once, and locked by the exception's own row
  today date;
  full_one record;
  freed text[] := '{}';
BEGIN
  ${LOOK}
  claims := ARRAY(SELECT c FROM cap_claims c WHERE c.exception_id = which AND (frees OR (c.scope = 'PAIR_30_DAYS') = signed
    AND NOT EXISTS (SELECT 1 FROM cap_bookings b WHERE (b.exception_id, b.scope, b.signer_human) = (which, c.scope, c.signer_human))));
  ${LOCK} AND frees
    UNION SELECT c.scope || ' ' || c.subject || ' ' || c.currency FROM unnest(claims) c ORDER BY 1) AS touched;
  IF frees THEN
    WITH gone AS (DELETE FROM cap_bookings b WHERE b.exception_id = which AND NOT EXISTS (SELECT 1 FROM unnest(claims) c
        WHERE (c.scope, c.signer_human, c.currency, c.amount_minor) = (b.scope, b.signer_human, b.currency, b.amount_minor)) RETURNING *),
      each AS (SELECT scope, subject, currency, day, sum(amount_minor) AS amount FROM gone GROUP BY 1, 2, 3, 4)
    UPDATE cap_counters u SET used_minor = u.used_minor - each.amount FROM each
     WHERE (u.scope, u.subject, u.currency, u.day) = (each.scope, each.subject, each.currency, each.day);
    claims := ARRAY(SELECT c FROM unnest(claims) c
      WHERE NOT EXISTS (SELECT 1 FROM cap_bookings b WHERE (b.exception_id, b.scope, b.signer_human) = (which, c.scope, c.signer_human)));
  END IF;
  IF claims = '{}' THEN RETURN NULL; END IF;
  SELECT house_day(house_now()) INTO today;
  LOOP
    SELECT c.scope, c.subject, c.currency, x.limit_minor, w.used INTO full_one
      FROM unnest(claims) c JOIN guardrails g ON g.active JOIN caps x ON (x.guardrails_id, x.scope, x.currency) = (g.id, c.scope, c.currency)
      CROSS JOIN LATERAL (SELECT max(s.used) AS used FROM generate_series(c.day, greatest(c.day, today), interval '1 day') d
        CROSS JOIN LATERAL (SELECT coalesce(sum(u.used_minor), 0) AS used FROM cap_counters u
          WHERE (u.scope, u.subject, u.currency) = (c.scope, c.subject, c.currency) AND u.day > d::date - cap_days(c.scope) AND u.day <= d::date) s) w
     WHERE w.used + c.amount_minor > x.limit_minor ORDER BY c.scope, c.subject LIMIT 1;
    EXIT WHEN NOT FOUND;
    IF full_one.scope || ' ' || full_one.subject = ANY (freed) THEN
      RAISE EXCEPTION USING ERRCODE = 'TP145', MESSAGE = 'a cap would be passed', DETAIL = json_build_object(
        'scope', full_one.scope, 'currency', full_one.currency, 'limitMinor', full_one.limit_minor, 'usedMinor', full_one.used);
    END IF;
    freed := freed || (full_one.scope || ' ' || full_one.subject);
    PERFORM free_what_expired(full_one.scope, full_one.subject, full_one.currency);
  END LOOP;
  WITH booked AS (INSERT INTO cap_bookings (exception_id, scope, subject, currency, day, amount_minor, signer_human)
      SELECT which, c.scope, c.subject, c.currency, c.day, c.amount_minor, c.signer_human
        FROM unnest(claims) c JOIN guardrails g ON g.active JOIN caps x ON (x.guardrails_id, x.scope, x.currency) = (g.id, c.scope, c.currency) RETURNING *)
  INSERT INTO cap_counters AS u SELECT b.scope, b.subject, b.currency, b.day, sum(b.amount_minor) FROM booked b GROUP BY 1, 2, 3, 4
    ON CONFLICT ON CONSTRAINT one_counter_a_day DO UPDATE SET used_minor = u.used_minor + excluded.used_minor;
  RETURN NULL;
END $$;
`;

/** As in migration 0014. */
const HOLD_BEFORE = `${HEAD}
DECLARE
  which text;
  claims cap_claims[]; -- read once, and locked by the exception's own row
  k record;
  used numeric;
BEGIN
  ${LOOK}
  claims := ARRAY(SELECT c FROM cap_claims c WHERE c.exception_id = which);
  ${LOCK}
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
`;

const JOIN = `
-- What these humans booked in the last thirty days, each for themselves, is booked by the one that they are. The sum may be above a cap: then
-- nothing more fits until it has room.
CREATE FUNCTION join_caps(humans text[]) RETURNS void LANGUAGE sql AS $$
  WITH moved AS (
      UPDATE cap_bookings b SET subject = m.subject FROM (
        SELECT o.exception_id, o.scope, o.signer_human, o.subject AS was, (SELECT string_agg(n.name, '+' ORDER BY n.name COLLATE "C")
            FROM (SELECT CASE WHEN part = ANY (humans) THEN humans[1] ELSE part END AS name FROM unnest(string_to_array(o.subject, '+')) AS part) n) AS subject
          FROM cap_bookings o
         WHERE o.scope IN ('PERSON_DAY', 'PAIR_30_DAYS') AND o.day > house_day(house_now()) - 30 AND string_to_array(o.subject, '+') && humans) m
       WHERE (b.exception_id, b.scope, b.signer_human) = (m.exception_id, m.scope, m.signer_human) AND m.subject <> m.was
      RETURNING b.scope, m.was, m.subject, b.currency, b.day, b.amount_minor),
    less AS (UPDATE cap_counters u SET used_minor = u.used_minor - o.amount
        FROM (SELECT scope, was, currency, day, sum(amount_minor) AS amount FROM moved GROUP BY 1, 2, 3, 4) o
       WHERE (u.scope, u.subject, u.currency, u.day) = (o.scope, o.was, o.currency, o.day))
  INSERT INTO cap_counters AS u SELECT scope, subject, currency, day, sum(amount_minor) FROM moved GROUP BY 1, 2, 3, 4
    ON CONFLICT ON CONSTRAINT one_counter_a_day DO UPDATE SET used_minor = u.used_minor + excluded.used_minor
$$;
SELECT join_caps(linked_humans(p.linked_human)) FROM (SELECT DISTINCT linked_human FROM people WHERE linked_human IS NOT NULL) p;

-- At the end of the transaction that confirms a link, under the lock that every booking shares: what is booked meanwhile is booked before or after
-- it, and by the right name. The end of a link moves nothing: what is booked then is of each alone, what was booked stays with the one human.
CREATE FUNCTION caps_are_joined() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7305, 14);
  PERFORM join_caps(linked_humans(NEW.human_id));
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER caps_are_joined AFTER UPDATE ON account_links DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.confirmed_at IS NULL AND NEW.confirmed_at IS NOT NULL) EXECUTE FUNCTION caps_are_joined();
REVOKE ALL ON FUNCTION join_caps, caps_are_joined FROM PUBLIC;
`;
