import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { floodOf, propose } from '../support/acts.js';
import { CONSOLE_IS_READY, ConsoleHouse, WHY_NO_CONSOLE } from '../support/console.js';

jest.setTimeout(180_000);

const suite = CONSOLE_IS_READY ? describe : describe.skip;

suite(CONSOLE_IS_READY ? 'the first steps of a house' : `the first steps of a house (skipped: ${WHY_NO_CONSOLE})`, () => {
  let front: ConsoleHouse;
  beforeAll(async () => {
    front = await ConsoleHouse.open();
  });
  afterAll(() => front.close());

  /** As if the house had only just begun, and nobody of the cast served customers yet; or again as it was. */
  const serving = (do_: boolean, who = 'true') =>
    front.house.ground.rows(
      `UPDATE people SET faces_customers = ${String(do_)} WHERE kind = 'PERSON' AND 'AGENT' = ANY (roles) AND ${who}`,
    );
  const step = (page: Awaited<ReturnType<ConsoleHouse['window']>>, title: string) => page.locator('section.card', { hasText: title });

  it('leads an admin to what is missing, and to the inbox once enough people are here', async () => {
    await front.house.ground.rows(`UPDATE people SET faces_customers = false WHERE handle = 'renee'`);
    await serving(false);
    await serving(true, `handle = 'tom'`);
    const page = await front.window('wei', '/me');
    await page.goto(`${front.origin}/`);
    await page.waitForURL('**/start');
    await step(page, 'Your team').getByText('Still open').waitFor();
    await step(page, 'Who may co-sign').getByText('only one at this moment').waitFor();
    await step(page, 'Your first signature').getByText('No proposal waits for you.').waitFor();
    expect(await front.faults(page)).toEqual([]);
    await step(page, 'Your team').getByRole('link', { name: 'Add a colleague' }).click();
    await page.getByLabel('Short name').waitFor();
    await serving(true);
    await page.goto(`${front.origin}/start`);
    await step(page, 'Your team').getByText('Stands').waitFor();
    await step(page, 'Who may co-sign').getByText('Stands').waitFor();
    await step(page, 'Connect your helpdesk').getByText('Still open').waitFor();
    await page.goto(`${front.origin}/`);
    await page.waitForURL('**/inbox');
    await page.context().close();
  });

  it('leaves a real proposal to sign for whoever may, and to be found by the search', async () => {
    const { ref } = await propose(front.house.person('priya'), floodOf(18_000));
    const page = await front.window('tom', '/inbox');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('searchbox').or(page.getByRole('dialog').getByRole('textbox')).fill('Begin');
    await page.getByRole('dialog').getByRole('button', { name: 'Begin here' }).click();
    await step(page, 'Your first signature').getByText('One proposal waits').waitFor();
    expect(await page.getByRole('link', { name: 'Make a token' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Read it, and co-sign' }).click();
    await page.locator('main').getByText(ref).first().waitFor();
    await page.getByRole('button', { name: /^Co-sign/ }).waitFor();
    await page.context().close();
  });

  it('complained of nothing', () => expect(front.complaints).toEqual([]));
});
