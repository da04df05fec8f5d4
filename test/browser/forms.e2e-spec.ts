import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { floodOf, openCase, propose } from '../support/acts.js';
import { CONSOLE_IS_READY, ConsoleHouse, WHY_NO_CONSOLE } from '../support/console.js';

jest.setTimeout(180_000);

const suite = CONSOLE_IS_READY ? describe : describe.skip;
const SOURCE = 'apps/console/src';

/** A form of the console, opened by somebody who fills in one field, and not what else it needs. */
interface Form {
  readonly file: string;
  readonly who: string;
  readonly path: (front: ConsoleHouse) => string | Promise<string>;
  readonly open: (page: Page) => Promise<void>;
  readonly field: (page: Page) => Locator;
  readonly words: string;
  readonly send: string;
}

const press = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true }).click();
const ownCase = async (front: ConsoleHouse): Promise<string> => `/cases/${await openCase(front.house.person('priya'))}`;
/** Longer than any field takes. */
const TOO_LONG = 'She was told twice. '.repeat(1_100);

/** What a summary says of a field without its name, or behind it as nobody would write it. */
const UNNAMED = `[...document.querySelectorAll('form [role=alert] li a')].filter(({ hash, textContent }) => {
  const label = document.getElementById(hash.slice(1))?.labels?.[0]?.textContent.replace(/[*\\s]+$/, '');
  return label && (!textContent.startsWith(label) || textContent.includes('?:'));
}).map(({ textContent }) => textContent)`;

const FORMS: readonly (Form & { readonly name: string })[] = [
  {
    name: 'a proposal',
    file: 'pages/propose.tsx',
    who: 'priya',
    path: async (front) => `/propose?caseId=${await openCase(front.house.person('priya'))}`,
    open: (page) => page.locator('#propose-whatHappened').waitFor(),
    field: (page) => page.getByLabel('Why is it fair?'),
    words: 'She could not pay.',
    send: 'Propose',
  },
  {
    name: 'other limits',
    file: 'pages/guardrails-form.tsx',
    who: 'wei',
    path: () => '/guardrails',
    open: async (page) => {
      await press('Propose other limits')(page);
      await page.locator('form .limits').first().waitFor();
    },
    field: (page) => page.getByLabel('Up to 1', { exact: true }).first(),
    words: 'five hundred',
    send: 'Propose',
  },
  {
    name: 'a token',
    file: 'pages/tokens.tsx',
    who: 'wei',
    path: () => '/tokens',
    open: press('New token'),
    field: (page) => page.getByLabel('Works until'),
    words: '2020-01-01',
    send: 'Make a token',
  },
  {
    name: 'a colleague',
    file: 'pages/person-form.tsx',
    who: 'wei',
    path: () => '/people?id=new',
    open: (page) => page.getByLabel('Mail address').waitFor(),
    field: (page) => page.getByLabel('Mail address'),
    words: 'nobody in particular',
    send: 'Save',
  },
  {
    name: 'a policy',
    file: 'pages/promote-form.tsx',
    who: 'omar',
    path: () => '/promote',
    open: (page) => page.getByLabel('The text').waitFor(),
    field: (page) => page.getByLabel('The text'),
    words: 'Late fees are waived when the branch is under water.',
    send: 'Write the draft',
  },
  {
    name: 'a hand-off',
    file: 'pages/hand-off-drawer.tsx',
    who: 'priya',
    path: ownCase,
    open: (page) => page.getByRole('button', { name: /^Hand off/ }).click(),
    field: (page) => page.getByLabel('Why is this colleague'),
    words: 'He knows floods.',
    send: 'Offer it',
  },
  {
    name: 'thanks',
    file: 'pages/say-thanks.tsx',
    who: 'priya',
    path: () => '/thanks',
    open: press('Say thanks'),
    field: (page) => page.getByRole('dialog').getByRole('textbox').last(),
    words: 'You stayed until the water was gone.',
    send: 'Say thanks',
  },
  {
    name: 'a case, in a dialog',
    file: 'parts/ask-dialog.tsx',
    who: 'priya',
    path: () => '/cases',
    open: press('Open a case'),
    field: (page) => page.getByLabel('What does the customer need?'),
    words: 'Her card was kept.',
    send: 'Open the case',
  },
  {
    name: 'a promise, in a dialog',
    file: 'parts/ask-dialog.tsx',
    who: 'priya',
    path: ownCase,
    open: (page) => page.getByRole('button', { name: /^Promise to get back/ }).click(),
    field: (page) => page.getByRole('dialog').getByRole('textbox').last(),
    words: 'Whether the fee is given back',
    send: 'Promise to get back',
  },
  {
    name: 'an objection that is too long, in a dialog',
    file: 'parts/ask-dialog.tsx',
    who: 'mia',
    path: async (front) => `/inbox?id=${(await propose(front.house.person('priya'), floodOf(1_700))).id}`,
    open: press('Object'),
    field: (page) => page.getByLabel('What is missing?'),
    words: TOO_LONG,
    send: 'Object',
  },
];

suite(CONSOLE_IS_READY ? 'every form' : `every form (skipped: ${WHY_NO_CONSOLE})`, () => {
  let front: ConsoleHouse;
  beforeAll(async () => {
    front = await ConsoleHouse.open();
  });
  afterAll(() => front.close());

  it('is walked here', () => {
    const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'));
    const forms = files.filter((file) => /<form\b/.test(readFileSync(`${SOURCE}/${file}`, 'utf8')));
    expect(forms.sort()).toEqual([...new Set(FORMS.map(({ file }) => file))].sort());
  });

  it.each(FORMS)(
    '$name: says at the field and above what is wrong, goes there, and loses nothing, also when the session ends',
    async (form) => {
      const page = await front.window(form.who, await form.path(front));
      const send = () => page.locator('form').getByRole('button', { name: form.send, exact: true }).click();
      const isTold = async (): Promise<void> => {
        await page.locator('form [role=alert] li').first().waitFor();
        expect(await page.evaluate<string[]>(UNNAMED)).toEqual([]);
        const first = page.locator('form [aria-invalid="true"]').first();
        await first.and(page.locator(':focus, :has(:focus)')).waitFor();
        expect(await form.field(page).inputValue()).toBe(form.words.trim());
      };
      await form.open(page);
      await form.field(page).fill(form.words.trim());
      await send();
      await isTold();

      const address = page.url();
      await endSession(page);
      await page.getByRole('link', { name: 'Sign in here' }).click();
      await page.locator(`button[value="${form.who}"]`).click();
      await page.waitForURL(address);
      await form.open(page);
      expect(await form.field(page).inputValue()).toBe(form.words.trim());
      await send();
      await isTold();
      await page.context().close();
    },
  );

  it('of a file keeps the file when the session ends', async () => {
    const page = await front.window('wei', '/people');
    await press('Import')(page);
    const buffer = Buffer.from('handle,name,email\nkim,Kim,\n');
    await page.locator('input[type=file]').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer });
    await endSession(page);
    await page.getByRole('dialog', { name: 'Your session ended' }).getByRole('button', { name: 'Leave it' }).click();
    await press('Try it')(page);
    const opened = page.context().waitForEvent('page');
    await page.getByRole('link', { name: 'Sign in in another window' }).click();
    const other = await opened;
    await other.locator('button[value="wei"]').click();
    await other.locator('.live', { hasText: 'Live' }).waitFor();
    await page.getByRole('dialog', { name: 'Your session ended' }).waitFor({ state: 'detached' });
    await press('Try it')(page);
    await page.getByText('Line 2').first().waitFor();
    await page.context().close();
  });

  it('goes on when somebody comes back from signing in elsewhere, where no page could tell', async () => {
    const page = await front.window('wei', '/tokens');
    await press('New token')(page);
    await page.getByLabel('What is it for?').fill('Payments');
    await endSession(page);
    const other = await page.context().newPage();
    await other.goto(`${front.origin}/sign-in?to=${encodeURIComponent('/readyz')}`);
    await other.locator('button[value="wei"]').click();
    await other.waitForURL(`${front.origin}/readyz`);
    await other.close();
    await page.evaluate('dispatchEvent(new Event("focus"))'); // a browser without a screen has no window to come back to
    await page.getByRole('dialog', { name: 'Your session ended' }).waitFor({ state: 'detached' });
    expect(await page.getByLabel('What is it for?').inputValue()).toBe('Payments');
    await page.context().close();
  });

  /** Signs this browser out behind the back of the page, which finds out. */
  async function endSession(page: Page): Promise<void> {
    const other = await page.context().newPage();
    await other.goto(`${front.origin}/sign-out`);
    await other.close();
    await page.getByRole('dialog', { name: 'Your session ended' }).waitFor();
  }
});
