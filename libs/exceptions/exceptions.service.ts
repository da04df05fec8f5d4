import { Inject, Injectable } from '@nestjs/common';
import { Database, type Done, newId, once, onlyOnce, untilWritten } from '#database';
import { NotFoundError, type RuleError } from '#errors';
import type { FactName, NewFact } from '#facts';
import type { Actor } from '#people';
import { SETTINGS, type Settings } from '#settings';
import type { Attempt, ExceptionAction, ExceptionNow } from './attempt.js';
import type { PolicyException } from './exception.entity.js';
import { AlreadyDecidedError, StaleRevisionError } from './exception.errors.js';
import { standingObjections } from './exception.guards.rules.js';
import { afterCoSign, afterObjection, alsoAgrees, isDone, openActions, refusal } from './exception.rules.js';
import type * as inputs from './exceptions.inputs.js';
import { lookAt } from './exceptions.look.js';
import { sayWhichCap } from './caps.look.js';
import { ExceptionsReads } from './exceptions.reads.js';
import * as write from './exceptions.write.js';

const DAY_MS = 86_400_000;

/** The one way by which an exception that stands is changed by people: each method is one action of the table in exception.rules.ts. */
@Injectable()
export class ExceptionsService {
  constructor(
    private readonly db: Database,
    private readonly reads: ExceptionsReads,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Co-signs the revision whose digest was read. The signature that completes the quorum approves, in the same statement; later ones are
   * recorded as also agreed and refused with ALREADY_DECIDED.
   * @throws SelfCoSignError EditorCoSignError NotEligibleError MachinesCannotSignError StaleRevisionError AlreadySignedError ExpiredError
   */
  coSign(input: inputs.CoSign, actor: Actor): Promise<Done<PolicyException>> {
    return this.step({ action: 'CO_SIGN', input, actor, sent: { digest: input.digest } }, (attempt, written) => {
      const vote = { ...this.vote(attempt, input.digest), words: remark(input.words) };
      const { approves, counted } = afterCoSign(attempt);
      const signed = fact(attempt, 'exception.coSigned', { revision: vote.revision, digest: vote.digest, humanId: vote.humanId });
      if (!approves) return write.writeSignature(this.db, { ...written, facts: [signed] }, vote);
      const { exception } = attempt;
      const review = { id: newId('rev'), dueAt: new Date(exception.now.getTime() + this.settings.reviewDueDays * DAY_MS) };
      const useBy = new Date(exception.now.getTime() + this.settings.useByDays * DAY_MS);
      const facts = [
        signed,
        fact(attempt, 'exception.approved', {
          revision: vote.revision,
          digest: vote.digest,
          quorum: exception.quorum,
          humans: counted,
          reviewId: review.id,
        }),
        { ...fact(attempt, 'review.queued', { exceptionId: exception.id }), subjectId: review.id },
      ];
      return write.writeApproval(this.db, { ...written, facts }, vote, { quorum: exception.quorum, counted, useBy, review });
    });
  }

  /** Objects to the revision whose digest was read: raises the quorum by one, or declines when the setting's number is reached. */
  objectTo(input: inputs.ObjectTo, actor: Actor): Promise<Done<PolicyException>> {
    return this.step({ action: 'OBJECT', input, actor, sent: { digest: input.digest } }, (attempt, written) => {
      const vote = { ...this.vote(attempt, input.digest), words: remark(input.reason) };
      const declines = afterObjection(attempt) === 'DECLINED';
      const raised = attempt.exception.raised + 1;
      const facts = [
        fact(attempt, 'exception.objected', {
          revision: vote.revision,
          humanId: vote.humanId,
          quorum: attempt.exception.baseQuorum + raised,
        }),
      ];
      if (declines) facts.push(fact(attempt, 'exception.declined', { revision: vote.revision }));
      return write.writeObjection(this.db, { ...written, facts }, vote, declines ? { status: 'DECLINED' } : { raised });
    });
  }

  /** Passes: takes the proposal out of the caller's inbox; no effect on the quorum. */
  pass(input: inputs.Pass, actor: Actor): Promise<Done<PolicyException>> {
    return this.step({ action: 'PASS', input, actor, sent: { digest: input.digest } }, (attempt, written) => {
      const vote = { ...this.vote(attempt, input.digest), words: null };
      return write.writePass(
        this.db,
        { ...written, facts: [fact(attempt, 'exception.passed', { revision: vote.revision, humanId: vote.humanId })] },
        vote,
      );
    });
  }

  /** Takes back the caller's own co-signature or objection. A quorum that an objection raised stays raised. */
  retract(input: inputs.JustTheException, actor: Actor): Promise<Done<PolicyException>> {
    return this.step({ action: 'RETRACT', input, actor }, (attempt, written) => {
      const { exception } = attempt;
      const objection = standingObjections(exception).find((vote) => vote.humanId === actor.humanId);
      const name = objection ? 'exception.objectionRetracted' : 'exception.coSignatureRetracted';
      const taken = { revision: objection?.revision ?? exception.revision, humanId: actor.humanId };
      return write.writeRetraction(this.db, { ...written, facts: [fact(attempt, name, taken)] }, taken);
    });
  }

  /** Names a colleague who may amend, and so may not co-sign once they did. */
  async inviteHelper(input: inputs.InviteHelper, actor: Actor): Promise<Done<PolicyException>> {
    if (!(await this.reads.isAPersonWhoIsActive(input.personId))) throw new NotFoundError('colleague', ['personId']);
    return this.step({ action: 'INVITE_HELPER', input, actor }, (attempt, written) => {
      const facts = [fact(attempt, 'exception.helperInvited', { personId: input.personId })];
      return write.writeHelper(this.db, { ...written, facts }, { personId: input.personId, invitedBy: actor.personId });
    });
  }

  /** Withdraws an open proposal, with a reason. */
  withdraw(input: inputs.WithReason, actor: Actor): Promise<Done<PolicyException>> {
    return this.change({ action: 'WITHDRAW', input, actor }, () => ({
      status: 'WITHDRAWN',
      reason: { id: newId('rmk'), body: input.reason, authorId: actor.personId },
    }));
  }

  /** Ends the proposal with a yes: an active policy allows it by now, and is cited. */
  cover(input: inputs.JustTheException, actor: Actor): Promise<Done<PolicyException>> {
    return this.change({ action: 'COVER', input, actor }, ({ exception }) => ({
      status: 'COVERED',
      coveredBy: exception.coveredBy ?? undefined,
    }));
  }

  /** Records that the customer was told of the yes: from then on it never lapses. */
  tellCustomer(input: inputs.TellCustomer, actor: Actor): Promise<Done<PolicyException>> {
    return this.change({ action: 'TELL_CUSTOMER', input, actor, sent: { toldAt: input.toldAt } }, () => ({ customerToldAt: input.toldAt }));
  }

  /** Records that the remedy was carried out, once: the same reference again answers the first result, another one is refused. */
  fulfil(input: inputs.Fulfil, actor: Actor): Promise<Done<PolicyException>> {
    const { reference } = input;
    return this.change({ action: 'FULFIL', input, actor, sent: { reference } }, () => ({
      status: 'FULFILLED',
      fulfilmentReference: reference,
    }));
  }

  /** Stops an approved remedy that was not carried out yet: fraud or law only. The first admin asks, the second one's call stops. */
  stop(input: inputs.WithReason, actor: Actor): Promise<Done<PolicyException>> {
    return this.change({ action: 'STOP', input, actor }, ({ exception }) => ({
      reason: { id: newId('rmk'), body: input.reason, authorId: actor.personId },
      ...(exception.stopProposedHuman
        ? { status: 'STOPPED' as const, stoppedBy: actor.personId, stoppedHuman: actor.humanId }
        : { stopProposedBy: actor.personId, stopProposedHuman: actor.humanId }),
    }));
  }

  /** What each of some exceptions allows the caller now, in the order of the ids; unknown ids are left out. */
  async openActions(ids: readonly string[], actor: Actor): Promise<{ id: string; actions: ExceptionAction[] }[]> {
    const found = await lookAt(this.db, ids, actor);
    return found.map((exception) => ({ id: exception.id, actions: openActions(this.attempt(exception, actor)) }));
  }

  /** Why the caller may not do this now; undefined when they may. */
  async whyNot(id: string, action: ExceptionAction, actor: Actor): Promise<RuleError | undefined> {
    const attempt = await this.look(id, actor);
    const no = refusal(action, attempt);
    return no && this.explained(no, attempt);
  }

  private change(call: Call, to: (attempt: Attempt) => write.Change): Promise<Done<PolicyException>> {
    return this.step(call, (attempt, written) => {
      const change = to(attempt);
      const name = CHANGE_FACTS[change.status ?? call.action] ?? 'exception.customerTold';
      const cited: NewFact['body'] = change.coveredBy ? { policyVersionId: change.coveredBy } : {};
      const facts = [fact(attempt, name, { revision: attempt.exception.revision, ...cited })];
      return write.writeChange(this.db, { ...written, facts }, change);
    });
  }

  private step(
    { action, input, actor, sent = {} }: Call,
    act: (attempt: Attempt, written: Omit<write.Written, 'facts'>) => Promise<PolicyException[]>,
  ): Promise<Done<PolicyException>> {
    const taken = once(actor.personId, action, input);
    const work = () =>
      untilWritten(async () => {
        const attempt = { ...(await this.look(input.exceptionId, actor)), sent };
        const no = refusal(action, attempt);
        if (no) throw await this.refused(no, attempt);
        if (isDone(action, attempt.exception)) return write.writeKeyAlone(this.db, { id: input.exceptionId, once: taken });
        return act(attempt, { id: input.exceptionId, turn: attempt.exception.turn, once: taken });
      }).catch(sayWhichCap);
    return onlyOnce(this.db, taken, work, (id) => this.reads.byId(id));
  }

  /**
   * A refusal with what helps: who could act instead, the exception as it is now. A peer who comes too late is recorded as also agreed;
   * that takes no idempotency key, since the answer is the refusal, also when it is asked for again.
   */
  private async refused(no: RuleError, attempt: Attempt): Promise<RuleError> {
    const { exception } = attempt;
    if (no instanceof AlreadyDecidedError && alsoAgrees(attempt)) {
      const facts = [fact(attempt, 'exception.alsoAgreed', { revision: exception.revision, humanId: attempt.actor.humanId })];
      const vote = { ...this.vote(attempt, exception.digest), words: null };
      await write.writeAlsoAgreed(this.db, { id: exception.id, turn: exception.turn, facts, once: undefined }, vote);
    }
    if (no instanceof AlreadyDecidedError || no instanceof StaleRevisionError) no.current = await this.reads.byId(exception.id);
    return this.explained(no, attempt);
  }

  private async explained(no: RuleError, { exception }: Attempt): Promise<RuleError> {
    if (ANOTHER_COULD.has(no.code)) no.whoCould = await this.reads.eligibleCoSigners(exception.id, WHO_COULD_MOST);
    return no;
  }

  private async look(id: string, actor: Actor): Promise<Attempt> {
    const [exception] = await lookAt(this.db, [id], actor);
    if (!exception) throw new NotFoundError('exception', ['exceptionId']);
    return this.attempt(exception, actor);
  }

  private attempt(exception: ExceptionNow, actor: Actor): Attempt {
    return { exception, actor, objectionsToDecline: this.settings.objectionsToDecline };
  }

  private vote({ exception, actor }: Attempt, digest: string): Omit<write.VoteWrite, 'words'> {
    return { humanId: actor.humanId, signerId: actor.personId, revision: exception.revision, digest: digest.toLowerCase() };
  }
}

/** One call of one action, and what of it the rules compare. */
interface Call {
  action: ExceptionAction;
  input: inputs.JustTheException;
  actor: Actor;
  sent?: Attempt['sent'];
}

const WHO_COULD_MOST = 5;
const ANOTHER_COULD: ReadonlySet<string> = new Set([
  'SELF_CO_SIGN',
  'EDITOR_CO_SIGN',
  'NOT_ELIGIBLE',
  'MACHINES_CANNOT_SIGN',
  'CAP_EXCEEDED',
]);

const CHANGE_FACTS: Readonly<Record<string, FactName>> = {
  WITHDRAWN: 'exception.withdrawn',
  COVERED: 'exception.covered',
  FULFILLED: 'exception.fulfilled',
  STOPPED: 'exception.stopped',
  STOP: 'exception.stopProposed',
};

function fact({ exception, actor }: Attempt, name: FactName, body: NewFact['body']): NewFact {
  return { subjectId: exception.id, actorId: actor.personId, name, body };
}

function remark(body: string | null | undefined): { id: string; body: string } | null {
  return body ? { id: newId('rmk'), body } : null;
}
