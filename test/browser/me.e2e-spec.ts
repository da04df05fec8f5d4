import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { floodOf, propose } from '../support/acts.js';
import { CONSOLE_IS_READY, ConsoleHouse, WHY_NO_CONSOLE } from '../support/console.js';

jest.setTimeout(180_000);

const suite = CONSOLE_IS_READY ? describe : describe.skip;

/** Nine hours before the rest of the world, all year round. */
const TOKYO = 'Asia/Tokyo';
/** A row of two lines. */
const COMPACT_PX = 56;

suite(CONSOLE_IS_READY ? 'what somebody sets for themselves' : `what somebody sets (skipped: ${WHY_NO_CONSOLE})`, () => {
  let front: ConsoleHouse;
  beforeAll(async () => {
    front = await ConsoleHouse.open();
  });
  afterAll(() => front.close());

  /** The page loads itself anew. */
  const live = async (page: Page, zone: string): Promise<void> => {
    const zones = page.getByLabel('Time zone');
    await Promise.all([page.waitForEvent('load'), zones.selectOption(zone)]);
    await zones.waitFor();
  };

  it('is the zone of every time that is shown and typed as theirs, until they live by their browser again', async () => {
    const { id } = await propose(front.house.person('priya'), floodOf(1_200));
    const page = await front.window('wei', '/me');
    await live(page, TOKYO);
    await page.goto(`${front.origin}/exceptions/${id}`);
    const created = page.locator('main time').last();
    await created.waitFor();
    const inTokyo = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'short', timeZone: TOKYO });
    expect(await created.getAttribute('title')).toBe(inTokyo.format(new Date((await created.getAttribute('datetime')) ?? '')));

    await page.goto(`${front.origin}/people?id=per_noor`);
    const away = page.getByLabel('Away until');
    await away.fill('2099-06-01T10:00');
    const saved = page.waitForResponse((response) => response.request().postData()?.includes('updatePerson') ?? false);
    await page.getByRole('button', { name: 'Save' }).click();
    await saved;
    const noor = await front.house.ground.rows(`SELECT 1 FROM people WHERE away_until = '2099-06-01T01:00Z'`);
    expect(noor).toHaveLength(1);
    await page.reload();
    await away.waitFor();
    expect(await away.inputValue()).toBe('2099-06-01T10:00');

    await page.goto(`${front.origin}/me`);
    expect(await page.getByLabel('Time zone').inputValue()).toBe(TOKYO);
    await live(page, '');
    expect(await page.getByLabel('Time zone').inputValue()).toBe('');
    await page.context().close();
  });

  it('is the zone in which the day begins on which a policy is looked at again', async () => {
    const page = await front.window('renee', '/me');
    await live(page, TOKYO);
    await page.goto(`${front.origin}/promote`);
    await page.getByLabel('Title').fill('Fees of the flood');
    await page.getByLabel('The text').fill('Late fees of a flood are waived.');
    await page.getByLabel('A deed').check();
    const day = await page.getByLabel('Look at it again by').inputValue();
    await page.getByRole('button', { name: 'Write the draft' }).click();
    await page.getByText(/is a draft[.]$/).waitFor();
    const begun = await front.house.ground.rows('SELECT 1 FROM policy_versions WHERE review_by = $1', [`${day}T00:00+09:00`]);
    expect(begun).toHaveLength(1);
    await page.context().close();
  });

  it('is how close the rows stand, in this browser', async () => {
    await propose(front.house.person('priya'), floodOf(1_300));
    const page = await front.window('tom', '/inbox');
    const row = page.locator('.row').first();
    const height = async (): Promise<number> => (await row.waitFor(), (await row.boundingBox())?.height ?? 0);
    const roomy = await height();
    await page.goto(`${front.origin}/me`);
    await page.getByRole('radiogroup', { name: 'Lists' }).getByText('Compact').click();
    await page.locator(':root[data-density=compact]').waitFor();
    await page.goto(`${front.origin}/inbox`);
    expect(roomy).toBeGreaterThanOrEqual(76);
    expect(Math.round(await height())).toBe(COMPACT_PX);
    expect(await front.faults(page)).toEqual([]);
    await page.context().close();
  });

  it('complained of nothing on the way', () => expect(front.complaints).toEqual([]));
});
