import { Injectable } from '@nestjs/common';
import { Database, type Done, once, onlyOnce, takeKey } from '#database';
import { NotFoundError } from '#errors';
import type { Actor } from '#people';
import sql, { join, type Sql } from 'sql-template-tag';
import { deedOffered, OCCASIONS } from './occasions.queries.js';
import type { ThanksOffer } from './thanks.types.js';

interface Row extends Record<string, unknown> {
  id: string;
  occasion: ThanksOffer['occasion'];
  ref: string;
  toIds: string[];
  caseId: string;
  at: Date;
}

/** An offer that somebody does not want. */
export interface LeaveThanksOffer {
  readonly offerId: string;
  readonly idempotencyKey?: string | null;
}

const OFFERED_DAYS = 14;
const OFFERS_MOST = 50;

/**
 * What somebody may want to thank colleagues for: made of what happened, offered to one person, until they send it, leave it, or two weeks are
 * over. That an offer was left is told to nobody.
 */
@Injectable()
export class ThanksOffers {
  constructor(private readonly db: Database) {}

  /** The caller's offers, the newest first, at most fifty. Who does not want to be named gets none. */
  async list(actor: Actor): Promise<ThanksOffer[]> {
    const rows = await this.db.query<Row>(sql`${open(actor)} ORDER BY o.at DESC, o.id LIMIT ${OFFERS_MOST}::int`, 'thanks.offers');
    return rows.map(({ ref, ...row }) => ({ ...row, deed: deedOffered(row.occasion, ref) }));
  }

  /**
   * Leaves an offer: it is not made again. Leaving one that was answered before changes nothing.
   * @throws NotFoundError when it was never made to the caller, or two weeks are over
   */
  async leave(input: LeaveThanksOffer, actor: Actor): Promise<Done<string>> {
    const taken = once(actor.personId, 'leaveThanksOffer', input);
    const { offerId } = input;
    const work = async (): Promise<string> => {
      const [left] = await this.db.query<{ id: string }>(
        sql`WITH open AS (SELECT o.id FROM (${open(actor)}) o WHERE o.id = ${offerId}),
          seen AS (SELECT id FROM open UNION SELECT a.subject_id FROM thanks_offers_answered a WHERE a.human_id = ${actor.humanId} AND a.subject_id = ${offerId}),
          answered AS (INSERT INTO thanks_offers_answered (human_id, person_id, subject_id, thanks_id)
            SELECT ${actor.humanId}, ${actor.personId}, open.id, NULL FROM open ON CONFLICT DO NOTHING RETURNING 1),
          keyed AS (${takeKey(taken, offerId, sql`seen`)})
          SELECT id FROM seen`,
        'thanks.leaveOffer',
      );
      if (!left) throw new NotFoundError('offer', ['offerId']);
      return left.id;
    };
    return onlyOnce(this.db, taken, work, (id) => Promise.resolve(id));
  }
}

/** The offers of somebody that were not answered, each with at least one colleague who may be thanked. */
function open({ personId, humanId, alsoHumans = [] }: Actor): Sql {
  const mine = [humanId, ...alsoHumans];
  const made = OCCASIONS.map(
    ({ occasion, offers }) => sql`SELECT ${occasion}::text AS occasion, x.* FROM (${offers(mine, OFFERED_DAYS)}) x`,
  );
  return sql`SELECT o.id, o.occasion, o.ref, o."caseId", o.at, thanked."toIds" FROM (${join(made, ' UNION ALL ')}) o
    CROSS JOIN LATERAL (SELECT array_agg(p.id ORDER BY p.id) AS "toIds" FROM people p
      WHERE p.id = ANY (o.helped) AND p.kind = 'PERSON' AND p.active AND p.human_id <> ALL (${mine}::text[]) AND may_be_thanked(p.id)) thanked
   WHERE thanked."toIds" IS NOT NULL AND may_be_thanked(${personId})
     AND NOT EXISTS (SELECT 1 FROM thanks_offers_answered a WHERE a.subject_id = o.id AND a.human_id = ANY (${mine}::text[]))`;
}
