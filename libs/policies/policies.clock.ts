import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { type NewFact, recordFacts } from '#facts';
import sql, { raw } from 'sql-template-tag';
import { IN_FORCE } from './policies.columns.js';

/** What happens to policies because time passes. Decides nothing, is safe to repeat, and runs in the worker. */
@Injectable()
export class PoliciesClock {
  constructor(private readonly db: Database) {}

  /** Reminds reviewers, once, of a version in force that should have been looked at again by now; otherwise does nothing. Answers whether it did. */
  async remind(id: string): Promise<boolean> {
    const [due] = await this.db.query<{ policyId: string; number: number }>(
      sql`SELECT v.policy_id AS "policyId", v.number FROM policy_versions v WHERE v.id = ${id} AND ${DUE}`,
      'policies.lookAtDue',
    );
    if (!due) return false;
    const fact: NewFact = {
      subjectId: due.policyId,
      actorId: null,
      name: 'policy.overdue',
      body: { policyVersionId: id, number: due.number },
    };
    const reminded = await this.db.query(
      sql`WITH changed AS (UPDATE policy_versions v SET review_reminded_at = house_now() WHERE v.id = ${id} AND ${DUE} RETURNING v.id),
        recorded AS (${recordFacts([fact], raw('changed'))}) SELECT id FROM changed`,
      'policies.remind',
    );
    return reminded.length > 0;
  }

  /** Versions of which nobody was reminded yet, the longest due first, at most so many. */
  async due(most: number): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      sql`SELECT v.id FROM policy_versions v WHERE ${DUE} ORDER BY v.review_by LIMIT ${most}`,
      'policies.due',
    );
    return rows.map(({ id }) => id);
  }
}

const DUE = raw(`(${IN_FORCE.text} AND v.review_by <= house_now() AND v.review_reminded_at IS NULL)`);
