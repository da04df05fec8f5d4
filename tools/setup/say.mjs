import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The project's folder, wherever the command was called from. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A failed step: one sentence for a person, and the exit code (sysexits.h) for a program. */
export class SetupError extends Error {
  constructor(message, exitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Tells the person at the terminal; on stderr, because stdout belongs to the command that comes after the set-up. */
export function say(line) {
  process.stderr.write(`countersign: ${line}\n`);
}

/** The seconds since `start` (of performance.now()), as a person would say them. */
export function seconds(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

/**
 * Runs a program to its end and returns its exit code. Its words are shown on stderr, and only when it fails, unless it is `loud`.
 * A signal is passed on, and the program's end awaited, so that nothing half-done is still at work when we are gone.
 */
export function run(command, args, { loud = false } = {}) {
  const chunks = [];
  const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', loud ? 'ignore' : 'pipe', loud ? 'inherit' : 'pipe'] });
  child.stdout?.on('data', (chunk) => chunks.push(chunk));
  child.stderr?.on('data', (chunk) => chunks.push(chunk));

  let stopped = 0;
  const signals = Object.entries({ SIGINT: 130, SIGTERM: 143 }).map(([signal, code]) => [
    signal,
    () => child.kill(signal) && (stopped = code),
  ]);
  for (const [signal, stop] of signals) process.on(signal, stop);

  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      for (const [signal, stop] of signals) process.off(signal, stop);
      if (stopped) return reject(new SetupError('Stopped before the set-up was complete; the next command carries on.', stopped));
      if (code !== 0) process.stderr.write(Buffer.concat(chunks));
      resolve(code ?? 1);
    });
  });
}
