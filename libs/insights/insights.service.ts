import { setImmediate as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type Actor, isAdmin, isAuditor, isReviewer } from '#people';
import { NotForSignalsError } from './insights.errors.js';
import { InsightsReads } from './insights.reads.js';
import type { Gathered, Signal } from './insights.types.js';
import { radar } from './radar.rules.js';

/** The stretch of time that the radar looks at. */
const RADAR_DAYS = 90;
/** So long one look serves all who ask: what ninety days show does not change in a minute, and nobody can make the service look more often. */
const SERVES_MS = 60_000;

/** A signal with the accounts of those whom it is about, and the time that was looked at. */
export interface SignalView extends Signal {
  readonly personIds: readonly string[];
  readonly since: Date;
  readonly until: Date;
}

/** The ring radar: what chance would hardly explain, as advice. It only reads, and nothing in the house asks it before it acts. */
@Injectable()
export class InsightsService {
  private look: { readonly at: number; readonly signals: Promise<SignalView[]> } | undefined;

  constructor(private readonly reads: InsightsReads) {}

  /**
   * The signals of the last ninety days, except those about the caller: nobody is judge of themselves.
   * @throws NotForSignalsError
   */
  async signals(actor: Actor): Promise<SignalView[]> {
    if (!mayRead(actor)) throw new NotForSignalsError();
    const all = await this.latest();
    return all.filter(({ humans }) => !humans.includes(actor.humanId));
  }

  /** The signals in which an exception shows; undefined for whoever may not read signals. */
  async signalsOf(exceptionId: string, actor: Actor): Promise<SignalView[] | undefined> {
    if (!mayRead(actor)) return undefined;
    const all = await this.signals(actor);
    return all.filter(({ exceptionIds }) => exceptionIds.includes(exceptionId));
  }

  private latest(): Promise<SignalView[]> {
    const now = performance.now();
    if (this.look && now - this.look.at < SERVES_MS) return this.look.signals;
    const signals = this.lookNow();
    this.look = { at: now, signals };
    signals.catch(() => (this.look = undefined)); // the next one tries again
    return signals;
  }

  /** Pauses between the steps, so that other requests are answered meanwhile. */
  private async lookNow(): Promise<SignalView[]> {
    const gathered = await this.reads.lastDays(RADAR_DAYS);
    const steps = radar(gathered);
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) return step.value.map((signal) => shown(signal, gathered));
      await pause();
    }
  }
}

function shown(signal: Signal, { since, until, colleagues }: Gathered): SignalView {
  const accounts = new Map(colleagues.map(({ humanId, personId }) => [humanId, personId]));
  return { ...signal, since, until, personIds: signal.humans.flatMap((human) => accounts.get(human) ?? []) };
}

function mayRead(actor: Actor): boolean {
  return isReviewer(actor) || isAdmin(actor) || isAuditor(actor);
}
