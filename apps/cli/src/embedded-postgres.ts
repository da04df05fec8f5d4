import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError, EXIT } from './command.errors.js';
import type { DataFolder } from './data-folder.js';
import { findBinaries } from './postgres/binaries.js';
import { clusterPaths, openCluster } from './postgres/cluster.js';
import { makeDatabase } from './postgres/login.js';
import { type Launch, type Postmaster, isAlive } from './postgres/postmaster.js';
import { chooseRunAs } from './postgres/run-as.js';
import { findRunning, start, startAgain } from './postgres/start.js';

/** What a start may be told besides the folder. */
export interface EmbeddedPostgresOptions {
  /** Told in one sentence when the server ended and is started again. */
  readonly tell?: (sentence: string) => void;
  /** Called once, when the server ended and does not come back. */
  readonly lost?: (error: unknown) => void;
}

/** How often is looked whether the server is alive, in milliseconds. */
const WATCH_MS = 250;

/** How long to wait before each attempt to start a dead server again, in milliseconds; then always the slowest. */
const BACK_OFF_MS = [0, 500, 1000, 2000, 5000, 10_000];
const SLOWEST_MS = 30_000;

/** A server that does not come back after so many attempts in a row is given up, unless the disk is full: somebody may make room at any time. */
const ATTEMPTS_MAX = 6;

/** How long a clean stop may take before the server is ended at once, in milliseconds. */
const STOP_MS_MAX = 20_000;

/**
 * Starts the Postgres of the folder, or finds it running; makes it on the first start. On the loopback only, at a port that the system chose
 * and that is kept, with a password that was generated.
 * @throws CommandError in one sentence with its exit code
 */
export async function startEmbeddedPostgres(folder: DataFolder, options: EmbeddedPostgresOptions = {}): Promise<EmbeddedPostgres> {
  const paths = clusterPaths(folder);
  const binaries = await findBinaries();
  const runAs = await chooseRunAs(paths.home, binaries.initdb);
  const password = await openCluster(paths, binaries, runAs);
  const setup = { paths, binaries, runAs };
  const found = await findRunning(paths, password);
  const server = found ?? (await start(setup));
  const adminUrl = `postgres://postgres:${password}@127.0.0.1:${server.port}/countersign`;
  await makeDatabase(adminUrl);
  return new EmbeddedPostgres(server, { setup, adminUrl, isReused: found !== undefined }, options);
}

/** A Postgres that runs in the data folder, is watched, and is started again when it dies. */
export class EmbeddedPostgres {
  /** Address of the database for its admin. Holds a secret. */
  readonly adminUrl: string;
  /** True when it was found running: the process that had started it was killed. */
  readonly isReused: boolean;
  private readonly setup: Launch;
  private readonly ending = new AbortController();
  private readonly watch: Promise<void>;

  constructor(
    private server: Postmaster,
    { setup, adminUrl, isReused }: { setup: Launch; adminUrl: string; isReused: boolean },
    private readonly options: EmbeddedPostgresOptions,
  ) {
    [this.setup, this.adminUrl, this.isReused] = [setup, adminUrl, isReused];
    this.watch = this.keepAlive();
  }

  /** The process of the server; another one after a restart. */
  get pid(): number {
    return this.server.pid;
  }

  /** Where it listens, on 127.0.0.1; the same after a restart. */
  get port(): number {
    return this.server.port;
  }

  /** Ends the server. What was committed is kept; running statements are broken off. */
  async stop(): Promise<void> {
    await this.leave();
    signal(this.pid, 'SIGINT');
    if (await endsWithin(this.pid, STOP_MS_MAX)) return;
    this.kill();
    await endsWithin(this.pid, STOP_MS_MAX);
  }

  /** Ends the server at once, without waiting for it. What was committed is kept; the next start has to recover it from the log. */
  kill(): void {
    this.ending.abort();
    signal(this.pid, 'SIGQUIT');
  }

  /** Stops looking after the server and lets it run: whoever else uses it goes on. */
  async leave(): Promise<void> {
    this.ending.abort();
    await this.watch;
  }

  private get isWanted(): boolean {
    return !this.ending.signal.aborted;
  }

  /** Looks after the server until it is no longer wanted, or lost. Asks the system and not the child process: it may not be a child of ours. */
  private async keepAlive(): Promise<void> {
    while (this.isWanted) {
      await this.pause(WATCH_MS);
      if (!this.isWanted || (await isAlive(this.pid))) continue;
      this.options.tell?.('Postgres ended unexpectedly; it is started again.');
      const failure = await this.bringBack();
      if (failure) return this.options.lost?.(failure);
    }
  }

  /** Tries until the server is back, or no longer wanted; the error of the last attempt when it is given up. */
  private async bringBack(): Promise<unknown> {
    for (let attempts = 1; ; attempts++) {
      await this.pause(BACK_OFF_MS[attempts - 1] ?? SLOWEST_MS);
      if (!this.isWanted) return undefined;
      const failure = await this.tryAgain();
      if (!failure || isHopeless(failure, attempts)) return failure;
      if (attempts === 1) this.options.tell?.((failure as Error).message);
    }
  }

  private async tryAgain(): Promise<unknown> {
    try {
      this.server = await startAgain(this.setup, this.port);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  /** Waits; a stop cuts it short. Waiting alone does not keep this process alive. */
  private async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { ref: false, signal: this.ending.signal }).catch(() => undefined);
  }
}

function isHopeless(failure: unknown, attempts: number): boolean {
  const isDiskFull = failure instanceof CommandError && failure.exitCode === EXIT.diskFull;
  return attempts >= ATTEMPTS_MAX && !isDiskFull;
}

/** Windows knows no signals: there the server is ended hard, and recovers from its log at the next start. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function endsWithin(pid: number, limitMs: number): Promise<boolean> {
  for (const end = Date.now() + limitMs; Date.now() < end; await sleep(20)) {
    if (!(await isAlive(pid))) return true;
  }
  return false;
}
