import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { NotFoundError } from '#errors';
import { type Actor, isSameHuman, type MeasuredRemedy } from '#people';
import sql from 'sql-template-tag';
import type { Remedy } from './attempt.js';
import { notAgainSaid } from './cautions.look.js';
import { type NotAgain, sayNotAgain } from './cautions.rules.js';
import { type Forecast, forecast, type Peer, type Warning, warningsOf } from './forecast.rules.js';

/** What would come of something before it is done: who could still sign, and by what sum the band is chosen. Changes nothing. */
@Injectable()
export class Forecasts {
  constructor(private readonly db: Database) {}

  /**
   * How many could co-sign now, and after an edit by somebody: the caller, unless another is named. Without an exception: a new proposal.
   * @throws NotFoundError for the exception or the editor
   */
  async beforeEdit({ exceptionId, editorId }: { exceptionId?: string | null; editorId?: string | null }, actor: Actor): Promise<Forecast> {
    const [editor] = await this.db.query<{ humanId: string; name: string }>(
      sql`SELECT coalesce(linked_human, human_id) AS "humanId", name FROM people WHERE id = ${editorId ?? actor.personId}`,
      'forecasts.editor',
    );
    if (!editor) throw new NotFoundError('colleague', ['editorId']);
    if (exceptionId && !(await this.isOpen(exceptionId))) throw new NotFoundError('open proposal', ['exceptionId']);
    const peers = exceptionId ? await this.peers(exceptionId) : await this.peersOf(actor);
    return forecast(peers, { ...editor, isYou: isSameHuman(actor, editor.humanId) });
  }

  /** What to say beside a proposal that stands; nothing once it is decided. */
  async warnings(exceptionId: string): Promise<Warning[]> {
    if (!(await this.isOpen(exceptionId))) return [];
    return [...warningsOf(await this.peers(exceptionId)), ...(await this.notAgainWarnings(exceptionId))];
  }

  /** How many co-signatures more such a remedy needs because a review of a like one said "not again": one or none. */
  async notAgain({ kind }: Pick<Remedy, 'kind'>, cause: string | null | undefined): Promise<number> {
    const [row] = await this.db.query<{ more: number }>(
      sql`SELECT not_again(${cause ?? null}, ${kind}, house_now()) AS more`,
      'forecasts.notAgain',
    );
    return row?.more ?? 0;
  }

  /**
   * A remedy as the bands measure it: together with what else the customer was given, or may still be given, for the same cause.
   * @throws NotFoundError for the customer
   */
  async measured(
    remedy: Pick<Remedy, 'kind' | 'amount'>,
    of: { customerId?: string | null; cause?: string | null },
  ): Promise<MeasuredRemedy> {
    const { kind, amount } = remedy;
    if (!of.customerId) return { kind, amount };
    const [found] = await this.db.query<{ sum: number }>(
      sql`SELECT same_cause_sum(id, ${of.cause ?? null}, ${amount?.currency ?? null}, NULL)::float8 AS sum FROM customers WHERE id = ${of.customerId}`,
      'forecasts.sum',
    );
    if (!found) throw new NotFoundError('customer', ['customerId']);
    return { kind, amount: amount && { ...amount, amountMinor: amount.amountMinor + found.sum } };
  }

  private async notAgainWarnings(exceptionId: string): Promise<Warning[]> {
    const [row] = await this.db.query<{ said: NotAgain[] }>(
      sql`SELECT ${notAgainSaid(sql`r.cause`, sql`r.kind`, sql`r.created_at`)} AS said
            FROM policy_exceptions e JOIN revisions r ON r.exception_id = e.id AND r.number = e.revision WHERE e.id = ${exceptionId}`,
      'forecasts.notAgainSaid',
    );
    const why = sayNotAgain(row?.said ?? []);
    return why ? [{ code: 'NOT_AGAIN', message: `This needs one co-signer more than its band asks for. ${why}`, whoIds: [] }] : [];
  }

  private async isOpen(exceptionId: string): Promise<boolean> {
    const open = await this.db.query(
      sql`SELECT 1 FROM policy_exceptions WHERE id = ${exceptionId} AND status = 'PROPOSED' AND expires_at > house_now()`,
      'forecasts.open',
    );
    return open.length > 0;
  }

  private peers(exceptionId: string): Promise<Peer[]> {
    return this.db.query<Peer & Record<string, unknown>>(
      sql`SELECT DISTINCT ON (coalesce(p.linked_human, p.human_id)) p.id AS "personId", coalesce(p.linked_human, p.human_id) AS "humanId", p.name, could_co_sign(e, p) AS "couldNow",
              EXISTS (SELECT 1 FROM helpers h WHERE h.exception_id = e.id AND h.human_id = ANY (humans_of(p))) AS "isHelper"
             FROM policy_exceptions e, people p
            WHERE e.id = ${exceptionId} AND p.kind = 'PERSON' AND p.active AND p.faces_customers AND may_vote(e, p) IS NULL
            ORDER BY coalesce(p.linked_human, p.human_id), p.created_at, p.id`,
      'forecasts.peers',
    );
  }

  private peersOf(proposer: Actor): Promise<Peer[]> {
    return this.db.query<Peer & Record<string, unknown>>(
      sql`SELECT DISTINCT ON (coalesce(p.linked_human, p.human_id)) p.id AS "personId", coalesce(p.linked_human, p.human_id) AS "humanId", p.name, true AS "couldNow", false AS "isHelper" FROM people p
           WHERE p.kind = 'PERSON' AND p.active AND p.faces_customers AND coalesce(p.away_until <= house_now(), true) AND p.human_id <> ALL (${[proposer.humanId, ...(proposer.alsoHumans ?? [])]})
           ORDER BY coalesce(p.linked_human, p.human_id), p.created_at, p.id`,
      'forecasts.peersOf',
    );
  }
}
