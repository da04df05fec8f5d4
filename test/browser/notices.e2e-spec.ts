import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { TOLD_AT_ONCE } from '#notices';
import { floodOf, openCase, propose, readAndCoSign, type Seen } from '../support/acts.js';
import { CONSOLE_IS_READY, ConsoleHouse, WHY_NO_CONSOLE } from '../support/console.js';
import { eventually } from '../support/eventually.js';

jest.setTimeout(180_000);

const suite = CONSOLE_IS_READY ? describe : describe.skip;

/** Told under another name; see notice.words.ts. */
const SAME_AS_ANOTHER = ['exception.alsoAgreed'];
/** A browser that asks nobody, shows nothing, and can be looked away from. */
const STUBS = `
  globalThis.told = [];
  globalThis.Notification = class {
    static get permission() { return localStorage.getItem('stub') ?? 'default'; }
    static async requestPermission() { localStorage.setItem('stub', 'granted'); return 'granted'; }
    constructor(title, options) { told.push({ title, ...options }); globalThis.shown = this; }
    close() {}
  };
  let isVisible = true;
  Object.defineProperty(document, 'visibilityState', { get: () => (isVisible ? 'visible' : 'hidden') });
  globalThis.look = (is) => { isVisible = is; document.dispatchEvent(new Event('visibilitychange')); };`;

it.each(['en', 'de'])('there is a title in %s for everything that people are told', (language) => {
  const words = JSON.parse(readFileSync(`apps/console/src/words/${language}.json`, 'utf8')) as Record<string, string>;
  const names = [...TOLD_AT_ONCE, 'exception.approved'].filter((name) => !SAME_AS_ANOTHER.includes(name));
  expect(names.filter((name) => !words[`notice.${name}`])).toEqual([]);
});

suite(CONSOLE_IS_READY ? 'notices' : `notices (skipped: ${WHY_NO_CONSOLE})`, () => {
  let front: ConsoleHouse;
  beforeAll(async () => {
    front = await ConsoleHouse.open();
  });
  afterAll(() => front.close());

  /** Something of which somebody is told. */
  async function approvedOf(handle: string): Promise<Seen> {
    const exception = await propose(front.house.person(handle), floodOf(3_000));
    await readAndCoSign(front.house.person('tom'), exception.id);
    return exception;
  }
  interface Notice {
    readonly id: string;
    readonly readAt: string | null;
  }
  /** What somebody is told of an exception, as soon as the worker has told it. */
  async function toldOf(handle: string, exceptionId: string): Promise<Notice> {
    const ask = async (): Promise<Notice | undefined> => {
      const { notices } = await front.house
        .person(handle)
        .ask<{ notices: { nodes: (Notice & { exception: { id: string } | null })[] } }>(
          '{ notices(first: 20) { nodes { id readAt exception { id } } } }',
        );
      return notices.nodes.find(({ exception }) => exception?.id === exceptionId);
    };
    const notice = await eventually(ask, (one) => one !== undefined, 20_000);
    if (!notice) throw new Error(`Nobody told ${handle} of ${exceptionId}.`);
    return notice;
  }
  const bell = (page: Page, words: string) => page.getByRole('banner').getByRole('link', { name: words }).waitFor();

  /** Promises the customer of the case that is shown to get back to them. */
  async function promise(page: Page, what: string): Promise<void> {
    await page.getByRole('button', { name: 'Promise to get back' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: /In 1 h/ }).check();
    await dialog.getByLabel('With what?').fill(what);
    await dialog.getByRole('button', { name: 'Promise to get back' }).click();
    await page.locator('.item strong', { hasText: what }).waitFor();
  }

  it('are counted by the bell as they come, found by keys, and read by opening them', async () => {
    const page = await front.window('priya', '/inbox');
    await bell(page, 'Notices, none unread');
    const { id, ref } = await approvedOf('priya');
    await bell(page, 'Notices, 1 unread');
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    await page.getByRole('heading', { name: 'Notices' }).waitFor();
    await page.getByRole('link', { name: `${ref}: approved` }).waitFor();
    await page.getByText(`${ref} is approved. Tell the customer.`).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${front.origin}/exceptions/${id}`);
    await bell(page, 'Notices, none unread');
    expect((await toldOf('priya', id)).readAt).not.toBeNull();
    await page.context().close();
  });

  it('are read together, and tell a browser that speaks German what they are about in German', async () => {
    const { ref } = await approvedOf('lachlan');
    await approvedOf('lachlan');
    const page = await front.window('lachlan', '/notices', { locale: 'de-DE' });
    await page.getByRole('link', { name: `${ref}: genehmigt` }).waitFor();
    await page.getByText(`${ref} ist genehmigt. Sagen Sie es dem Kunden.`).waitFor();
    await bell(page, 'Nachrichten, 2 ungelesen');
    expect(await page.title()).toBe('(2) Nachrichten · Countersign');
    await page.getByRole('button', { name: 'Diese als gelesen markieren' }).click();
    await bell(page, 'Nachrichten, keine ungelesen');
    await page.getByText('Ungelesen').first().waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('are counted as they are when they were read while they were being counted, and that answer came late', async () => {
    await approvedOf('mia');
    const page = await front.window('mia', '/notices');
    await bell(page, 'Notices, 1 unread');
    let answered = (): void => undefined;
    let release = (): void => undefined;
    const wasAnswered = new Promise<void>((resolve) => (answered = resolve));
    const isReleased = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/graphql', async (route) => {
      if (!route.request().postData()?.includes('query Unread')) return route.continue();
      const response = await route.fetch();
      const late = ((await response.json()) as { data: { unreadNotices: number } }).data.unreadNotices === 2;
      if (late) answered();
      if (late) await isReleased;
      return route.fulfill({ response });
    });
    await approvedOf('mia');
    await wasAnswered;
    await page.locator('article[data-unread]').nth(1).waitFor();
    await page.getByRole('button', { name: 'Mark these as read' }).click();
    await page.getByRole('button', { name: 'Mark these as read' }).waitFor({ state: 'detached' });
    release();
    await bell(page, 'Notices, none unread');
    await page.context().close();
  });

  it('are opened by the link of a mail, also after signing in, and by nobody else', async () => {
    const { id } = await approvedOf('jack');
    const notice = await toldOf('jack', id);
    const page = await front.blank({});
    await page.goto(`${front.origin}/#notice=${notice.id}`);
    await page.locator('a[href^="/sign-in"]').click();
    await page.locator('button[value="jack"]').click();
    await page.waitForURL(`${front.origin}/exceptions/${id}`);
    await eventually(
      () => toldOf('jack', id),
      ({ readAt }) => readAt !== null,
    );
    expect((await toldOf('jack', id)).readAt).not.toBeNull();
    await page.context().close();

    const other = await front.window('mia', '/inbox');
    await other.goto(`${front.origin}/#notice=${notice.id}`);
    await other.getByText('This notice was told to somebody else').waitFor();
    expect(await front.faults(other)).toEqual([]);
    await other.goto(`${front.origin}/#notice=<script>`);
    await other.waitForURL(`${front.origin}/inbox*`);
    await other.context().close();
  });

  it('are told beside the window only to whoever asked, while they look away, and without a name', async () => {
    const page = await front.window('sam', '/me', { prepare: (one) => one.addInitScript(STUBS) });
    const told = (): Promise<Record<string, string>[]> => page.evaluate('told');
    const look = (is: boolean): Promise<unknown> => page.evaluate(`look(${is})`);
    await look(false);
    await approvedOf('sam');
    await bell(page, 'Notices, 1 unread');
    expect(await told()).toEqual([]);

    await look(true);
    await page.getByRole('switch', { name: 'Tell me beside the window, too' }).check();
    await look(false);
    const { id, ref } = await approvedOf('sam');
    expect(await eventually(told, ({ length }) => length > 0)).toEqual([
      { title: 'Countersign', body: `${ref}: approved`, tag: (await toldOf('sam', id)).id, icon: '/assets/mark.svg' },
    ]);
    await page.evaluate('shown.onclick()');
    await page.waitForURL(`${front.origin}/exceptions/${id}`);

    await look(true);
    await bell(page, 'Notices, 1 unread');
    await approvedOf('sam');
    await bell(page, 'Notices, 2 unread');
    expect(await told()).toHaveLength(1);
    await page.context().close();
  });

  it('are offered beside the window once, after the first promise that somebody made', async () => {
    const page = await front.window('noor', `/cases/${await openCase(front.house.person('noor'))}`, {
      prepare: (one) => one.addInitScript(STUBS),
    });
    const asked = page.getByRole('status').filter({ hasText: 'Shall this browser tell you' });
    await promise(page, 'Whether the fee is given back');
    expect(await front.faults(page)).toEqual([]);
    await asked.getByRole('button', { name: 'Tell me' }).click();
    await asked.waitFor({ state: 'detached' });
    expect(await page.evaluate('Notification.permission')).toBe('granted');
    await promise(page, 'The new date');
    expect(await asked.count()).toBe(0);
    await page.context().close();
  });

  it('say when a browser was told to show none', async () => {
    const page = await front.window('ivy', '/me', {
      prepare: (one) => one.addInitScript(`Object.defineProperty(Notification, 'permission', { get: () => 'denied' })`),
    });
    await page.getByText('This browser was told to show none.').waitFor();
    expect(await page.getByRole('switch', { name: 'Tell me beside the window, too' }).isDisabled()).toBe(true);
    expect(await front.faults(page)).toEqual([]);
    await page.context().close();
  });

  it('have no fault of accessibility', async () => {
    await toldOf('priya', (await approvedOf('priya')).id);
    for (const look of [{}, { colorScheme: 'dark' as const }, { width: 390 }]) {
      const page = await front.window('priya', '/notices', look);
      await page.getByText('Unread').first().waitFor();
      expect({ look, faults: await front.faults(page) }).toEqual({ look, faults: [] });
      await page.context().close();
    }
    expect(front.complaints).toEqual([]);
  });
});
