import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A directory elsewhere names people and teams by names of its own, and takes them away again without anything being deleted here. What it took
 * away is not looked for by its name any more, so somebody else may have the name.
 */
export class PeopleFromADirectory1763700000025 implements MigrationInterface {
  name = 'PeopleFromADirectory1763700000025';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE people ADD COLUMN user_name text CONSTRAINT a_user_name_has_a_length CHECK (char_length(user_name) BETWEEN 1 AND 255);
ALTER TABLE people ADD COLUMN external_id text CONSTRAINT an_external_id_has_a_length CHECK (char_length(external_id) BETWEEN 1 AND 255);
ALTER TABLE people ADD COLUMN sync_ended_at timestamptz;
ALTER TABLE people ADD CONSTRAINT machines_come_from_no_directory CHECK (kind = 'PERSON' OR num_nonnulls(user_name, external_id, sync_ended_at) = 0);
CREATE UNIQUE INDEX a_person_has_their_own_user_name ON people (lower(user_name)) WHERE sync_ended_at IS NULL;
CREATE UNIQUE INDEX a_person_has_their_own_external_id ON people (external_id) WHERE sync_ended_at IS NULL;
CREATE INDEX people_by_user_name ON people (lower(coalesce(user_name, email)));
CREATE INDEX people_by_external_id ON people (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX people_by_email ON people (lower(email));
CREATE INDEX people_by_team ON people (team_id) WHERE team_id IS NOT NULL;
GRANT UPDATE (user_name, external_id, sync_ended_at) ON people TO countersign_api;

ALTER TABLE teams ADD COLUMN external_id text CONSTRAINT an_external_id_has_a_length CHECK (char_length(external_id) BETWEEN 1 AND 255);
CREATE UNIQUE INDEX a_team_has_its_own_external_id ON teams (external_id) WHERE ended_at IS NULL;
GRANT UPDATE (external_id) ON teams TO countersign_api;

-- Nobody is in a team that ended, also when it ends at this very moment: whoever ends it holds the row against this look.
CREATE FUNCTION teams_that_ended_have_nobody() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM teams t WHERE t.id = NEW.team_id AND t.ended_at IS NULL FOR KEY SHARE;
  IF NOT FOUND THEN PERFORM refuse('TP150', 'there is no such team any more'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER teams_that_ended_have_nobody BEFORE UPDATE OF team_id ON people FOR EACH ROW
  WHEN (NEW.team_id IS NOT NULL AND OLD.team_id IS DISTINCT FROM NEW.team_id) EXECUTE FUNCTION teams_that_ended_have_nobody();
CREATE TRIGGER new_people_are_in_no_team_that_ended BEFORE INSERT ON people FOR EACH ROW
  WHEN (NEW.team_id IS NOT NULL) EXECUTE FUNCTION teams_that_ended_have_nobody();
REVOKE ALL ON FUNCTION teams_that_ended_have_nobody() FROM PUBLIC;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TRIGGER new_people_are_in_no_team_that_ended ON people;
DROP TRIGGER teams_that_ended_have_nobody ON people;
DROP FUNCTION teams_that_ended_have_nobody;
DROP INDEX people_by_team, people_by_email, people_by_external_id, people_by_user_name;
ALTER TABLE teams DROP COLUMN external_id;
ALTER TABLE people DROP COLUMN user_name, DROP COLUMN external_id, DROP COLUMN sync_ended_at;
`);
  }
}
