import type { MigrationInterface, QueryRunner } from 'typeorm';
import { swap } from './swap.js';

/** Policies are found in the language of the house, as precedents are, and what is open of one pattern is found by an index. */
export class Finding1763700000057 implements MigrationInterface {
  name = 'Finding1763700000057';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
    await swap(runner, 'a_language_is_read_anew', ...ANEW);
  }

  async down(runner: QueryRunner): Promise<void> {
    const [was, is] = ANEW;
    await swap(runner, 'a_language_is_read_anew', is, was);
    await runner.query(DOWN);
  }
}

/**
 * In stems, without accents. Words as they stand need no reading of their own here: whoever finds them finds their stems. Unlike in precedents, numbers and
 * addresses count: somebody may look for the fourteen days, or for a form by its name.
 */
const UP = `
CREATE TEXT SEARCH CONFIGURATION policy_language (COPY = pg_catalog.english);
DROP INDEX policy_versions_by_words;
CREATE INDEX policy_versions_by_words ON policy_versions USING gin (to_tsvector('policy_language', text));
CREATE FUNCTION read_policies_in(language text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  stems text := CASE language WHEN 'simple' THEN 'simple' ELSE language || '_stem' END;
BEGIN
  EXECUTE format('ALTER TEXT SEARCH CONFIGURATION policy_language ALTER MAPPING FOR asciiword, asciihword, hword_asciipart WITH %I', stems);
  EXECUTE format('ALTER TEXT SEARCH CONFIGURATION policy_language ALTER MAPPING FOR word, hword, hword_part WITH unaccent, %I', stems);
  REINDEX INDEX policy_versions_by_words;
END $$;
REVOKE ALL ON FUNCTION read_policies_in FROM PUBLIC;
SELECT read_policies_in((SELECT search_language FROM house));

CREATE INDEX reviews_open_by_matter ON reviews (cause, kind, due_at, id) WHERE status <> 'DISPOSED';
`;

/** The end of the function; everything before it stays. */
const ANEW = ['  DELETE FROM precedents;', '  PERFORM read_policies_in(NEW.search_language);\n  DELETE FROM precedents;'] as const;

const DOWN = `
DROP INDEX reviews_open_by_matter;
DROP INDEX policy_versions_by_words;
CREATE INDEX policy_versions_by_words ON policy_versions USING gin (to_tsvector('english', text));
DROP FUNCTION read_policies_in;
DROP TEXT SEARCH CONFIGURATION policy_language;
`;
