import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#database';
import { ExceptionsReads, type MoneyAmount, type PolicyException } from '#exceptions';
import { SETTINGS, type Settings } from '#settings';
import { SignJWT } from 'jose';
import sql from 'sql-template-tag';
import { mayBeCarriedOut } from './authorization.rules.js';
import { RECEIPT_ALGORITHM, RECEIPT_TYPE, receiptClaims } from './receipt.rules.js';
import type { ApprovedRemedy } from './receipt.types.js';
import { ReceiptKeys } from './receipt-keys.js';

/** The answer to "may I carry this out, now?". */
export interface Authorization {
  allowed: boolean;
  exception: PolicyException;
  /** What the current revision gives; null for a deed without money. */
  amount: MoneyAmount | null;
  /** null while it is not approved. */
  useBy: Date | null;
  /** null while it is not approved, and while it is frozen: none is handed out then. */
  receipt: string | null;
  /** A plain sentence: why, or why not. */
  because: string;
}

/** Receipts: signed statements of who approved what, when, under which rule, which a payment system can verify with the network off. */
@Injectable()
export class ReceiptsService {
  constructor(
    private readonly db: Database,
    private readonly exceptions: ExceptionsReads,
    private readonly keys: ReceiptKeys,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'publicUrl'>,
  ) {}

  /**
   * The receipts of those that were approved, by exception id; one statement, however many. What became of the remedy since does not
   * change its receipt: it tells what was approved, not what is left to do.
   */
  async forExceptions(exceptions: readonly Pick<PolicyException, 'id' | 'approvedAt'>[]): Promise<Map<string, string>> {
    const ids = exceptions.filter(({ approvedAt }) => approvedAt !== null).map(({ id }) => id);
    if (ids.length === 0) return new Map();
    const approved = await this.approved(ids);
    const signer = await this.keys.signingKey();
    const header = { alg: RECEIPT_ALGORITHM, typ: RECEIPT_TYPE, kid: signer.kid };
    const sign = async (remedy: ApprovedRemedy): Promise<[string, string]> => [
      remedy.exceptionId,
      await new SignJWT({ ...receiptClaims(remedy, this.settings.publicUrl) }).setProtectedHeader(header).sign(signer.key),
    ];
    return new Map(await Promise.all(approved.map(sign)));
  }

  /**
   * Whether the remedy may be carried out at this moment, by the database's clock, with the receipt to keep beside the payment.
   * @throws NotFoundError
   */
  async authorization(exceptionId: string): Promise<Authorization> {
    const exception = await this.exceptions.byId(exceptionId);
    const handedOut = exception.frozen ? [] : [exception];
    const [{ now, amount }, receipts] = await Promise.all([this.nowAndAmount(exception), this.forExceptions(handedOut)]);
    const { useBy } = exception;
    return { ...mayBeCarriedOut(exception, now), exception, amount, useBy, receipt: receipts.get(exception.id) ?? null };
  }

  private approved(ids: readonly string[]): Promise<ApprovedRemedy[]> {
    return this.db.query<ApprovedRemedy & Record<string, unknown>>(
      sql`SELECT e.id AS "exceptionId", e.ref, c.ref AS "caseRef", e.approved_at AS "approvedAt", e.use_by AS "useBy", a.quorum, a.revision,
            encode(a.digest, 'hex') AS digest, r.kind AS "remedyKind", r.amount_minor::float8 AS "amountMinor", r.currency, r.has_deed AS "hasDeed",
            e.proposer_id AS "proposerId", e.policy_version_id AS "policyVersionId",
            (SELECT json_agg(json_build_object('id', s.signer_id, 'signedAt', first.at) ORDER BY first.at, s.signer_id)
               FROM counted_signatures n JOIN co_signatures s USING (exception_id, revision, human_id)
               JOIN LATERAL (SELECT max(g.at) AS at FROM co_signatures g WHERE g.exception_id = s.exception_id AND g.human_id = s.human_id
                 AND g.revision <= s.revision AND g.carried_from IS NULL) first ON true
              WHERE n.exception_id = a.exception_id) AS signers
       FROM policy_exceptions e JOIN approvals a ON a.exception_id = e.id
       JOIN revisions r ON r.exception_id = a.exception_id AND r.number = a.revision JOIN cases c ON c.id = e.case_id
      WHERE e.id = ANY (${ids})`,
      'receipts.approved',
    );
  }

  private async nowAndAmount({ id, revision }: PolicyException): Promise<{ now: Date; amount: MoneyAmount | null }> {
    const [row] = await this.db.query<{ now: Date; amount: MoneyAmount | null }>(
      sql`SELECT house_now() AS now, CASE WHEN r.amount_minor IS NOT NULL THEN json_build_object('amountMinor', r.amount_minor, 'currency', r.currency) END AS amount
            FROM revisions r WHERE r.exception_id = ${id} AND r.number = ${revision}`,
      'receipts.now',
    );
    if (!row) throw new Error('An exception always has its current revision.');
    return row;
  }
}
