import type { MigrationInterface, QueryRunner } from 'typeorm';
import { swap } from './swap.js';

/** Titles of policies are found with slips, without accents and by a part of them, each by an index, however many policies there are. */
export class TitlesWithSlips1763700000070 implements MigrationInterface {
  name = 'TitlesWithSlips1763700000070';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
    await swap(runner, 'read_policies_in', ...ANEW);
  }

  async down(runner: QueryRunner): Promise<void> {
    const [was, is] = ANEW;
    await swap(runner, 'read_policies_in', is, was);
    await runner.query(DOWN);
  }
}

/** The words of a title are read as those of precedents are (migration 0040): as they are written, and by their stems; none is ever taken away, as no title is. */
const UP = `
-- A word, and what is left of it without a letter, or without two of a word of six letters or more. Two words that are as many slips apart have one of these
-- in common, whatever the slips are, which trigrams do not promise. How many slips are forgiven: nearestTo() of libs/spelling; a test compares both.
CREATE FUNCTION lacking_letters(word text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  WITH RECURSIVE lacking(form, letters) AS (
    SELECT word, CASE WHEN char_length(word) < 6 THEN 1 ELSE 2 END
    UNION SELECT overlay(l.form PLACING '' FROM n FOR 1), l.letters - 1 FROM lacking l, generate_series(1, char_length(l.form)) AS n WHERE l.letters > 0)
  SELECT ARRAY(SELECT DISTINCT form FROM lacking ORDER BY form)
$$;

CREATE TABLE policy_titles (
  policy_id text NOT NULL REFERENCES policies,
  words text[] NOT NULL,
  CONSTRAINT a_title_is_read_once PRIMARY KEY (policy_id)
);
CREATE INDEX policy_titles_by_words ON policy_titles USING gin (words) WITH (fastupdate = off);
-- Every word that stands in a title: whoever makes a slip is meant to find one of these.
CREATE TABLE title_words (
  word text COLLATE "C" NOT NULL,
  lacking text[] COLLATE "C" NOT NULL GENERATED ALWAYS AS (lacking_letters(word)) STORED,
  CONSTRAINT a_word_of_titles_stands_once PRIMARY KEY (word)
);
CREATE INDEX title_words_by_lacking ON title_words USING gin (lacking) WITH (fastupdate = off);

CREATE FUNCTION a_title_is_to_be_found() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO policy_titles VALUES (NEW.id, searchable_words(NEW.title));
  INSERT INTO title_words (word) SELECT w FROM unnest(searchable_words(NEW.title)) AS w ORDER BY w ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER a_title_is_to_be_found AFTER INSERT ON policies FOR EACH ROW EXECUTE FUNCTION a_title_is_to_be_found();

-- Lower case and without accents, for parts of titles. The dictionary is named, so it answers the same for ever, as an index needs it.
CREATE FUNCTION plainly(body text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT public.unaccent('public.unaccent', lower(body)) $$;
CREATE INDEX policies_by_part_of_title ON policies USING gin (plainly(title) gin_trgm_ops);
CREATE INDEX policies_by_words ON policies USING gin (to_tsvector('policy_language', title));

INSERT INTO policy_titles SELECT id, searchable_words(title) FROM policies;
INSERT INTO title_words (word) SELECT DISTINCT w FROM policy_titles, unnest(words) AS w;
REVOKE ALL ON FUNCTION a_title_is_to_be_found, lacking_letters, plainly FROM PUBLIC;
GRANT SELECT ON policy_titles, title_words TO countersign_api;
GRANT EXECUTE ON FUNCTION lacking_letters, plainly TO countersign_api;
`;

/** In another language they are read anew. */
const ANEW = [
  '  REINDEX INDEX policy_versions_by_words;',
  `  REINDEX INDEX policy_versions_by_words;
  REINDEX INDEX policies_by_words;
  UPDATE policy_titles t SET words = searchable_words(p.title) FROM policies p WHERE p.id = t.policy_id;
  DELETE FROM title_words;
  INSERT INTO title_words (word) SELECT DISTINCT w FROM policy_titles, unnest(words) AS w;`,
] as const;

const DOWN = `
DROP TRIGGER a_title_is_to_be_found ON policies;
DROP INDEX policies_by_part_of_title, policies_by_words;
DROP TABLE policy_titles, title_words;
DROP FUNCTION a_title_is_to_be_found, lacking_letters, plainly;
`;
