import type { MigrationInterface, QueryRunner } from 'typeorm';
import { swap } from './swap.js';

/** Hand-offs, helpers, first touches and questions are between humans, whichever of their accounts is used, and whenever two were linked. */
export class HandOffsAreBetweenHumans1763700000065 implements MigrationInterface {
  name = 'HandOffsAreBetweenHumans1763700000065';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(WALLS);
    await swap(runner, 'first_touch', RECORDED, LINKED);
  }

  async down(runner: QueryRunner): Promise<void> {
    await swap(runner, 'first_touch', LINKED, RECORDED);
    await runner.query(DOWN);
  }
}

/** Whoever took the case on may have begun with it by another account. */
const RECORDED = 'p.human_id = h.to_human';
const LINKED = 'p.human_id = ANY ((SELECT linked_humans(h.to_human))::text[])';

const WALLS = `
-- Recorded humans are compared by the checks beside these; accounts of one human, and those linked since, here. A link made meanwhile is before it or after it.
CREATE FUNCTION another_human_is_asked() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM people p WHERE p.id IN (NEW.asked_by, NEW.to_id) ORDER BY p.id FOR SHARE;
  IF NEW.asked_by <> NEW.to_id AND same_human(NEW.asked_by, NEW.to_id) THEN PERFORM refuse('TP103', 'a question is for another human than who asks'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER another_human_is_asked BEFORE INSERT ON questions FOR EACH ROW EXECUTE FUNCTION another_human_is_asked();
REVOKE ALL ON FUNCTION another_human_is_asked() FROM PUBLIC;

CREATE TRIGGER linked_senders_do_not_help BEFORE INSERT ON hand_offs FOR EACH ROW EXECUTE FUNCTION linked_humans_are_one('from_id', 'helper_id', 'TP103');
CREATE TRIGGER linked_receivers_do_not_help BEFORE INSERT ON hand_offs FOR EACH ROW EXECUTE FUNCTION linked_humans_are_one('to_id', 'helper_id', 'TP103');
CREATE TRIGGER linked_humans_do_not_accept BEFORE UPDATE OF status ON hand_offs FOR EACH ROW
  WHEN (NEW.status = 'ACCEPTED' AND OLD.status = 'OFFERED') EXECUTE FUNCTION linked_humans_are_one('from_id', 'to_id', 'TP103');
`;

const DOWN = `
DROP TRIGGER linked_humans_do_not_accept ON hand_offs;
DROP TRIGGER linked_receivers_do_not_help ON hand_offs;
DROP TRIGGER linked_senders_do_not_help ON hand_offs;
DROP TRIGGER another_human_is_asked ON questions;
DROP FUNCTION another_human_is_asked;
`;
