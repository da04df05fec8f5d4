import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { NotFoundError } from '#errors';
import type { Actor } from '#people';
import sql from 'sql-template-tag';
import { type ReplayWindow, replayWindow, windowRefusal } from './replay.rules.js';

/** A version as it would have judged what was proposed in a time that is over. */
export interface Replay extends ReplayWindow {
  /** How many of them it would have allowed without a second signature. */
  readonly covered: number;
  /** How many were proposed. */
  readonly of: number;
  /** What the covered ones came to, in minor units, by currency. */
  readonly cost: readonly { readonly amountMinor: number; readonly currency: string }[];
  /** Covered ones that people had said no to: declined, objected to, or found not to be done again. At most `ALSO_CAUGHT_MOST`, the latest first. */
  readonly alsoCaughtIds: readonly string[];
  /** How many of those there are. */
  readonly alsoCaughtCount: number;
  /** The last change that is counted; null when nothing was proposed. */
  readonly horizon: Date | null;
  /** SHA-256 in hex over the rule, the window and every row that was looked at: two replays with one digest counted the same. */
  readonly digest: string;
}

/** How many of those that people had said no to are named. */
export const ALSO_CAUGHT_MOST = 100;

/** Plays history against a rule, whatever its state: a draft, before anybody activates it, above all. */
@Injectable()
export class Replays {
  constructor(private readonly db: Database) {}

  /**
   * How a version would have judged everything that was proposed in a window of time. Changes nothing.
   * @param blindTo exceptions that the reader is to judge unknowing: neither figures nor digest know of them.
   * @throws NotFoundError for the version
   * @throws InvalidError for a window that is empty, or longer than 366 days
   */
  async replay(policyVersionId: string, asked: { from?: Date | null; to?: Date | null }, blindTo: Actor['blindTo']): Promise<Replay> {
    const [known] = await this.db.query<{ now: Date }>(
      sql`SELECT house_now() AS now FROM policy_versions v WHERE v.id = ${policyVersionId}`,
      'replays.version',
    );
    if (!known) throw new NotFoundError('policy version', ['policyVersionId']);
    const window = replayWindow(known.now, asked);
    const refusal = windowRefusal(window);
    if (refusal) throw refusal;
    return { ...window, ...(await this.count(policyVersionId, window, blindTo ?? [])) };
  }

  /**
   * One walk over the window, in one statement and so in one snapshot. What the causes of the rule mean by now is found once: `covers` would ask for each row
   * whether its cause was merged into one of them. Each line that is hashed has only codes and digits, so no line can pose as two.
   */
  private async count(
    policyVersionId: string,
    { from, to }: ReplayWindow,
    blindTo: readonly string[],
  ): Promise<Omit<Replay, 'from' | 'to'>> {
    const [row] = await this.db.query<Omit<Replay, 'from' | 'to'> & Record<string, unknown>>(
      sql`WITH objected AS MATERIALIZED (SELECT o.exception_id, max(o.at) AS at FROM objections o WHERE NOT EXISTS (
            SELECT 1 FROM objection_ends x WHERE (x.exception_id, x.revision, x.human_id) = (o.exception_id, o.revision, o.human_id)) GROUP BY o.exception_id),
          meant AS MATERIALIZED (SELECT ARRAY(SELECT a FROM unnest(v.causes) c, unnest(same_causes(c)) a) AS alike FROM policy_versions v WHERE v.id = ${policyVersionId}),
          seen AS MATERIALIZED (
            SELECT e.id, e.created_at, e.status, encode(r.digest, 'hex') AS digest, r.amount_minor, r.currency, w.disposition,
                (v.causes IS NULL OR r.cause = ANY (m.alike)) AND covers(v, r.kind, coalesce(k.merged_into, r.cause), r.amount_minor, r.currency) AS covered, o.exception_id IS NOT NULL AS objected,
                greatest(r.created_at, e.approved_at, e.ended_at, w.disposed_at, o.at) AS changed_at
              FROM policy_versions v CROSS JOIN meant m CROSS JOIN policy_exceptions e JOIN revisions r ON r.exception_id = e.id AND r.number = e.revision LEFT JOIN causes k ON k.key = r.cause
              LEFT JOIN reviews w ON w.exception_id = e.id AND w.status = 'DISPOSED' LEFT JOIN objected o ON o.exception_id = e.id
             WHERE v.id = ${policyVersionId} AND e.created_at >= ${from}::timestamptz AND e.created_at < ${to}::timestamptz
               AND e.id <> ALL (${blindTo}::text[])),
          caught AS (SELECT id, created_at FROM seen WHERE covered AND (status = 'DECLINED' OR objected OR coalesce(disposition = 'NOT_AGAIN', false)))
          SELECT count(*)::int AS of, (count(*) FILTER (WHERE covered))::int AS covered, max(changed_at) AS horizon,
            (SELECT coalesce(json_agg(json_build_object('amountMinor', c.amount, 'currency', c.currency) ORDER BY c.currency), '[]')
               FROM (SELECT s.currency, least(sum(s.amount_minor), 9007199254740991) AS amount FROM seen s WHERE s.covered AND s.currency IS NOT NULL GROUP BY s.currency) c) AS cost,
            (SELECT count(*)::int FROM caught) AS "alsoCaughtCount",
            ARRAY(SELECT id FROM caught ORDER BY created_at DESC, id DESC LIMIT ${ALSO_CAUGHT_MOST}) AS "alsoCaughtIds",
            (SELECT encode(sha256(convert_to(concat_ws(E'\n', 'replay 1',
                array_to_string(ARRAY(SELECT k FROM unnest(v.kinds) k ORDER BY k COLLATE "C"), ','), array_to_string(ARRAY(SELECT DISTINCT a COLLATE "C" FROM unnest(v.causes) c, unnest(same_causes(c)) a ORDER BY 1), ','),
                coalesce(v.amount_up_to::text, '-'), coalesce(v.currency, '-'),
                (extract(epoch FROM ${from}::timestamptz) * 1000)::bigint::text, (extract(epoch FROM ${to}::timestamptz) * 1000)::bigint::text,
                (SELECT string_agg(concat_ws(' ', s.id, s.digest, s.status, s.objected, coalesce(s.disposition, '-')), E'\n' ORDER BY s.id COLLATE "C") FROM seen s)), 'UTF8')), 'hex')
               FROM policy_versions v WHERE v.id = ${policyVersionId}) AS digest
            FROM seen`,
      'replays.count',
    );
    if (!row) throw new Error('This query always has one row.');
    return row;
  }
}
