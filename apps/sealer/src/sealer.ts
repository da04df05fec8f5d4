import type { PlaceState, Sealing, Sending } from '#seal';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';

/** What /readyz tells. */
export interface Readiness {
  ready: boolean;
  /** The names of what is not well: database, seal, FILE, WEBHOOK. */
  failing: string[];
  /** The number of the newest checkpoint; 0 before the first one. */
  checkpoint: number;
  /** How long the oldest fact has waited for its checkpoint, in milliseconds; absent when the database does not answer. */
  lagMs?: number;
  places: { place: string; sentUpTo: number; failingForMs?: number }[];
}

/** Whoever asks how it stands waits no longer for the database, in milliseconds. */
const PATIENCE_MS = 2_000;

/** How often, and from when on something is late, in milliseconds. */
export interface SealerPace {
  readonly sealMs: number;
  readonly lateMs: number;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
}

/** Seals and sends, one round after the other. A round that fails is told, and the next comes all the same. */
export class Sealer {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;
  private stopped = false;
  private places: readonly PlaceState[] = [];
  private trouble: string | undefined;

  constructor(
    private readonly sealing: Pick<Sealing, 'round' | 'last' | 'lagMs'>,
    private readonly sendings: readonly Pick<Sending, 'round'>[],
    private readonly pace: SealerPace,
  ) {}

  /** Begins with a round at once. */
  start(): void {
    this.round = this.seal().finally(() => {
      if (!this.stopped) this.timer = setTimeout(() => this.start(), this.pace.sealMs);
    });
  }

  /** No further round; resolves when the one under way has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.round;
  }

  /** How it stands; says so within two seconds, whatever the database does. Never rejects. */
  async readiness(): Promise<Readiness> {
    const places = this.places.map(({ place, sentUpTo, failingSince }) => ({
      place,
      sentUpTo,
      ...(failingSince ? { failingForMs: Math.max(0, Date.now() - failingSince.getTime()) } : {}),
    }));
    const [last, lagMs] = await this.look();
    const failing = [
      ...(lagMs === undefined ? ['database'] : []),
      ...(this.trouble !== undefined || (lagMs ?? 0) > this.pace.lateMs ? ['seal'] : []),
      ...places.filter(({ failingForMs = 0 }) => failingForMs > this.pace.lateMs).map(({ place }) => place),
    ];
    return { ready: failing.length === 0, failing, checkpoint: last?.number ?? 0, ...(lagMs === undefined ? {} : { lagMs }), places };
  }

  private async look(): Promise<readonly [last?: { number: number }, lagMs?: number]> {
    const asked = Promise.all([this.sealing.last(), this.sealing.lagMs()]).catch(() => [] as const);
    return Promise.race([asked, sleep(PATIENCE_MS, [] as const, { ref: false })]);
  }

  /** Sealing and each place fail apart from each other: what was sealed before is sent also while nothing more can be sealed. */
  private async seal(): Promise<void> {
    this.trouble = await this.sealing.round().then(
      () => undefined,
      (error: unknown) => this.tell('Nothing was sealed', error),
    );
    const before = this.places;
    const states = await Promise.all(this.sendings.map((sending) => sending.round())).catch((error: unknown) => {
      this.tell('Nothing was sent', error);
      return before;
    });
    this.places = states;
    for (const { place, sentUpTo, trouble } of states) {
      if (trouble) this.pace.log.error({ place, sentUpTo, trouble }, 'A place outside does not take checkpoints.');
      else if (before.some((one) => one.place === place && one.trouble))
        this.pace.log.info({ place, sentUpTo }, 'A place outside takes checkpoints again.');
    }
  }

  private tell(what: string, error: unknown): string {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    this.pace.log.error(`${what}: ${name}: ${message}`);
    return message;
  }
}
