import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { CHROMIUM } from './chromium.js';

const isBuilt = existsSync(new URL('../../dist/console/index.html', import.meta.url));

/** Whether a window can be opened at all, and if not, why. */
export const CONSOLE_IS_READY = CHROMIUM !== undefined && isBuilt;
export const WHY_NO_CONSOLE = isBuilt ? 'no Chromium on this machine' : 'the console is not built';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const TWO_SCREENS = { width: 1280, height: 800 };

/** Milliseconds before each step of a test: so it acts long after the page, as on a machine that is slow at testing. */
const SLOW_MO_MS = Number(process.env['BROWSER_SLOW_MO_MS'] ?? 0);
/** How many times slower the scripts of a page run: so it answers long after the test acted. */
export const CPU_RATE = Number(process.env['BROWSER_CPU_RATE'] ?? 1);

/** How somebody looks at a page. */
export interface Look {
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  readonly locale?: string;
  /** Device pixels for one of the page. */
  readonly scale?: number;
  /** What is done to the window before it opens the first page. */
  prepare?: (page: Page) => Promise<unknown>;
}

/** A browser in front of a house: each window has cookies of its own, and whoever looks through it signs in as people do. */
export class Windows {
  /** Every address that any window asked for. */
  readonly asked: string[] = [];
  /** What the windows complained of: errors of scripts, refused loads, violations of the content policy. */
  readonly complaints: string[] = [];

  private constructor(
    private readonly browser: Browser,
    /** The address by which people reach the house. */
    readonly origin: string,
  ) {}

  static async open(origin: string): Promise<Windows> {
    const executablePath = spawnSync('which', [CHROMIUM ?? 'chromium'])
      .stdout.toString()
      .trim();
    return new Windows(await chromium.launch({ executablePath, args: ['--no-sandbox'], slowMo: SLOW_MO_MS }), origin);
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  /** A window of somebody who has signed in and looks at this page. */
  async window(handle: string, path: string, look: Look = {}): Promise<Page> {
    const page = await this.blank(look);
    await look.prepare?.(page);
    await page.goto(`${this.origin}${path}`);
    await page.locator('a[href^="/sign-in"]').click();
    await page.locator(`button[value="${handle}"]`).click();
    await page.waitForURL(`${this.origin}${path}`);
    await page.locator('nav.rail').waitFor();
    return page;
  }

  /** An empty window, watched from now on. */
  async blank({ width = TWO_SCREENS.width, height = TWO_SCREENS.height, colorScheme = 'light', locale, scale }: Look): Promise<Page> {
    const options: BrowserContextOptions = {
      viewport: { width, height },
      colorScheme,
      locale: locale ?? 'en-AU',
      deviceScaleFactor: scale,
    };
    const context = await this.browser.newContext(options);
    if (CPU_RATE > 1) context.on('page', (page) => void slow(page));
    const page = await context.newPage();
    page.on('request', (request) => this.asked.push(request.url()));
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('401')) this.complaints.push(message.text()); // 401: nobody had signed in yet
    });
    return page;
  }

  /** What axe finds on the page, a line each. */
  async faults(page: Page): Promise<string[]> {
    const isThere = await page.evaluate<boolean>('"axe" in globalThis');
    if (!isThere) await page.evaluate(AXE);
    return page.evaluate<string[]>(
      `axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 120)).join(' | ')))`,
    );
  }
}

/** Waits until the fields of a dialog have the focus, a moment after the dialog is shown: a key that comes before goes to the page below. */
export const dialogHasFocus = (page: Page): Promise<void> => page.locator('[role=dialog] form :focus').waitFor();

async function slow(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_RATE });
}
