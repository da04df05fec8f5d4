import { Inject, Injectable } from '@nestjs/common';
import { Database, type Done, newId } from '#database';
import type { FactName } from '#facts';
import type { Actor } from '#people';
import { SETTINGS, type Settings } from '#settings';
import type { CaseAttempt, DueAsked } from './case.attempt.js';
import { type CaseCall, CaseSteps, fact } from './case-steps.js';
import { dueInstant } from './due.rules.js';
import { type GetBack, GetBacksReads } from './get-backs.reads.js';
import * as write from './get-backs.write.js';

interface Keyed {
  readonly idempotencyKey?: string | null;
}

/** What the customer is promised, and by when. */
export interface PromiseGetBack extends Keyed, DueAsked {
  readonly caseId: string;
  readonly what: string;
}

/** That the customer heard from us. */
export interface KeepGetBack extends Keyed {
  readonly getBackId: string;
  readonly whatWasSaid: string;
}

/** Another time, of which the customer was told before the first had come. */
export interface RenegotiateGetBack extends Keyed, DueAsked {
  readonly getBackId: string;
  readonly customerToldAt: Date;
}

/** Promises to customers: made, kept, broken, renegotiated. Nothing but these three calls and the clock changes one; the owner of the moment answers for it. */
@Injectable()
export class GetBacksService {
  constructor(
    private readonly db: Database,
    private readonly steps: CaseSteps,
    private readonly reads: GetBacksReads,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'getBackRemindMinutes'>,
  ) {}

  /**
   * Promises the customer of an open case to get back to them by a time.
   * @throws NotTheOwnerError CaseMovedOnError InvalidError for a time that has passed, is too far ahead, or that no clock of theirs shows
   */
  promise(input: PromiseGetBack, actor: Actor): Promise<Done<GetBack>> {
    const id = newId('gbk');
    const due: DueAsked = { dueAt: input.dueAt ?? null, dueLocal: input.dueLocal ?? null };
    const sent = { words: [{ field: 'what', text: input.what }], due };
    const call: CaseCall = { action: 'PROMISE_GET_BACK', mutation: 'promiseGetBack', input, on: input, actor, sent };
    return this.answering(call, id, (attempt, begun) => {
      const dueAt = instantOf(due, attempt);
      const promised = { id, dueAt, whatId: begun.words[0]?.id ?? '', remindMinutes: this.settings.getBackRemindMinutes };
      const facts = [fact(attempt, 'getBack.promised', { getBackId: id, dueAt: dueAt.toISOString() })];
      return write.writePromise(this.db, { ...begun, facts, resultId: id }, promised);
    });
  }

  /**
   * Records that the customer heard from us. In time it is kept; later it stays broken, with the time of its delivery.
   * @throws NotTheOwnerError CaseMovedOnError GetBackMovedOnError NotFoundError
   */
  keep(input: KeepGetBack, actor: Actor): Promise<Done<GetBack>> {
    const { getBackId } = input;
    const sent = { words: [{ field: 'whatWasSaid', text: input.whatWasSaid }], getBackId };
    const call: CaseCall = { action: 'KEEP_GET_BACK', mutation: 'keepGetBack', input, on: { getBackId }, actor, sent };
    return this.answering(call, getBackId, (attempt, begun) => {
      const state = stateNow(getBackId, attempt);
      const facts = TOLD[state].map((name) => fact(attempt, name, { getBackId }));
      const status = state === 'IN_TIME' ? 'KEPT' : 'BROKEN';
      const delivered = { id: getBackId, saidId: begun.words[0]?.id ?? '', status } as const;
      const asRead = { ids: [getBackId], status: state === 'NOTED_AS_BROKEN' ? 'BROKEN' : 'MADE' } as const;
      return write.writeDelivery(this.db, { ...begun, facts, promises: asRead, resultId: getBackId }, delivered);
    });
  }

  /**
   * Puts another time in place of one that has not come, once the customer was told. Answers the first promise, which names the new one as next.
   * @throws NotTheOwnerError CaseMovedOnError GetBackMovedOnError CustomerNotToldError NotFoundError InvalidError
   */
  renegotiate(input: RenegotiateGetBack, actor: Actor): Promise<Done<GetBack>> {
    const { getBackId, customerToldAt } = input;
    const id = newId('gbk');
    const due: DueAsked = { dueAt: input.dueAt ?? null, dueLocal: input.dueLocal ?? null };
    const sent = { getBackId, customerToldAt, due };
    const call: CaseCall = { action: 'RENEGOTIATE_GET_BACK', mutation: 'renegotiateGetBack', input, on: { getBackId }, actor, sent };
    return this.answering(call, getBackId, (attempt, begun) => {
      const dueAt = instantOf(due, attempt);
      const facts = [
        fact(attempt, 'getBack.renegotiated', { getBackId, nextId: id, customerToldAt: customerToldAt.toISOString() }),
        fact(attempt, 'getBack.promised', { getBackId: id, dueAt: dueAt.toISOString() }),
      ];
      const next = { id, dueAt, formerId: getBackId, customerToldAt, remindMinutes: this.settings.getBackRemindMinutes };
      return write.writeRenegotiation(this.db, { ...begun, facts, resultId: getBackId }, next);
    });
  }

  /** A replay answers what its key names; otherwise the promise that this call is about. */
  private async answering(call: CaseCall, id: string, act: Parameters<CaseSteps['done']>[1]): Promise<Done<GetBack>> {
    const { node, replayed } = await this.steps.done(call, act, (found) => Promise.resolve(found));
    return { node: await this.reads.one(replayed ? node : id), replayed };
  }
}

/** What tells a delivery: that it broke is told once, by whoever notes it first. */
const TOLD = {
  IN_TIME: ['getBack.kept'],
  LATE: ['getBack.broken', 'getBack.delivered'],
  NOTED_AS_BROKEN: ['getBack.delivered'],
} as const satisfies Record<string, readonly FactName[]>;

function stateNow(getBackId: string, { customerCase: { now, getBacks } }: CaseAttempt): keyof typeof TOLD {
  const open = getBacks.find(({ id }) => id === getBackId);
  if (open?.status !== 'MADE') return 'NOTED_AS_BROKEN';
  return open.dueAt < now ? 'LATE' : 'IN_TIME';
}

/** What the guards let through. */
function instantOf(due: DueAsked, { customerCase }: CaseAttempt): Date {
  const instant = dueInstant(due, customerCase.timeZone);
  if (instant instanceof Date) return instant;
  throw instant;
}
