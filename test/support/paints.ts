import { availableParallelism, loadavg } from 'node:os';
import type { Page } from 'playwright-core';
import { say } from './temporary-house.js';
import { CPU_RATE } from './windows.js';

/** When a page was asked for something and when it showed it: milliseconds since 1970, by the clock of the page and of its frames. */
export interface Painted {
  /** The last key before it was shown; 0 where none was waited for. */
  readonly pressedAt: number;
  readonly paintedAt: number;
}

/** What a machine that is shared may take longer than a quiet one. */
const SLACK = 3;

/**
 * Watches in the page, from now on, for the first frame in which something holds after a key was pressed (`after: 'key'`), or at all. The time is taken
 * in the page: how long the test takes to press and to look is no part of it. The answer is called once the act was done.
 */
export async function watch(page: Page, holds: string, after: 'key' | 'nothing' = 'key'): Promise<() => Promise<Painted>> {
  const name = `painted${++watched}`;
  await page.evaluate(`(() => {
    let pressedAt = ${after === 'key' ? 'undefined' : '0'};
    const press = ({ timeStamp }) => { pressedAt = performance.timeOrigin + timeStamp; };
    addEventListener('keydown', press, true);
    globalThis.${name} = new Promise((resolve) => {
      const look = () => {
        if (pressedAt === undefined || !(${holds})) return requestAnimationFrame(look);
        removeEventListener('keydown', press, true);
        // The next frame begins when this one is on the screen.
        requestAnimationFrame(() => resolve({ pressedAt, paintedAt: performance.timeOrigin + performance.now() }));
      };
      requestAnimationFrame(look);
    });
  })()`);
  return () => page.evaluate<Painted>(`globalThis.${name}`);
}
let watched = 0;

/** Holds while these words stand anywhere on the page. */
export const shows = (words: string): string => `document.body.textContent.includes(${JSON.stringify(words)})`;

/** Holds while something is, or is not, on the page. */
export const has = (selector: string): string => `document.querySelector(${JSON.stringify(selector)}) !== null`;
export const hasNo = (selector: string): string => `!(${has(selector)})`;

/** Milliseconds from the key, here or on another screen of the same machine, until it was shown. */
export const since = ({ pressedAt }: Painted, { paintedAt }: Painted): number => Math.round(paintedAt - pressedAt);

/**
 * Prints how long something took, and what it may take. Beyond three times that it is an error, except where the machine has more to do than it has
 * processors: there a test would judge its neighbours.
 */
export function within(what: string, tookMs: number, budgetMs: number): void {
  const mostMs = budgetMs * SLACK * CPU_RATE;
  const isBusy = (loadavg()[0] ?? 0) > availableParallelism();
  say(`${what}: ${tookMs} ms of ${budgetMs}${isBusy ? ' (busy, not judged)' : ''}`);
  if (!isBusy && tookMs > mostMs) throw new Error(`${what} took ${tookMs} ms; with all slack it may take ${mostMs}.`);
}
