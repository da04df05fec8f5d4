import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { act, floodOf, openCase, propose, seenBy } from '../support/acts.js';
import { CONSOLE_IS_READY, ConsoleHouse, WHY_NO_CONSOLE } from '../support/console.js';
import type { HousePerson } from '../support/house.js';
import { type Proxy, proxyTo } from '../support/proxy.js';

jest.setTimeout(180_000);

const suite = CONSOLE_IS_READY ? describe : describe.skip;

suite(CONSOLE_IS_READY ? 'when things go wrong' : `when things go wrong (skipped: ${WHY_NO_CONSOLE})`, () => {
  let front: ConsoleHouse;
  let priya: HousePerson;
  let wire: Proxy;

  beforeAll(async () => {
    front = await ConsoleHouse.open();
    priya = front.house.person('priya');
  });
  afterAll(() => front.close());
  beforeEach(async () => {
    wire = await proxyTo(front.house.urls[0] ?? '');
  });
  afterEach(() => wire.close());

  /** A page that is reached through the wire; the sign-in is not. */
  const overWire = async (handle: string, path: string, look: { colorScheme?: 'light' | 'dark'; width?: number } = {}): Promise<Page> => {
    const page = await front.window(handle, '/me', look);
    await page.goto(`http://localhost:${new URL(wire.url).port}${path}`);
    await page.locator('.live', { hasText: 'Live' }).waitFor();
    return page;
  };

  it('can be read on without a line, signs nothing and keeps nothing to be sent, and fetches what happened meanwhile', async () => {
    const { id, ref } = await propose(priya);
    const page = await overWire('tom', `/inbox?id=${id}`);
    await page.getByRole('button', { name: 'Co-sign' }).waitFor();
    wire.cut();
    await page
      .getByRole('alert')
      .getByText(/No connection since/)
      .waitFor();
    await page.locator('.live', { hasText: 'Offline' }).waitFor();
    expect(await page.locator('a.row').count()).toBeGreaterThan(0);
    await page.getByRole('heading', { name: new RegExp(ref) }).waitFor();
    for (const name of ['Co-sign', 'Object', 'Pass']) {
      const button = page.getByRole('button', { name });
      expect({ name, off: await button.isDisabled() }).toEqual({ name, off: true });
      expect(await button.getAttribute('title')).toMatch(/There is no connection/);
    }
    await page.keyboard.press('c');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await front.faults(page)).toEqual([]);
    const later = await propose(front.house.person('mia'), floodOf(3_000));
    await page.waitForTimeout(5_500);
    wire.heal();
    await page.locator('.live', { hasText: 'Live' }).waitFor();
    await page.locator(`a.row[href*="${later.id}"]`).waitFor();
    expect((await seenBy(priya, id)).coSignatures).toEqual([]);
    await page.getByRole('button', { name: 'Co-sign' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Co-sign' }).click();
    await page.getByText('Signed, and approved.').waitFor();
    await page.context().close();
  });

  it('offers to try again where nothing came at all, and goes on from there', async () => {
    const page = await overWire('tom', '/inbox');
    const away = page.waitForEvent('request', (request) => request.url().includes('thanks'));
    wire.cut();
    await page.locator('nav.rail a[href="/thanks"]').click();
    await away;
    await page.getByText('This page did not come.').waitFor();
    wire.heal();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Thanks' }).waitFor();

    wire.cut();
    await page.getByRole('banner').getByText('Offline').waitFor();
    await page.locator('nav.rail a[href="/insights"]').click();
    await page.getByText('This page did not come.').waitFor();
    wire.heal();
    await page.getByRole('heading', { name: 'Insights', level: 1 }).waitFor();

    await page.route('**/graphql', (route) => route.abort());
    await page.goto(`http://localhost:${new URL(wire.url).port}/inbox`);
    await page.getByText('The service did not answer.').waitFor();
    await page.unroute('**/graphql');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Inbox' }).waitFor();
    await page.context().close();
  });

  it('freezes a confirmation that is open while the text changes, and keeps its words', async () => {
    const { id } = await propose(priya, floodOf(2_500));
    const page = await front.window('tom', `/inbox?id=${id}`);
    await page.getByRole('button', { name: 'Co-sign' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/In your own words/).fill('I know her branch.');
    const amended = await act(priya, 'amendException', { exceptionId: id, expectedRevision: 1, whatWeDo: 'We give back the fee alone.' });
    expect(amended.userErrors).toEqual([]);
    await dialog.getByText('The text changed while you read it.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Co-sign' }).isDisabled()).toBe(true);
    await page.keyboard.press('Control+Enter');
    expect((await seenBy(priya, id)).coSignatures).toEqual([]);
    await dialog.getByRole('button', { name: 'Show revision 2' }).click();
    await page.getByRole('button', { name: 'Co-sign' }).click();
    expect(await dialog.getByLabel(/In your own words/).inputValue()).toBe('I know her branch.');
    await dialog.getByRole('button', { name: 'Co-sign' }).click();
    await page.getByText('Signed, and approved.').waitFor();
    expect((await seenBy(priya, id)).coSignatures).toMatchObject([{ state: 'COUNTED', words: 'I know her branch.' }]);
    await page.context().close();
  });

  it('signs once, and says so, when the answer to a signature was lost and it is sent again', async () => {
    const { id } = await propose(priya, floodOf(2_600));
    const page = await front.window('tom', `/inbox?id=${id}`);
    const keys: string[] = [];
    await page.route('**/graphql', async (route) => {
      const body = route.request().postData() ?? '';
      if (!body.includes('mutation CoSign')) return route.continue();
      keys.push(/"idempotencyKey":"([^"]+)"/.exec(body)?.[1] ?? '');
      if (keys.length > 1) return route.continue();
      await route.fetch(); // the service signs, and its answer does not arrive
      return route.abort('connectionreset');
    });
    await page.getByRole('button', { name: 'Co-sign' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Co-sign' }).click();
    await page.getByText('The service did not answer.').waitFor();
    await page.getByText('Tom signed revision 1').waitFor(); // told by the line, below the dialog that is still open
    await page.getByRole('dialog').getByRole('button', { name: 'Co-sign' }).click();
    await page.getByText('Signed, and approved.').waitFor();
    expect(keys).toEqual([keys[0], keys[0]]);
    expect(await seenBy(priya, id)).toMatchObject({ status: 'APPROVED', coSignatures: [{ signer: { name: 'Tom' } }] });
    await page.context().close();
  });

  describe('and the session ends meanwhile', () => {
    /** Signs this browser out behind the back of the page, as another tab would. */
    const signOut = async (page: Page): Promise<void> => {
      const other = await page.context().newPage();
      await other.goto(`${front.origin}/sign-out`);
      await other.close();
    };
    /** Signs in in the other window that the page offers. */
    const signInBeside = async (page: Page, handle: string): Promise<void> => {
      const opened = page.context().waitForEvent('page');
      await page.getByRole('link', { name: 'Sign in in another window' }).click();
      const other = await opened;
      await other.locator(`button[value="${handle}"]`).click();
      await other.locator('.live', { hasText: 'Live' }).waitFor();
      await other.close();
    };
    const ended = (page: Page) => page.getByRole('dialog', { name: 'Your session ended' });

    it('keeps a proposal as it was typed, and proposes it when the person is back', async () => {
      const caseId = await openCase(priya);
      const page = await front.window('priya', `/propose?caseId=${caseId}`);
      for (const label of ['What happened?', 'What does policy say?', 'What do you propose?', 'Why is it fair?'])
        await page.getByLabel(label).fill(`${label} She could not get in.`);
      await page.getByLabel('Amount').fill('20.50');
      await page.getByRole('combobox', { name: 'Cause' }).fill('branch-flood');
      await page.keyboard.press('Escape');
      await signOut(page);
      await ended(page).waitFor(); // the page finds out by itself, and whoever looks away from that finds out by acting
      await ended(page).getByRole('button', { name: 'Leave it' }).click();
      await page.getByRole('button', { name: 'Propose', exact: true }).click();
      await ended(page).waitFor();
      expect(await front.faults(page)).toEqual([]);
      await signInBeside(page, 'priya');
      await ended(page).waitFor({ state: 'detached' });
      expect(await page.getByLabel('Why is it fair?').inputValue()).toBe('Why is it fair? She could not get in.');
      await page.getByRole('button', { name: 'Propose', exact: true }).click();
      await page.getByText(/EX-\d+ is proposed/).waitFor();
      await page.context().close();
    });

    it('keeps the words of a dialog: open beside another window, and to be found again in this one', async () => {
      const { id } = await propose(priya, floodOf(1_500));
      const page = await front.window('mia', `/inbox?id=${id}`);
      await page.getByRole('button', { name: 'Object' }).click();
      await page.getByLabel('What is missing?').fill('She was told twice.');
      await signOut(page);
      await ended(page).waitFor();
      await signInBeside(page, 'mia');
      await ended(page).waitFor({ state: 'detached' });
      expect(await page.getByLabel('What is missing?').inputValue()).toBe('She was told twice.');
      await signOut(page);
      await page.getByRole('link', { name: 'Sign in here' }).click();
      await page.locator('button[value="mia"]').click();
      await page.waitForURL(`${front.origin}/inbox?id=${id}`);
      await page.getByRole('button', { name: 'Object' }).click();
      expect(await page.getByLabel('What is missing?').inputValue()).toBe('She was told twice.');
      await page.getByRole('dialog').getByRole('button', { name: 'Object' }).click();
      await page.getByText('Your objection is recorded.').waitFor();
      expect((await seenBy(priya, id)).objections).toHaveLength(1);
      await page.context().close();
    });

    it('keeps the text of a policy, and shows it to nobody else who signs in here', async () => {
      const page = await front.window('omar', '/promote');
      await page.getByLabel('The text').fill('Late fees are waived when the branch is under water.');
      await page.getByLabel('Title').fill('Floods');
      await signOut(page);
      await page.getByRole('link', { name: 'Sign in here' }).click();
      await page.locator('button[value="omar"]').click();
      await page.waitForURL(`${front.origin}/promote`);
      expect(await page.getByLabel('The text').inputValue()).toBe('Late fees are waived when the branch is under water.');
      expect(await page.getByLabel('Title').inputValue()).toBe('Floods');
      await signOut(page);
      await signInBeside(page, 'renee');
      await ended(page).waitFor({ state: 'detached' });
      await page.getByLabel('The text').waitFor();
      expect(await page.getByLabel('The text').inputValue()).toBe('');
      await page.context().close();
    });
  });
});
