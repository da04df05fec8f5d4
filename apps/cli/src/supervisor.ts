import { type ChildProcess, type ForkOptions, fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError, EXIT } from './command.errors.js';
import { folderError, turnLog } from './data-folder.js';
import { programGuard } from './program-guard.js';

/** A program of ours that has to run as long as the house is open. */
export interface Program {
  /** What it is called in sentences and log files. */
  readonly name: string;
  /** The file that Node runs. */
  readonly entry: string;
  /** A module that is loaded at once, while the program waits for its last variables. Loading it must do nothing else. */
  readonly preload?: string;
  /** The variables that are known from the beginning. */
  readonly env: NodeJS.ProcessEnv;
  /** The variables that come later, secrets among them; the program begins when they are there. They are in no list of processes. */
  readonly lateEnv: Promise<NodeJS.ProcessEnv>;
  /** Answers 200 once the program can do its work. */
  readonly readyUrl: string;
}

/** How programs are looked after. */
export interface Supervision {
  /** The folder of their logs; without one, they write to our own output. */
  readonly logs?: string;
  /** How long a program may take to end cleanly, in milliseconds. */
  readonly graceMs: number;
  /** How long to wait before each new start, in milliseconds; after the last one, a program is given up. */
  readonly backOffMs?: readonly number[];
  /** Told in one sentence when a program ended and is started again. */
  readonly tell: (sentence: string) => void;
  /** Called once, when a program does not stay up. */
  readonly lost: (error: CommandError) => void;
}

/** Quick first, for what was a mishap; a cause that lasts 9 seconds is worth a person's look. */
const BACK_OFF_MS = [200, 500, 1000, 2000, 5000];

/** Whoever ran for so long, in milliseconds, has stayed up: what came before is forgotten. */
const STEADY_MS = 60_000;

/** A program waits for the queue and for other programs, so it may take a while; in milliseconds. */
const READY_MS_MAX = 60_000;

/** How a program ends that was asked to: by itself, or by the signal. */
const CLEAN_ENDS: readonly (number | string | null)[] = [0, 143, 'SIGTERM'];

/** One program, started, looked after and started again, until it is stopped or does not stay up. */
export class SupervisedProgram {
  private child?: ChildProcess;
  private startedAt = 0;
  private fallsInARow = 0;
  private readonly ending = new AbortController();
  private readonly up: Promise<void>;
  private failure?: CommandError;

  constructor(
    private readonly program: Program,
    private readonly supervision: Supervision,
  ) {
    this.up = this.keepUp();
  }

  /** The process, while there is one. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /**
   * Resolves when the program says that it can work.
   * @throws CommandError when it does not stay up, or is not ready in time
   */
  async ready(): Promise<void> {
    let answer = 'nothing yet';
    for (const end = Date.now() + READY_MS_MAX; Date.now() < end && this.isWanted; await sleep(50)) {
      if (this.failure) throw this.failure;
      answer = await this.askReady().catch(() => answer);
      if (answer === 'ready') return;
    }
    if (!this.isWanted) return;
    throw new CommandError(
      EXIT.software,
      `The ${this.name} is not ready after ${READY_MS_MAX / 1000} s; it answers ${answer}. ${this.whereToLook}`,
    );
  }

  /** Asks the program to end, waits until its work under way is done, and ends it hard when that takes longer than the grace. */
  async stop(): Promise<void> {
    this.ending.abort();
    this.child?.kill('SIGTERM');
    const late = setTimeout(() => this.kill(), this.supervision.graceMs);
    await this.up;
    clearTimeout(late);
  }

  /** Ends the program at once, in the middle of whatever it does. */
  kill(): void {
    this.ending.abort();
    this.child?.kill('SIGKILL');
  }

  private get name(): string {
    return this.program.name;
  }

  private get isWanted(): boolean {
    return !this.ending.signal.aborted;
  }

  private get whereToLook(): string {
    return this.log ? `${this.log} tells more.` : 'Its log above tells more.';
  }

  private get log(): string | undefined {
    return this.supervision.logs && join(this.supervision.logs, `${this.name}.log`);
  }

  private async keepUp(): Promise<void> {
    while (this.isWanted) {
      const end = await this.runOnce().catch((error: unknown) => error as Error);
      if (!this.isWanted) return this.tellUnlessClean(end);
      this.fallsInARow = Date.now() - this.startedAt > STEADY_MS ? 1 : this.fallsInARow + 1;
      const waitMs = (this.supervision.backOffMs ?? BACK_OFF_MS)[this.fallsInARow - 1];
      if (waitMs === undefined || end === EXIT.config || end instanceof Error) return this.giveUp(end);
      this.supervision.tell(`The ${this.name} ended unexpectedly (${end}); it is started again.`);
      await sleep(waitMs, undefined, { signal: this.ending.signal }).catch(() => undefined);
    }
  }

  /** Runs the program to its end. In a process group of its own, so that Ctrl-C reaches only us, and we decide who ends when. */
  private async runOnce(): Promise<number | string | null> {
    const output = this.log === undefined ? 'inherit' : await openLog(this.log);
    const { entry, env, preload, lateEnv } = this.program;
    this.startedAt = Date.now();
    const stdio: ForkOptions['stdio'] = ['ignore', output, output, 'ipc'];
    const child = fork(entry, [], { env, execArgv: [programGuard(this.supervision.graceMs, preload)], detached: true, stdio });
    if (typeof output === 'number') closeSync(output);
    this.child = child;
    void lateEnv.then((variables) => child.connected && child.send(variables));
    // A stop that came while the log was opened found no child to tell.
    if (!this.isWanted) child.kill('SIGTERM');
    return new Promise((resolve, reject) => child.once('error', reject).once('exit', (code, signal) => resolve(code ?? signal)));
  }

  private tellUnlessClean(end: number | string | null | Error): void {
    if (!CLEAN_ENDS.includes(end as number))
      this.supervision.tell(`The ${this.name} did not end cleanly (${String(end)}). ${this.whereToLook}`);
  }

  private async giveUp(end: number | string | null | Error): Promise<void> {
    const words = this.log && (await lastWords(this.log));
    const said = words ? ` Its last words: ${words}` : '';
    const sentence = `The ${this.name} does not stay up (${end instanceof Error ? end.message : end}). ${this.whereToLook}${said}`;
    this.failure = new CommandError(end === EXIT.config ? EXIT.config : EXIT.software, sentence);
    this.supervision.lost(this.failure);
  }

  private async askReady(): Promise<string> {
    const response = await fetch(this.program.readyUrl, { signal: AbortSignal.timeout(3000), headers: { connection: 'close' } });
    const body = await response.text();
    return response.status === 200 ? 'ready' : `${response.status} ${body.slice(0, 300)}`;
  }
}

async function openLog(path: string): Promise<number> {
  try {
    await turnLog(path);
    return openSync(path, 'a');
  } catch (error) {
    throw folderError(error, path);
  }
}

/** What a log says last, without its dress when it is one of ours; of a stack trace, the error. */
async function lastWords(path: string): Promise<string> {
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n').slice(-40);
  const line = lines.findLast((text) => text.startsWith('{"') || /^\w*Error\b/.test(text)) ?? lines.at(-1) ?? '';
  return plain(line).slice(0, 500);
}

function plain(line: string): string {
  try {
    const { msg, err } = JSON.parse(line) as { msg?: string; err?: { message?: string } };
    return [msg, err?.message].filter(Boolean).join(': ');
  } catch {
    return line;
  }
}
