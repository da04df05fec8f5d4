/** One cause of the curated list. */
export interface Cause {
  readonly id: string;
  /** The short code by which it is named, for ever. */
  readonly key: string;
  /** What people read; it may be put better. */
  readonly name: string;
  readonly description: string | null;
  /** Who put it on the list; null: it came with the house, or with what was proposed before there was a list. */
  readonly createdBy: string | null;
  readonly createdAt: Date;
  /** The key of what it was merged into; null while it is used. */
  readonly mergedInto: string | null;
  /** The key of what a first reviewer would merge it into, who, and why; null while nobody does. */
  readonly mergeAskedInto: string | null;
  readonly mergeAskedBy: string | null;
  /** Null, too, once erased. */
  readonly mergeWhy: string | null;
}

/** What is asked of the list. */
export interface CausesAsked {
  /** Somebody's words for it, maybe half typed or misspelt. */
  readonly search?: string | null;
  /** Also those that were merged into others. */
  readonly includeMerged?: boolean | null;
}

/** A new cause. */
export interface CreateCause {
  readonly key: string;
  readonly name: string;
  readonly description?: string | null;
  readonly idempotencyKey?: string | null;
}

/** What people are to read of a cause; its key stays. */
export interface RenameCause {
  readonly key: string;
  readonly name: string;
  /** As it is when left out. */
  readonly description?: string | null;
  readonly idempotencyKey?: string | null;
}

/** One cause that is to be another from now on, and why. */
export interface MergeCauses {
  readonly from: string;
  readonly into: string;
  readonly why: string;
  readonly idempotencyKey?: string | null;
}
