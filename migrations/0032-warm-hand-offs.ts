import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Hand-offs from colleague to colleague: one open offer for a case, accepted by who is here; and questions, which move no case. */
export class WarmHandOffs1763700000032 implements MigrationInterface {
  name = 'WarmHandOffs1763700000032';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TABLES, RULES, WALLS, ENDS, RIGHTS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const TABLES = `
CREATE TABLE hand_offs (
  id text PRIMARY KEY CHECK (starts_with(id, 'hof_')),
  case_id text NOT NULL REFERENCES cases,
  from_id text NOT NULL, from_human text NOT NULL,
  to_id text NOT NULL, to_human text NOT NULL,
  helper_id text, helper_human text,
  tag_back boolean NOT NULL DEFAULT false,
  status text NOT NULL DEFAULT 'OFFERED' CONSTRAINT a_hand_off_status_is_known
    CHECK (status IN ('OFFERED', 'ACCEPTED', 'REFUSED', 'EXPIRED', 'CANCELLED', 'RETURNED')),
  customer_told_at timestamptz NOT NULL,
  offered_at timestamptz NOT NULL DEFAULT house_now(), expires_at timestamptz NOT NULL,
  answered_at timestamptz, answered_by text REFERENCES people, reason_id text REFERENCES remarks,
  cancelled_because text CONSTRAINT a_cause_of_cancelling_is_known
    CHECK (cancelled_because IN ('TAKEN_BACK', 'RECEIVER_LEFT', 'REHOMED', 'CASE_ENDED')),
  first_touch_due_at timestamptz, settled_at timestamptz, returned_at timestamptz,
  CONSTRAINT a_sender_is_one_human FOREIGN KEY (from_id, from_human) REFERENCES people (id, human_id),
  CONSTRAINT a_receiver_is_one_human FOREIGN KEY (to_id, to_human) REFERENCES people (id, human_id),
  CONSTRAINT a_helper_is_one_human FOREIGN KEY (helper_id, helper_human) REFERENCES people (id, human_id),
  CONSTRAINT nobody_hands_off_to_themselves CHECK (to_human <> from_human),
  CONSTRAINT a_helper_is_named_whole CHECK (num_nulls(helper_id, helper_human) IN (0, 2)),
  CONSTRAINT a_helper_is_from_outside CHECK (helper_human NOT IN (from_human, to_human)),
  CONSTRAINT a_tag_back_brings_in_a_helper CHECK (NOT tag_back OR helper_id IS NOT NULL),
  CONSTRAINT an_offer_has_a_length CHECK (expires_at > offered_at),
  CONSTRAINT told_before_it_is_offered CHECK (customer_told_at <= offered_at),
  CONSTRAINT an_answer_carries_its_time CHECK ((status = 'OFFERED') = (answered_at IS NULL)),
  CONSTRAINT accepted_or_refused_by_the_receiver CHECK (status NOT IN ('ACCEPTED', 'REFUSED', 'RETURNED') OR coalesce(answered_by = to_id, false)),
  CONSTRAINT taken_back_by_the_sender CHECK ((status = 'CANCELLED') = (cancelled_because IS NOT NULL)
    AND (cancelled_because = 'TAKEN_BACK') IS NOT DISTINCT FROM CASE WHEN cancelled_because IS NOT NULL THEN coalesce(answered_by = from_id, false) END),
  CONSTRAINT a_refusal_says_why CHECK (status <> 'REFUSED' OR reason_id IS NOT NULL),
  CONSTRAINT accepted_means_a_first_touch_is_due CHECK ((status IN ('ACCEPTED', 'RETURNED')) = (first_touch_due_at IS NOT NULL)),
  CONSTRAINT only_what_was_accepted_is_settled CHECK (settled_at IS NULL OR first_touch_due_at IS NOT NULL),
  CONSTRAINT returned_carries_its_time CHECK ((status = 'RETURNED') = (returned_at IS NOT NULL) AND (returned_at IS NULL OR settled_at IS NOT NULL))
);
CREATE UNIQUE INDEX one_open_offer ON hand_offs (case_id) WHERE status = 'OFFERED';
CREATE INDEX hand_offs_by_case ON hand_offs (case_id, offered_at, id);
CREATE INDEX hand_offs_to_answer ON hand_offs (to_id, offered_at, id) WHERE status = 'OFFERED';
CREATE INDEX hand_offs_to_expire ON hand_offs (expires_at) WHERE status = 'OFFERED';
CREATE INDEX hand_offs_to_settle ON hand_offs (first_touch_due_at) WHERE status = 'ACCEPTED' AND settled_at IS NULL;

-- What is handed on in words: apart from the hand-off so that it can be erased. Each has its row, from the same transaction on.
CREATE TABLE hand_off_texts (
  hand_off_id text PRIMARY KEY REFERENCES hand_offs,
  why text CHECK (char_length(why) BETWEEN 1 AND 2000),
  recap text CHECK (char_length(recap) BETWEEN 1 AND 10000),
  callback_contact text CHECK (char_length(callback_contact) BETWEEN 1 AND 320),
  new_fact text CHECK (char_length(new_fact) BETWEEN 1 AND 2000),
  erased_at timestamptz,
  CONSTRAINT a_recap_stands_until_erased CHECK ((erased_at IS NOT NULL) = (why IS NULL) AND num_nulls(why, recap, callback_contact) IN (0, 3)
    AND (erased_at IS NULL OR new_fact IS NULL))
);
ALTER TABLE hand_offs ADD CONSTRAINT a_hand_off_has_its_words FOREIGN KEY (id) REFERENCES hand_off_texts DEFERRABLE INITIALLY DEFERRED;

-- A colleague is asked and answers into the case; its owner stays its owner. The words are remarks about the case, and are erased with them.
CREATE TABLE questions (
  id text PRIMARY KEY CHECK (starts_with(id, 'qst_')),
  case_id text NOT NULL REFERENCES cases,
  asked_by text NOT NULL REFERENCES people, to_id text NOT NULL REFERENCES people,
  question_id text NOT NULL REFERENCES remarks, asked_at timestamptz NOT NULL DEFAULT house_now(),
  answer_id text REFERENCES remarks, answered_at timestamptz,
  CONSTRAINT nobody_asks_themselves CHECK (to_id <> asked_by),
  CONSTRAINT an_answer_has_its_words CHECK ((answer_id IS NULL) = (answered_at IS NULL))
);
CREATE INDEX questions_by_case ON questions (case_id, asked_at, id);
CREATE INDEX questions_to_answer ON questions (to_id, asked_at, id) WHERE answer_id IS NULL;
`;

const RULES = `
-- Whether a colleague could look after a customer at this moment.
CREATE FUNCTION is_here(p people) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT p.kind = 'PERSON' AND p.active AND p.faces_customers AND coalesce(p.away_until <= house_now(), true)
$$;

-- When the receiver did something for the case, by whichever account: the first of it since the acceptance; null while there was nothing.
CREATE FUNCTION first_touch(h hand_offs) RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT min(f.at) FROM facts f JOIN people p ON p.id = f.actor_id
   WHERE f.subject_id IN (SELECT h.case_id UNION ALL SELECT e.id FROM policy_exceptions e WHERE e.case_id = h.case_id)
     AND f.at >= h.answered_at AND f.name <> 'handOff.accepted' AND p.human_id = h.to_human
$$;

-- The hand-offs in a row: those accepted since the customer last got something (a promise kept, a remedy told or carried out) or came again.
-- Everybody who had the case in them, counted as one human each, and how often it moved. A hand-off that came back unheard moved it, too.
CREATE FUNCTION hand_off_loop(which text, OUT humans text[], OUT moves integer) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH began AS (SELECT coalesce(max(f.at), '-infinity') AS at FROM facts f
      WHERE f.subject_id IN (SELECT which UNION ALL SELECT e.id FROM policy_exceptions e WHERE e.case_id = which)
        AND f.name IN ('getBack.kept', 'exception.customerTold', 'exception.fulfilled', 'case.reopened')),
    moved AS (SELECT h.id, h.from_id, h.to_id FROM hand_offs h, began WHERE h.case_id = which AND h.status IN ('ACCEPTED', 'RETURNED') AND h.answered_at > began.at)
  SELECT coalesce((SELECT array_agg(DISTINCT coalesce(p.linked_human, p.human_id)) FROM moved m JOIN people p ON p.id IN (m.from_id, m.to_id)), '{}'),
    (SELECT count(*)::int FROM moved)
$$;
-- A to B to A, or the third in a row.
CREATE FUNCTION is_tag_back(which text, receiver text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT l.moves >= 2 OR coalesce(p.linked_human, p.human_id) = ANY (l.humans) FROM hand_off_loop(which) l, people p WHERE p.id = receiver
$$;

-- For whom the clock sends, also the worker, which may lock no case itself: waits until nobody else moves this one. Cases are locked before people and hand-offs.
CREATE FUNCTION hold_case(which text) RETURNS text LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id FROM cases c WHERE c.id = which FOR NO KEY UPDATE
$$;
REVOKE ALL ON FUNCTION is_here(people), first_touch(hand_offs), hand_off_loop(text), is_tag_back(text, text), hold_case(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_here(people), first_touch(hand_offs) TO countersign_api, countersign_worker;
GRANT EXECUTE ON FUNCTION hand_off_loop(text), is_tag_back(text, text) TO countersign_api;
GRANT EXECUTE ON FUNCTION hold_case(text) TO countersign_api, countersign_worker;
`;

const WALLS = `
-- Only the owner of an open case offers it, to a colleague who is here, after the customer was told. Locks the case, then the people.
CREATE FUNCTION the_owner_offers_it_to_who_is_here() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE opened timestamptz;
BEGIN
  SELECT c.opened_at INTO opened FROM cases c WHERE c.id = NEW.case_id AND c.status IN ('NEW', 'OWNED') FOR NO KEY UPDATE;
  PERFORM 1 FROM ownership o WHERE o.case_id = NEW.case_id AND o.until_at IS NULL AND o.person_id = NEW.from_id AND opened IS NOT NULL;
  IF NOT FOUND THEN PERFORM refuse('TP110', 'only the owner of an open case hands it off'); END IF;
  PERFORM 1 FROM people p WHERE p.id IN (NEW.from_id, NEW.to_id, NEW.helper_id) ORDER BY p.id FOR SHARE;
  PERFORM 1 FROM people p WHERE p.id IN (NEW.to_id, NEW.helper_id) AND NOT is_here(p);
  IF FOUND THEN PERFORM refuse('TP103', 'a case is offered to a colleague who is here, and whoever helps is here'); END IF;
  PERFORM 1 FROM people p WHERE p.id = NEW.from_id AND p.active;
  IF NOT FOUND THEN PERFORM refuse('TP103', 'whoever offers a case is active'); END IF;
  IF NEW.status <> 'OFFERED' THEN PERFORM refuse('TP190', 'a hand-off begins as an offer'); END IF;
  NEW.offered_at := house_now();
  IF NEW.customer_told_at < opened OR NEW.customer_told_at > NEW.offered_at THEN PERFORM refuse('TP191', 'the customer is told before the case is offered, and after it came in'); END IF;
  NEW.tag_back := is_tag_back(NEW.case_id, NEW.to_id);
  IF NEW.tag_back AND NOT coalesce((SELECT NOT coalesce(p.linked_human, p.human_id) = ANY (l.humans) AND NOT same_human(p.id, NEW.from_id) AND NOT same_human(p.id, NEW.to_id)
       FROM people p, hand_off_loop(NEW.case_id) l WHERE p.id = NEW.helper_id), false) THEN PERFORM refuse('TP192', 'a tag-back brings in a helper from outside the loop'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER a_case_is_offered_by_its_owner BEFORE INSERT ON hand_offs FOR EACH ROW EXECUTE FUNCTION the_owner_offers_it_to_who_is_here();
CREATE TRIGGER linked_humans_do_not_hand_off BEFORE INSERT ON hand_offs FOR EACH ROW EXECUTE FUNCTION linked_humans_are_one('from_id', 'to_id', 'TP103');
CREATE TRIGGER the_customer_is_not_erased BEFORE INSERT ON hand_offs FOR EACH ROW EXECUTE FUNCTION the_customer_is_not_erased();

CREATE FUNCTION a_tag_back_says_what_is_new() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.new_fact IS NULL AND EXISTS (SELECT 1 FROM hand_offs h WHERE h.id = NEW.hand_off_id AND h.tag_back) THEN PERFORM refuse('TP192', 'a tag-back says what is known now that was not known before'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER a_tag_back_says_what_is_new BEFORE INSERT ON hand_off_texts FOR EACH ROW EXECUTE FUNCTION a_tag_back_says_what_is_new();
CREATE TRIGGER recaps_are_only_erased BEFORE UPDATE ON hand_off_texts FOR EACH ROW EXECUTE FUNCTION words_are_only_erased();

-- One way: offered, then accepted, refused, expired or taken back; accepted, then settled, or given back when nobody touched the case.
-- Times are the database's own, and judged here, also when every timer is dead.
CREATE FUNCTION hand_offs_move_one_way() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE t timestamptz := house_now();
BEGIN
  IF to_jsonb(NEW) - ARRAY['status', 'answered_at', 'answered_by', 'reason_id', 'cancelled_because', 'first_touch_due_at', 'settled_at', 'returned_at']
       <> to_jsonb(OLD) - ARRAY['status', 'answered_at', 'answered_by', 'reason_id', 'cancelled_because', 'first_touch_due_at', 'settled_at', 'returned_at']
     OR (OLD.status <> 'OFFERED' AND (NEW.answered_at, NEW.answered_by, NEW.reason_id, NEW.cancelled_because, NEW.first_touch_due_at)
       IS DISTINCT FROM (OLD.answered_at, OLD.answered_by, OLD.reason_id, OLD.cancelled_because, OLD.first_touch_due_at)) THEN PERFORM refuse('TP900', 'what was offered and answered stands'); END IF;
  IF OLD.status = 'OFFERED' AND NEW.status IN ('ACCEPTED', 'REFUSED', 'CANCELLED') THEN
    IF t >= OLD.expires_at THEN PERFORM refuse('TP105', 'the time to answer this offer has passed'); END IF;
    IF NEW.status = 'ACCEPTED' THEN
      PERFORM 1 FROM people p WHERE p.id = OLD.to_id AND is_here(p) FOR SHARE;
      IF NOT FOUND THEN PERFORM refuse('TP103', 'a case is accepted by a colleague who is here'); END IF;
    END IF;
    NEW.answered_at := t;
  ELSIF OLD.status = 'OFFERED' AND NEW.status = 'EXPIRED' AND t >= OLD.expires_at THEN
    NEW.answered_at := t;
  ELSIF OLD.status = 'ACCEPTED' AND OLD.settled_at IS NULL AND NEW.status IN ('ACCEPTED', 'RETURNED') AND t >= OLD.first_touch_due_at
     AND (NEW.status = 'ACCEPTED' OR first_touch(OLD) IS NULL AND EXISTS (SELECT 1 FROM people p WHERE p.id = OLD.from_id AND is_here(p))) THEN
    NEW.settled_at := t;
    NEW.returned_at := CASE WHEN NEW.status = 'RETURNED' THEN t END;
  ELSE
    PERFORM refuse('TP190', 'this hand-off has moved on, or its time has not come');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER hand_offs_move_one_way BEFORE UPDATE ON hand_offs FOR EACH ROW EXECUTE FUNCTION hand_offs_move_one_way();

-- Accepted and returned mean that the case moved, at that very instant: no transaction ends with the one and without the other.
CREATE FUNCTION an_acceptance_moves_the_case() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM ownership o WHERE o.case_id = NEW.case_id
    AND (o.person_id, o.from_at) = (CASE WHEN NEW.status = 'RETURNED' THEN NEW.from_id ELSE NEW.to_id END, coalesce(NEW.returned_at, NEW.answered_at));
  IF NOT FOUND THEN PERFORM refuse('TP901', 'a hand-off that was accepted or returned moved the case at that instant'); END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER an_acceptance_moves_the_case AFTER UPDATE ON hand_offs DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.status <> NEW.status AND NEW.status IN ('ACCEPTED', 'RETURNED')) EXECUTE FUNCTION an_acceptance_moves_the_case();

CREATE FUNCTION questions_are_answered_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.answer_id IS NOT NULL THEN PERFORM refuse('TP902', 'a question begins without an answer'); END IF;
    NEW.asked_at := house_now(); RETURN NEW;
  END IF;
  IF to_jsonb(NEW) - ARRAY['answer_id', 'answered_at'] <> to_jsonb(OLD) - ARRAY['answer_id', 'answered_at'] THEN PERFORM refuse('TP900', 'what was asked stands'); END IF;
  IF OLD.answer_id IS NOT NULL THEN PERFORM refuse('TP193', 'the question was answered'); END IF;
  NEW.answered_at := house_now();
  RETURN NEW;
END $$;
CREATE TRIGGER questions_are_answered_once BEFORE INSERT OR UPDATE ON questions FOR EACH ROW EXECUTE FUNCTION questions_are_answered_once();
CREATE TRIGGER the_customer_is_not_erased BEFORE INSERT ON questions FOR EACH ROW EXECUTE FUNCTION the_customer_is_not_erased();

DO $$ DECLARE kept text; BEGIN
  FOREACH kept IN ARRAY ARRAY['hand_offs', 'hand_off_texts', 'questions'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION append_only()', kept || '_are_kept', kept);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION append_only()', kept || '_are_not_truncated', kept);
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION the_owner_offers_it_to_who_is_here(), a_tag_back_says_what_is_new(), hand_offs_move_one_way(), an_acceptance_moves_the_case(),
  questions_are_answered_once() FROM PUBLIC;
`;

const ENDS = `
-- An offer that nobody can accept any more ends at once, whoever made it so: the receiver left or is away, the case went elsewhere, or it
-- ended. Told to the sender by its fact. What had expired already, and nobody noticed, is told as that.
CREATE FUNCTION end_open_offers(because text, of_case text, to_person text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE h hand_offs;
BEGIN
  FOR h IN SELECT * FROM hand_offs o WHERE o.status = 'OFFERED' AND (o.case_id = of_case OR o.to_id = to_person) ORDER BY o.case_id FOR NO KEY UPDATE LOOP
    IF h.expires_at <= house_now() THEN
      UPDATE hand_offs SET status = 'EXPIRED' WHERE id = h.id;
      INSERT INTO facts (subject_id, name, body) VALUES (h.case_id, 'handOff.expired', json_build_object('handOffId', h.id, 'fromId', h.from_id, 'toId', h.to_id));
    ELSE
      UPDATE hand_offs SET status = 'CANCELLED', cancelled_because = because WHERE id = h.id;
      INSERT INTO facts (subject_id, name, body) VALUES (h.case_id, 'handOff.cancelled',
        json_build_object('handOffId', h.id, 'fromId', h.from_id, 'toId', h.to_id, 'because', because));
    END IF;
  END LOOP;
END $$;
CREATE FUNCTION no_offer_outlives_its_ground() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM end_open_offers(TG_ARGV[0], CASE WHEN TG_TABLE_NAME <> 'people' THEN to_jsonb(NEW) ->> TG_ARGV[1] END,
    CASE WHEN TG_TABLE_NAME = 'people' AND NOT is_here(jsonb_populate_record(NULL::people, to_jsonb(NEW))) THEN to_jsonb(NEW) ->> TG_ARGV[1] END);
  RETURN NULL;
END $$;
CREATE TRIGGER no_offer_to_who_left AFTER UPDATE OF active, faces_customers, away_until ON people FOR EACH ROW
  WHEN (NOT NEW.active OR NOT NEW.faces_customers OR NEW.away_until IS NOT NULL) EXECUTE FUNCTION no_offer_outlives_its_ground('RECEIVER_LEFT', 'id');
CREATE TRIGGER no_offer_of_who_lost_the_case AFTER UPDATE OF until_at ON ownership FOR EACH ROW EXECUTE FUNCTION no_offer_outlives_its_ground('REHOMED', 'case_id');
CREATE TRIGGER no_offer_of_what_ended AFTER UPDATE OF status ON cases FOR EACH ROW
  WHEN (NEW.status NOT IN ('NEW', 'OWNED')) EXECUTE FUNCTION no_offer_outlives_its_ground('CASE_ENDED', 'id');
REVOKE ALL ON FUNCTION end_open_offers(text, text, text), no_offer_outlives_its_ground() FROM PUBLIC;
`;

/** What erasing a customer also takes, put into the functions as the migrations before left them. */
const FORGET_BEFORE = '  -- The hash of an input has no salt';
const FORGET = `  UPDATE hand_off_texts SET why = NULL, recap = NULL, callback_contact = NULL, new_fact = NULL, erased_at = house_now()
    WHERE hand_off_id IN (SELECT h.id FROM hand_offs h WHERE h.case_id = ANY (subjects)) AND erased_at IS NULL;
  GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;

`;
const SUBJECTS_AFTER = 'SELECT c.id FROM cases c WHERE c.customer_id = who\n';
const SUBJECTS = `${SUBJECTS_AFTER}  UNION ALL SELECT h.id FROM cases c JOIN hand_offs h ON h.case_id = c.id WHERE c.customer_id = who
  UNION ALL SELECT q.id FROM cases c JOIN questions q ON q.case_id = c.id WHERE c.customer_id = who
`;

/** Writes a function of the eraser anew, with one text in it replaced by another. */
const rewritten = (name: string, from: string, to: string): string => `
DO $do$ DECLARE before text := pg_get_functiondef('${name}'::regproc); BEGIN
  IF position($cut$${from}$cut$ IN before) = 0 THEN RAISE EXCEPTION '% is not as it is expected', '${name}'; END IF;
  EXECUTE replace(before, $cut$${from}$cut$, $cut$${to}$cut$);
END $do$;`;

const asEraser = (statements: string): string => `
GRANT CREATE ON SCHEMA public TO countersign_erase; SET LOCAL ROLE countersign_erase;
${statements}
SET LOCAL ROLE countersign_owner; REVOKE CREATE ON SCHEMA public FROM countersign_erase;`;

const RIGHTS = `
GRANT SELECT, INSERT (id, case_id, from_id, from_human, to_id, to_human, helper_id, helper_human, customer_told_at, expires_at),
  UPDATE (status, answered_by, reason_id, cancelled_because, first_touch_due_at) ON hand_offs TO countersign_api;
GRANT SELECT, INSERT (hand_off_id, why, recap, callback_contact, new_fact) ON hand_off_texts TO countersign_api;
GRANT SELECT, INSERT (id, case_id, asked_by, to_id, question_id), UPDATE (answer_id) ON questions TO countersign_api;
-- The worker ends what the clock ends, and gives back what was not touched. It reads no words.
GRANT SELECT, UPDATE (status, settled_at) ON hand_offs TO countersign_worker;
GRANT INSERT, UPDATE (until_at) ON ownership TO countersign_worker;
GRANT SELECT, UPDATE (why, recap, callback_contact, new_fact, erased_at) ON hand_off_texts TO countersign_erase;
GRANT SELECT (id, case_id) ON hand_offs, questions TO countersign_erase;
ALTER TABLE hand_off_texts ALTER why SET STATISTICS 0, ALTER recap SET STATISTICS 0, ALTER callback_contact SET STATISTICS 0, ALTER new_fact SET STATISTICS 0;
${asEraser(`${rewritten('forget_customer', FORGET_BEFORE, FORGET + FORGET_BEFORE)}
${rewritten('subjects_of_customer', SUBJECTS_AFTER, SUBJECTS)}`)}
`;

const DOWN = `
${asEraser(`${rewritten('forget_customer', FORGET + FORGET_BEFORE, FORGET_BEFORE)}
${rewritten('subjects_of_customer', SUBJECTS, SUBJECTS_AFTER)}`)}
REVOKE INSERT, UPDATE (until_at) ON ownership FROM countersign_worker;
DROP TRIGGER no_offer_of_what_ended ON cases;
DROP TRIGGER no_offer_of_who_lost_the_case ON ownership;
DROP TRIGGER no_offer_to_who_left ON people;
DROP FUNCTION no_offer_outlives_its_ground, end_open_offers, first_touch, hand_off_loop, is_tag_back, hold_case, is_here;
ALTER TABLE hand_offs DROP CONSTRAINT a_hand_off_has_its_words;
DROP TABLE questions, hand_off_texts, hand_offs;
DROP FUNCTION the_owner_offers_it_to_who_is_here, a_tag_back_says_what_is_new, hand_offs_move_one_way, an_acceptance_moves_the_case, questions_are_answered_once;
`;
