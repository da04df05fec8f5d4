import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '#settings';
import { notNow } from '../graphql/refuse.js';

/** One caller has at most this part of the places. */
const PART = 4;
const COME_AGAIN_SECONDS = 1;

/**
 * Bounds what is under way in this process (promise 13). There are so many places, and no queue for them: whoever finds none is told at once to
 * come again. Documents are looked at one in each turn of the event loop, so that a heap of costly ones keeps nobody from being told.
 */
@Injectable()
export class Crowd {
  private readonly most: number;
  private readonly mostEach: number;
  private readonly waitMs: number;
  private readonly here = new Map<string, number>();
  private count = 0;
  private turn: Promise<void> = Promise.resolve();

  constructor(@Inject(SETTINGS) settings: Pick<Settings, 'requestsMax' | 'requestWaitMs'>) {
    this.most = settings.requestsMax;
    this.mostEach = Math.ceil(settings.requestsMax / PART);
    this.waitMs = settings.requestWaitMs;
  }

  /** Takes a place; answers how to give it back. @throws GraphQLError THROTTLED, status 503 */
  enter(caller: string): () => void {
    const theirs = this.here.get(caller) ?? 0;
    if (this.count >= this.most || theirs >= this.mostEach) throw tooMany();
    this.count += 1;
    this.here.set(caller, theirs + 1);
    let isHere = true;
    return () => {
      if (isHere) this.leave(caller);
      isHere = false;
    };
  }

  /** Waits for a turn of the event loop in which nobody else's document is looked at. @throws GraphQLError THROTTLED, status 503, after too long a wait */
  async lookedAt(): Promise<void> {
    const came = performance.now();
    const isLate = (): boolean => performance.now() - came > this.waitMs;
    this.turn = this.turn.then(() => (isLate() ? undefined : nextTurn()));
    await this.turn;
    if (isLate()) throw tooMany();
  }

  private leave(caller: string): void {
    this.count -= 1;
    const left = (this.here.get(caller) ?? 1) - 1;
    if (left > 0) this.here.set(caller, left);
    else this.here.delete(caller);
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function tooMany(): Error {
  return notNow('More is asked at this moment than can be answered. Nothing was done; try again in a second.', COME_AGAIN_SECONDS, 503);
}
