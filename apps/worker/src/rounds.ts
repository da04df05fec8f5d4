import { Logger } from '@nestjs/common';
import { told } from './told.js';

/**
 * Does work again and again, one round at a time: when it is woken, and otherwise a while after the last round ended. Who wakes it during
 * a round gets another round. A round that fails is told, and the next comes all the same, after the pause.
 */
export class Rounds {
  private readonly log = new Logger(Rounds.name);
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;
  private again = false;
  private stopped = false;

  /**
   * @param name what is done, for the log
   * @param pauseMs between the end of a round and the begin of the next, in milliseconds
   */
  constructor(
    private readonly name: string,
    private readonly pauseMs: number,
    private readonly work: () => Promise<void>,
  ) {}

  /** Begins a round now, or another one as soon as the one under way has ended. */
  wake(): void {
    if (this.stopped) return;
    this.again = true;
    if (this.round) return;
    clearTimeout(this.timer);
    this.round = this.run().finally(() => this.rest());
  }

  /** No further round; resolves when the one under way has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.round;
  }

  private async run(): Promise<void> {
    try {
      while (this.again && !this.stopped) {
        this.again = false;
        await this.work();
      }
    } catch (error) {
      this.log.error(`${this.name} failed and will be tried again: ${told(error)}`);
    }
  }

  private rest(): void {
    this.round = undefined;
    if (!this.stopped) this.timer = setTimeout(() => this.wake(), this.pauseMs);
  }
}
