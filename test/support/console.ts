import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { CHROMIUM } from './chromium.js';
import { eventually } from './eventually.js';
import { House } from './house.js';

const isBuilt = existsSync(new URL('../../dist/console/index.html', import.meta.url));

/** Whether a window can be opened at all, and if not, why. */
export const CONSOLE_IS_READY = CHROMIUM !== undefined && isBuilt;
export const WHY_NO_CONSOLE = isBuilt ? 'no Chromium on this machine' : 'the console is not built';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const TWO_SCREENS = { width: 1280, height: 800 };

/** A house with a browser in front of it: each person has a window with cookies of their own, and signs in as people do. */
export class ConsoleHouse {
  /** Every address that any window asked for. */
  readonly asked: string[] = [];
  /** What the windows complained of: errors of scripts, refused loads, violations of the content policy. */
  readonly complaints: string[] = [];

  private constructor(
    readonly house: House,
    private readonly browser: Browser,
  ) {}

  static async open(): Promise<ConsoleHouse> {
    const executablePath = spawnSync('which', [CHROMIUM ?? 'chromium'])
      .stdout.toString()
      .trim();
    const [house, browser] = await Promise.all([House.open(), chromium.launch({ executablePath, args: ['--no-sandbox'] })]);
    return new ConsoleHouse(house, browser);
  }

  /** Waits until the worker has put what was approved among the precedents, which it does every few seconds: a page asks once. */
  async gathered(exceptionId: string): Promise<void> {
    await eventually(
      () => this.house.ground.rows('SELECT 1 FROM precedents WHERE exception_id = $1', [exceptionId]),
      ({ length }) => length > 0,
      30_000,
    );
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.house.close();
  }

  /** The address by which people reach the house. */
  get origin(): string {
    return `http://localhost:${new URL(this.house.urls[0] ?? '').port}`;
  }

  /** A window of somebody who has signed in and looks at this page. */
  async window(handle: string, path: string, look: { colorScheme?: 'light' | 'dark'; width?: number } = {}): Promise<Page> {
    const { width = TWO_SCREENS.width, colorScheme = 'light' } = look;
    const context = await this.browser.newContext({ viewport: { ...TWO_SCREENS, width }, colorScheme, locale: 'en-AU' });
    const page = await context.newPage();
    this.watch(page);
    await page.goto(`${this.origin}${path}`);
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.locator(`button[value="${handle}"]`).click();
    await page.waitForURL(`${this.origin}${path}`);
    await page.locator('nav.rail').waitFor();
    return page;
  }

  /** What axe finds on the page, a line each. */
  async faults(page: Page): Promise<string[]> {
    await page.evaluate(AXE);
    return page.evaluate<string[]>(
      `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 120)).join(' | ')))`,
    );
  }

  private watch(page: Page): void {
    page.on('request', (request) => this.asked.push(request.url()));
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('401')) this.complaints.push(message.text()); // 401: nobody had signed in yet
    });
  }
}
