import { setTimeout as sleep } from 'node:timers/promises';
import type { Kept } from '../kept.js';

const EVERY_MS = 250;
/** A supervisor would not wait for longer. */
const PATIENCE_MS = 5_000;

/** What a process said of itself at a moment, in milliseconds of the monotonic clock. */
export interface Reading {
  readonly at: number;
  /** How long it took to say so. */
  readonly ms: number;
  /** What is failing; nothing when it is ready. `silent` when it did not answer. */
  readonly failing: readonly string[];
  /** Of a worker. */
  readonly canarySilentMs?: number;
}

/** Reads what a process says of itself, four times a second. */
export class Watch {
  readonly readings: Reading[] = [];
  private hasEnded = false;
  private readonly reading: Promise<void>;

  constructor(private readonly process: Kept) {
    this.reading = this.read();
  }

  async end(): Promise<void> {
    this.hasEnded = true;
    await this.reading;
  }

  private async read(): Promise<void> {
    for (; !this.hasEnded; await sleep(EVERY_MS)) this.readings.push(await this.look());
  }

  private async look(): Promise<Reading> {
    const began = performance.now();
    const answer = await fetch(`${this.process.url}/readyz`, { signal: AbortSignal.timeout(PATIENCE_MS) })
      .then((found) => found.json() as Promise<{ failing: string[]; canarySilentMs?: number }>)
      .catch(() => ({ failing: ['silent'] }));
    const at = performance.now();
    return { at, ms: at - began, ...answer };
  }
}
