/** A stretch of time, from an instant on and until another one, which is not part of it. */
export interface FigureRange {
  readonly from: Date;
  readonly until: Date;
}

/** How many of how many, with how that was counted, in words. */
export interface Share {
  readonly part: number;
  readonly of: number;
  readonly formula: string;
}

/** How long approvals took, in whole seconds; null where too few people had a part in it. */
export interface Waiting {
  readonly count: number | null;
  readonly p50Seconds: number | null;
  readonly p90Seconds: number | null;
}

/** What was counted of one group of approvals, before it is decided what may be shown. */
export interface WaitingCounted {
  readonly level: 'ALL' | 'HOUR' | 'TEAM';
  readonly hour: number | null;
  /** Null: no team, or one that is shown as one of the others. */
  readonly teamId: string | null;
  /** How many humans proposed what was approved. */
  readonly humans: number;
  readonly count: number;
  readonly p50Seconds: number;
  readonly p90Seconds: number;
}

/** How long approvals took: of all, by the hour of the proposal, and by team. */
export interface TimeToApprove extends Waiting {
  readonly formula: string;
  readonly byHour: readonly (Waiting & { readonly hour: number })[];
  readonly byTeam: readonly (Waiting & { readonly teamId: string | null })[];
}

/** What a stretch of time shows of the house, and never of a person. */
export interface Figures extends FigureRange {
  readonly timeToApprove: TimeToApprove;
  readonly exceptionsToPolicy: Share;
  readonly handOffsPerCase: Share;
  readonly toldFirst: Share;
  readonly promisesKept: Share;
  readonly solvedByFirstOwner: Share;
  /** Beside it how many customers could not be reached: they are neither. */
  readonly helped: Share & { readonly unconfirmed: number };
}
