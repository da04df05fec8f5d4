import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Thanks: a deed and those who did it, said once and by one human to others; who does not want to be named is not. */
export class Thanks1763700000033 implements MigrationInterface {
  name = 'Thanks1763700000033';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(WALLS);
    await runner.query(ERASING);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
GRANT CREATE ON SCHEMA public TO countersign_erase;
SET LOCAL ROLE countersign_erase;
DROP FUNCTION subjects_of_customer(text);
ALTER FUNCTION subjects_before_thanks(text) RENAME TO subjects_of_customer;
SET LOCAL ROLE countersign_owner;
REVOKE CREATE ON SCHEMA public FROM countersign_erase;
REVOKE EXECUTE ON FUNCTION humans_of FROM countersign_worker;
DROP TABLE thanks_offers_answered, thanks_to, thanks, thanks_preferences;
DROP FUNCTION thanks_are_said_by_a_person, thanks_go_to_colleagues, thanks_name_somebody, may_be_thanked;
`);
  }
}

const TABLES = `
-- The deed stands with the other words: under the case, if it was done for one, so that it goes when the customer is erased.
CREATE TABLE thanks (
  id text PRIMARY KEY CHECK (starts_with(id, 'thx_')),
  from_id text NOT NULL,
  from_human text NOT NULL,
  case_id text REFERENCES cases,
  deed_id text NOT NULL CONSTRAINT a_deed_is_thanked_for_once UNIQUE REFERENCES remarks,
  at timestamptz NOT NULL DEFAULT house_now(),
  made_in bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
  CONSTRAINT thanks_are_said_by_one_human FOREIGN KEY (from_id, from_human) REFERENCES people (id, human_id),
  CONSTRAINT thanks_are_of_their_giver UNIQUE (id, from_human)
);
CREATE INDEX thanks_by_time ON thanks (at, id);
CREATE INDEX thanks_by_case ON thanks (case_id) WHERE case_id IS NOT NULL;

-- No index by person: thanks are read as they came, and nobody asks for those of somebody.
CREATE TABLE thanks_to (
  thanks_id text NOT NULL,
  from_human text NOT NULL,
  person_id text NOT NULL,
  human_id text NOT NULL,
  PRIMARY KEY (thanks_id, human_id),
  CONSTRAINT nobody_thanks_themselves CHECK (human_id <> from_human),
  CONSTRAINT the_thanked_belong_to_their_thanks FOREIGN KEY (thanks_id, from_human) REFERENCES thanks (id, from_human),
  CONSTRAINT the_thanked_are_each_one_human FOREIGN KEY (person_id, human_id) REFERENCES people (id, human_id)
);

-- What a human said about being named; without a row: named.
CREATE TABLE thanks_preferences (
  human_id text PRIMARY KEY,
  person_id text NOT NULL,
  named boolean NOT NULL,
  at timestamptz NOT NULL DEFAULT house_now(),
  CONSTRAINT a_preference_is_ones_own FOREIGN KEY (person_id, human_id) REFERENCES people (id, human_id)
);

-- That a human answered the offer to thank for something: by thanks, or by leaving it. Private: no fact tells of it.
CREATE TABLE thanks_offers_answered (
  human_id text NOT NULL,
  person_id text NOT NULL,
  subject_id text NOT NULL,
  thanks_id text REFERENCES thanks,
  at timestamptz NOT NULL DEFAULT house_now(),
  PRIMARY KEY (human_id, subject_id),
  CONSTRAINT an_offer_is_answered_by_one_human FOREIGN KEY (person_id, human_id) REFERENCES people (id, human_id)
);
`;

const WALLS = `
-- Whether somebody may be named in thanks: no account of the human said no.
CREATE FUNCTION may_be_thanked(who text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT 1 FROM people p JOIN thanks_preferences t ON t.human_id = ANY (humans_of(p)) AND NOT t.named WHERE p.id = who)
$$;

CREATE FUNCTION thanks_are_said_by_a_person() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.at := house_now();
  NEW.made_in := pg_current_xact_id()::text::bigint;
  IF NOT EXISTS (SELECT 1 FROM people p WHERE p.id = NEW.from_id AND p.kind = 'PERSON' AND p.active) THEN
    PERFORM refuse('TP107', 'thanks are said by a person who is active here');
  END IF;
  IF NOT may_be_thanked(NEW.from_id) THEN PERFORM refuse('TP181', 'who does not want to be named thanks in person'); END IF;
  -- Else the words would stay when the customer of the case is erased.
  IF NOT EXISTS (SELECT 1 FROM remarks r WHERE r.id = NEW.deed_id AND r.subject_id = coalesce(NEW.case_id, NEW.id) AND r.author_id = NEW.from_id) THEN
    PERFORM refuse('TP900', 'the deed stands under its case, in the words of who says thanks');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER thanks_are_said_by_a_person BEFORE INSERT ON thanks FOR EACH ROW EXECUTE FUNCTION thanks_are_said_by_a_person();
CREATE TRIGGER the_customer_is_not_erased BEFORE INSERT ON thanks FOR EACH ROW WHEN (NEW.case_id IS NOT NULL) EXECUTE FUNCTION the_customer_is_not_erased();

CREATE FUNCTION thanks_go_to_colleagues() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  t thanks;
BEGIN
  SELECT * INTO t FROM thanks x WHERE x.id = NEW.thanks_id;
  IF t.made_in IS DISTINCT FROM pg_current_xact_id()::text::bigint THEN PERFORM refuse('TP900', 'thanks are said once, to all at one moment'); END IF;
  IF same_human(t.from_id, NEW.person_id) THEN PERFORM refuse('TP180', 'nobody thanks themselves'); END IF;
  IF NOT EXISTS (SELECT 1 FROM people p WHERE p.id = NEW.person_id AND p.kind = 'PERSON' AND p.active) THEN
    PERFORM refuse('TP103', 'thanks go to people who are active here');
  END IF;
  IF NOT may_be_thanked(NEW.person_id) THEN PERFORM refuse('TP181', 'who does not want to be named is not thanked in public'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER thanks_go_to_colleagues BEFORE INSERT ON thanks_to FOR EACH ROW EXECUTE FUNCTION thanks_go_to_colleagues();

CREATE FUNCTION thanks_name_somebody() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT count(*) FROM thanks_to t WHERE t.thanks_id = NEW.id) NOT BETWEEN 1 AND 10 THEN
    PERFORM refuse('TP900', 'thanks name one to ten people');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER thanks_name_somebody AFTER INSERT ON thanks DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION thanks_name_somebody();

DO $$
DECLARE
  kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['thanks', 'thanks_to', 'thanks_offers_answered'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION append_only()', kept || '_are_append_only', kept);
  END LOOP;
  FOREACH kept IN ARRAY ARRAY['thanks', 'thanks_to', 'thanks_offers_answered', 'thanks_preferences'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION append_only()', kept || '_are_not_truncated', kept);
  END LOOP;
END $$;
CREATE TRIGGER thanks_preferences_are_kept BEFORE DELETE ON thanks_preferences FOR EACH ROW EXECUTE FUNCTION append_only();

REVOKE ALL ON FUNCTION may_be_thanked, thanks_are_said_by_a_person, thanks_go_to_colleagues, thanks_name_somebody FROM PUBLIC;
GRANT EXECUTE ON FUNCTION may_be_thanked TO countersign_api, countersign_worker;
GRANT EXECUTE ON FUNCTION humans_of TO countersign_worker;
GRANT SELECT, INSERT (id, from_id, from_human, case_id, deed_id) ON thanks TO countersign_api;
GRANT SELECT, INSERT ON thanks_to TO countersign_api;
GRANT SELECT, INSERT (human_id, person_id, named), UPDATE (person_id, named, at) ON thanks_preferences TO countersign_api;
GRANT SELECT, INSERT (human_id, person_id, subject_id, thanks_id) ON thanks_offers_answered TO countersign_api;
GRANT SELECT ON thanks_to, thanks_preferences TO countersign_worker;
`;

/** Keys under which thanks for a customer's case were said are forgotten with it; the deed itself stands under the case. */
const ERASING = `
GRANT SELECT (id, case_id) ON thanks TO countersign_erase;
GRANT CREATE ON SCHEMA public TO countersign_erase;
SET LOCAL ROLE countersign_erase;
ALTER FUNCTION subjects_of_customer(text) RENAME TO subjects_before_thanks;
CREATE FUNCTION subjects_of_customer(who text) RETURNS SETOF text LANGUAGE sql STABLE AS $$
  SELECT s FROM subjects_before_thanks(who) AS s
  UNION ALL SELECT t.id FROM cases c JOIN thanks t ON t.case_id = c.id WHERE c.customer_id = who
$$;
REVOKE ALL ON FUNCTION subjects_of_customer(text) FROM PUBLIC;
SET LOCAL ROLE countersign_owner;
REVOKE CREATE ON SCHEMA public FROM countersign_erase;
`;
