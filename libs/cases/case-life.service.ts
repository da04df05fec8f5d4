import { Inject, Injectable } from '@nestjs/common';
import { Database, type Done, newId } from '#database';
import type { FactName } from '#facts';
import type { Actor } from '#people';
import { SETTINGS, type Settings } from '#settings';
import type { Said } from './case.attempt.js';
import type { CaseView } from './case.entity.js';
import type { FollowUpOutcome } from './case.words.js';
import * as write from './case-life.write.js';
import { type CaseCall, CaseSteps, endedPromises, fact } from './case-steps.js';
import { afterTry, followUpDueAt } from './follow-up.rules.js';
import { type FollowUp, FollowUpsReads } from './follow-ups.reads.js';

interface Keyed {
  readonly idempotencyKey?: string | null;
}

/** A case that its owner has seen. */
export interface AcknowledgeCase extends Keyed {
  readonly caseId: string;
}

/** A solution, of which the customer was told. */
export interface SolveCase extends Keyed {
  readonly caseId: string;
  readonly solution: string;
  readonly customerToldAt: Date;
  /** When to ask whether it helped; the settings say it when nobody else does. */
  readonly followUpAt?: Date | null;
}

/** A no, with its reason, who told the customer, and where they can appeal. */
export interface HonestNo extends Keyed {
  readonly caseId: string;
  readonly reason: string;
  readonly toldBy: string;
  readonly appealRoute: string;
}

/** Why an honest no does not hold. */
export interface ReopenCase extends Keyed {
  readonly caseId: string;
  readonly reason: string;
}

/** What was found when the customer was asked whether it helped. */
export interface RecordFollowUp extends Keyed {
  readonly followUpId: string;
  readonly outcome: FollowUpOutcome;
  readonly channel: string;
  /** Why it did not help; otherwise as you like. */
  readonly note?: string | null;
}

type LifeSettings = Pick<Settings, 'followUpDays' | 'followUpRemedyDays' | 'followUpInternalDays'>;

/** How a case is taken on, answered, followed up and taken up again: each method is one action of the table in case.rules.ts. */
@Injectable()
export class CaseLifeService {
  constructor(
    private readonly db: Database,
    private readonly steps: CaseSteps,
    private readonly followUps: FollowUpsReads,
    @Inject(SETTINGS) private readonly settings: LifeSettings,
  ) {}

  /**
   * The owner has seen a case that a machine opened for them, and the customer knows it.
   * @throws NotTheOwnerError CaseMovedOnError
   */
  acknowledge(input: AcknowledgeCase, actor: Actor): Promise<Done<CaseView>> {
    return this.steps.ofCase({ action: 'ACKNOWLEDGE', mutation: 'acknowledgeCase', input, on: input, actor }, (attempt, begun) =>
      write.writeAcknowledgement(this.db, { ...begun, facts: [fact(attempt, 'case.acknowledged')] }),
    );
  }

  /**
   * The customer has a solution and was told of it. A follow-up is made, which asks later whether it helped.
   * @throws NotTheOwnerError CaseMovedOnError ProposalOpenError CustomerNotToldError
   */
  solve(input: SolveCase, actor: Actor): Promise<Done<CaseView>> {
    const { solution, customerToldAt, followUpAt } = input;
    const sent = { words: [{ field: 'solution', text: solution }], customerToldAt, ...(followUpAt ? { followUpAt } : {}) };
    return this.steps.ofCase({ action: 'SOLVE', mutation: 'solveCase', input, on: input, actor, sent }, (attempt, begun) => {
      const [wordsId = ''] = begun.words.map(({ id }) => id);
      const { customerCase } = attempt;
      const ended = endedPromises(attempt);
      const followUp = { id: newId('fol'), dueAt: followUpAt ?? followUpDueAt(customerCase, this.days) };
      const facts = [
        fact(attempt, 'case.solved', { solutionId: wordsId, customerToldAt: customerToldAt.toISOString() }),
        fact(attempt, 'followUp.made', { followUpId: followUp.id, dueAt: followUp.dueAt.toISOString() }),
        ...ended.facts,
      ];
      const answer = { kind: 'SOLUTION', customerToldAt, wordsId, toldById: null, appealId: null, ...ended.ids } as const;
      return write.writeSolution(this.db, { ...begun, facts, promises: ended.asRead }, answer, followUp);
    });
  }

  /**
   * The customer has an honest no: a reason, who told them, and where they can appeal. It is an answer, and no hand-back.
   * @throws NotTheOwnerError CaseMovedOnError ProposalOpenError InvalidError
   */
  answerHonestNo(input: HonestNo, actor: Actor): Promise<Done<CaseView>> {
    const words = (['reason', 'toldBy', 'appealRoute'] as const).map((field) => ({ field, text: input[field] }));
    return this.steps.ofCase(
      { action: 'ANSWER_HONEST_NO', mutation: 'answerHonestNo', input, on: input, actor, sent: { words } },
      (attempt, begun) => {
        const [reasonId = '', toldById = '', appealId = ''] = begun.words.map(({ id }) => id);
        const ended = endedPromises(attempt);
        const facts = [fact(attempt, 'case.answeredNo', { reasonId, appealId }), ...ended.facts];
        const answer = { kind: 'HONEST_NO', customerToldAt: null, wordsId: reasonId, toldById, appealId, ...ended.ids } as const;
        return write.writeHonestNo(this.db, { ...begun, facts, promises: ended.asRead }, answer);
      },
    );
  }

  /**
   * There is something new after an honest no: the case is open again, of the same owner.
   * @throws NotTheOwnerError CaseMovedOnError CustomerErasedError
   */
  reopen(input: ReopenCase, actor: Actor): Promise<Done<CaseView>> {
    const sent = { words: [{ field: 'reason', text: input.reason }] };
    return this.steps.ofCase({ action: 'REOPEN', mutation: 'reopenCase', input, on: input, actor, sent }, (attempt, begun) => {
      const [reasonId = ''] = begun.words.map(({ id }) => id);
      const answerTurn = attempt.customerCase.answerTurn ?? 0;
      return write.writeReopening(this.db, { ...begun, facts: [fact(attempt, 'case.reopened', { reasonId })] }, { answerTurn, reasonId });
    });
  }

  /**
   * Records what was found when the customer was asked. It helped: confirmed. It did not: open again, of the same owner. Not reached: nothing
   * yet, until three tries on two channels over ten days were in vain.
   * @throws NotTheOwnerError CaseMovedOnError FollowUpEndedError CustomerErasedError NotFoundError InvalidError
   */
  async recordFollowUp(input: RecordFollowUp, actor: Actor): Promise<Done<FollowUp>> {
    const { followUpId, outcome, note } = input;
    const channel = input.channel.trim().toLowerCase();
    const words: Said[] = note || outcome === 'DID_NOT_HELP' ? [{ field: 'note', text: note ?? '' }] : [];
    const sent = { words, followUp: { id: followUpId, outcome, channel } };
    const call: CaseCall = { action: 'FOLLOW_UP', mutation: 'recordFollowUp', input, on: { followUpId }, actor, sent };
    return this.steps.done(
      call,
      (attempt, begun) => {
        const { customerCase } = attempt;
        const before = customerCase.followUp ?? { tries: [] };
        const status = afterTry(before, { outcome, channel, at: customerCase.now });
        const noteId = begun.words[0]?.id ?? null;
        const number = before.tries.length + 1;
        const facts = [fact(attempt, 'followUp.tried', { followUpId, number, outcome, channel })];
        const told = TOLD[status];
        if (told) facts.push(fact(attempt, told, { followUpId, ...(status === 'OWNED' ? { reasonId: noteId } : {}) }));
        const answerTurn = customerCase.answerTurn ?? 0;
        const tried = { followUpId, number, outcome, channel, noteId, status, answerTurn };
        return write.writeTry(this.db, { ...begun, facts, resultId: followUpId }, tried);
      },
      () => this.followUps.one(followUpId),
    );
  }

  private get days() {
    const { followUpDays, followUpRemedyDays, followUpInternalDays } = this.settings;
    return { usual: followUpDays, remedy: followUpRemedyDays, internal: followUpInternalDays };
  }
}

const TOLD: Readonly<Partial<Record<string, FactName>>> = {
  CONFIRMED: 'case.confirmed',
  OWNED: 'case.reopened',
  CLOSED_UNCONFIRMED: 'case.closedUnconfirmed',
};
