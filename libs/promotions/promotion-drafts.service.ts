import { Injectable } from '@nestjs/common';
import { causeNames } from '#causes';
import { Database } from '#database';
import { InvalidError, NotFoundError, say } from '#errors';
import { conditionsInWords, NotApprovedError } from '#policies';
import sql from 'sql-template-tag';
import { type Evidence, type PromotionDraft, promotionDraft } from './promotion-draft.rules.js';

interface Row extends Omit<Evidence, 'ref'> {
  readonly ref: string | null;
  readonly stands: boolean;
  readonly now: Date;
}

const EXCEPTIONS_MAX = 100;

/** Prepares what a reviewer would otherwise copy together by hand. Stores nothing. */
@Injectable()
export class PromotionDrafts {
  constructor(private readonly db: Database) {}

  /**
   * A draft that would have allowed each of these exceptions.
   * @throws NotFoundError for an exception
   * @throws NotApprovedError when one was never approved, or was stopped
   */
  async draft(exceptionIds: readonly string[]): Promise<PromotionDraft> {
    if (exceptionIds.length === 0 || exceptionIds.length > EXCEPTIONS_MAX)
      throw new InvalidError(['exceptionIds'], say`Name 1 to ${{ most: EXCEPTIONS_MAX }} exceptions from which the policy is made.`);
    const rows = await this.db.query<Row & Record<string, unknown>>(
      sql`SELECT house_now() AS now, named.id, e.ref, coalesce(e.status IN ('APPROVED', 'FULFILLED', 'LAPSED'), false) AS stands, cause_now(r.cause) AS cause, r.kind,
            r.amount_minor::float8 AS "amountMinor", r.currency
          FROM unnest(${exceptionIds}::text[]) WITH ORDINALITY AS named (id, place)
          LEFT JOIN policy_exceptions e ON e.id = named.id LEFT JOIN revisions r ON r.exception_id = e.id AND r.number = e.revision ORDER BY named.place`,
      'promotionDrafts.evidence',
    );
    const evidence = rows.filter((row): row is Row & Evidence & Record<string, unknown> => row.ref !== null);
    if (evidence.length < rows.length) throw new NotFoundError('exception', ['exceptionIds']);
    const fallen = evidence.filter(({ stands }) => !stands);
    if (fallen.length > 0) throw new NotApprovedError(fallen.map(({ ref }) => ref));
    const nameOf = await causeNames(
      this.db,
      evidence.map(({ cause }) => cause),
    );
    return promotionDraft(evidence, rows[0]?.now ?? new Date(0), (conditions) => conditionsInWords(conditions, nameOf));
  }
}
