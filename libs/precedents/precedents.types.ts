import type { FollowUpOutcome } from '#cases';
import type { Disposition } from '#reviews';
import type { MoneyAmount, RemedyKind } from '#exceptions';

/** What somebody is about to propose, and what it is to be compared with. At least one of these is given. */
export interface PrecedentSearch {
  /** In their own words; whole answers may be given. */
  readonly text?: string | null;
  readonly cause?: string | null;
  readonly kind?: RemedyKind | null;
  readonly amount?: MoneyAmount | null;
  /** Only those of which a review said one of these; without it, those that may be cited. */
  readonly dispositions?: readonly Disposition[] | null;
  /** Only those in whose case the follow-up came to this. */
  readonly outcome?: FollowUpOutcome | null;
  /** Those that the caller must not see, because they judge them without knowing the answer. */
  readonly without?: readonly string[] | null;
  readonly approvedAfter?: Date | null;
  readonly approvedBefore?: Date | null;
}

/** An exception that was found, with how alike it is: 1 and more is very, 0 is not. */
export interface Hit {
  readonly exceptionId: string;
  readonly alike: number;
}
