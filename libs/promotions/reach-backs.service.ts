import { Injectable } from '@nestjs/common';
import { CasesService, type CaseView } from '#cases';
import { Database, type Done, failedOn, once, type Once, onlyOnce } from '#database';
import { NotFoundError } from '#errors';
import { keyset, type Page, type Paged, pageOf, type PageRequest } from '#pages';
import type { Actor } from '#people';
import sql, { type Sql } from 'sql-template-tag';
import { NotWaitingError, VersionNotInForceError } from './promotion.errors.js';

/** A follow-up case for the customer of an earlier one. */
export interface OpenReachBackCase {
  readonly policyVersionId: string;
  /** The earlier case, from the list. */
  readonly caseId: string;
  /** What it is about; in the words of the house when left out. */
  readonly need?: string | null;
  readonly idempotencyKey?: string | null;
}

type BlindTo = Actor['blindTo'];

interface Waiting {
  readonly policyId: string;
  readonly policyRef: string;
  readonly inForce: boolean;
  /** Of the earlier case; null when it does not wait. */
  readonly customerId: string | null;
  readonly caseRef: string | null;
}

const OLDEST_FIRST = { key: sql`c.opened_at`, kind: 'instant', id: sql`c.id`, descending: false } as const;

/** The earlier customers whom a policy would have helped: for a person to choose from. Nobody is contacted, and nothing is opened, by itself. */
@Injectable()
export class ReachBacks {
  constructor(
    private readonly db: Database,
    private readonly cases: CasesService,
  ) {}

  /**
   * The cases that wait for somebody to reach back, the oldest first, one page. @throws NotFoundError for the version
   * @param blindTo exceptions that the reader is to judge unknowing: that a case waits would say that its customer was declined.
   */
  async list(policyVersionId: string, page: PageRequest, blindTo: BlindTo): Promise<Page<CaseView & Paged>> {
    const { key, where, tail } = keyset(OLDEST_FIRST, page);
    const known = await this.db.query(sql`SELECT 1 FROM policy_versions v WHERE v.id = ${policyVersionId}`, 'reachBacks.version');
    if (known.length === 0) throw new NotFoundError('policy version', ['policyVersionId']);
    const rows = await this.db.query<{ id: string; pageKey: string }>(
      sql`SELECT c.id, ${key} FROM cases c WHERE c.id IN (${waiting(policyVersionId, blindTo)}) AND ${where} ${tail}`,
      `reachBacks.list.${page.backwards ? 'back' : 'on'}.${page.from ? 'from' : 'all'}`,
    );
    const views = new Map((await this.cases.byIds(rows.map(({ id }) => id))).map((view) => [view.id, view]));
    const found = rows.flatMap(({ id, pageKey }) => {
      const view = views.get(id);
      return view ? [{ ...view, pageKey }] : [];
    });
    return pageOf(found, page);
  }

  /** How many wait. */
  async count(policyVersionId: string, blindTo: BlindTo): Promise<number> {
    const [row] = await this.db.query<{ count: number }>(
      sql`SELECT count(*)::int AS count FROM (${waiting(policyVersionId, blindTo)}) w`,
      'reachBacks.count',
    );
    return row?.count ?? 0;
  }

  /**
   * Opens a case of the caller's for the customer of an earlier one, once for each policy. The caller then speaks with the customer.
   * @throws NotFoundError for the version, NotWaitingError for the case
   * @throws VersionNotInForceError
   * @throws what opening a case throws
   */
  open(input: OpenReachBackCase, actor: Actor): Promise<Done<CaseView>> {
    const taken = once(actor.personId, 'openReachBackCase', input);
    return onlyOnce(
      this.db,
      taken,
      () => this.tryToOpen(input, actor, taken),
      (id) => this.cases.one(id),
    );
  }

  private async tryToOpen(input: OpenReachBackCase, actor: Actor, taken: Once | undefined): Promise<CaseView> {
    const { policyVersionId, caseId } = input;
    const { policyId, policyRef, customerId, caseRef } = await this.look(input, actor.blindTo);
    const need = input.need ?? `${policyRef} now allows what ${caseRef ?? ''} did not get. Ask whether it would still help.`;
    const link = {
      name: 'reachBack',
      once: taken,
      final: 'reached_back_once',
      facts: (followUpId: string) => [
        {
          subjectId: policyId,
          actorId: actor.personId,
          name: 'policy.reachedBack' as const,
          body: { policyVersionId, caseId, followUpId },
        },
      ],
      arm: sql`INSERT INTO reach_backs (policy_id, earlier_case_id, policy_version_id, case_id, opened_by)
        SELECT ${policyId}, ${caseId}, ${policyVersionId}, opened.id, ${actor.personId} FROM opened RETURNING 1`,
    };
    return this.cases.openLinked({ customerId, need }, actor, link).catch((error: unknown) => {
      throw failedOn(error, 'reached_back_once') ? new NotWaitingError() : error;
    });
  }

  private async look({ policyVersionId, caseId }: OpenReachBackCase, blindTo: BlindTo): Promise<Waiting> {
    const [row] = await this.db.query<Waiting & Record<string, unknown>>(
      sql`SELECT v.policy_id AS "policyId", p.ref AS "policyRef", c.customer_id AS "customerId", c.ref AS "caseRef",
            (v.status = 'ACTIVE' AND v.effective_from <= house_now() AND coalesce(v.superseded_at > house_now(), true)) AS "inForce"
          FROM policy_versions v JOIN policies p ON p.id = v.policy_id
          LEFT JOIN cases c ON c.id = ${caseId} AND c.id IN (${waiting(policyVersionId, blindTo)}) WHERE v.id = ${policyVersionId}`,
      'reachBacks.look',
    );
    if (!row) throw new NotFoundError('policy version', ['policyVersionId']);
    if (!row.inForce) throw new VersionNotInForceError();
    if (row.customerId === null) throw new NotWaitingError();
    return row;
  }
}

/**
 * Earlier cases in which something was asked for that the version now allows, and that came to nothing or to less: declined, expired or lapsed, or
 * approved in a later revision for less. Not those that got it otherwise or might still, nor of erased customers, nor where somebody reached back.
 */
function waiting(policyVersionId: string, blindTo: BlindTo): Sql {
  return sql`SELECT e.case_id FROM policy_versions v CROSS JOIN revisions r
      JOIN policy_exceptions e ON e.id = r.exception_id JOIN revisions n ON n.exception_id = e.id AND n.number = e.revision
      JOIN cases k ON k.id = e.case_id JOIN customers u ON u.id = k.customer_id AND u.erased_at IS NULL
     WHERE v.id = ${policyVersionId} AND covers(v, r.kind, r.cause, r.amount_minor, r.currency)
       AND e.created_at < coalesce(v.effective_from, house_now())
       AND (e.status IN ('DECLINED', 'EXPIRED', 'LAPSED')
         OR e.status IN ('APPROVED', 'FULFILLED') AND r.number < n.number AND r.amount_minor > coalesce(n.amount_minor, 0) AND coalesce(n.currency = r.currency, true))
       AND NOT EXISTS (SELECT 1 FROM policy_exceptions o JOIN revisions w ON w.exception_id = o.id AND w.number = o.revision
         WHERE o.case_id = e.case_id AND o.id <> e.id AND o.status IN ('PROPOSED', 'APPROVED', 'FULFILLED', 'COVERED') AND cause_now(w.cause) = cause_now(r.cause)
           AND coalesce(w.amount_minor >= r.amount_minor AND w.currency = r.currency, r.amount_minor IS NULL))
       AND NOT EXISTS (SELECT 1 FROM policy_exceptions h WHERE h.case_id = e.case_id AND h.id = ANY (${blindTo ?? []}::text[]))
       AND NOT EXISTS (SELECT 1 FROM reach_backs b WHERE b.policy_id = v.policy_id AND b.earlier_case_id = e.case_id)`;
}
