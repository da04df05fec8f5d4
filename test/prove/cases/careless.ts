import { setTimeout as sleep } from 'node:timers/promises';
import type { Queryable } from '#database';
import type { SmallHouse } from '../../support/small-house.js';
import sql, { type Sql } from 'sql-template-tag';
import type { Act, Done, Way } from './act.types.js';
import { WAYS, type Ways } from './acts.js';
import { latestHandOff } from './hand-off-ways.js';

/** Between reading and writing. */
const BUSY_MS = 20;

/** Takes away what lets a case have one owner, and a promise one end, whoever writes. */
export async function takeDownTheWalls({ admin }: SmallHouse): Promise<void> {
  await admin.query(`ALTER TABLE ownership DROP CONSTRAINT one_owner_at_every_instant; DROP INDEX one_owner_now;
    DO $$ DECLARE w record; BEGIN
      FOR w IN SELECT conname AS name FROM pg_constraint WHERE conrelid = 'get_backs'::regclass AND contype = 'c' LOOP
        EXECUTE format('ALTER TABLE get_backs DROP CONSTRAINT %I', w.name);
      END LOOP;
    END $$`);
}

/** As services are often written: read, check, write, without asking again whether it is still so. */
export const CARELESS_WAYS: Ways = {
  ...WAYS,
  accept: async (players, { caseId }) => {
    const handOff = await latestHandOff(players, caseId);
    return players.house.superuser.transaction(async (tx) => {
      const [read] = await tx.query<{
        since: Date;
      }>(sql`SELECT o.from_at AS since FROM hand_offs h JOIN ownership o ON o.case_id = h.case_id AND o.until_at IS NULL
        WHERE h.id = ${handOff?.id ?? ''} AND h.status = 'OFFERED'`);
      if (!handOff || !read) return { what: 'HAND_OFF_MOVED_ON' };
      await unseen(tx, [
        sql`UPDATE hand_offs SET status = 'ACCEPTED', answered_at = house_now(), answered_by = to_id, first_touch_due_at = house_now() + interval '1 hour' WHERE id = ${handOff.id}`,
        sql`UPDATE ownership SET until_at = house_now() + interval '1 ms' WHERE case_id = ${caseId} AND from_at = ${read.since}`,
        sql`INSERT INTO ownership (case_id, person_id, human_id, from_at) SELECT ${caseId}, id, human_id, house_now() + interval '1 ms' FROM people WHERE id = ${handOff.toId}`,
        sql`UPDATE cases SET owner_id = ${handOff.toId} WHERE id = ${caseId}`,
      ]);
      return { what: 'ACCEPTED' };
    });
  },
  keep: ending('KEPT', 'getBack.kept'),
  renegotiate: ending('RENEGOTIATED', 'getBack.renegotiated'),
};

function ending(status: string, fact: string): Way {
  return ({ house }, { caseId }: Act): Promise<Done> =>
    house.superuser.transaction(async (tx) => {
      const [read] = await tx.query<{ id: string }>(
        sql`SELECT id FROM get_backs WHERE case_id = ${caseId} AND status = 'MADE' AND due_at >= house_now() ORDER BY id LIMIT 1`,
      );
      if (!read) return { what: 'GET_BACK_MOVED_ON' };
      await unseen(tx, [sql`UPDATE get_backs SET status = ${status}, ended_at = house_now() WHERE id = ${read.id}`]);
      await tx.query(
        sql`INSERT INTO facts (subject_id, name, body) VALUES (${caseId}, ${fact}, json_build_object('getBackId', ${read.id}::text))`,
      );
      return { what: status, promise: { id: read.id, status } };
    });
}

/** While triggers sleep; some time after what was read, as on a busy day. */
async function unseen(tx: Queryable, statements: readonly Sql[]): Promise<void> {
  await sleep(BUSY_MS);
  await tx.query(sql`SET LOCAL session_replication_role = replica`);
  for (const statement of statements) await tx.query(statement);
  await tx.query(sql`SET LOCAL session_replication_role = DEFAULT`);
}
