import { setTimeout as sleep } from 'node:timers/promises';
import type { House, HousePerson } from './house.js';
import { Listening } from './listening.js';

/** Whoever is refused is told so at once; who is not hears nothing until something happens. So long it is waited, in milliseconds. */
const SILENT_MS = 5_000;

/** What becomes of somebody's subscription to nothing that happens: `yes`, or the code by which it is refused. */
export async function listens(house: House, caller: HousePerson, field: string): Promise<string> {
  const listening = new Listening(house.urls[0] ?? '', `Bearer ${await caller.bearer()}`, `subscription { ${field} { __typename } }`);
  try {
    return await Promise.race([listening.end.then(codeOf), sleep(SILENT_MS, 'yes')]);
  } finally {
    await listening.stop();
  }
}

/** By an error of the operation, or by the socket that is closed. */
function codeOf(end: unknown): string {
  if (Array.isArray(end)) return (end as { extensions?: { code?: string } }[])[0]?.extensions?.code ?? 'an error without a code';
  const { code, reason } = end as { code?: number; reason?: string };
  return code === undefined ? `ended: ${String(end)}` : `closed: ${reason ?? code}`;
}
