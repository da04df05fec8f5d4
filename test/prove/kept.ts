import { Running } from '../support/house.js';
import { freePort } from '../support/server.mjs';

const LOOK_MS = 200;
/** The setting by which each is told where to listen. */
const LISTENS_AT = { api: 'PORT', worker: 'WORKER_HEALTH_PORT', sealer: 'SEALER_HEALTH_PORT' } as const;

/** A process that is started again, at the same address, whenever it ends by itself: what its supervisor does. */
export class Kept {
  private running: Running | undefined;
  private deaths = 0;
  private timer: NodeJS.Timeout | undefined;
  private coming: Promise<void> | undefined;

  private constructor(
    readonly kind: Running['kind'],
    private readonly port: number,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  /** Starts it, and waits until it is ready. */
  static async start(kind: Running['kind'], env: Readonly<Record<string, string>>, port?: number): Promise<Kept> {
    const kept = await Kept.begin(kind, env, port);
    await kept.running?.ready();
    return kept;
  }

  /** Starts it, and waits for nothing. */
  static async begin(kind: Running['kind'], env: Readonly<Record<string, string>>, port?: number): Promise<Kept> {
    const kept = new Kept(kind, port ?? (await freePort()), env);
    kept.run();
    kept.timer = setInterval(() => kept.look(), LOOK_MS);
    return kept;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** How often it has ended by itself. */
  get ended(): number {
    return this.deaths;
  }

  /** What it wrote lately. */
  get log(): string {
    return this.running?.log ?? '';
  }

  /** What it says of itself; undefined when it does not answer within two seconds. */
  async readiness(): Promise<{ failing: string[]; parkedJobs?: number; clockOffMs?: number } | undefined> {
    return fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
      (answer) => answer.json() as Promise<{ failing: string[] }>,
      () => undefined,
    );
  }

  /** Ends it for good. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    clearInterval(this.timer);
    await this.coming;
    await this.running?.stop(signal);
  }

  private run(): Running {
    return (this.running = new Running(this.kind, this.port, { ...this.env, [LISTENS_AT[this.kind]]: String(this.port) }));
  }

  private look(): void {
    if (!this.running?.hasEnded || this.coming) return;
    this.deaths += 1;
    this.coming = this.run()
      .ready()
      .catch(() => undefined) // it is looked at again
      .finally(() => (this.coming = undefined));
  }
}
