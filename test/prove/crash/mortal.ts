import { once } from 'node:events';
import { createConnection } from 'node:net';
import { text } from 'node:stream/consumers';
import { Running } from '../../support/house.js';
import { freePort } from '../../support/server.mjs';

const FAIL_POINTS = new URL('fail-points.js', import.meta.url).href;

const STARTS_MOST = 4;
const KEEP_UP_MS = 500;

/** An api or a worker that can be told where to die, and is started again at the same address. */
export class Mortal {
  private running: Running | undefined;

  private constructor(
    private readonly kind: 'api' | 'worker',
    private readonly port: number,
    private readonly controlPort: number,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  /** Starts it, and waits until it is ready. */
  static async start(kind: Mortal['kind'], env: Readonly<Record<string, string>>, port?: number): Promise<Mortal> {
    const mortal = new Mortal(kind, port ?? (await freePort()), await freePort(), env);
    await mortal.revive();
    return mortal;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts it again, unless it lives; to die at this point as soon as it comes to it, also while it starts. */
  async revive(deadly?: string): Promise<void> {
    if (this.running && !this.running.hasEnded) return;
    for (let starts = 1; ; starts++) {
      this.running = new Running(this.kind, this.port, this.envOf(deadly));
      if (deadly) return;
      const failure = await this.running.ready().catch((error: unknown) => error as Error);
      if (!failure) return;
      // One that comes up while Postgres does may end; so its supervisor starts it again.
      await this.kill();
      if (starts === STARTS_MOST) throw failure;
    }
  }

  /** Starts it again whenever it has ended by itself, as its supervisor would, until the answer is called. */
  keepUp(): () => void {
    let coming: Promise<void> | undefined;
    const timer = setInterval(() => {
      if (this.running?.hasEnded) coming ??= this.revive().finally(() => (coming = undefined));
    }, KEEP_UP_MS);
    return () => clearInterval(timer);
  }

  /** Begins to write down the points anew; it dies at the deadly one, when it comes to it. Answers the points since the last call. */
  async watch(deadly?: string): Promise<string[]> {
    const socket = createConnection(this.controlPort, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(JSON.stringify({ deadly }));
    return JSON.parse(await text(socket)) as string[];
  }

  /** Waits until it has died. False when it still lives after so many milliseconds. */
  async dies(limitMs: number): Promise<boolean> {
    for (const end = Date.now() + limitMs; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 10)))
      if (this.running?.hasEnded) return true;
    return this.running?.hasEnded ?? true;
  }

  private envOf(deadly: string | undefined): Record<string, string> {
    return {
      ...this.env,
      [this.kind === 'api' ? 'PORT' : 'WORKER_HEALTH_PORT']: String(this.port),
      NODE_OPTIONS: `--import ${FAIL_POINTS}`,
      FAIL_POINTS_PORT: String(this.controlPort),
      ...(deadly ? { FAIL_POINTS_DEADLY: deadly } : {}),
    };
  }

  /** Whether it answers that it can work. */
  async isReady(): Promise<boolean> {
    return fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  /** What it wrote lately. */
  get log(): string {
    return this.running?.log ?? '';
  }

  async kill(): Promise<void> {
    await this.running?.stop('SIGKILL');
  }
}
