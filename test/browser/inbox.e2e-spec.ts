import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { act, floodOf, openCase, propose, readAndCoSign, type Seen } from '../support/acts.js';
import { eventually } from '../support/eventually.js';
import { CONSOLE_IS_READY, ConsoleHouse, WHY_NO_CONSOLE } from '../support/console.js';

jest.setTimeout(180_000);

const suite = CONSOLE_IS_READY ? describe : describe.skip;

suite(CONSOLE_IS_READY ? 'the inbox' : `the inbox (skipped: ${WHY_NO_CONSOLE})`, () => {
  let front: ConsoleHouse;
  let made: Seen[] = [];
  beforeAll(async () => {
    front = await ConsoleHouse.open();
  });
  afterAll(() => front.close());
  /** Each test finds an empty inbox. */
  afterEach(async () => {
    for (const { id } of made) await act(front.house.person('priya'), 'withdrawException', { exceptionId: id, reason: 'It is settled.' });
    made = [];
  });

  const proposed = async (amountMinor: number): Promise<Seen> => {
    const one = await propose(front.house.person('priya'), floodOf(amountMinor));
    made.push(one);
    return one;
  };
  const row = (page: Page, { id }: Seen) => page.locator(`a.row[href*="${id}"]`);
  const sheet = (page: Page, { ref }: Seen) => page.getByRole('heading', { name: new RegExp(`^${ref}:`) });

  it('groups what was promised for today, what waits, and what is asked, and says who may sign', async () => {
    const priya = front.house.person('priya');
    const caseId = await openCase(priya);
    await priya.run('promiseGetBack', { caseId, what: 'An answer.', dueAt: new Date(Date.now() + 60_000).toISOString() }, 'getBack { id }');
    const later = await proposed(1_000);
    const { exception } = await act(priya, 'proposeException', { caseId, ...floodOf(1_100) });
    const promised = exception as Seen;
    made.push(promised);
    await priya.run('askColleague', { caseId, personId: 'per_tom', question: 'Was the branch closed all day?' }, 'question { id }');
    const page = await front.window('tom', '/inbox');
    const group = (name: RegExp) => page.getByRole('region', { name });
    await group(/^Promised today/)
      .locator(`a.row[href*="${promised.id}"]`)
      .waitFor();
    await group(/^Waiting/)
      .locator(`a.row[href*="${later.id}"]`)
      .waitFor();
    await group(/^Questions to me/)
      .getByText('Was the branch closed all day?')
      .waitFor();
    expect(await page.locator('a.row').count()).toBe(2);
    expect(await row(page, later).innerText()).toMatch(/by Priya → any peer · \S/);
    expect(await front.faults(page)).toEqual([]);
    await page.context().close();
  });

  it('has the first one open beside it, takes no focus for that, and tells nobody that it is read until it is', async () => {
    const [first, second] = [await proposed(2_000), await proposed(2_100)];
    const mia = await front.window('mia', `/exceptions/${first.id}`);
    const there = mia.locator('.present');
    await there.waitFor({ state: 'attached' });
    await mia.evaluate(`globalThis.told = []; new MutationObserver(() => told.push(document.querySelector('.present').textContent))
      .observe(document.querySelector('.present'), { childList: true, subtree: true, characterData: true });`);
    const ivy = await front.window('ivy', `/exceptions/${second.id}`);
    const tom = await front.window('tom', '/inbox');
    await sheet(tom, first).waitFor();
    expect(new URL(tom.url()).search).toBe('');
    expect(await tom.evaluate('document.activeElement === document.body')).toBe(true);
    await tom.keyboard.press('j');
    await ivy.locator('.present').getByText('Tom is reading').waitFor();
    expect(await mia.evaluate('told')).toEqual([]);
    await tom.keyboard.press('k');
    await there.getByText('Tom is reading').waitFor();
    await tom.keyboard.press('Escape');
    await tom.waitForURL(`${front.origin}/inbox`);
    await there.getByText('Tom').waitFor({ state: 'detached' });
    await sheet(tom, first).waitFor();
    await tom.keyboard.press('c');
    await there.getByText('Tom is about to co-sign').waitFor();
    await Promise.all([mia, ivy, tom].map((page) => page.context().close()));
    const narrow = await front.window('tom', '/inbox', { width: 390 });
    await row(narrow, second).waitFor();
    expect(await narrow.getByRole('article').count()).toBe(0);
    await narrow.context().close();
  });

  it('lets new rows in at the top only, and counts them while somebody reads further down', async () => {
    const shown = await proposed(3_000);
    const page = await front.window('tom', '/inbox', { height: 400 });
    await row(page, shown).waitFor();
    const second = await proposed(3_100);
    await row(page, second).waitFor();
    await page.mouse.wheel(0, 300);
    await eventually(
      () => page.evaluate<number>('window.scrollY'),
      (y) => y > 100,
    );
    const [third, fourth] = [await proposed(3_200), await proposed(3_300)];
    const pill = page.getByRole('button', { name: '2 new' });
    await pill.waitFor();
    expect(await row(page, third).count()).toBe(0);
    await pill.click();
    await row(page, fourth).waitFor();
    await row(page, third).waitFor();
    await pill.waitFor({ state: 'detached' });
    expect(await page.evaluate('window.scrollY')).toBe(0);
    await page.context().close();
  });

  it('keeps what was decided elsewhere for ten seconds, with what became of it', async () => {
    const [first, second] = [await proposed(4_000), await proposed(4_100)];
    const page = await front.window('tom', '/inbox');
    await row(page, second).waitFor();
    await page.clock.install();
    await readAndCoSign(front.house.person('mia'), first.id);
    await row(page, first).getByText('Waits for you no longer').waitFor();
    await row(page, first).locator('.pill', { hasText: 'Approved' }).waitFor();
    expect(await front.faults(page)).toEqual([]);
    await page.clock.runFor(10_500);
    await row(page, first).waitFor({ state: 'detached' });
    await row(page, second).waitFor();
    await page.context().close();
  });

  it('says why a signature came too late in the row that it had already left', async () => {
    const [first, second] = [await proposed(5_000), await proposed(5_100)];
    const page = await front.window('tom', `/inbox?id=${first.id}`);
    let release = (): void => undefined;
    const isReleased = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes('mutation CoSign')) await isReleased;
      return route.continue();
    });
    await page.getByRole('button', { name: 'Co-sign' }).waitFor();
    await page.keyboard.press('c');
    await page.getByRole('dialog').locator('button:focus', { hasText: 'Co-sign' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await row(page, first).getByText('You sign it').waitFor();
    await act(front.house.person('priya'), 'withdrawException', { exceptionId: first.id, reason: 'The bank gave it back itself.' });
    release();
    await row(page, first).locator('.field-fault').waitFor();
    await row(page, first).locator('.pill', { hasText: 'Withdrawn' }).waitFor();
    await page.locator('.bar').getByRole('alert').waitFor();
    await row(page, second).waitFor();
    await page.context().close();
  });

  it('says, when nobody waits, for whom one has given one’s own word, and what colleagues thank each other for', async () => {
    const jack = front.house.person('jack');
    const page = await front.window('jack', '/inbox');
    await page.getByText('You have promised nothing that is still open.').waitFor();
    for (const [what, hours] of [
      ['The date.', 9],
      ['The refund', 3],
    ] as const) {
      const dueAt = new Date(Date.now() + hours * 3_600_000).toISOString();
      await jack.run('promiseGetBack', { caseId: await openCase(jack), what, dueAt }, 'getBack { id }');
    }
    await page.reload();
    await page.getByText('But Adele Novak waits for you: The refund is due in 3 hours.').waitFor();
    expect(await front.faults(page)).toEqual([]);
    await page.getByRole('link', { name: 'Read what colleagues thank each other for' }).click();
    await page.getByRole('heading', { name: 'Thanks', level: 1 }).waitFor();
    await page.context().close();
    expect(front.complaints).toEqual([]);
  });
});
