import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll } from '@jest/globals';
import { comesTrue } from './temporary-house.js';

/** The built program, as npm's scripts run it. */
const MAIN = fileURLToPath(new URL('../../dist/apps/cli/src/main.js', import.meta.url));

const running = new Set<ChildProcess>();

afterAll(() => running.forEach((child) => child.kill('SIGKILL')));

/** One run of `countersign`, under way or ended. */
export interface Run {
  readonly child: ChildProcess;
  /** What it wrote so far. */
  readonly out: () => string;
  readonly err: () => string;
  /** Its exit code, once it ended; the name of the signal when one ended it. */
  readonly end: Promise<number | string | null>;
  /** Waits until it has written this. */
  wrote(text: string | RegExp, limitMs?: number): Promise<void>;
}

/** Starts `countersign` with these words and variables, and with none of our own that it listens to. */
export function start(words: readonly string[], env: Record<string, string>): Run {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => /^(PATH|HOME|TMPDIR|LANG)$/.test(name)));
  const child = spawn(process.execPath, [MAIN, ...words], { env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let [out, err] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  const end = new Promise<number | string | null>((resolve) =>
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve(code ?? signal);
    }),
  );
  const wrote = (text: string | RegExp, limitMs = 30_000) =>
    comesTrue(() => (typeof text === 'string' ? out.includes(text) : text.test(out)), limitMs).catch(() => {
      throw new Error(`It never wrote ${String(text)}, but:\n${out}\n${err}`);
    });
  return { child, out: () => out, err: () => err, end, wrote };
}

/** Runs `countersign` to its end. */
export async function finish(
  words: readonly string[],
  env: Record<string, string>,
): Promise<{ code: number | string | null; out: string; err: string }> {
  const run = start(words, env);
  return { code: await run.end, out: run.out(), err: run.err() };
}
