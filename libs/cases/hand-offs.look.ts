import type { Queryable } from '#database';
import sql, { raw } from 'sql-template-tag';
import type { HandOffNow } from './hand-off.rules.js';
import type { OfferGround } from './offer.rules.js';

/** As many colleagues are named of those who could. */
const OTHERS_MAX = 10;

/** Everything that decides what may happen to some hand-offs, in one query; unknown ids are left out. Also for the worker: it reads no words. */
export function lookAtHandOffs(db: Queryable, ids: readonly string[]): Promise<HandOffNow[]> {
  return db.query<HandOffNow & Record<string, unknown>>(
    sql`SELECT house_now() AS now, h.id, h.case_id AS "caseId", h.from_id AS "fromId", h.to_id AS "toId", h.status, h.expires_at AS "expiresAt",
          h.first_touch_due_at AS "firstTouchDueAt", h.settled_at IS NOT NULL AS "isSettled",
          CASE WHEN h.status = 'ACCEPTED' THEN first_touch(h) IS NOT NULL ELSE false END AS "isTouched",
          EXISTS (SELECT 1 FROM ownership o WHERE o.case_id = h.case_id AND o.until_at IS NULL AND o.person_id = h.to_id) AS "isOwnedByReceiver",
          same_human(h.from_id, h.to_id) AS "isToOneself", EXISTS (SELECT 1 FROM people p WHERE p.id = h.from_id AND is_here(p)) AS "senderIsHere"
     FROM hand_offs h WHERE h.id = ANY (${ids})`,
    'handOffs.look',
  );
}

/** Whom an offer names. */
interface Named {
  readonly caseId: string;
  readonly toId: string;
  readonly helperId: string | null;
}

/** Everything that decides whether a case may be offered so, in one query. */
export async function lookAtOffer(db: Queryable, { caseId, toId, helperId }: Named): Promise<OfferGround & { overdueId: string | null }> {
  const person = (alias: 't' | 'x') =>
    raw(`(SELECT json_build_object('id', ${alias}.id, 'isHere', is_here(${alias}), 'isSender', same_human(${alias}.id, c."ownerId"),
      'isReceiver', same_human(${alias}.id, asked.to_id), 'isInLoop', coalesce(${alias}.linked_human, ${alias}.human_id) = ANY (l.humans))
      FROM people ${alias} WHERE ${alias}.id = asked.${alias === 't' ? 'to_id' : 'helper_id'})`);
  const [row] = await db.query<OfferRow & Record<string, unknown>>(
    sql`WITH asked AS (SELECT ${caseId}::text AS case_id, ${toId}::text AS to_id, ${helperId}::text AS helper_id),
        found AS (SELECT c.id, o.person_id AS "ownerId", c.status IN ('NEW', 'OWNED') AS "isOpen", c.opened_at AS "openedAt", u.contact,
            h.id AS "offerId", h.expires_at AS "offeredUntil", coalesce(h.expires_at <= house_now(), false) AS "isOverdue"
          FROM asked JOIN cases c ON c.id = asked.case_id JOIN customers u ON u.id = c.customer_id JOIN ownership o ON o.case_id = c.id AND o.until_at IS NULL
            LEFT JOIN hand_offs h ON h.case_id = c.id AND h.status = 'OFFERED')
        SELECT house_now() AS now, c.id AS "caseId", c."ownerId", c."isOpen", c."openedAt", c.contact, c."offeredUntil", CASE WHEN c."isOverdue" THEN c."offerId" END AS "overdueId",
          ${person('t')} AS to, ${person('x')} AS helper, l.moves,
          ARRAY(SELECT p.id FROM people p WHERE is_here(p) AND p.id <> ALL (ARRAY[c."ownerId", asked.to_id]) AND coalesce(p.linked_human, p.human_id) <> ALL (l.humans)
            AND NOT same_human(p.id, c."ownerId") AND NOT same_human(p.id, asked.to_id) ORDER BY p.name, p.id LIMIT ${OTHERS_MAX}) AS others
        FROM asked LEFT JOIN found c ON true CROSS JOIN LATERAL hand_off_loop(asked.case_id) l`,
    'handOffs.offering',
  );
  if (!row) throw new Error('This query always has one row.');
  const { now, to, helper, moves, others, overdueId } = row;
  return { now, to, helper, moves, others, overdueId, case: row.caseId === null ? null : caseOf(row) };
}

type OfferRow = Omit<OfferGround, 'case'> &
  NonNullable<OfferGround['case']> & { readonly caseId: string | null; readonly overdueId: string | null };

function caseOf({ ownerId, isOpen, openedAt, contact, offeredUntil }: OfferRow): NonNullable<OfferGround['case']> {
  return { ownerId, isOpen, openedAt, contact, offeredUntil };
}
