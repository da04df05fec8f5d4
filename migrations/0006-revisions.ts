import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The walls of a revision: it is the next one, by somebody who may write it, and its words have its digest. */
export class Revisions1763700000006 implements MigrationInterface {
  name = 'Revisions1763700000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TRIGGER revision_is_the_next ON revisions;
DROP TRIGGER revisions_are_append_only ON revisions;
DROP TRIGGER revisions_are_not_truncated ON revisions;
ALTER TABLE revisions DROP CONSTRAINT a_revision_has_its_texts;
DROP TRIGGER texts_match_the_digest ON revision_texts;
DROP TRIGGER texts_are_kept ON revision_texts;
DROP TRIGGER texts_are_not_truncated ON revision_texts;
DROP FUNCTION revision_is_the_next, texts_match_the_digest, revision_digest, material_digest;
`);
  }
}

const UP = `
-- Version 1 of what is signed. libs/exceptions/digest.rules.ts makes the same bytes; both are compared by a test.
CREATE FUNCTION material_digest(r revisions, t revision_texts) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(convert_to('matter 1' || encode(t.salt, 'hex') || canonical(r.exception_id) || canonical(r.kind) || canonical(r.amount_minor::text) || canonical(r.currency)
    || canonical(t.deed) || canonical(t.what_we_do) || canonical(r.policy_version_id), 'UTF8'))
$$;
CREATE FUNCTION revision_digest(r revisions, t revision_texts) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(convert_to('revision 1' || encode(t.salt, 'hex') || canonical(r.exception_id) || canonical(r.number::text)
    || encode(material_digest(r, t), 'hex') || canonical(r.cause)
    || canonical(t.what_happened) || canonical(t.what_policy_says) || canonical(t.why_fair), 'UTF8'))
$$;

-- The next revision of an open proposal, by its proposer or a named helper who is here, with at least the quorum its band asks for.
CREATE FUNCTION revision_is_the_next() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  e policy_exceptions;
  p people;
  before revisions;
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
  IF coalesce(e.base_quorum < quorum_for(NEW.kind, NEW.amount_minor, NEW.currency), true) THEN PERFORM refuse('TP132', 'the quorum is at least what the band asks for'); END IF;
  IF NEW.number = 1 THEN
    NEW.material := true;
  ELSE
    SELECT * INTO before FROM revisions WHERE exception_id = e.id AND number = NEW.number - 1;
    NEW.material := before.material_digest <> NEW.material_digest;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER revision_is_the_next BEFORE INSERT ON revisions FOR EACH ROW EXECUTE FUNCTION revision_is_the_next();
CREATE TRIGGER revisions_are_append_only BEFORE UPDATE OR DELETE ON revisions FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER revisions_are_not_truncated BEFORE TRUNCATE ON revisions FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- The words are the ones whose digest is signed; later they can only be erased, with their salt.
CREATE FUNCTION texts_match_the_digest() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  r revisions;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL OR (NEW.exception_id, NEW.revision) <> (OLD.exception_id, OLD.revision) THEN
      PERFORM refuse('TP900', 'texts can only be erased');
    END IF;
    RETURN NEW;
  END IF;
  SELECT * INTO r FROM revisions WHERE exception_id = NEW.exception_id AND number = NEW.revision;
  IF r.digest IS DISTINCT FROM revision_digest(r, NEW) OR r.material_digest IS DISTINCT FROM material_digest(r, NEW)
     OR r.has_deed <> (NEW.deed IS NOT NULL)
     OR NEW.revision > 1 AND NEW.salt IS DISTINCT FROM (SELECT salt FROM revision_texts WHERE exception_id = NEW.exception_id AND revision = NEW.revision - 1) THEN
    PERFORM refuse('TP903', 'the texts do not have the digest of their revision');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER texts_match_the_digest BEFORE INSERT OR UPDATE ON revision_texts FOR EACH ROW EXECUTE FUNCTION texts_match_the_digest();
CREATE TRIGGER texts_are_kept BEFORE DELETE ON revision_texts FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER texts_are_not_truncated BEFORE TRUNCATE ON revision_texts FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- Texts are erased, never deleted: so a revision always has its row of them.
ALTER TABLE revisions ADD CONSTRAINT a_revision_has_its_texts
  FOREIGN KEY (exception_id, number) REFERENCES revision_texts (exception_id, revision) DEFERRABLE INITIALLY DEFERRED;
`;
