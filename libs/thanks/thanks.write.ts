import { newId, type Once, type Queryable, takeKey } from '#database';
import { recordFacts } from '#facts';
import type { Actor } from '#people';
import sql, { raw } from 'sql-template-tag';
import type { Thanked } from './thanks.rules.js';
import type { GiveThanks } from './thanks.types.js';

/** What is read before it is decided. */
export interface ThanksGround {
  readonly found: readonly Thanked[];
  readonly caseIsKnown: boolean;
  readonly giverMayBeNamed: boolean;
}

/** Reads who is to be thanked, and for which case, in one query. */
export async function lookAtThanks(db: Queryable, { toIds, caseId }: GiveThanks, actor: Actor): Promise<ThanksGround> {
  const [row] = await db.query<ThanksGround & Record<string, unknown>>(
    sql`SELECT coalesce((SELECT json_agg(json_build_object('id', p.id, 'name', p.name, 'human', coalesce(p.linked_human, p.human_id), 'isColleague', p.kind = 'PERSON' AND p.active,
            'isTheGiver', same_human(p.id, ${actor.personId}), 'mayBeNamed', may_be_thanked(p.id)) ORDER BY p.id) FROM people p WHERE p.id = ANY (${toIds}::text[])), '[]') AS found,
          ${!caseId}::boolean OR EXISTS (SELECT 1 FROM cases c WHERE c.id = ${caseId ?? null}::text) AS "caseIsKnown",
          may_be_thanked(${actor.personId}) AS "giverMayBeNamed"`,
    'thanks.ground',
  );
  if (!row) throw new Error('This query always has one row.');
  return row;
}

/** Thanks that the rules let be said. */
interface ThanksWrite {
  readonly input: GiveThanks;
  readonly actor: Actor;
  readonly id: string;
  readonly once: Once | undefined;
}

/** Writes thanks with their words, whom they go to, the fact, the answered offer and the key. The deed goes under the case, so that erasing the customer takes it. */
export function writeThanks(db: Queryable, { input, actor, id, once }: ThanksWrite): Promise<{ id: string }[]> {
  const { toIds, deed, caseId = null, offerId = null } = input;
  const fact = { subjectId: id, actorId: actor.personId, name: 'thanks.given', body: { caseId } } as const;
  return db.query<{ id: string }>(
    sql`WITH giver AS (SELECT id, human_id FROM people WHERE id = ${actor.personId} AND kind = 'PERSON' AND active FOR SHARE),
      said AS (INSERT INTO remarks (id, subject_id, author_id, body) SELECT ${newId('rmk')}, coalesce(${caseId}::text, ${id}), giver.id, ${deed} FROM giver RETURNING id),
      given AS (INSERT INTO thanks (id, from_id, from_human, case_id, deed_id) SELECT ${id}, giver.id, giver.human_id, ${caseId}::text, said.id FROM giver, said RETURNING id, from_id, from_human),
      thanked AS (INSERT INTO thanks_to (thanks_id, from_human, person_id, human_id) SELECT given.id, given.from_human, p.id, p.human_id FROM given, people p WHERE p.id = ANY (${toIds}::text[]) RETURNING 1),
      answered AS (INSERT INTO thanks_offers_answered (human_id, person_id, subject_id, thanks_id) SELECT given.from_human, given.from_id, ${offerId}::text, given.id FROM given
        WHERE ${offerId}::text IS NOT NULL ON CONFLICT DO NOTHING RETURNING 1),
      recorded AS (${recordFacts([fact], raw('thanked'))}), keyed AS (${takeKey(once, id, raw('given'))})
      SELECT id FROM given`,
    'thanks.give',
  );
}
