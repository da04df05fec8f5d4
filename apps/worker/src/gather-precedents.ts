import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '#database';
import { PrecedentsGathering } from '#precedents';
import { Rounds } from './rounds.js';

/** An exception that was approved is found so soon: by whoever has the next like case, not by the same two people. */
const PAUSE_MS = 5_000;

/** Puts what was approved among the precedents. Every worker does; two at once wait for each other. */
@Injectable()
export class GatherPrecedents implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds: Rounds;

  constructor(db: Database) {
    const precedents = new PrecedentsGathering(db);
    this.rounds = new Rounds('Gathering precedents', PAUSE_MS, async () => void (await precedents.gather()));
  }

  onApplicationBootstrap(): void {
    this.rounds.wake();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }
}
