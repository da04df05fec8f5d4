/** How much of something one key may use within a time. */
export interface Share {
  /** Short and never changed: it stands in the keys of the shared store. */
  readonly name: string;
  /** How much, in its own unit: objects, calls. */
  readonly points: number;
  readonly seconds: number;
}

/** What one process knows of one key: what everybody has used by the shared store, and what it has let through itself without telling. */
export interface Bucket {
  /** Used by all processes, when the store was last told. */
  told: number;
  /** Let through by this process, and not told to the store yet. */
  untold: number;
  /** When the time is over and everything begins anew, in milliseconds since 1970. */
  endsAt: number;
}

/** What can be said of a share at a moment. */
export interface Standing {
  readonly share: Share;
  readonly isSpent: boolean;
  /** How much may still be used before `resetMs` are over, as far as this process knows. */
  readonly left: number;
  readonly resetMs: number;
}

/** What to do with a wish: let it through, refuse it, or ask the store first. */
export type Verdict = 'LET' | 'REFUSE' | 'ASK';

/** A process tells the store what it let through each time it reaches this part of the share. */
const PARTS = 20;

/**
 * How much a process lets through before it tells the store. All processes together let through the share and at most one lump for each of
 * them: what the others have used meanwhile, it learns when it tells. A share of less than twenty is told at once.
 */
export function lumpOf({ points }: Share): number {
  return Math.floor(points / PARTS);
}

/** A bucket in which nothing was used. */
export function emptyBucket(share: Share, nowMs: number): Bucket {
  return { told: 0, untold: 0, endsAt: nowMs + share.seconds * 1_000 };
}

/** Judges a wish for so many points. Without a store to ask (`isAlone`) a process goes by what it knows itself. */
export function verdict(share: Share, bucket: Bucket, points: number, isAlone: boolean): Verdict {
  if (bucket.told + bucket.untold + points > share.points) return 'REFUSE';
  return isAlone || bucket.untold + points <= lumpOf(share) ? 'LET' : 'ASK';
}

/** How a share stands. */
export function standing(share: Share, bucket: Bucket, isSpent: boolean, nowMs: number): Standing {
  const left = Math.max(0, share.points - bucket.told - bucket.untold);
  return { share, isSpent, left, resetMs: Math.max(0, bucket.endsAt - nowMs) };
}
