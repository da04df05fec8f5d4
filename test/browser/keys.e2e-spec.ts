import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { floodOf, openCase, propose, readAndCoSign } from '../support/acts.js';
import { CONSOLE_IS_READY, ConsoleHouse, dialogHasFocus, WHY_NO_CONSOLE } from '../support/console.js';

jest.setTimeout(180_000);

const suite = CONSOLE_IS_READY ? describe : describe.skip;
/** What the keys are called, as the one list of them says. */
const WORDS = [...readFileSync('apps/console/src/keys/registry.ts', 'utf8').matchAll(/keys: '[^']+', words: '([^']+)'/g)].map(
  ([, id = '']) => id,
);

suite(CONSOLE_IS_READY ? 'the keys' : `the keys (skipped: ${WHY_NO_CONSOLE})`, () => {
  let front: ConsoleHouse;
  beforeAll(async () => {
    front = await ConsoleHouse.open();
  });
  afterAll(() => front.close());

  it.each([
    ['en', 'en-AU'],
    ['de', 'de-DE'],
  ])('stand all on their sheet and among the settings, in %s', async (language, locale) => {
    const words = JSON.parse(readFileSync(`apps/console/src/words/${language}.json`, 'utf8')) as Record<string, string>;
    const named = WORDS.map((id) => words[id] ?? id).sort();
    const page = await front.window('tom', '/me', { locale });
    const firstCells = (within: string) => page.locator(`${within} td:first-child`).allInnerTexts();
    expect((await firstCells('main')).sort()).toEqual(named);
    await page.keyboard.press('Shift+?');
    await page.getByRole('dialog').locator('table').first().waitFor();
    expect((await firstCells('[role=dialog]')).sort()).toEqual(named);
    expect(await front.faults(page)).toEqual([]);
    await page.context().close();
  });

  it('are made others and switched off, and the sheet says so', async () => {
    const page = await front.window('tom', '/me');
    const key = (words: string) => page.locator('main tr', { hasText: words }).getByRole('button');
    await key('Light or dark').press('q');
    await key('Object to what is open').press('c');
    await page.getByRole('alert').getByText('C is for “Co-sign what is open” already. Give that another key first.').waitFor();
    await key('Object to what is open').getByText('D', { exact: true }).waitFor();
    await key('Go to my cases').press('Backspace');
    await page.locator('h1').click();
    await page.keyboard.press('q');
    await page.locator(':root[data-mantine-color-scheme=dark]').waitFor();
    await page.keyboard.press('Shift+?');
    const sheet = page.getByRole('dialog');
    await sheet.locator('tr', { hasText: 'Light or dark' }).getByText('Q', { exact: true }).waitFor();
    expect(await sheet.getByText('Go to my cases').count()).toBe(0);
    await page.context().close();
  });

  it('work on nothing below a dialog, and what they do is found by the palette too', async () => {
    const { id } = await propose(front.house.person('priya'), floodOf(1_200));
    const page = await front.window('tom', `/exceptions/${id}`);
    await page.getByRole('button', { name: 'Co-sign' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.locator('[role=dialog] input:focus').waitFor();
    await page.keyboard.type('Object to');
    await page.getByText('Object to what is open').waitFor();
    await page.keyboard.press('Enter');
    await dialogHasFocus(page);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('c');
    await page.getByRole('dialog').locator('button:focus', { hasText: 'Co-sign' }).waitFor();
    await page.keyboard.press('d');
    await page.keyboard.press('t');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.locator(':root[data-mantine-color-scheme=light]').count()).toBe(1);
    expect(new URL(page.url()).pathname).toBe(`/exceptions/${id}`);
    await page.context().close();
  });

  it('find the focus where it was before a dialog, once that is gone', async () => {
    const { id } = await propose(front.house.person('priya'), floodOf(1_250));
    const tom = await front.window('tom', `/exceptions/${id}`);
    const priya = await front.window('priya', `/cases/${await openCase(front.house.person('priya'))}`);
    const thanks = await front.window('priya', '/thanks');
    const wei = await front.window('wei', '/people');
    for (const [page, name] of [
      [tom, 'Object'],
      [tom, 'Co-sign'],
      [priya, 'Hand off'],
      [thanks, 'Say thanks'],
      [wei, 'Import'],
    ] as const) {
      const button = page.getByRole('button', { name, exact: true });
      await button.click();
      await page.locator('[role=dialog] :focus').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await button.and(page.locator(':focus')).waitFor();
    }
    await Promise.all([tom, priya, thanks, wei].map((page) => page.context().close()));
  });

  it('fold the rail for this browser, go back, and take the arrows from row to row', async () => {
    for (const amount of [1_300, 1_350]) await propose(front.house.person('priya'), floodOf(amount));
    const page = await front.window('tom', '/inbox');
    const fold = page.getByRole('button', { name: 'Fold the pages' });
    expect(await fold.getAttribute('title')).toBe('Fold the pages ([)');
    await page.keyboard.press('[');
    await page.getByRole('button', { name: 'Unfold the pages' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Unfold the pages' }).waitFor();
    expect(await front.faults(page)).toEqual([]);
    const rows = page.locator('a.row');
    await rows.nth(1).waitFor();
    await rows.first().focus();
    await page.keyboard.press('ArrowDown');
    await rows.nth(1).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('a.row[aria-current]').waitFor();
    await page.waitForURL(/\/inbox\?id=/);
    await page.keyboard.press('Escape');
    await page.waitForURL(`${front.origin}/inbox`);
    await page.context().close();
  });

  it('ask a colleague about a case, and show a review at length in its list', async () => {
    const priya = front.house.person('priya');
    const owner = await front.window('priya', `/cases/${await openCase(priya)}`);
    await owner.getByRole('button', { name: 'Ask a colleague' }).waitFor();
    await owner.keyboard.press('a');
    await owner.getByRole('dialog').getByRole('combobox', { name: 'Whom?' }).waitFor();
    await owner.context().close();
    const { id } = await propose(priya, floodOf(1_400));
    await readAndCoSign(front.house.person('tom'), id);
    const page = await front.window('omar', '/reviews');
    const why = page.locator('a.row').getByText('She could not pay; we would want the same.');
    await page.locator('a.row').first().waitFor();
    await page.keyboard.press('j');
    await page.getByRole('button', { name: 'Keep as a one-off' }).waitFor();
    expect(await why.count()).toBe(0);
    await page.keyboard.press('Space');
    await why.waitFor();
    await page.keyboard.press('Space');
    await why.waitFor({ state: 'detached' });
    await page.context().close();
    expect(front.complaints).toEqual([]);
  });
});
