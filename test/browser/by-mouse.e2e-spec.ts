import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { FLOOD, floodOf, openCase, propose, readAndCoSign } from '../support/acts.js';
import { CONSOLE_IS_READY, ConsoleHouse, WHY_NO_CONSOLE } from '../support/console.js';
import { eventually } from '../support/eventually.js';
import { counting, heard } from '../support/fingers.js';
import type { HousePerson } from '../support/house.js';

jest.setTimeout(180_000);

const suite = CONSOLE_IS_READY ? describe : describe.skip;
const CAUSE = 'closed-road';
/** Rows of the desk, and none of the inbox, which may still stand there. */
const REVIEWS = 'section[aria-labelledby=panes] a.row[href^="/reviews"]';

/** The five flows with the pointer alone: words are put into their fields, and no key is pressed. */
suite(CONSOLE_IS_READY ? 'the flows by mouse' : `the flows by mouse (skipped: ${WHY_NO_CONSOLE})`, () => {
  let front: ConsoleHouse;
  let priya: HousePerson;

  beforeAll(async () => {
    front = await ConsoleHouse.open();
    priya = front.house.person('priya');
  });
  afterAll(() => front.close());

  /** A window that counts the keys that reach it. */
  const window = (handle: string, path: string): Promise<Page> => front.window(handle, path, counting('keydown'));
  const close = async (...pages: readonly Page[]): Promise<void> => {
    for (const page of pages) {
      expect(await heard(page)).toBe(0);
      await page.context().close();
    }
  };
  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });

  it('co-signs with two clicks', async () => {
    const { id, ref } = await propose(priya);
    const [proposer, page] = [await window('priya', '/proposals'), await window('tom', '/inbox')];
    await proposer.locator(`a.row[href*="${id}"]`).click();
    await proposer.locator('article .pill', { hasText: 'Needs one more signature' }).waitFor();
    await page.locator('a.row').first().click();
    await page.getByRole('heading', { name: new RegExp(ref) }).waitFor();
    await button(page, 'Co-sign').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Co-sign' }).click();
    await page.getByText('Signed, and approved.').waitFor();
    await proposer.locator('article .pill', { hasText: 'Approved' }).waitFor();
    await close(proposer, page);
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

  it('reviews: keeps a one-off, makes policy, and a second reviewer puts it in force', async () => {
    const single = await propose(priya, floodOf(2_000, 'late-delivery'));
    const like = [await propose(priya, floodOf(18_000, CAUSE)), await propose(priya, floodOf(22_000, CAUSE))];
    for (const { id } of [single, ...like]) await readAndCoSign(front.house.person('mia'), id);
    await eventually(
      () => front.house.person('omar').ask<{ patterns: { nodes: { cause: string }[] } }>('{ patterns(first: 20) { nodes { cause } } }'),
      ({ patterns }) => patterns.nodes.some(({ cause }) => cause === CAUSE),
      30_000,
    );
    const page = await window('omar', '/inbox');
    await page.locator('nav.rail a[href="/reviews"]').click();
    await page.locator(REVIEWS, { hasText: single.ref }).click();
    await page.getByRole('heading', { name: new RegExp(single.ref) }).waitFor();
    await button(page, 'Keep as a one-off').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Keep as a one-off' }).click();
    await page.getByText(`${single.ref} is read.`).waitFor();
    await page.locator(REVIEWS, { hasText: like[0]?.ref }).click();
    await page.getByRole('heading', { name: new RegExp(like[0]?.ref ?? '') }).waitFor();
    await button(page, 'Make it policy').click();
    await page.getByLabel('The text').fill('When the road is closed, late fees are waived.');
    await button(page, 'Write the draft').click();
    await page.getByText(/is a draft\.$/).waitFor();
    await button(page, 'Put it forward').click();
    await page.getByText('Another reviewer can put it in force.').waitFor();

    const second = await window('renee', '/inbox');
    await second.locator('nav.rail a[href="/policies"]').click();
    await second.locator('section[aria-labelledby=panes] a.row').first().click();
    await button(second, 'Put it in force').click();
    await second.locator('.versions').getByText('In force').waitFor();
    await close(page, second);
    expect(front.complaints).toEqual([]);
  });
});
