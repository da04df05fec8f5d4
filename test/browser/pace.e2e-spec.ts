import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { CONSOLE_IS_READY, ConsoleHouse, WHY_NO_CONSOLE } from '../support/console.js';
import { say } from '../support/temporary-house.js';
import { CPU_RATE } from '../support/windows.js';

jest.setTimeout(300_000);

const suite = CONSOLE_IS_READY ? describe : describe.skip;

/** The budgets of the design, and how many times longer they may take on a machine that does other things as well. */
const LONGEST_TASK_MS = 100;
const LARGEST_PAINT_MS = 1_500;
const SLACK = 3 * CPU_RATE;
const ROUNDS = 3;

const ROWS = 500;
const STEPS = 40;

/** Notes, from the start of the page, what the browser itself calls long or large. */
const NOTE = `globalThis.noted = { tasks: [], paints: [] };
new PerformanceObserver((list) => noted.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask', buffered: true });
new PerformanceObserver((list) => noted.paints.push(...list.getEntries().map(({ startTime }) => startTime))).observe({ type: 'largest-contentful-paint', buffered: true });`;

suite(CONSOLE_IS_READY ? 'how quick the console is' : `how quick the console is (skipped: ${WHY_NO_CONSOLE})`, () => {
  let front: ConsoleHouse;
  beforeAll(async () => {
    front = await ConsoleHouse.open();
  });
  afterAll(() => front.close());

  const noted = (page: Page) => page.evaluate<{ tasks: number[]; paints: number[] }>('globalThis.noted');

  it(`goes through ${ROWS} rows without a long stop`, async () => {
    for (let made = 0; made < ROWS; made += 1) await front.house.ground.proposal({ proposer: 'priya' });
    const page = await front.window('tom', '/inbox', { prepare: (blank) => blank.addInitScript(NOTE) });
    const rows = page.locator('main a.row[href*="exc_"]');
    for (let shown = 50; shown < ROWS; shown += 50) {
      await rows.nth(shown - 1).waitFor();
      await page.getByRole('button', { name: 'Show more' }).click();
    }
    await rows.nth(ROWS - 1).waitFor();
    const longest = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await page.evaluate('noted.tasks.length = 0');
      for (let step = 1; step <= STEPS; step += 1) {
        await page.keyboard.press('j');
        await rows
          .nth(round * STEPS + step) // the first stands open by itself
          .and(page.locator('[aria-current]'))
          .waitFor();
      }
      longest.push(Math.max(0, ...(await noted(page)).tasks));
    }
    say(`The longest stop in ${STEPS} steps through ${ROWS} rows, three times: ${longest.map(Math.round).join(', ')} ms.`);
    expect(Math.min(...longest)).toBeLessThanOrEqual(LONGEST_TASK_MS * SLACK);
    await page.context().close();
  });

  it('paints the first page soon', async () => {
    const page = await front.window('tom', '/inbox', { prepare: (blank) => blank.addInitScript(NOTE) });
    const painted = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await page.reload();
      await page.locator('main a.row').first().waitFor();
      painted.push(Math.max(...(await noted(page)).paints));
    }
    say(`The largest paint of the inbox, three times: ${painted.map(Math.round).join(', ')} ms.`);
    expect(Math.min(...painted)).toBeLessThanOrEqual(LARGEST_PAINT_MS * SLACK);
    await page.context().close();
  });

  it('shows grey lines where an answer takes long, and the rows in their place', async () => {
    const page = await front.window('tom', '/me');
    let answer = (): void => undefined;
    const held = new Promise<void>((done) => (answer = done));
    await page.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes('query InboxList')) await held;
      await route.continue();
    });
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    const lines = page.locator('main [aria-busy="true"]');
    await lines.waitFor();
    expect(await front.faults(page)).toEqual([]);
    answer();
    await page.locator('main a.row').first().waitFor();
    expect(await lines.count()).toBe(0);
    await page.context().close();
  });

  it('complained of nothing', () => expect(front.complaints).toEqual([]));
});
