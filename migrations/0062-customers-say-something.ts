import type { MigrationInterface, QueryRunner } from 'typeorm';
import { swap } from './swap.js';

/** What a customer says while their case goes on: kept under the case, erased with the customer, and moving nothing. Who took a case on and only wrote it down has not begun. */
export class CustomersSaySomething1763700000062 implements MigrationInterface {
  name = 'CustomersSaySomething1763700000062';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await swap(runner, 'first_touch', BUT_LOOKING, BUT_LISTENING);
    await asEraser(runner, () => swap(runner, 'subjects_before_thanks', SUBJECTS_AFTER, SUBJECTS));
  }

  async down(runner: QueryRunner): Promise<void> {
    await asEraser(runner, () => swap(runner, 'subjects_before_thanks', SUBJECTS, SUBJECTS_AFTER));
    await swap(runner, 'first_touch', BUT_LISTENING, BUT_LOOKING);
    await runner.query(`DROP TABLE customer_messages; DROP FUNCTION a_message_comes_into_an_open_case`);
  }
}

const TABLE = `
CREATE TABLE customer_messages (
  id text PRIMARY KEY CHECK (starts_with(id, 'msg_')),
  case_id text NOT NULL REFERENCES cases,
  channel text NOT NULL CONSTRAINT a_channel_is_a_short_word CHECK (channel ~ '^[a-z][a-z0-9-]{0,31}$'),
  words_id text NOT NULL CONSTRAINT words_are_of_one_message UNIQUE REFERENCES remarks,
  received_at timestamptz NOT NULL,
  recorded_by text NOT NULL REFERENCES people,
  recorded_at timestamptz NOT NULL DEFAULT house_now(),
  CONSTRAINT received_before_it_is_recorded CHECK (received_at <= recorded_at)
);
CREATE INDEX customer_messages_by_case ON customer_messages (case_id, received_at, id);

-- Who is the owner, or faces customers, is asked before; a machine may record for everybody, so that an active account is what can be held here.
CREATE FUNCTION a_message_comes_into_an_open_case() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  opened timestamptz;
BEGIN
  SELECT c.opened_at INTO opened FROM cases c WHERE c.id = NEW.case_id AND c.status IN ('NEW', 'OWNED', 'SOLVED') FOR NO KEY UPDATE;
  IF opened IS NULL THEN PERFORM refuse('TP184', 'a case that is over takes no message'); END IF;
  PERFORM 1 FROM people p WHERE p.id = NEW.recorded_by AND p.active FOR SHARE;
  IF NOT FOUND THEN PERFORM refuse('TP107', 'whoever records a message is active'); END IF;
  NEW.recorded_at := house_now();
  NEW.received_at := coalesce(NEW.received_at, NEW.recorded_at);
  IF NEW.received_at < opened THEN PERFORM refuse('TP902', 'what came before the case is what it was opened for'); END IF;
  -- Else the words would stay when the customer of the case is erased.
  IF NOT EXISTS (SELECT 1 FROM remarks r WHERE r.id = NEW.words_id AND r.subject_id = NEW.case_id AND r.author_id = NEW.recorded_by) THEN
    PERFORM refuse('TP900', 'what a customer said stands under their case');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER a_message_comes_into_an_open_case BEFORE INSERT ON customer_messages FOR EACH ROW EXECUTE FUNCTION a_message_comes_into_an_open_case();
-- Its name comes later, so that the case is locked before the customer.
CREATE TRIGGER the_customer_is_not_erased BEFORE INSERT ON customer_messages FOR EACH ROW EXECUTE FUNCTION the_customer_is_not_erased();
CREATE TRIGGER messages_are_append_only BEFORE UPDATE OR DELETE ON customer_messages FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER messages_are_not_truncated BEFORE TRUNCATE ON customer_messages FOR EACH STATEMENT EXECUTE FUNCTION append_only();
REVOKE ALL ON FUNCTION a_message_comes_into_an_open_case() FROM PUBLIC;

GRANT SELECT, INSERT (id, case_id, channel, words_id, received_at, recorded_by) ON customer_messages TO countersign_api;
GRANT SELECT (id, case_id) ON customer_messages TO countersign_erase;
`;

const BUT_LOOKING = `f.name NOT IN ('handOff.accepted', 'contact.revealed')`;
const BUT_LISTENING = `f.name NOT IN ('handOff.accepted', 'contact.revealed', 'message.received')`;

/** Part of subjects_of_customer, since migration 0033. */
const SUBJECTS_AFTER = 'SELECT c.id FROM cases c WHERE c.customer_id = who\n';
const SUBJECTS = `${SUBJECTS_AFTER}  UNION ALL SELECT m.id FROM cases c JOIN customer_messages m ON m.case_id = c.id WHERE c.customer_id = who\n`;

/** The function belongs to the role that erases, which may make none but here. */
async function asEraser(runner: QueryRunner, work: () => Promise<void>): Promise<void> {
  await runner.query(`GRANT CREATE ON SCHEMA public TO countersign_erase; SET LOCAL ROLE countersign_erase`);
  await work();
  await runner.query(`SET LOCAL ROLE countersign_owner; REVOKE CREATE ON SCHEMA public FROM countersign_erase`);
}
