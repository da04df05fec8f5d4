import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever may erase words and names may not put others in their place: what somebody said is theirs, or gone. */
export class WordsAreOnlyErased1763700000011 implements MigrationInterface {
  name = 'WordsAreOnlyErased1763700000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- That an erased row is empty, is for the checks of each table.
CREATE FUNCTION words_are_only_erased() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL THEN
    PERFORM refuse('TP900', 'what somebody said can be erased once, and not be changed');
  END IF;
  NEW.erased_at := house_now();
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION words_are_only_erased FROM PUBLIC;
CREATE TRIGGER remarks_are_only_erased BEFORE UPDATE ON remarks FOR EACH ROW EXECUTE FUNCTION words_are_only_erased();
CREATE TRIGGER needs_are_only_erased BEFORE UPDATE ON case_texts FOR EACH ROW EXECUTE FUNCTION words_are_only_erased();
CREATE TRIGGER customers_are_only_erased BEFORE UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION words_are_only_erased();

-- Number, sequence, time, transaction and hashes of a fact are the database's own, so nobody else may even name them.
REVOKE INSERT ON facts FROM countersign_api, countersign_worker, countersign_erase;
GRANT INSERT (subject_id, actor_id, name, body) ON facts TO countersign_api, countersign_worker, countersign_erase;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
REVOKE INSERT (subject_id, actor_id, name, body) ON facts FROM countersign_api, countersign_worker, countersign_erase;
GRANT INSERT ON facts TO countersign_api, countersign_worker, countersign_erase;
DROP TRIGGER customers_are_only_erased ON customers;
DROP TRIGGER needs_are_only_erased ON case_texts;
DROP TRIGGER remarks_are_only_erased ON remarks;
DROP FUNCTION words_are_only_erased;
`);
  }
}
