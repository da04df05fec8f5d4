import { Injectable } from '@nestjs/common';
import { Database, type Done, newId, once, onlyOnce, takeKey, untilWritten } from '#database';
import { InvalidError, NotFoundError, say } from '#errors';
import type { Remedy } from '#exceptions';
import { type NewFact, recordFacts } from '#facts';
import { type Actor, isAdmin, isAuditor, isReviewer } from '#people';
import sql, { raw } from 'sql-template-tag';
import { type Agreement, agreementOf } from './agreement.rules.js';
import { AgreementHiddenError, BlindLookOverError } from './blind-look.errors.js';
import type { BlindAnswer } from './review.words.js';

/** A decided proposal as it was signed or declined, for a peer who is to say what they would have done. Names nobody, and not how it was decided. */
export interface BlindLook {
  readonly id: string;
  /** What the customer needs, in their words. */
  readonly need: string | null;
  readonly cause: string;
  readonly remedy: Remedy;
  readonly whatHappened: string;
  readonly whatPolicySays: string;
  readonly whatWeDo: string;
  readonly whyFair: string;
  readonly openedAt: Date;
  readonly dueAt: Date;
  /** What the peer answered; null while it is open. */
  readonly answer: BlindAnswer | null;
  readonly answeredAt: Date | null;
}

/** What the peer would have done, and why. */
export interface AnswerBlindLook {
  readonly blindLookId: string;
  readonly answer: BlindAnswer;
  readonly reason: string;
  readonly idempotencyKey?: string | null;
}

/** How far first and second answers agree: of the house, or of the team of the proposer. */
export interface AgreementOf extends Agreement {
  readonly teamId: string | null;
  readonly teamName: string | null;
  readonly firstAnswer: 'APPROVED' | 'DECLINED';
}

/** What a look came to, for who reads the review: without the name. */
export interface SecondAnswer {
  readonly exceptionId: string;
  readonly answer: BlindAnswer;
  readonly reason: string | null;
}

/** Fewer answers of a team than this would point at people. */
const TEAM_LEAST = 20;
const REASON_LENGTH_MAX = 10_000;
const MOST = 100;

const LOOK = sql`SELECT b.id, t.need, r.cause, json_build_object('kind', r.kind, 'amount', CASE WHEN r.amount_minor IS NOT NULL
    THEN json_build_object('amountMinor', r.amount_minor, 'currency', r.currency) END, 'deed', w.deed) AS remedy,
  coalesce(w.what_happened, '') AS "whatHappened", coalesce(w.what_policy_says, '') AS "whatPolicySays", coalesce(w.what_we_do, '') AS "whatWeDo",
  coalesce(w.why_fair, '') AS "whyFair", b.opened_at AS "openedAt", b.due_at AS "dueAt", b.answer, b.answered_at AS "answeredAt"
  FROM blind_looks b JOIN blind_draws d ON d.exception_id = b.exception_id JOIN policy_exceptions e ON e.id = b.exception_id
  JOIN revisions r ON r.exception_id = d.exception_id AND r.number = d.revision
  JOIN revision_texts w ON w.exception_id = r.exception_id AND w.revision = r.number LEFT JOIN case_texts t ON t.case_id = e.case_id`;

/** Second looks at decided proposals by peers who do not know the answer. Who is asked for which, the database draws with the decision. */
@Injectable()
export class BlindLooksService {
  constructor(private readonly db: Database) {}

  /** What the caller is asked for now, the earliest first; by all accounts of the human. */
  open(actor: Actor): Promise<BlindLook[]> {
    const humans = [actor.humanId, ...(actor.alsoHumans ?? [])];
    return this.db.query<BlindLook & Record<string, unknown>>(
      sql`${LOOK} WHERE b.peer_human = ANY (${humans}::text[]) AND b.answered_at IS NULL AND is_blind(b) ORDER BY b.due_at, b.id LIMIT ${MOST}`,
      'blindLooks.open',
    );
  }

  /**
   * Says what the caller would have done, once. Nothing follows for the proposal; from then on they may read how it was decided.
   * @throws NotFoundError for a look that is not the caller's
   * @throws BlindLookOverError for one that was answered, or is over
   * @throws InvalidError for a reason without words
   */
  answer(input: AnswerBlindLook, actor: Actor): Promise<Done<BlindLook>> {
    const { blindLookId, answer, reason } = input;
    const taken = once(actor.personId, 'answerBlindLook', input);
    const work = async (): Promise<BlindLook> => {
      const exceptionId = await untilWritten(async () => {
        const of = await this.askedOf(blindLookId, actor);
        if (reason === '' || [...reason].length > REASON_LENGTH_MAX)
          throw new InvalidError(['reason'], say`Say why in 1 to ${{ most: REASON_LENGTH_MAX }} characters.`);
        const words = newId('rmk');
        const facts: NewFact[] = [
          {
            subjectId: blindLookId,
            actorId: actor.personId,
            name: 'blindLook.answered',
            body: { exceptionId: of.exceptionId, answer, reasonId: words },
          },
        ];
        const rows = await this.db.query<{ id: string }>(
          sql`WITH seen AS (SELECT id, exception_id, peer_id FROM blind_looks b WHERE id = ${blindLookId} AND answered_at IS NULL AND is_blind(b) FOR UPDATE),
              told AS (INSERT INTO remarks (id, subject_id, author_id, body) SELECT ${words}, exception_id, peer_id, ${reason} FROM seen RETURNING id),
              changed AS (UPDATE blind_looks b SET answer = ${answer}, reason_id = told.id FROM seen, told WHERE b.id = seen.id RETURNING b.exception_id AS id),
              recorded AS (${recordFacts(facts, raw('changed'))}), keyed AS (${takeKey(taken, of.exceptionId, raw('changed'))}) SELECT id FROM changed`,
          'blindLooks.answer',
        );
        return rows.map(({ id }) => ({ id }));
      });
      return this.ofException(exceptionId.id);
    };
    return onlyOnce(this.db, taken, work, (id) => this.ofException(id));
  }

  /**
   * How far second answers agree with first ones, of the house and of each team with enough of them; never of a person.
   * @throws AgreementHiddenError for whoever is neither reviewer nor admin nor auditor
   */
  async agreement(actor: Actor): Promise<AgreementOf[]> {
    if (!isReviewer(actor) && !isAdmin(actor) && !isAuditor(actor)) throw new AgreementHiddenError();
    const rows = await this.db.query<
      Pick<AgreementOf, 'teamId' | 'teamName' | 'firstAnswer' | 'agreed' | 'answered'> & { isHouse: boolean } & Record<string, unknown>
    >(
      sql`SELECT p.team_id AS "teamId", m.name AS "teamName", d.first_answer AS "firstAnswer", grouping(p.team_id) = 1 AS "isHouse", count(*)::int AS answered,
            (count(*) FILTER (WHERE (b.answer = 'WOULD_CO_SIGN') = (d.first_answer = 'APPROVED')))::int AS agreed
            FROM blind_looks b JOIN blind_draws d ON d.exception_id = b.exception_id JOIN policy_exceptions e ON e.id = b.exception_id
            JOIN people p ON p.id = e.proposer_id LEFT JOIN teams m ON m.id = p.team_id WHERE b.answered_at IS NOT NULL
           GROUP BY GROUPING SETS ((d.first_answer), (d.first_answer, p.team_id, m.name)) ORDER BY 4 DESC, 2 NULLS FIRST, 3 LIMIT ${MOST}`,
      'blindLooks.agreement',
    );
    return rows
      .filter(({ isHouse, teamId, answered }) => isHouse || (teamId !== null && answered >= TEAM_LEAST))
      .map(({ teamId, teamName, firstAnswer, agreed, answered }) => ({ teamId, teamName, firstAnswer, ...agreementOf(agreed, answered) }));
  }

  /** What looks at some exceptions came to, where they were answered. */
  answersOf(exceptionIds: readonly string[]): Promise<SecondAnswer[]> {
    return this.db.query<SecondAnswer & Record<string, unknown>>(
      sql`SELECT b.exception_id AS "exceptionId", b.answer, w.body AS reason FROM blind_looks b LEFT JOIN remarks w ON w.id = b.reason_id
           WHERE b.exception_id = ANY (${exceptionIds}) AND b.answered_at IS NOT NULL`,
      'blindLooks.answersOf',
    );
  }

  private async askedOf(id: string, actor: Actor): Promise<{ exceptionId: string }> {
    const humans = [actor.humanId, ...(actor.alsoHumans ?? [])];
    const [found] = await this.db.query<{ exceptionId: string; open: boolean }>(
      sql`SELECT b.exception_id AS "exceptionId", is_blind(b) AS open FROM blind_looks b WHERE b.id = ${id} AND b.peer_human = ANY (${humans}::text[])`,
      'blindLooks.look',
    );
    if (!found) throw new NotFoundError('second look of yours', ['blindLookId']);
    if (!found.open) throw new BlindLookOverError();
    return found;
  }

  private async ofException(exceptionId: string): Promise<BlindLook> {
    const [look] = await this.db.query<BlindLook & Record<string, unknown>>(
      sql`${LOOK} WHERE b.exception_id = ${exceptionId}`,
      'blindLooks.one',
    );
    if (!look) throw new Error(`The look at ${exceptionId} was there, and looks are never deleted.`);
    return look;
  }
}
