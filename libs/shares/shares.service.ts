import { Injectable, Logger } from '@nestjs/common';
import { type Bucket, emptyBucket, type Share, standing, type Standing, verdict } from './share.rules.js';
import type { HouseCount } from './house-count.js';

/** How long the store may take to answer, in milliseconds; it is asked once in twenty parts of a share, and somebody waits. */
const PATIENCE_MS = 1_000;
/** How long a store that did not answer is left alone, in milliseconds. */
const RESPITE_MS = 5_000;
/** Buckets that a process keeps: strangers come from any number of addresses. The oldest go first, untold. */
const MOST_BUCKETS = 50_000;

/** What one process keeps of one key. */
interface Kept extends Bucket {
  /** The question to the store that is under way. */
  asking?: Promise<boolean> | undefined;
}

/**
 * Holds keys to their shares, in all processes together. Most wishes are judged here and cost nothing; the shared store is told in lumps, and
 * asked before a process lets through more than one lump that the others do not know of. So all of them let through at most the share and
 * one lump for each process. While the store cannot be asked, each process holds every key to the whole share by itself, and the log says so.
 */
@Injectable()
export class Shares {
  private readonly log = new Logger(Shares.name);
  private readonly buckets = new Map<string, Kept>();
  private aloneUntil = 0;
  private isAlone = false;

  constructor(private readonly store: HouseCount) {}

  /** Uses points of a key's share, or says that it is spent; then nothing was used. */
  async use(share: Share, key: string, points: number): Promise<Standing> {
    for (;;) {
      const bucket = this.bucket(share, key);
      const judged = verdict(share, bucket, points, Date.now() < this.aloneUntil);
      if (judged === 'REFUSE') return standing(share, bucket, true, Date.now());
      if (judged === 'LET') {
        bucket.untold += points;
        return standing(share, bucket, false, Date.now());
      }
      if (bucket.asking) {
        await bucket.asking;
        continue; // what was learnt decides
      }
      const isWithin = await (bucket.asking = this.ask(share, key, bucket, points));
      return standing(share, bucket, !isWithin, Date.now());
    }
  }

  /** How a key stands, as far as this process knows. */
  look(share: Share, key: string): Standing {
    const now = Date.now();
    const kept = this.buckets.get(nameOf(share, key));
    const bucket = kept && kept.endsAt > now ? kept : emptyBucket(share, now);
    return standing(share, bucket, bucket.told + bucket.untold >= share.points, now);
  }

  private bucket(share: Share, key: string): Kept {
    const name = nameOf(share, key);
    const known = this.buckets.get(name);
    if (known && known.endsAt > Date.now()) return known;
    const fresh: Kept = emptyBucket(share, Date.now());
    this.buckets.delete(name);
    this.buckets.set(name, fresh);
    const [oldest] = this.buckets.keys();
    if (this.buckets.size > MOST_BUCKETS && oldest !== undefined) this.buckets.delete(oldest);
    return fresh;
  }

  /** Tells the store what was let through and what is wished for, together. Answers whether the wish is within the share. */
  private async ask(share: Share, key: string, bucket: Kept, points: number): Promise<boolean> {
    const telling = bucket.untold + points;
    try {
      const used = await withinPatience(this.store.add(share, key, telling));
      this.isReached();
      bucket.told = used.points;
      bucket.untold -= telling - points;
      bucket.endsAt = Date.now() + used.resetMs;
      return used.points <= share.points;
    } catch (error) {
      this.isAway(error);
      bucket.untold += points;
      return bucket.told + bucket.untold <= share.points;
    } finally {
      bucket.asking = undefined;
    }
  }

  private isReached(): void {
    if (this.isAlone) this.log.warn('The shared count of limits answers again.'); // as loud as what it ends
    this.isAlone = false;
  }

  private isAway(error: unknown): void {
    this.aloneUntil = Date.now() + RESPITE_MS;
    if (!this.isAlone) this.log.warn(`The shared count of limits does not answer; this process goes by its own: ${String(error)}`);
    this.isAlone = true;
  }
}

function nameOf(share: Share, key: string): string {
  return `${share.name} ${key}`;
}

async function withinPatience<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
