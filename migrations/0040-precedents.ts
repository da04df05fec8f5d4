import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is searched for while proposing, what was shown and why it differs, and that a policy was cited in place of a proposal. */
export class Precedents1763700000040 implements MigrationInterface {
  name = 'Precedents1763700000040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${LANGUAGE}${SEARCH}${GATHERING}${CITATIONS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

/**
 * Two readings of the same words, both without accents: as they are written, and by their stem in the language of the house. Numbers, addresses
 * and references are no words: nobody is found by them.
 */
const LANGUAGE = `
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE TEXT SEARCH CONFIGURATION house_words (COPY = pg_catalog.simple);
CREATE TEXT SEARCH CONFIGURATION house_language (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION house_words ALTER MAPPING FOR word, hword, hword_part WITH unaccent, simple;
ALTER TEXT SEARCH CONFIGURATION house_language ALTER MAPPING FOR word, hword, hword_part WITH unaccent, english_stem;
ALTER TEXT SEARCH CONFIGURATION house_words DROP MAPPING FOR email, url, url_path, host, file, sfloat, float, int, uint, version, numword, numhword, hword_numpart;
ALTER TEXT SEARCH CONFIGURATION house_language DROP MAPPING FOR email, url, url_path, host, file, sfloat, float, int, uint, version, numword, numhword, hword_numpart;
ALTER TABLE house ADD search_language text NOT NULL DEFAULT 'english' CONSTRAINT a_search_language_is_known CHECK (search_language IN
  ('simple', 'danish', 'dutch', 'english', 'finnish', 'french', 'german', 'hungarian', 'italian', 'norwegian', 'portuguese', 'russian', 'spanish', 'swedish', 'turkish'));

-- The words of a text that say something, each in both readings. What the language calls a stop word is none.
CREATE FUNCTION searchable_words(body text) RETURNS text[] LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT ARRAY(SELECT DISTINCT w FROM (
      SELECT unnest(tsvector_to_array(to_tsvector('house_language', body))) AS w
      UNION ALL SELECT p FROM unnest(tsvector_to_array(to_tsvector('house_words', body))) AS p WHERE to_tsvector('house_language', p) <> ''::tsvector) AS words
    WHERE char_length(w) BETWEEN 2 AND 40 ORDER BY w)
$$;
`;

const SEARCH = `
-- Every word that stands in a text that can be found, with the number of such texts. It goes with the last of them.
CREATE TABLE precedent_words (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  word text COLLATE "C" NOT NULL CONSTRAINT a_word_stands_once UNIQUE,
  documents integer NOT NULL CHECK (documents > 0)
);
CREATE INDEX precedent_words_alike ON precedent_words USING gin (word gin_trgm_ops);

-- What an approved exception is found by. Its words are numbers, so that an index that is never emptied holds none; null once they are erased.
CREATE TABLE precedents (
  exception_id text PRIMARY KEY REFERENCES approvals,
  cause text NOT NULL,
  kind text NOT NULL,
  amount_minor bigint,
  currency text,
  approved_at timestamptz NOT NULL,
  words integer[]
);
CREATE INDEX precedents_by_words ON precedents USING gin (words) WITH (fastupdate = off);
CREATE INDEX precedents_by_cause ON precedents (cause, approved_at);
CREATE INDEX precedents_by_kind ON precedents (kind, approved_at);
CREATE INDEX precedents_by_amount ON precedents (currency, amount_minor);
CREATE INDEX precedents_by_time ON precedents (approved_at);
-- Which word is how common: the planner must know it. They are numbers; of the words themselves, nothing is kept.
ALTER TABLE precedents ALTER COLUMN words SET STATISTICS 1000;
ALTER TABLE precedent_words ALTER COLUMN word SET STATISTICS 0;

-- Approved, and not yet among them. The search never stands in the way of a signature: nothing more happens at the approval than this row.
CREATE TABLE precedents_due (exception_id text PRIMARY KEY REFERENCES approvals);
INSERT INTO precedents_due SELECT exception_id FROM approvals;
CREATE FUNCTION an_approval_is_to_be_found() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO precedents_due VALUES (NEW.exception_id);
  RETURN NULL;
END $$;
CREATE TRIGGER an_approval_is_to_be_found AFTER INSERT ON approvals FOR EACH ROW EXECUTE FUNCTION an_approval_is_to_be_found();

-- Why a proposal differs from the precedents that were shown: the proposer's words, which are erased like any others.
ALTER TABLE policy_exceptions ADD why_different_id text REFERENCES remarks;
CREATE FUNCTION why_it_differs_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refuse('TP900', 'what was said of the precedents at the proposal stands');
  RETURN NULL;
END $$;
CREATE TRIGGER why_it_differs_stands BEFORE UPDATE OF why_different_id ON policy_exceptions FOR EACH ROW
  WHEN (NEW.why_different_id IS DISTINCT FROM OLD.why_different_id) EXECUTE FUNCTION why_it_differs_stands();
-- Known words that look like one, the most alike first: three letters in common are looked for, so also short words with two letters that changed places.
CREATE FUNCTION words_alike(asked text) RETURNS SETOF precedent_words LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET pg_trgm.similarity_threshold = 0.2 AS $$
BEGIN
  RETURN QUERY SELECT * FROM precedent_words w WHERE w.word % asked AND abs(char_length(w.word) - char_length(asked)) <= 2
    ORDER BY similarity(w.word, asked) DESC, w.documents DESC, w.word LIMIT 25;
END $$;
REVOKE ALL ON FUNCTION words_alike, searchable_words, an_approval_is_to_be_found, why_it_differs_stands FROM PUBLIC;
GRANT SELECT ON precedents, precedent_words, precedents_due TO countersign_api;
GRANT EXECUTE ON FUNCTION words_alike TO countersign_api;
`;

/** One writer at a time, so that counts are right and locks come in one order; it waits for no exception, so nothing waits in a circle. */
const GATHERING = `
-- Puts the oldest of what is due among the precedents; answers how many. What somebody is changing at this moment waits for the next time.
CREATE FUNCTION gather_precedents(most integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  ids text[];
BEGIN
  PERFORM pg_advisory_xact_lock(7305, 40);
  ids := ARRAY(SELECT d.exception_id FROM precedents_due d JOIN approvals a ON a.exception_id = d.exception_id
    JOIN revision_texts t ON (t.exception_id, t.revision) = (a.exception_id, a.revision) ORDER BY d.exception_id LIMIT most FOR SHARE OF t SKIP LOCKED);
  WITH made AS MATERIALIZED (
    SELECT a.exception_id, r.cause, r.kind, r.amount_minor, r.currency, a.at, CASE WHEN t.erased_at IS NULL THEN ARRAY(
        SELECT w FROM unnest(searchable_words(concat_ws(' ', replace(r.cause, '-', ' '), replace(lower(r.kind), '_', ' '), t.what_happened, t.what_we_do, t.why_fair, t.deed))) AS w
        EXCEPT SELECT unnest(searchable_words(concat_ws(' ', u.name, u.contact)))) END AS words
      FROM approvals a JOIN revisions r ON (r.exception_id, r.number) = (a.exception_id, a.revision)
      JOIN revision_texts t ON (t.exception_id, t.revision) = (a.exception_id, a.revision)
      JOIN policy_exceptions e ON e.id = a.exception_id JOIN cases c ON c.id = e.case_id JOIN customers u ON u.id = c.customer_id
     WHERE a.exception_id = ANY (ids)),
  known AS (INSERT INTO precedent_words (word, documents) SELECT w, count(*) FROM made, unnest(made.words) AS w GROUP BY w ORDER BY w
      ON CONFLICT (word) DO UPDATE SET documents = precedent_words.documents + excluded.documents RETURNING id, word),
  held AS (SELECT m.exception_id, array_agg(k.id ORDER BY k.id) AS words FROM made m, unnest(m.words) AS w JOIN known k ON k.word = w GROUP BY m.exception_id)
  INSERT INTO precedents (exception_id, cause, kind, amount_minor, currency, approved_at, words)
    SELECT m.exception_id, m.cause, m.kind, m.amount_minor, m.currency, m.at, CASE WHEN m.words IS NOT NULL THEN coalesce(h.words, '{}') END
      FROM made m LEFT JOIN held h ON h.exception_id = m.exception_id;
  DELETE FROM precedents_due WHERE exception_id = ANY (ids);
  RETURN cardinality(ids);
END $$;

-- Erased words are found no more, and a word that stood nowhere else is forgotten.
CREATE FUNCTION erased_words_are_not_found() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  gone integer[];
BEGIN
  PERFORM pg_advisory_xact_lock(7305, 40);
  SELECT p.words INTO gone FROM precedents p WHERE p.exception_id = NEW.exception_id FOR UPDATE;
  IF gone IS NULL THEN RETURN NULL; END IF;
  UPDATE precedents SET words = NULL WHERE exception_id = NEW.exception_id;
  DELETE FROM precedent_words WHERE id = ANY (gone) AND documents = 1;
  UPDATE precedent_words SET documents = documents - 1 WHERE id = ANY (gone);
  RETURN NULL;
END $$;
CREATE TRIGGER erased_words_are_not_found AFTER UPDATE ON revision_texts FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL)
  EXECUTE FUNCTION erased_words_are_not_found();

-- Another language: everything is read anew. Only the owner of the database can ask for it, as for the zone of the house.
CREATE FUNCTION a_language_is_read_anew() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7305, 40);
  EXECUTE format('ALTER TEXT SEARCH CONFIGURATION house_language ALTER MAPPING FOR asciiword, asciihword, hword_asciipart WITH %I', CASE NEW.search_language WHEN 'simple' THEN 'simple' ELSE NEW.search_language || '_stem' END);
  EXECUTE format('ALTER TEXT SEARCH CONFIGURATION house_language ALTER MAPPING FOR word, hword, hword_part WITH unaccent, %I', CASE NEW.search_language WHEN 'simple' THEN 'simple' ELSE NEW.search_language || '_stem' END);
  DELETE FROM precedents;
  DELETE FROM precedent_words;
  INSERT INTO precedents_due SELECT exception_id FROM approvals ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER a_language_is_read_anew AFTER UPDATE OF search_language ON house FOR EACH ROW
  WHEN (NEW.search_language IS DISTINCT FROM OLD.search_language) EXECUTE FUNCTION a_language_is_read_anew();
REVOKE ALL ON FUNCTION gather_precedents, erased_words_are_not_found, a_language_is_read_anew FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gather_precedents TO countersign_worker;
`;

const CITATIONS = `
-- A policy said yes before a proposal was needed: once for each case and version. COVERED counts the proposals that it ended.
CREATE TABLE policy_citations (
  policy_version_id text NOT NULL REFERENCES policy_versions,
  case_id text NOT NULL REFERENCES cases,
  cause text NOT NULL,
  kind text NOT NULL,
  amount_minor bigint,
  currency text,
  person_id text NOT NULL REFERENCES people,
  at timestamptz NOT NULL DEFAULT house_now(),
  CONSTRAINT a_version_is_cited_once_for_a_case PRIMARY KEY (policy_version_id, case_id)
);
CREATE FUNCTION what_is_cited_covers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.at := house_now();
  IF NOT EXISTS (SELECT 1 FROM policy_versions v WHERE v.id = NEW.policy_version_id AND v.status = 'ACTIVE' AND v.effective_from <= NEW.at
       AND coalesce(v.superseded_at > NEW.at, true) AND covers(v, NEW.kind, NEW.cause, NEW.amount_minor, NEW.currency)) THEN
    PERFORM refuse('TP131', 'that policy version does not cover the remedy');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER what_is_cited_covers BEFORE INSERT ON policy_citations FOR EACH ROW EXECUTE FUNCTION what_is_cited_covers();
CREATE TRIGGER policy_citations_are_append_only BEFORE UPDATE OR DELETE ON policy_citations FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER policy_citations_are_not_truncated BEFORE TRUNCATE ON policy_citations FOR EACH STATEMENT EXECUTE FUNCTION append_only();
REVOKE ALL ON FUNCTION what_is_cited_covers FROM PUBLIC;
GRANT SELECT, INSERT ON policy_citations TO countersign_api;
`;

const DOWN = `
DROP TABLE policy_citations;
DROP TRIGGER erased_words_are_not_found ON revision_texts;
DROP TRIGGER why_it_differs_stands ON policy_exceptions;
DROP TRIGGER an_approval_is_to_be_found ON approvals;
DROP TRIGGER a_language_is_read_anew ON house;
DROP FUNCTION words_alike;
DROP TABLE precedents_due, precedents, precedent_words;
DROP FUNCTION what_is_cited_covers, gather_precedents, erased_words_are_not_found, a_language_is_read_anew, an_approval_is_to_be_found, why_it_differs_stands, searchable_words;
ALTER TABLE policy_exceptions DROP COLUMN why_different_id;
ALTER TABLE house DROP COLUMN search_language;
DROP TEXT SEARCH CONFIGURATION house_language, house_words;
DROP EXTENSION pg_trgm;
DROP EXTENSION unaccent;
`;
