import { Inject, Injectable } from '@nestjs/common';
import { LOG, type Log } from './log.js';

/** One thing without which this process is of no use. */
export interface ReadinessCheck {
  /** A short name that may be shown to strangers, such as `database`. */
  readonly name: string;
  /** Resolves when all is well; throws or rejects with the reason otherwise. Given up after 800 ms. */
  check(): Promise<void>;
}

/** What the checks found. */
export interface ReadinessReport {
  readonly isReady: boolean;
  /** The names of the checks that failed. */
  readonly failing: readonly string[];
}

/** How long one check may take, in milliseconds. */
const PATIENCE_MS = 800;
/** How long a report is given again, in milliseconds: however often somebody asks, the database is asked once in this time. */
const FRESH_MS = 1_000;

/** Whether this process can do its work. Each room adds its own checks when its module starts. */
@Injectable()
export class Readiness {
  private readonly checks: ReadinessCheck[] = [];
  private latest?: Promise<ReadinessReport>;
  private latestAt = 0;
  private failing: readonly string[] = [];

  constructor(@Inject(LOG) private readonly log: Log) {}

  /** Adds a check, for good. */
  add(...checks: readonly ReadinessCheck[]): void {
    this.checks.push(...checks);
  }

  /** All checks at once; never takes longer than the patience with one. */
  report(): Promise<ReadinessReport> {
    if (!this.latest || Date.now() - this.latestAt > FRESH_MS) {
      this.latestAt = Date.now();
      this.latest = this.look();
    }
    return this.latest;
  }

  private async look(): Promise<ReadinessReport> {
    const outcomes = await Promise.all(this.checks.map((check) => this.passes(check)));
    this.failing = this.checks.filter((_, place) => !outcomes[place]).map(({ name }) => name);
    return { isReady: this.failing.length === 0, failing: this.failing };
  }

  private async passes(check: ReadinessCheck): Promise<boolean> {
    try {
      await within(PATIENCE_MS, check.check());
      return true;
    } catch (error) {
      if (!this.failing.includes(check.name)) this.log.warn({ check: check.name, err: error }, 'not ready'); // told once, not every second
      return false;
    }
  }
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${ms} ms.`)), ms);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
