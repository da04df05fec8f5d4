import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { FLOOD, floodOf, openCase, propose, readAndCoSign } from '../support/acts.js';
import { CONSOLE_IS_READY, ConsoleHouse, WHY_NO_CONSOLE } from '../support/console.js';
import { eventually } from '../support/eventually.js';
import { Fingers } from '../support/fingers.js';
import type { HousePerson } from '../support/house.js';

jest.setTimeout(180_000);

const suite = CONSOLE_IS_READY ? describe : describe.skip;
const CAUSE = 'closed-road';
/** Rows of the desk, and none of the inbox, which may still stand there. */
const REVIEWS = 'section[aria-labelledby=panes] a.row[href^="/reviews"]';

/** The five flows with the pointer alone: words are put into their fields, and no key is pressed; and the one flow that no other file walks with keys alone. */
suite(CONSOLE_IS_READY ? 'the flows by mouse' : `the flows by mouse (skipped: ${WHY_NO_CONSOLE})`, () => {
  let front: ConsoleHouse;
  let priya: HousePerson;

  beforeAll(async () => {
    front = await ConsoleHouse.open();
    priya = front.house.person('priya');
  });
  afterAll(() => front.close());

  /** A window that counts the keys that reach it. */
  const window = (handle: string, path: string): Promise<Page> =>
    front.window(handle, path, {
      prepare: (page) => page.addInitScript('globalThis.keysPressed = 0; addEventListener("keydown", () => { keysPressed += 1; }, true);'),
    });
  const close = async (...pages: readonly Page[]): Promise<void> => {
    for (const page of pages) {
      expect(await page.evaluate('keysPressed')).toBe(0);
      await page.context().close();
    }
  };
  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });

  it('co-signs with two clicks', async () => {
    const { ref } = await propose(priya);
    const page = await window('tom', '/inbox');
    await page.locator('a.row').first().click();
    await page.getByRole('heading', { name: new RegExp(ref) }).waitFor();
    await button(page, 'Co-sign').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Co-sign' }).click();
    await page.getByText('Signed, and approved.').waitFor();
    await close(page);
  });

  it('proposes', async () => {
    const caseId = await openCase(priya);
    const page = await window('priya', '/inbox');
    await page.getByRole('banner').getByRole('link', { name: 'Propose' }).click();
    await page.getByLabel('Case', { exact: true }).selectOption(caseId);
    await page.getByLabel('What happened?').fill(FLOOD.whatHappened);
    await page.getByLabel('What does policy say?').fill(FLOOD.whatPolicySays);
    await page.getByLabel('What do you propose?').fill(FLOOD.whatWeDo);
    await page.getByLabel('Why is it fair?').fill(FLOOD.whyFair);
    await page.getByLabel('Amount').fill('200');
    await page.getByRole('combobox', { name: 'Cause' }).fill('branch-flood');
    await button(page, 'Propose').click();
    await page.getByText(/EX-\d+ is proposed/).waitFor();
    await close(page);
  });

  it('hands off, and accepts', async () => {
    const caseId = await openCase(priya);
    const [sender, receiver] = [await window('priya', '/cases'), await window('tom', '/inbox')];
    await sender.locator(`a.row[href="/cases/${caseId}"]`).click();
    await button(sender, /^Hand off/).click();
    const drawer = sender.getByRole('dialog');
    await drawer.getByRole('combobox', { name: 'To whom?' }).click();
    await sender.getByRole('option', { name: /^Tom/ }).click();
    await drawer.getByLabel('Why is this colleague').fill('He knows floods.');
    await drawer.getByText('Just now').click();
    await drawer.getByRole('button', { name: 'Offer it' }).click();
    await receiver.getByRole('button', { name: 'Accept' }).click();
    await receiver.waitForURL(`**/cases/${caseId}`);
    await sender.getByText('Owned by Tom').waitFor();
    await close(sender, receiver);
  });

  it('promises, and keeps it', async () => {
    const page = await window('priya', `/cases/${await openCase(priya)}`);
    await button(page, /^Promise to get back/).click();
    await page
      .getByRole('dialog')
      .getByText(/In 1 h/)
      .click();
    await page.getByRole('dialog').locator('button[type=submit]').click();
    await page.getByText('You will be reminded before it is due.').waitFor();
    await button(page, 'Done').click();
    await page.getByLabel('What was said?').fill('It is paid back.');
    await page.getByRole('dialog').locator('button[type=submit]').click();
    await page.getByText('the customer heard from you').waitFor();
    await close(page);
  });

  it('reviews and makes policy: by mouse, and with six keys besides the words', async () => {
    for (const amount of [18_000, 22_000]) {
      const { id } = await propose(priya, floodOf(amount, CAUSE));
      await readAndCoSign(front.house.person('mia'), id);
    }
    await eventually(
      () => front.house.person('omar').ask<{ patterns: { nodes: { cause: string }[] } }>('{ patterns(first: 20) { nodes { cause } } }'),
      ({ patterns }) => patterns.nodes.some(({ cause }) => cause === CAUSE),
      30_000,
    );
    const page = await window('omar', '/inbox');
    await page.locator('nav.rail a[href="/reviews"]').click();
    await page.locator(REVIEWS).last().click();
    await button(page, 'Make it policy').click();
    await page.getByLabel('The text').fill('When the road is closed, late fees are waived.');
    await button(page, 'Write the draft').click();
    await page.getByText(/is a draft\.$/).waitFor();
    await button(page, 'Put it forward').click();
    await page.getByText('Another reviewer can put it in force.').waitFor();
    await close(page);

    const second = await front.window('renee', '/inbox');
    const fingers = new Fingers(second);
    await fingers.press('g', 'r');
    await second.waitForURL(/\/reviews/);
    await second.locator(REVIEWS).first().waitFor();
    await fingers.press('j');
    await second.getByRole('button', { name: 'Make it policy' }).waitFor();
    await fingers.press('2');
    await second.locator('#promote-text:focus').waitFor();
    await fingers.type('While the road is closed: ');
    await fingers.press('Control+Enter');
    await second.getByText(/is a draft\.$/).waitFor();
    await second.locator('button:focus', { hasText: 'Put it forward' }).waitFor();
    await fingers.press('Enter');
    await second.getByText('Another reviewer can put it in force.').waitFor();
    expect(fingers.keys).toBeLessThanOrEqual(6);
    await second.context().close();
    expect(front.complaints).toEqual([]);
  });
});
