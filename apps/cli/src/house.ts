import { once } from 'node:events';
import { listenForEnd } from './asked-to-end.js';
import { printer } from './printer.js';

/** Something that was started and has to be ended. */
export interface Part {
  /** Ends it cleanly. */
  stop(): Promise<void>;
  /** Ends it at once, without waiting. Never throws. */
  kill(): void;
}

/** Thrown through a start that somebody ended: not a failure. */
class EndedByRequest extends Error {}

/** Everything that one command started. Whatever happens, it ends in the reverse order: who uses something ends before it. */
export class House {
  private readonly parts: Part[] = [];
  private readonly end = listenForEnd(() => this.killAll());
  private failure: unknown;
  private readonly broken = new AbortController();

  /**
   * Does some work for which things have to be started, and ends them afterwards, whatever happens.
   * @returns false when somebody asked for the end before the work was done
   * @throws whatever the work threw, or why a part was lost
   */
  static async during(work: (house: House) => Promise<void>): Promise<boolean> {
    const house = new House();
    try {
      await work(house);
      return true;
    } catch (error) {
      // Work that is cut short fails somewhere or other; that is no news.
      if (!house.end.signal.aborted) throw error;
      return false;
    } finally {
      await house.close();
    }
  }

  /** Opens a house, keeps it open until somebody asks for its end or a part of it is lost, and closes it. @throws as `during` does */
  static async keep(open: (house: House) => Promise<void>): Promise<void> {
    await House.during(async (house) => {
      await open(house);
      await house.untilEnd();
    });
  }

  /** Takes a part in. When the end was asked for meanwhile, goes no further. */
  add<T extends Part>(part: T): T {
    this.parts.push(part);
    this.mustGoOn();
    return part;
  }

  /** Says that a part is gone for good: the house closes, and the command fails with this. */
  readonly lose = (error: unknown): void => {
    this.failure ??= error;
    this.broken.abort();
  };

  /** Tells the person at the terminal what happened to a part. */
  readonly tell = (sentence: string): void => {
    if (!this.end.signal.aborted) printer.complain(sentence);
  };

  /** Goes no further when the end was asked for, or a part was lost. */
  mustGoOn(): void {
    if (this.broken.signal.aborted) throw this.failure;
    if (this.end.signal.aborted) throw new EndedByRequest();
  }

  private async untilEnd(): Promise<void> {
    const either = AbortSignal.any([this.end.signal, this.broken.signal]);
    // Listening for signals alone does not keep Node alive.
    const awake = setInterval(() => undefined, 60_000);
    if (!either.aborted) await once(either, 'abort');
    clearInterval(awake);
    printer.print('Stopping …');
    this.mustGoOn();
  }

  private async close(): Promise<void> {
    const awake = setInterval(() => undefined, 60_000);
    for (const part of this.parts.reverse()) {
      await part.stop().catch((error: unknown) => printer.complain(error instanceof Error ? error.message : String(error)));
    }
    clearInterval(awake);
    this.end.release();
  }

  private killAll(): never {
    printer.complain('Ended at once. Everything that was answered is kept.');
    this.parts.toReversed().forEach((part) => part.kill());
    process.exit(130);
  }
}
