import {
  afterCoSign,
  afterObjection,
  type Attempt,
  carriedOver,
  CLOCK_STEPS,
  type ExceptionAction,
  type ExceptionNow,
  isDone,
  openActions,
  refusal,
} from '#exceptions';
import type { Actor } from '#people';
import { type Player, PROPOSER, player } from './cast.js';
import { referenceOf, seenAs, STALE } from './model.js';
import type { Event, Step } from './steps.js';

interface Act {
  readonly attempt: Attempt;
  readonly who: Player;
  readonly how: number;
}

const HOUR_MS = 3_600_000;
const MONTH_MS = 31 * 24 * HOUR_MS;
const USE_BY_MS = 30 * 24 * HOUR_MS;
const BEGIN_MS = Date.UTC(2026, 0, 5);

/** The rules of libs/exceptions on paper: what they decide is written into an object as the one SQL statement would write it into tables. */
export class Paper {
  private readonly exception: ExceptionNow;
  private readonly gone = new Set<string>();
  private policyAllows = false;

  constructor(quorum: number) {
    const [at, human] = [BEGIN_MS, PROPOSER.human];
    // One literal, kept in rows: it is made half a million times.
    // prettier-ignore
    this.exception = {
      now: new Date(at), id: 'exc_1', ref: 'EX-1', status: 'PROPOSED', turn: 1, revision: 1, materialRevision: 1, digest: 'd1', cause: 'flood',
      remedyKind: 'FEE_WAIVER', amountMinor: 20_240, currency: 'AUD', baseQuorum: quorum, raised: 0, quorum, caseId: 'cas_1',
      ownerHuman: human, proposerId: PROPOSER.handle, proposerHuman: human, policyVersionId: null, policyInForce: true, coveredBy: null,
      expiresAt: new Date(at + HOUR_MS), approvedAt: null, useBy: null, customerToldAt: null, fulfilmentReference: null, stopProposedHuman: null, frozen: false, beyondCaps: false, pairCap: null,
      authors: [human], helpers: [], coSignatures: [], objections: [],
    };
  }

  get seen(): string {
    const { status, revision, quorum, coSignatures } = this.exception;
    const signed = coSignatures.filter((vote) => vote.revision === revision && !vote.ended).map((vote) => vote.humanId);
    return seenAs({ status, revision, quorum, signed });
  }

  take({ what, who, how }: Step): string {
    const event = (Paper.EVENTS as Partial<Record<Step['what'], (paper: Paper, who: Player) => void>>)[what];
    if (event) return (event(this, player(who)), 'OK');
    return this.try(what as ExceptionAction, player(who), how);
  }

  /** The actions that the rules offer to somebody. */
  buttons(who: Player): ExceptionAction[] {
    return openActions({ exception: this.exception, actor: this.actor(who), objectionsToDecline: 2 });
  }

  private try(action: ExceptionAction, who: Player, how: number): string {
    const attempt = { exception: this.exception, actor: this.actor(who), sent: this.sent(action, how), objectionsToDecline: 2 };
    const no = refusal(action, attempt);
    if (no) return no.code;
    if (!isDone(action, this.exception)) Paper.ACTS[action](this, { attempt, who, how });
    return 'OK';
  }

  private sent(action: ExceptionAction, how: number): Attempt['sent'] {
    const { revision, approvedAt, now, digest } = this.exception;
    const toldAt = TOLD_AT[how]?.(approvedAt ?? now, now);
    const expectedRevision = how === STALE ? revision - 1 : revision;
    const ways = { AMEND: { expectedRevision }, TELL_CUSTOMER: { toldAt }, FULFIL: { reference: referenceOf(how) } };
    return ways[action as keyof typeof ways] ?? { digest: how === STALE ? `d${revision - 1}` : digest };
  }

  private actor({ handle, human, isMachine, isAdmin, mayFulfil, facesCustomers }: Player): Actor {
    return {
      personId: handle,
      humanId: human,
      kind: isMachine ? 'MACHINE' : 'PERSON',
      active: true,
      away: false,
      roles: isAdmin ? ['ADMIN'] : ['AGENT'],
      facesCustomers: facesCustomers && !this.gone.has(handle),
      scopes: isMachine ? [mayFulfil ? 'FULFIL' : 'PROPOSE'] : undefined,
    };
  }

  private static readonly ACTS: Record<ExceptionAction, (paper: Paper, act: Act) => void> = {
    CO_SIGN: (paper, { attempt, who }) => {
      const e = paper.exception;
      const { approves } = afterCoSign(attempt);
      const { handle, human } = who;
      e.coSignatures.push({
        humanId: human,
        signerId: handle,
        name: handle,
        revision: e.revision,
        ended: null,
        eligible: true,
        alsoAgreed: false,
      });
      if (approves) Object.assign(e, { status: 'APPROVED', approvedAt: e.now, useBy: new Date(e.now.getTime() + USE_BY_MS) });
    },
    OBJECT: (paper, { attempt, who: { handle, human } }) => {
      const e = paper.exception;
      const outcome = afterObjection(attempt);
      e.objections.push({
        humanId: human,
        signerId: handle,
        name: handle,
        revision: e.revision,
        ended: null,
        eligible: true,
        alsoAgreed: false,
      });
      if (outcome === 'DECLINED') e.status = 'DECLINED';
      else Object.assign(e, { raised: e.raised + 1, quorum: e.quorum + 1 });
    },
    PASS: () => undefined,
    AMEND: (paper, { attempt, who, how }) => {
      const e = paper.exception;
      const carried = how === 0 ? carriedOver(attempt) : [];
      e.revision += 1;
      e.digest = `d${e.revision}`;
      e.authors.push(who.human);
      e.coSignatures.push(...carried.map((vote) => ({ ...vote, revision: e.revision })));
      if (how > 0) Object.assign(e, { materialRevision: e.revision, baseQuorum: how, quorum: how + e.raised });
    },
    INVITE_HELPER: (paper, { how }) => void paper.exception.helpers.push(player(how).handle),
    RETRACT: (paper, { who }) => {
      const { objections, coSignatures, materialRevision, revision } = paper.exception;
      const objection = objections.find((vote) => vote.humanId === who.human && vote.revision >= materialRevision && !vote.ended);
      const signature = coSignatures.find((vote) => vote.humanId === who.human && vote.revision === revision && !vote.ended);
      Object.assign(objection ?? signature ?? {}, { ended: 'RETRACTED' });
    },
    WITHDRAW: (paper) => void (paper.exception.status = 'WITHDRAWN'),
    COVER: (paper) => void (paper.exception.status = 'COVERED'),
    TELL_CUSTOMER: (paper, { attempt }) => void (paper.exception.customerToldAt = attempt.sent?.toldAt ?? null),
    FULFIL: (paper, { how }) => void Object.assign(paper.exception, { status: 'FULFILLED', fulfilmentReference: referenceOf(how) }),
    STOP: (paper, { who }) => {
      const e = paper.exception;
      if (e.stopProposedHuman === null) e.stopProposedHuman = who.human;
      else e.status = 'STOPPED';
    },
  };

  private static readonly EVENTS: Readonly<Record<Event, (paper: Paper, who: Player) => void>> = {
    HOURS_PASS: (paper) => paper.pass(2 * HOUR_MS),
    MONTH_PASSES: (paper) => paper.pass(MONTH_MS),
    STOPS_FACING: (paper, who) => {
      const e = paper.exception;
      if (!who.facesCustomers) return;
      paper.gone.add(who.handle);
      const theirs = e.coSignatures.filter((vote) => vote.signerId === who.handle);
      for (const vote of theirs) vote.eligible = false;
      if (e.status !== 'PROPOSED') return;
      for (const vote of theirs) if (vote.revision === e.revision) vote.ended ??= 'VOID';
    },
    IS_BACK: (paper, who) => {
      paper.gone.delete(who.handle);
      for (const vote of paper.exception.coSignatures) if (vote.signerId === who.handle) vote.eligible = true;
    },
    POLICY_COMES: (paper) => {
      paper.policyAllows = true;
      paper.exception.coveredBy = 'pve_1';
    },
    HAND_OFF: (paper, who) => void (paper.exception.ownerHuman = who.isMachine ? paper.exception.ownerHuman : who.human),
    CLOCK_EXPIRES: (paper) => paper.byClock('EXPIRE'),
    CLOCK_LAPSES: (paper) => paper.byClock('LAPSE'),
    CLOCK_COVERS: (paper) => {
      const e = paper.exception;
      if (e.status === 'PROPOSED' && e.now < e.expiresAt && paper.policyAllows) e.status = 'COVERED';
    },
  };

  private pass(ms: number): void {
    this.exception.now = new Date(this.exception.now.getTime() + ms);
  }

  private byClock(action: 'EXPIRE' | 'LAPSE'): void {
    const { from, to, isDue } = CLOCK_STEPS[action];
    const e = this.exception;
    if ((from as readonly string[]).includes(e.status) && isDue(e)) e.status = to[0];
  }
}

/** When the customer is said to have been told: at the approval, now, before it, or tomorrow. */
export const TOLD_AT: readonly ((approvedAt: Date, now: Date) => Date)[] = [
  (approvedAt) => approvedAt,
  (_approvedAt, now) => now,
  (approvedAt) => new Date(approvedAt.getTime() - 60_000),
  (_approvedAt, now) => new Date(now.getTime() + 24 * HOUR_MS),
  (_approvedAt, now) => new Date(now.getTime() + MONTH_MS),
];
