import { Injectable } from '@nestjs/common';
import type { GraphContext } from './context.js';
import { flatMapped, generator, type Stream } from './stream.js';

/** That something happened: which thing, its how-manieth fact, and which fact. Ids only; what may be seen is read by the subscription. */
export interface FactNotice {
  readonly subjectId: string;
  readonly name: string;
  readonly seq: number;
}

/** What one subscription waits for and tells. */
export interface Wish<E> {
  /** Whether a fact concerns this subscription. Asked for every fact of the house, so it must be quick and read nothing. */
  concerns(notice: FactNotice): boolean;
  /**
   * The events to send for a fact; none when the caller may not see it or nothing changed for them.
   * Without a notice, facts may have been missed (the line to the database was down, or the client too slow): tell the current state.
   */
  tell(notice: FactNotice | undefined): Promise<readonly E[]>;
}

/** Facts that wait for a slow client. One that falls further behind is told once that it may have missed something. */
const MOST_WAITING = 256;

/**
 * Brings the facts of the house to the subscriptions of this process. Fed by `FactLine`, which hears the same in every api process.
 * Own, instead of a PubSubEngine of graphql-subscriptions: that one keeps an unlimited queue for each client that reads slowly.
 */
@Injectable()
export class Feed {
  private readonly listeners = new Set<Listener>();

  /** How many subscriptions are open in this process. */
  get size(): number {
    return this.listeners.size;
  }

  /** The events of a subscription, from now until the client leaves or may no longer listen. */
  events<E>(context: GraphContext, wish: Wish<E>): Stream<E> {
    const listener = new Listener(wish, context.signal, () => this.listeners.delete(listener));
    this.listeners.add(listener);
    return flatMapped(listener.notices(), ({ notice }) => wish.tell(notice));
  }

  /** Facts that were just committed and dispatched. */
  publish(notices: readonly FactNotice[]): void {
    for (const listener of this.listeners) listener.hear(notices);
  }

  /** Facts may have been missed: every subscription tells its current state. */
  resync(): void {
    for (const listener of this.listeners) listener.resync();
  }
}

interface Heard {
  readonly notice: FactNotice | undefined;
}

class Listener {
  private heard: Heard[] = [];
  private waiting?: { resolve: (step: IteratorResult<Heard, void>) => void; reject: (reason: unknown) => void };
  private hasEnded = false;

  constructor(
    private readonly wish: Pick<Wish<unknown>, 'concerns'>,
    private readonly signal: AbortSignal | undefined,
    private readonly forget: () => void,
  ) {
    signal?.addEventListener('abort', () => this.end(), { once: true });
  }

  hear(notices: readonly FactNotice[]): void {
    for (const notice of notices) if (this.wish.concerns(notice)) this.heard.push({ notice });
    if (this.heard.length > MOST_WAITING) this.resync();
    else this.hand();
  }

  resync(): void {
    this.heard = [{ notice: undefined }];
    this.hand();
  }

  notices(): Stream<Heard> {
    return generator(
      () => this.next(),
      async () => {
        this.end();
        return { done: true, value: undefined as void };
      },
    );
  }

  private next(): Promise<IteratorResult<Heard, void>> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      if (this.hasEnded) this.end();
      else this.hand();
    });
  }

  private hand(): void {
    const value = this.waiting && this.heard.shift();
    if (!value) return;
    this.waiting?.resolve({ done: false, value });
    this.waiting = undefined;
  }

  /** Ends the stream: with the reason, when the caller may no longer listen; silently, when the client left. */
  private end(): void {
    this.hasEnded = true;
    this.heard = [];
    this.forget();
    if (this.signal?.aborted) this.waiting?.reject(this.signal.reason);
    else this.waiting?.resolve({ done: true, value: undefined });
    this.waiting = undefined;
  }
}
