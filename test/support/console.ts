import { type Browser, chromium, type Page } from 'playwright-core';
import { House } from './house.js';

/** Where Chromium is, by the command that was found. */
import { spawnSync } from 'node:child_process';
import { CHROMIUM } from './chromium.js';

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

  private watch(page: Page): void {
    page.on('request', (request) => this.asked.push(request.url()));
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('401')) this.complaints.push(message.text()); // 401: nobody had signed in yet
    });
  }
}
