/** A co-signature that somebody gave: not carried over, and not after the approval. Instants are milliseconds since 1970. */
export interface Signing {
  readonly exceptionId: string;
  /** Humans, as everywhere where something is counted. */
  readonly proposer: string;
  readonly signer: string;
  readonly at: number;
  /** When the exception was proposed: nobody could read of it before. */
  readonly proposedAt: number;
  /** How long the words that were signed are, in characters; null once they are erased. */
  readonly characters: number | null;
  /** Who could not have signed, besides the proposer: those who had written a revision by then. */
  readonly editors: readonly string[];
}

/** Somebody of the house, with the account under which they are shown. */
export interface Colleague {
  readonly humanId: string;
  readonly personId: string;
  readonly teamId: string | null;
}

/** How somebody decided on what they were asked. */
export interface Decided {
  readonly humanId: string;
  /** Co-signatures. */
  readonly yes: number;
  /** Objections and passes. */
  readonly no: number;
}

/** What the database counted of one stretch of time; all that the rules of this room know. */
export interface Gathered {
  readonly since: Date;
  readonly until: Date;
  readonly colleagues: readonly Colleague[];
  /** In the order in which they were given. */
  readonly signings: readonly Signing[];
  /** For each human the half hours since 1970 in which they did something that the house recorded. */
  readonly here: ReadonlyMap<string, readonly number[]>;
  readonly decided: readonly Decided[];
}

/** What a signal is about. */
export type SignalKind = 'AMONG_THREE' | 'CIRCLE_OF_THREE' | 'EACH_OTHER' | 'ONE_FOR_THE_OTHER' | 'FASTER_THAN_READING' | 'SELDOM_A_NO';

/** Something that chance would hardly explain. It is advice: nothing follows from it by itself. */
export interface Signal {
  readonly kind: SignalKind;
  /** Whom it is about: one, two (who proposed first, who signed second, where that matters) or three (in the order of the circle). */
  readonly humans: readonly string[];
  /** What was counted. */
  readonly observed: number;
  /** What chance would have given. */
  readonly expected: number;
  /** Out of how many. */
  readonly of: number;
  /** The chance of seeing so many or more, if those concerned preferred each other no more than the tolerance allows. */
  readonly pValue: number;
  /** How many people, pairs or threes were looked at: so often there was a chance of an accident. */
  readonly lookedAt: number;
  /** pValue times lookedAt, at most 1 (Bonferroni). */
  readonly adjusted: number;
  /** The exceptions in which it shows, the latest first. */
  readonly exceptionIds: readonly string[];
}
