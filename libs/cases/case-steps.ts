import { Inject, Injectable } from '@nestjs/common';
import { Database, type Done, newId, once, onlyOnce, untilWritten } from '#database';
import { NotFoundError, type RuleError } from '#errors';
import type { FactName, NewFact } from '#facts';
import { type Actor, mayUse } from '#people';
import { SETTINGS, type Settings } from '#settings';
import type { CaseAttempt, CaseNow, SentOfCase } from './case.attempt.js';
import type { CaseView } from './case.entity.js';
import { caseRefusal, openCaseActions } from './case.rules.js';
import type { CaseAction } from './case.words.js';
import { lookAt, lookAtFollowUp, lookAtGetBack } from './case-life.look.js';
import type { CaseWrite } from './case-life.write.js';
import { CasesService } from './cases.service.js';

/** One call of one action, and what of it the rules compare. */
export interface CaseCall {
  readonly action: CaseAction;
  readonly mutation: string;
  readonly input: { readonly idempotencyKey?: string | null };
  /** On what: a case, or one of what belongs to it. */
  readonly on: { readonly caseId: string } | { readonly followUpId: string } | { readonly getBackId: string };
  readonly actor: Actor;
  readonly sent?: SentOfCase;
}

/** Writes what the rules let through; no row when somebody was faster. */
export type Act = (attempt: CaseAttempt, begun: Omit<CaseWrite, 'facts'>) => Promise<{ id: string }[]>;

/** The one way by which a case changes: look, let the rules decide, write in one statement, and look again when somebody was faster. */
@Injectable()
export class CaseSteps {
  constructor(
    private readonly db: Database,
    private readonly cases: CasesService,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'followUpDaysMax' | 'getBackDaysMax'>,
  ) {}

  /** Does one action, and answers the case. */
  ofCase(call: CaseCall, act: Act): Promise<Done<CaseView>> {
    return this.done(call, act, (id) => this.cases.one(id));
  }

  /** Does one action, and answers what is found under the id that was written. */
  done<T>(call: CaseCall, act: Act, find: (id: string) => Promise<T>): Promise<Done<T>> {
    const taken = once(call.actor.personId, call.mutation, call.input);
    const work = async (): Promise<T> => {
      const { id } = await untilWritten(() => this.attemptOnce(call, taken, act));
      return find(id);
    };
    return onlyOnce(this.db, taken, work, find);
  }

  /** What each of some cases allows the caller now; unknown ids are left out. */
  async openActions(ids: readonly string[], actor: Actor): Promise<{ id: string; actions: CaseAction[] }[]> {
    const found = await lookAt(this.db, ids);
    return found.map((customerCase) => ({ id: customerCase.id, actions: openCaseActions(this.attempt(customerCase, actor)) }));
  }

  /** Why the caller may not do this with each of some cases now; those with which they may, and unknown ids, are left out. */
  async whyNot(ids: readonly string[], action: CaseAction, actor: Actor): Promise<Map<string, RuleError>> {
    const found = await lookAt(this.db, ids);
    return new Map(
      found.flatMap((customerCase) => {
        const no = caseRefusal(action, this.attempt(customerCase, actor));
        return no ? [[customerCase.id, no] as const] : [];
      }),
    );
  }

  private async attemptOnce(call: CaseCall, taken: ReturnType<typeof once>, act: Act): Promise<{ id: string }[]> {
    const { action, actor, on, sent = {} } = call;
    const customerCase = await this.look(on);
    const attempt = { ...this.attempt(customerCase, actor), sent };
    const no = caseRefusal(action, attempt);
    if (no) throw no;
    const { id, turn, ownerId } = customerCase;
    const words = (sent.words ?? []).map(({ text }) => ({ id: newId('rmk'), body: text }));
    return act(attempt, { id, turn, ownerId, byId: actor.personId, words, once: taken });
  }

  private attempt(customerCase: CaseNow, actor: Actor): CaseAttempt {
    const { followUpDaysMax, getBackDaysMax } = this.settings;
    return { customerCase, actor, mayAct: mayUse(actor, 'CASES'), followUpDaysMax, getBackDaysMax };
  }

  private async look(on: CaseCall['on']): Promise<CaseNow> {
    const found = 'caseId' in on ? lookAt(this.db, [on.caseId]) : this.lookAtPart(on);
    const [customerCase] = await found;
    if (customerCase) return customerCase;
    if ('caseId' in on) throw new NotFoundError('case', ['caseId']);
    throw 'followUpId' in on ? new NotFoundError('follow-up', ['followUpId']) : new NotFoundError('get-back', ['getBackId']);
  }

  private lookAtPart(on: Exclude<CaseCall['on'], { caseId: string }>): Promise<CaseNow[]> {
    return 'followUpId' in on ? lookAtFollowUp(this.db, on.followUpId) : lookAtGetBack(this.db, on.getBackId);
  }
}

/** A fact about the case of an attempt. */
export function fact({ customerCase, actor }: CaseAttempt, name: FactName, body: NewFact['body'] = {}): NewFact {
  return { subjectId: customerCase.id, actorId: actor.personId, name, body };
}

/** What becomes of the promises that are still open when the customer has their answer: void, or broken where their time has passed. */
export function endedPromises(attempt: CaseAttempt): EndedPromises {
  const { getBacks, now } = attempt.customerCase;
  const made = getBacks.filter(({ status }) => status === 'MADE');
  const isLate = ({ dueAt }: { dueAt: Date }): boolean => dueAt < now;
  const facts = made.map((one) => fact(attempt, isLate(one) ? 'getBack.broken' : 'getBack.voided', { getBackId: one.id }));
  const idsOf = (late: boolean): string[] => made.filter((one) => isLate(one) === late).map(({ id }) => id);
  return { ids: { voidIds: idsOf(false), brokenIds: idsOf(true) }, asRead: { ids: made.map(({ id }) => id), status: 'MADE' }, facts };
}

interface EndedPromises {
  readonly ids: { readonly voidIds: string[]; readonly brokenIds: string[] };
  readonly asRead: NonNullable<CaseWrite['promises']>;
  readonly facts: NewFact[];
}
