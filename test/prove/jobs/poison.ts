import { appendFileSync } from 'node:fs';
import pg from 'pg';

/**
 * Loaded into a worker before it starts (`--import`), and only ever by the programme `jobs`: makes the work on certain rows poison. The first
 * statement of such a job throws, kills the process, or is never answered. What the worker itself counts and looks for goes on.
 */
const { throws, kills, hangs } = JSON.parse(process.env['POISON'] ?? '{}') as Record<'throws' | 'kills' | 'hangs', string[]>;
const starts = process.env['POISON_STARTS'] ?? '';
const MACHINERY = /job_starts|bullmq|outbox|heartbeats/;

type Query = (this: pg.Pool, ...given: unknown[]) => Promise<unknown>;
const pool = pg.Pool.prototype as unknown as { query: Query };
const send = pool.query;

pool.query = function (...given) {
  const { text = '', values = [] } = Object(given[0]) as { text?: string; values?: unknown[] };
  const named = new Set(MACHINERY.test(text) ? [] : values.flat());
  const poison = [...throws, ...kills, ...hangs].find((id) => named.has(id));
  if (poison === undefined) return send.apply(this, given);
  appendFileSync(starts, `${poison}\n`);
  if (kills.includes(poison)) process.kill(process.pid, 'SIGKILL');
  return throws.includes(poison) ? Promise.reject(new Error('This work cannot be done.')) : new Promise(() => undefined);
};
