import type { Actor } from '#people';
import type { CaseStatus, FollowUpOutcome } from './case.words.js';

/** One time that somebody asked the customer whether it helped. */
export interface Try {
  readonly outcome: FollowUpOutcome;
  readonly channel: string;
  readonly at: Date;
}

/** The follow-up that is still to come to its end. */
export interface OpenFollowUp {
  readonly id: string;
  readonly dueAt: Date;
  readonly tries: readonly Try[];
}

/** A promise to the customer that is not delivered yet. After its time it is broken, also while it is stored as made. */
export interface OpenGetBack {
  readonly id: string;
  readonly status: 'MADE' | 'BROKEN';
  readonly madeAt: Date;
  readonly dueAt: Date;
}

/** By when somebody promises: an instant, or a time on the customer's clock. */
export interface DueAsked {
  readonly dueAt?: Date | null;
  /** Such as 2026-04-05T16:00, or with an offset where the clock shows it twice. */
  readonly dueLocal?: string | null;
}

/** A case with everything that decides what may happen to it; read in one query, at one instant of the database's clock. */
export interface CaseNow {
  readonly now: Date;
  readonly id: string;
  readonly ref: string;
  readonly status: CaseStatus;
  /** Counts every change: a write holds only if it is still the same. */
  readonly turn: number;
  readonly internal: boolean;
  readonly openedAt: Date;
  readonly acknowledgeBy: Date | null;
  readonly ownerId: string;
  readonly ownerHuman: string;
  /** The turn in which the answer that stands was given; null while there is none. */
  readonly answerTurn: number | null;
  /** Refs of exceptions that wait for signatures. */
  readonly proposals: readonly string[];
  /** Whether something out of policy was done for the customer, which is followed up later than a plain answer. */
  readonly hasRemedy: boolean;
  readonly followUp: OpenFollowUp | null;
  /** Of the customer, by its IANA name. */
  readonly timeZone: string;
  /** Whether the customer was erased: nothing new begins in the case. */
  readonly isErased: boolean;
  readonly getBacks: readonly OpenGetBack[];
  /** When the customer complained; null: the case is no complaint. */
  readonly complainedAt: Date | null;
}

/** Words that somebody gives with an act. */
export interface Said {
  /** The field of the input. */
  readonly field: string;
  readonly text: string;
}

/** What the caller sent, of what the rules compare. */
export interface SentOfCase {
  readonly words?: readonly Said[];
  readonly customerToldAt?: Date;
  /** When to ask whether it helped, where the owner chose it. */
  readonly followUpAt?: Date;
  readonly due?: DueAsked;
  readonly getBackId?: string;
  readonly complainedAt?: Date;
  readonly followUp?: { readonly id: string; readonly outcome: FollowUpOutcome; readonly channel: string };
}

/** Somebody's attempt at one action. What the caller sent is there only when it was really sent, not when buttons are drawn. */
export interface CaseAttempt {
  readonly customerCase: CaseNow;
  readonly actor: Pick<Actor, 'humanId' | 'personId'>;
  /** Whether the caller is an active person, or a machine with the scope for it. */
  readonly mayAct: boolean;
  readonly sent?: SentOfCase;
  /** Setting FOLLOW_UP_DAYS_MAX. */
  readonly followUpDaysMax: number;
  /** Setting GET_BACK_DAYS_MAX. */
  readonly getBackDaysMax: number;
}
