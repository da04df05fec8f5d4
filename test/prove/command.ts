import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

/** What was asked for on the command line. */
export interface Command {
  readonly name: string;
  readonly seed: number;
  readonly long: boolean;
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
}

/** Thrown when the command is not understood; the message says what would be. */
export class UsageError extends Error {}

const OPTIONS = {
  seed: { type: 'string' },
  long: { type: 'boolean' },
  'no-wall': { type: 'boolean' },
  'no-roster': { type: 'boolean' },
  'leave-one': { type: 'boolean' },
  'no-parking': { type: 'boolean' },
  'no-limit': { type: 'boolean' },
  'no-patience': { type: 'boolean' },
  'no-checks': { type: 'boolean' },
  'with-lies': { type: 'boolean' },
  'own-clock': { type: 'boolean' },
  rounds: { type: 'string' },
  engine: { type: 'string' },
  path: { type: 'string' },
} as const;

const SEEDS = 2 ** 31;

/** Reads the words behind `npm run prove --`. @throws UsageError */
export function readCommand(words: readonly string[], names: readonly string[]): Command {
  const { values, positionals } = parsed(words);
  const { seed, long, ...options } = values;
  const [name = '', ...rest] = positionals;
  if (!names.includes(name) || rest.length > 0) throw new UsageError(usage(names));
  if (!isNumber(options.rounds ?? '1', 1, 9_999_999)) throw new UsageError('Rounds are a whole number from 1 on.');
  return { name, seed: seedOf(seed ?? String(randomInt(SEEDS))), long: long === true, options };
}

function seedOf(text: string): number {
  if (!isNumber(text, 0, SEEDS - 1)) throw new UsageError(`A seed is a whole number below ${SEEDS}.`);
  return Number(text);
}

function isNumber(text: string, least: number, most: number): boolean {
  return /^\d{1,10}$/.test(text) && Number(text) >= least && Number(text) <= most;
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function usage(names: readonly string[]): string {
  return `Say what to prove: npm run prove -- ${names.join(' | ')} [--seed N] [--long] [--rounds N]`;
}
