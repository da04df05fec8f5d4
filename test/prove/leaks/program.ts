import { type ChildProcess, spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

/** The built programs, by the names under which they are told apart. */
export const PROGRAMS = {
  cli: 'apps/cli/src/main.js',
  api: 'apps/api/src/main.js',
  worker: 'apps/worker/src/main.js',
  sealer: 'apps/sealer/src/main.js',
} as const;
/** One of them. */
export type ProgramName = keyof typeof PROGRAMS;

/** One run of a program, and everything that it wrote. */
export class Program {
  private readonly child: ChildProcess;
  private text = '';

  constructor(name: ProgramName, words: readonly string[], env: Readonly<Record<string, string>>) {
    const { PATH = '', HOME = '' } = process.env;
    const args = [resolve('dist', PROGRAMS[name]), ...words];
    this.child = spawn(process.execPath, args, { env: { PATH, HOME, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.on('data', (chunk: Buffer) => (this.text += chunk.toString()));
  }

  /** What it and its children wrote so far. */
  get output(): string {
    return this.text;
  }

  /** Its number, or 0 when it never ran. */
  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Whether it runs. */
  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Waits until it ends by itself, or ends it after so many milliseconds; answers all that it wrote. */
  async ended(withinMs: number): Promise<string> {
    if (!this.isRunning) return this.text;
    const closed = new Promise((done) => this.child.once('close', done));
    const timer = setTimeout(() => this.child.kill('SIGKILL'), withinMs);
    await closed;
    clearTimeout(timer);
    return this.text;
  }

  /** Ends it as a supervisor would. */
  async stop(): Promise<string> {
    this.child.kill('SIGTERM');
    return this.ended(20_000);
  }
}

/** What the system shows of a process to whoever may look: its arguments to everybody, its environment to its owner. */
export interface Shown {
  /** `cli`, `api`, `worker` …, or the name of the program. */
  readonly name: string;
  readonly args: string;
  readonly environment: string;
}

/** A process and everything that it started. Empty where there is no /proc. */
export async function familyOf(pid: number): Promise<Shown[]> {
  const all = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const parents = new Map<number, number>();
  for (const one of all) parents.set(Number(one), await parentOf(one));
  const isOfFamily = (one: number): boolean => one === pid || (parents.has(one) && isOfFamily(parents.get(one) ?? 0));
  return Promise.all([...parents.keys()].filter(isOfFamily).map(shown));
}

async function parentOf(pid: string): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

async function shown(pid: number): Promise<Shown> {
  const read = (file: string): Promise<string> => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
  const args = (await read('cmdline')).replaceAll('\0', ' ');
  const name = Object.keys(PROGRAMS).find((program) => args.includes(PROGRAMS[program as ProgramName])) ?? args.split(' ')[0] ?? '';
  return { name, args, environment: await read('environ') };
}
