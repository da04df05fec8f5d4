import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { GraphQLError } from 'graphql';
import { LOG, type Log } from '../http/log.js';
import { RIGHTS, type GraphContext, type Rights } from './context.js';

/** Rights of running subscriptions are read again this often, in milliseconds: with the reading itself it stays below the 5 s of promise 11. */
const VIGIL_MS = 3_500;

/** No event is told on rights that were read longer ago than this, in milliseconds. */
const STALE_MS = 5_000;

/** One subscription under watch. */
export interface Watch {
  /** Makes sure that the rights were read within the last 5 s, reading them now if not. Rejects when the caller may no longer listen. */
  assure(): Promise<void>;
  /** The subscription is over. */
  forget(): void;
}

interface Watched {
  readonly context: GraphContext;
  readonly field: string;
  readonly controller: AbortController;
  checkedAt: number;
}

/** Ends running subscriptions whose caller lost the right to listen: was deactivated, lost the role, signed out, or whose token ran out. */
@Injectable()
export class Vigil implements OnModuleDestroy {
  private readonly watched = new Set<Watched>();
  private timer?: NodeJS.Timeout;
  private isLooking = false;

  constructor(
    @Inject(RIGHTS) private readonly rights: Rights,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Watches a subscription that was just allowed. `controller` is aborted with the error to tell when it may not go on. */
  watch(context: GraphContext, field: string, controller: AbortController): Watch {
    const watched: Watched = { context, field, controller, checkedAt: Date.now() };
    this.watched.add(watched);
    this.timer ??= setInterval(() => void this.look(), VIGIL_MS).unref();
    return {
      assure: async () => {
        if (Date.now() - watched.checkedAt > STALE_MS) await this.check(watched);
        controller.signal.throwIfAborted();
      },
      forget: () => void this.watched.delete(watched),
    };
  }

  /** Stops looking. */
  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    if (this.isLooking) return; // the round before still waits for the database
    this.isLooking = true;
    const outcomes = await Promise.allSettled([...this.watched].map((watched) => this.check(watched)));
    this.isLooking = false;
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    // Nobody is cut off because the database could not be asked; but no event is told either until it could (see assure).
    if (failed) this.log.warn({ err: failed.reason as unknown }, 'the rights of subscriptions could not be read');
  }

  private async check(watched: Watched): Promise<void> {
    const startedAt = Date.now();
    if (await this.rights.mayStillListen(watched.context, watched.field)) {
      watched.checkedAt = startedAt;
      return;
    }
    this.watched.delete(watched);
    watched.controller.abort(
      new GraphQLError('You may no longer listen to this. Sign in again, or ask an admin.', { extensions: { code: 'FORBIDDEN' } }),
    );
  }
}
