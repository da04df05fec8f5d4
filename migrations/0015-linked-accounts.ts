import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People come, go and turn out to be one: two admins link accounts of one human, somebody is always an admin, and owners are people who are here. */
export class LinkedAccounts1763700000015 implements MigrationInterface {
  name = 'LinkedAccounts1763700000015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(LINKS);
    await runner.query(EFFECT);
    await runner.query(WALLS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TRIGGER an_admin_is_left ON people;
DROP TRIGGER owners_are_people_who_are_here ON ownership;
DROP TRIGGER linked_reviewers_took_no_part ON reviews;
DROP TRIGGER linked_humans_do_not_activate ON policy_versions;
DROP TRIGGER linked_humans_do_not_retire ON policy_versions;
DROP TRIGGER linked_humans_do_not_stop ON policy_exceptions;
DROP TRIGGER linked_humans_do_not_activate ON guardrails;
DROP TRIGGER a_new_account_is_of_a_linked_human ON people;
${mayVote()}
${accountStays()}
${peopleWhoCouldSign('p.human_id')}
DROP TABLE account_links;
DROP FUNCTION why_linked_may_not_vote;
DROP INDEX people_by_linked_human;
ALTER TABLE people DROP COLUMN linked_human;
DROP FUNCTION account_links_move_forward, a_link_takes_effect, a_new_account_is_of_a_linked_human, linked_human, linked_humans, same_human,
  linked_humans_are_one, linked_reviewers_took_no_part, owners_are_people_who_are_here, an_admin_is_left;
ALTER TABLE api_tokens DROP CONSTRAINT scopes_are_known;
ALTER TABLE api_tokens ADD CONSTRAINT scopes_are_known
  CHECK (scopes <@ ARRAY['READ', 'PROPOSE', 'FULFIL', 'CASES', 'WEBHOOKS'] AND cardinality(scopes) > 0);
REVOKE UPDATE (name, ended_at) ON teams FROM countersign_api;
ALTER TABLE teams DROP COLUMN ended_at;
`);
  }
}

/** As in migration 0007, with what a link adds; it is asked only of accounts that are linked, and costs the others nothing. */
const mayVote = (linked = ''): string => `
CREATE OR REPLACE FUNCTION may_vote(e policy_exceptions, p people) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN p.kind <> 'PERSON' THEN 'TP106'
    WHEN p.human_id = e.proposer_human THEN 'TP100'
    WHEN EXISTS (SELECT 1 FROM revisions r WHERE r.exception_id = e.id AND r.author_human = p.human_id) THEN 'TP101'
    WHEN NOT p.active OR NOT p.faces_customers OR coalesce(p.away_until > house_now(), false) THEN 'TP103'${linked}
  END
$$;`;

/** As in migration 0001. */
const accountStays = (linked = ''): string => `
CREATE OR REPLACE FUNCTION an_account_stays_of_its_human() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.id <> OLD.id OR NEW.human_id <> OLD.human_id OR NEW.kind <> OLD.kind THEN
    PERFORM refuse('TP900', 'an account stays of its human');
  END IF;${linked}
  RETURN NEW;
END $$;`;

/** As in migration 0013. */
const peopleWhoCouldSign = (human: string): string => `
CREATE OR REPLACE FUNCTION people_who_could_sign() RETURNS integer LANGUAGE sql VOLATILE AS $$
  SELECT count(DISTINCT ${human})::int FROM people p
   WHERE p.kind = 'PERSON' AND p.active AND p.faces_customers AND coalesce(p.away_until <= house_now(), true)
$$;`;

const LINKS = `
ALTER TABLE api_tokens DROP CONSTRAINT scopes_are_known;
ALTER TABLE api_tokens ADD CONSTRAINT scopes_are_known
  CHECK (scopes <@ ARRAY['READ', 'PROPOSE', 'FULFIL', 'CASES', 'WEBHOOKS', 'SCIM'] AND cardinality(scopes) > 0);
ALTER TABLE teams ADD COLUMN ended_at timestamptz;
GRANT UPDATE (name, ended_at) ON teams TO countersign_api;

-- Two recorded humans who are one. What was recorded keeps its human; from the confirmation on, rules count both as one.
CREATE TABLE account_links (
  id text PRIMARY KEY CHECK (starts_with(id, 'lnk_')),
  person_id text NOT NULL,
  human_id text NOT NULL,
  to_person_id text NOT NULL,
  to_human_id text NOT NULL,
  reason_id text NOT NULL REFERENCES remarks,
  proposed_by text NOT NULL,
  proposed_human text NOT NULL,
  proposed_at timestamptz NOT NULL DEFAULT house_now(),
  confirmed_by text,
  confirmed_human text,
  confirmed_at timestamptz,
  end_reason_id text REFERENCES remarks,
  end_proposed_by text,
  end_proposed_human text,
  ended_by text,
  ended_human text,
  ended_at timestamptz,
  CONSTRAINT a_linked_account_is_of_one_human FOREIGN KEY (person_id, human_id) REFERENCES people (id, human_id),
  CONSTRAINT the_other_account_is_of_one_human FOREIGN KEY (to_person_id, to_human_id) REFERENCES people (id, human_id),
  CONSTRAINT link_proposed_by_one_human FOREIGN KEY (proposed_by, proposed_human) REFERENCES people (id, human_id),
  CONSTRAINT link_confirmed_by_one_human FOREIGN KEY (confirmed_by, confirmed_human) REFERENCES people (id, human_id),
  CONSTRAINT end_proposed_by_one_human FOREIGN KEY (end_proposed_by, end_proposed_human) REFERENCES people (id, human_id),
  CONSTRAINT link_ended_by_one_human FOREIGN KEY (ended_by, ended_human) REFERENCES people (id, human_id),
  CONSTRAINT two_humans_are_linked CHECK (human_id <> to_human_id),
  CONSTRAINT a_link_is_confirmed_by_another CHECK (confirmed_human <> proposed_human),
  CONSTRAINT a_link_is_ended_by_another CHECK (confirmed_at IS NULL OR ended_human <> end_proposed_human),
  CONSTRAINT confirmed_means_by_somebody CHECK (num_nulls(confirmed_by, confirmed_human, confirmed_at) IN (0, 3)),
  CONSTRAINT asked_to_end_means_with_a_reason CHECK (num_nulls(end_proposed_by, end_proposed_human, end_reason_id) IN (0, 3)),
  CONSTRAINT ended_means_after_it_was_asked CHECK (num_nulls(ended_by, ended_human, ended_at) IN (0, 3) AND (ended_at IS NULL OR end_proposed_by IS NOT NULL))
);
CREATE UNIQUE INDEX one_link_between_two_humans ON account_links (least(human_id, to_human_id), greatest(human_id, to_human_id)) WHERE ended_at IS NULL;
CREATE INDEX account_links_by_human ON account_links (human_id) WHERE confirmed_at IS NOT NULL AND ended_at IS NULL;
CREATE INDEX account_links_by_other_human ON account_links (to_human_id) WHERE confirmed_at IS NOT NULL AND ended_at IS NULL;
GRANT SELECT ON account_links TO countersign_api;
GRANT INSERT (id, person_id, human_id, to_person_id, to_human_id, reason_id, proposed_by, proposed_human) ON account_links TO countersign_api;
GRANT UPDATE (confirmed_by, confirmed_human, end_reason_id, end_proposed_by, end_proposed_human, ended_by, ended_human) ON account_links TO countersign_api;

-- Every recorded human who is the same as this one, this one included.
CREATE FUNCTION linked_humans(who text) RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH RECURSIVE same (human) AS (
    SELECT who UNION
    SELECT CASE WHEN l.human_id = s.human THEN l.to_human_id ELSE l.human_id END
      FROM same s JOIN account_links l ON s.human IN (l.human_id, l.to_human_id) AND l.confirmed_at IS NOT NULL AND l.ended_at IS NULL)
  SELECT array_agg(human ORDER BY human) FROM same
$$;
-- As whom a linked human is counted: the first of them all. Null for who is linked to nobody, so that a look at the account's row tells.
CREATE FUNCTION linked_human(who text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN cardinality(h) > 1 THEN h[1] END FROM linked_humans(who) AS h
$$;

-- A copy of what the links say, beside the account, where each rule reads it for nothing. Nobody can write anything else there.
ALTER TABLE people ADD COLUMN linked_human text;
CREATE INDEX people_by_linked_human ON people (linked_human) WHERE linked_human IS NOT NULL;
${accountStays(`
  IF NEW.linked_human IS DISTINCT FROM OLD.linked_human AND NEW.linked_human IS DISTINCT FROM linked_human(NEW.human_id) THEN
    PERFORM refuse('TP900', 'only links say that two humans are one');
  END IF;`)}
CREATE FUNCTION a_new_account_is_of_a_linked_human() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.linked_human := linked_human(NEW.human_id);
  RETURN NEW;
END $$;
CREATE TRIGGER a_new_account_is_of_a_linked_human BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION a_new_account_is_of_a_linked_human();

-- Whether two accounts count as one human now.
CREATE FUNCTION same_human(one text, other text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM people p, people o WHERE p.id = one AND o.id = other
    AND coalesce(p.linked_human, p.human_id) = coalesce(o.linked_human, o.human_id))
$$;
REVOKE ALL ON FUNCTION linked_humans(text), linked_human(text), same_human(text, text), a_new_account_is_of_a_linked_human() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION linked_humans(text), linked_human(text), same_human(text, text) TO countersign_api, countersign_worker;
`;

const EFFECT = `
-- Asked by one admin, confirmed by another; ended the same way, and by nobody whose own accounts they are. What was not confirmed, any admin ends.
CREATE FUNCTION account_links_move_forward() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.confirmed_by IS NOT NULL OR NEW.end_proposed_by IS NOT NULL THEN PERFORM refuse('TP900', 'a link begins as a question'); END IF;
    NEW.proposed_at := house_now();
  ELSIF OLD.ended_at IS NOT NULL
     OR (NEW.id, NEW.person_id, NEW.human_id, NEW.to_person_id, NEW.to_human_id, NEW.reason_id, NEW.proposed_by, NEW.proposed_human, NEW.proposed_at)
        IS DISTINCT FROM (OLD.id, OLD.person_id, OLD.human_id, OLD.to_person_id, OLD.to_human_id, OLD.reason_id, OLD.proposed_by, OLD.proposed_human, OLD.proposed_at)
     OR (OLD.confirmed_by IS NOT NULL AND (NEW.confirmed_by, NEW.confirmed_at) IS DISTINCT FROM (OLD.confirmed_by, OLD.confirmed_at))
     OR (OLD.end_proposed_by IS NOT NULL AND (NEW.end_proposed_by, NEW.end_reason_id) IS DISTINCT FROM (OLD.end_proposed_by, OLD.end_reason_id)) THEN
    PERFORM refuse('TP900', 'what was said of a link stands');
  ELSE
    IF NEW.confirmed_by IS NOT NULL AND OLD.confirmed_by IS NULL THEN NEW.confirmed_at := house_now(); END IF;
    IF NEW.ended_by IS NOT NULL THEN NEW.ended_at := house_now(); END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('account_links', 0)); -- one at a time: a chain of links is computed from all of them
  END IF;
  IF EXISTS (SELECT 1 FROM (VALUES (NEW.proposed_by), (NEW.confirmed_by), (NEW.end_proposed_by), (NEW.ended_by)) AS named (who)
       WHERE who IS NOT NULL AND (TG_OP = 'INSERT' OR who NOT IN (OLD.proposed_by, coalesce(OLD.confirmed_by, ''), coalesce(OLD.end_proposed_by, '')))
         AND NOT EXISTS (SELECT 1 FROM people p WHERE p.id = who AND p.kind = 'PERSON' AND p.active AND 'ADMIN' = ANY (p.roles))) THEN
    PERFORM refuse('TP107', 'only admins say that two accounts are of one human');
  END IF;
  IF NEW.confirmed_human <> NEW.proposed_human AND same_human(NEW.proposed_by, NEW.confirmed_by)
     OR NEW.confirmed_at IS NOT NULL AND NEW.ended_human <> NEW.end_proposed_human AND same_human(NEW.end_proposed_by, NEW.ended_by) THEN
    PERFORM refuse('TP170', 'the second step needs another human than the first');
  END IF;
  IF NEW.confirmed_at IS NOT NULL AND (same_human(NEW.end_proposed_by, NEW.person_id) OR same_human(NEW.ended_by, NEW.person_id)
     OR same_human(NEW.end_proposed_by, NEW.to_person_id) OR same_human(NEW.ended_by, NEW.to_person_id)) THEN
    PERFORM refuse('TP107', 'nobody undoes a link of their own accounts');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER account_links_move_forward BEFORE INSERT OR UPDATE ON account_links FOR EACH ROW EXECUTE FUNCTION account_links_move_forward();

-- Locks exceptions, then people, as everywhere; whoever votes at the same moment is before it or after it. Then counts anew, and makes void
-- what the one human gave to their own remedy, or gave twice: the first signature stays. Counted ones and objections stand.
CREATE FUNCTION a_link_takes_effect() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  humans text[] := linked_humans(NEW.human_id) || linked_humans(NEW.to_human_id);
  s record;
BEGIN
  PERFORM 1 FROM policy_exceptions e WHERE e.status = 'PROPOSED' AND (e.proposer_human = ANY (humans)
      OR EXISTS (SELECT 1 FROM revisions r WHERE r.exception_id = e.id AND r.author_human = ANY (humans))
      OR EXISTS (SELECT 1 FROM co_signatures c WHERE c.exception_id = e.id AND c.human_id = ANY (humans))) ORDER BY e.id FOR UPDATE;
  PERFORM 1 FROM people p WHERE p.human_id = ANY (humans) ORDER BY p.id FOR UPDATE;
  UPDATE people p SET linked_human = linked_human(p.human_id) WHERE p.human_id = ANY (humans);
  IF NEW.ended_at IS NOT NULL THEN RETURN NULL; END IF;
  FOR s IN
    SELECT c.exception_id, c.revision, c.human_id, c.signer_id FROM co_signatures c
      JOIN policy_exceptions e ON e.id = c.exception_id AND e.revision = c.revision AND e.status = 'PROPOSED'
     WHERE c.human_id = ANY (humans)
       AND NOT EXISTS (SELECT 1 FROM co_signature_ends x WHERE (x.exception_id, x.revision, x.human_id) = (c.exception_id, c.revision, c.human_id))
       AND (e.proposer_human = ANY (humans) OR EXISTS (SELECT 1 FROM revisions r WHERE r.exception_id = e.id AND r.author_human = ANY (humans))
         OR EXISTS (SELECT 1 FROM co_signatures o WHERE o.exception_id = c.exception_id AND o.revision = c.revision AND o.human_id = ANY (humans)
              AND (o.at, o.human_id) < (c.at, c.human_id)
              AND NOT EXISTS (SELECT 1 FROM co_signature_ends x WHERE (x.exception_id, x.revision, x.human_id) = (o.exception_id, o.revision, o.human_id))))
     ORDER BY c.exception_id, c.human_id
  LOOP
    INSERT INTO co_signature_ends (exception_id, revision, human_id, how) VALUES (s.exception_id, s.revision, s.human_id, 'VOID');
    UPDATE policy_exceptions SET turn = turn + 1 WHERE id = s.exception_id;
    INSERT INTO facts (subject_id, name, body)
      VALUES (s.exception_id, 'exception.signatureVoided', json_build_object('revision', s.revision, 'signerId', s.signer_id));
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER a_link_takes_effect AFTER UPDATE ON account_links FOR EACH ROW
  WHEN (OLD.confirmed_at IS DISTINCT FROM NEW.confirmed_at OR (OLD.ended_at IS DISTINCT FROM NEW.ended_at AND NEW.confirmed_at IS NOT NULL))
  EXECUTE FUNCTION a_link_takes_effect();
CREATE TRIGGER account_links_are_kept BEFORE DELETE ON account_links FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER account_links_are_not_truncated BEFORE TRUNCATE ON account_links FOR EACH STATEMENT EXECUTE FUNCTION append_only();
REVOKE ALL ON FUNCTION account_links_move_forward(), a_link_takes_effect() FROM PUBLIC;
`;

const WALLS = `
-- Why a linked account may not vote: its other account proposed, wrote or already signed this revision.
CREATE FUNCTION why_linked_may_not_vote(e policy_exceptions, p people) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM people o WHERE o.id = e.proposer_id AND o.linked_human = p.linked_human) THEN 'TP100'
    WHEN EXISTS (SELECT 1 FROM revisions r JOIN people o ON o.id = r.author_id WHERE r.exception_id = e.id AND o.linked_human = p.linked_human) THEN 'TP101'
    WHEN EXISTS (SELECT 1 FROM co_signatures s JOIN people o ON o.id = s.signer_id
       WHERE s.exception_id = e.id AND s.revision = e.revision AND o.linked_human = p.linked_human AND o.human_id <> p.human_id
         AND NOT EXISTS (SELECT 1 FROM co_signature_ends x WHERE (x.exception_id, x.revision, x.human_id) = (s.exception_id, s.revision, s.human_id))) THEN 'TP172'
  END
$$;
REVOKE ALL ON FUNCTION why_linked_may_not_vote(policy_exceptions, people) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION why_linked_may_not_vote(policy_exceptions, people) TO countersign_api, countersign_worker;
${mayVote(`
    WHEN p.linked_human IS NOT NULL THEN why_linked_may_not_vote(e, p)`)}
${peopleWhoCouldSign('coalesce(p.linked_human, p.human_id)')}

-- What needs two people needs two humans, also by accounts that were recorded as two. Checks compare what was recorded; this, what is known.
CREATE FUNCTION linked_humans_are_one() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM people p, people o WHERE p.id = to_jsonb(NEW) ->> TG_ARGV[0] AND o.id = to_jsonb(NEW) ->> TG_ARGV[1]
    AND p.human_id <> o.human_id AND p.linked_human = o.linked_human;
  IF FOUND THEN PERFORM refuse(TG_ARGV[2], 'the second step needs another human than the first'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER linked_humans_do_not_activate BEFORE UPDATE OF activated_by ON policy_versions FOR EACH ROW
  WHEN (NEW.activated_by IS NOT NULL) EXECUTE FUNCTION linked_humans_are_one('proposed_by', 'activated_by', 'TP171');
CREATE TRIGGER linked_humans_do_not_retire BEFORE UPDATE OF retired_by ON policy_versions FOR EACH ROW
  WHEN (NEW.retired_by IS NOT NULL) EXECUTE FUNCTION linked_humans_are_one('retire_proposed_by', 'retired_by', 'TP171');
CREATE TRIGGER linked_humans_do_not_stop BEFORE UPDATE OF stopped_by ON policy_exceptions FOR EACH ROW
  WHEN (NEW.stopped_by IS NOT NULL) EXECUTE FUNCTION linked_humans_are_one('stop_proposed_by', 'stopped_by', 'TP170');
CREATE TRIGGER linked_humans_do_not_activate BEFORE UPDATE OF activated_by ON guardrails FOR EACH ROW
  WHEN (NEW.activated_by IS NOT NULL) EXECUTE FUNCTION linked_humans_are_one('proposed_by', 'activated_by', 'TP170');

-- A reviewer took no part, by none of their accounts.
CREATE FUNCTION linked_reviewers_took_no_part() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  humans text[];
BEGIN
  SELECT array_agg(DISTINCT o.human_id) INTO humans FROM people p JOIN people o ON o.linked_human = p.linked_human WHERE p.id = NEW.reviewer_id;
  PERFORM 1 FROM policy_exceptions e WHERE e.id = NEW.exception_id AND (e.proposer_human = ANY (humans)
    OR EXISTS (SELECT 1 FROM revisions r WHERE r.exception_id = e.id AND r.author_human = ANY (humans))
    OR EXISTS (SELECT 1 FROM co_signatures s WHERE s.exception_id = e.id AND s.human_id = ANY (humans))
    OR EXISTS (SELECT 1 FROM ownership o WHERE o.case_id = e.case_id AND o.human_id = ANY (humans) AND tstzrange(o.from_at, o.until_at) @> e.approved_at));
  IF FOUND THEN PERFORM refuse('TP120', 'a reviewer took no part in what is reviewed'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER linked_reviewers_took_no_part BEFORE UPDATE OF reviewer_id ON reviews FOR EACH ROW
  WHEN (NEW.reviewer_id IS NOT NULL) EXECUTE FUNCTION linked_reviewers_took_no_part();

-- Who becomes the owner of a case is a person who is active then, and cannot leave at the same moment.
CREATE FUNCTION owners_are_people_who_are_here() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM people p WHERE p.id = NEW.person_id AND p.kind = 'PERSON' AND p.active FOR SHARE;
  IF NOT FOUND THEN PERFORM refuse('TP103', 'a case is given to a person who is active'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER owners_are_people_who_are_here BEFORE INSERT ON ownership FOR EACH ROW EXECUTE FUNCTION owners_are_people_who_are_here();

-- Somebody can always let people in. Judged at the end, one change at a time, so that two admins cannot take the role from each other.
CREATE FUNCTION an_admin_is_left() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('admins', 0));
  PERFORM 1 FROM people p WHERE p.kind = 'PERSON' AND p.active AND 'ADMIN' = ANY (p.roles);
  IF NOT FOUND THEN PERFORM refuse('TP173', 'one admin is left who is active'); END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER an_admin_is_left AFTER UPDATE OF roles, active ON people DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.active AND 'ADMIN' = ANY (OLD.roles) AND NOT (NEW.active AND 'ADMIN' = ANY (NEW.roles))) EXECUTE FUNCTION an_admin_is_left();
REVOKE ALL ON FUNCTION linked_humans_are_one(), linked_reviewers_took_no_part(), owners_are_people_who_are_here(), an_admin_is_left() FROM PUBLIC;
`;
