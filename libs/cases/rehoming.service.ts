import { Injectable } from '@nestjs/common';
import { Database, type Done, newId, once, type Once, onlyOnce, type Queryable, takeKey, untilWritten } from '#database';
import { type NewFact, recordFacts } from '#facts';
import { type Actor, adminNow } from '#people';
import sql, { raw } from 'sql-template-tag';
import { rehomingRefusal } from './rehoming.rules.js';

/** Whose cases go to whom: those that are open, and those that are solved and still to be followed up. Without `caseIds`: all, the oldest first, up to the most that one call takes. */
export interface RehomeCases {
  readonly fromId: string;
  readonly toId: string;
  readonly caseIds?: readonly string[] | null;
  readonly reason: string;
  readonly idempotencyKey?: string | null;
}

/** What became of it. */
export interface Rehomed {
  /** Whose cases they were. */
  readonly fromId: string;
  /** Cases that the person still owns, and that are open or to be followed up. */
  readonly left: number;
}

/** One time that a case was given to somebody else by an admin. */
export interface Rehoming {
  readonly caseId: string;
  readonly fromId: string;
  readonly toId: string;
  readonly byId: string;
  readonly at: Date;
  /** null once erased. */
  readonly reason: string | null;
}

/** What is read before it is decided. */
interface Ground {
  actsAsAdmin: boolean;
  fromIsKnown: boolean;
  to: { isPeerWhoIsHere: boolean; isSameHuman: boolean } | null;
  found: string[];
}

/** Cases of one call: each is a range closed, a range opened and a fact, in one statement of 5 s at most. */
const CASES_MAX = 500;

/** Cases of somebody who leaves, given to colleagues by an admin: nobody is asked, and no customer is without an owner for an instant. */
@Injectable()
export class RehomingService {
  constructor(private readonly db: Database) {}

  /**
   * Gives cases of one person to another, all at one moment or none: open ones, and solved ones with their open follow-ups. Open proposals stay with their proposer; the new owner may
   * withdraw them. Open offers of these cases to others end. The reason is kept apart, once for each case, where it is erased with its customer.
   * @throws NotAllowedError when the caller is no admin
   * @throws NotFoundError InvalidError for the people, the cases or the reason
   */
  rehome(input: RehomeCases, actor: Actor): Promise<Done<Rehomed>> {
    const taken = once(actor.personId, 'rehomeCases', input);
    const work = async (): Promise<Rehomed> => {
      await untilWritten(() => this.tryToRehome(input, actor, taken));
      return this.left(input.fromId);
    };
    return onlyOnce(this.db, taken, work, (id) => this.left(id));
  }

  /** How often some cases were given to somebody else, the first time first. */
  ofCases(caseIds: readonly string[]): Promise<Rehoming[]> {
    return this.db.query<Rehoming & Record<string, unknown>>(
      sql`SELECT f.subject_id AS "caseId", f.body ->> 'fromId' AS "fromId", f.body ->> 'toId' AS "toId", f.actor_id AS "byId", f.at, w.body AS reason
            FROM facts f LEFT JOIN remarks w ON w.id = f.body ->> 'reasonId'
           WHERE f.subject_id = ANY (${caseIds}) AND f.name = 'case.rehomed' ORDER BY f.subject_id, f.seq`,
      'cases.rehomings',
    );
  }

  private async tryToRehome(input: RehomeCases, actor: Actor, taken: Once | undefined): Promise<{ id: string }[]> {
    const named = input.caseIds ?? undefined;
    const { to, ...ground } = await look(this.db, input, actor);
    const refusal = rehomingRefusal({ ...ground, to: to ?? undefined, named, reason: input.reason });
    if (refusal) throw refusal;
    return write(this.db, input, actor, { caseIds: ground.found, once: taken });
  }

  private async left(fromId: string): Promise<Rehomed> {
    const [row] = await this.db.query<{ left: number }>(
      sql`SELECT count(*)::int AS left FROM ownership o JOIN cases c ON c.id = o.case_id WHERE o.person_id = ${fromId} AND ${OPEN}`,
    );
    return { fromId, left: row?.left ?? 0 };
  }
}

/** What somebody still has to do in a case `c`: answer it, or ask whether the answer helped. */
const TO_DO = raw(`c.status IN ('NEW', 'OWNED', 'SOLVED')`);
/** Such a case, with its owner `o` of now. */
const OPEN = sql`o.until_at IS NULL AND ${TO_DO}`;

async function look(db: Queryable, { fromId, toId, caseIds }: RehomeCases, actor: Actor): Promise<Ground> {
  const [row] = await db.query<Ground>(
    sql`SELECT EXISTS (${adminNow(actor)}) AS "actsAsAdmin", EXISTS (SELECT 1 FROM people WHERE id = ${fromId}) AS "fromIsKnown",
          (SELECT json_build_object('isSameHuman', same_human(${fromId}, ${toId}), 'isPeerWhoIsHere',
              p.kind = 'PERSON' AND p.active AND p.faces_customers AND coalesce(p.away_until <= house_now(), true)) FROM people p WHERE p.id = ${toId}) AS to,
          ARRAY(SELECT c.id FROM ownership o JOIN cases c ON c.id = o.case_id WHERE o.person_id = ${fromId} AND ${OPEN}
            AND (${!caseIds}::boolean OR c.id = ANY (${caseIds ?? []}::text[])) ORDER BY c.opened_at, c.id LIMIT ${CASES_MAX}) AS found`,
    'cases.rehoming',
  );
  if (!row) throw new Error('This query always has one row.');
  return row;
}

/** All of it or none: no row when a case ended or was handed on meanwhile, or the new owner is not here any more. Cases first, then people. */
function write(
  db: Queryable,
  { fromId, toId, reason }: RehomeCases,
  actor: Actor,
  rehoming: { caseIds: readonly string[]; once: Once | undefined },
): Promise<{ id: string }[]> {
  const caseIds = [...rehoming.caseIds].sort(); // facts lock their chains in this order
  const reasons = caseIds.map((caseId) => ({ id: newId('rmk'), caseId }));
  const facts = reasons.map(({ id: reasonId, caseId: subjectId }): NewFact => ({
    subjectId,
    actorId: actor.personId,
    name: 'case.rehomed',
    body: { fromId, toId, reasonId },
  }));
  return db.query(
    sql`WITH locked AS MATERIALIZED (SELECT c.id FROM cases c WHERE c.id = ANY (${caseIds}::text[]) AND ${TO_DO} ORDER BY c.id FOR NO KEY UPDATE),
      receiver AS MATERIALIZED (SELECT p.id, p.human_id FROM people p, (SELECT count(*) FROM locked) AS all_locked
        WHERE p.id = ${toId} AND p.active AND p.faces_customers AND coalesce(p.away_until <= house_now(), true) AND all_locked.count = ${caseIds.length}::int FOR SHARE OF p),
      owned AS MATERIALIZED (SELECT o.case_id, o.from_at FROM receiver JOIN ownership o ON o.case_id = ANY (${caseIds}::text[])
        WHERE o.person_id = ${fromId} AND o.until_at IS NULL AND o.from_at < house_now() ORDER BY o.case_id FOR NO KEY UPDATE OF o),
      offers AS MATERIALIZED (SELECT h.id FROM owned JOIN hand_offs h ON h.case_id = owned.case_id AND h.status = 'OFFERED' ORDER BY h.case_id FOR NO KEY UPDATE OF h),
      ready AS (SELECT house_now() AS at FROM owned, (SELECT count(*) FROM offers) AS ending HAVING count(*) = ${caseIds.length}::int),
      closed AS (UPDATE ownership o SET until_at = ready.at FROM owned, ready
        WHERE (o.case_id, o.from_at) = (owned.case_id, owned.from_at) RETURNING o.case_id, o.until_at),
      opened AS (INSERT INTO ownership (case_id, person_id, human_id, from_at) SELECT closed.case_id, receiver.id, receiver.human_id, closed.until_at FROM closed, receiver RETURNING case_id),
      told AS (INSERT INTO remarks (id, subject_id, author_id, body) SELECT r.id, r."caseId", ${actor.personId}, ${reason}
        FROM ready, json_to_recordset(${JSON.stringify(reasons)}::json) AS r(id text, "caseId" text) RETURNING id),
      recorded AS (${recordFacts(facts, raw('opened'))}), keyed AS (${takeKey(rehoming.once, fromId, raw('ready'))})
      SELECT id FROM told`,
    'cases.rehome',
  );
}
