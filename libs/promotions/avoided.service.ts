import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import sql from 'sql-template-tag';
import {
  type AvoidedCounts,
  BEFORE_DAYS,
  type Confidence,
  confidenceOf,
  type ExceptionsAvoided,
  exceptionsAvoided,
} from './avoided.rules.js';

/** What a version saved, and how far it is proven: counted from what happened, whenever it is asked. */
@Injectable()
export class Avoidances {
  constructor(private readonly db: Database) {}

  /** What each of some versions avoided; versions that were never in force, or are not yet, are left out. */
  async avoided(versionIds: readonly string[]): Promise<(ExceptionsAvoided & { policyVersionId: string })[]> {
    const rows = await this.db.query<AvoidedCounts & { policyVersionId: string }>(
      sql`SELECT v.id AS "policyVersionId", v.effective_from AS since, least(coalesce(v.superseded_at, now.at), now.at) AS until, cited.count AS cited, usual.count AS before,
            greatest(0, least(${BEFORE_DAYS}, extract(epoch FROM v.effective_from - (SELECT e.created_at FROM policy_exceptions e ORDER BY e.created_at LIMIT 1)) / 86400))::float8 AS "beforeDays"
          FROM (SELECT house_now() AS at) now JOIN policy_versions v ON v.id = ANY (${versionIds}) AND v.effective_from <= now.at
          CROSS JOIN LATERAL (SELECT count(*)::int AS count FROM citations c WHERE c.policy_version_id = v.id) cited
          CROSS JOIN LATERAL (SELECT count(*)::int AS count FROM policy_exceptions e JOIN revisions r ON r.exception_id = e.id AND r.number = e.revision
            WHERE e.created_at >= v.effective_from - ${BEFORE_DAYS} * interval '1 day' AND e.created_at < v.effective_from AND e.approved_at IS NOT NULL
              AND covers(v, r.kind, r.cause, r.amount_minor, r.currency)) usual`,
      'avoidances.counts',
    );
    return rows.map(({ policyVersionId, ...counts }) => ({ policyVersionId, ...exceptionsAvoided(counts) }));
  }

  /** How far each of some versions is proven. */
  async confidence(versionIds: readonly string[]): Promise<(Confidence & { policyVersionId: string })[]> {
    const rows = await this.db.query<{ policyVersionId: string; cited: number; asked: number; helped: number }>(
      sql`SELECT v.id AS "policyVersionId", count(c.at)::int AS cited, count(f.outcome)::int AS asked, (count(*) FILTER (WHERE f.outcome = 'HELPED'))::int AS helped
            FROM policy_versions v LEFT JOIN citations c ON c.policy_version_id = v.id
            LEFT JOIN LATERAL (SELECT u.outcome FROM follow_ups u WHERE u.case_id = c.case_id AND u.outcome IN ('HELPED', 'DID_NOT_HELP') AND u.ended_at >= c.at
              ORDER BY u.ended_at DESC LIMIT 1) f ON true
           WHERE v.id = ANY (${versionIds}) GROUP BY v.id`,
      'avoidances.confidence',
    );
    return rows.map(({ policyVersionId, ...counts }) => ({ policyVersionId, ...confidenceOf(counts) }));
  }
}
