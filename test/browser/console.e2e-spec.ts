import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { CONSOLE_PAGES } from '../../apps/api/src/http/built-pages.js';
import { act, floodOf, openCase, propose, seenBy } from '../support/acts.js';
import { CONSOLE_IS_READY, ConsoleHouse, WHY_NO_CONSOLE } from '../support/console.js';
import type { HousePerson } from '../support/house.js';

jest.setTimeout(120_000);

const suite = CONSOLE_IS_READY ? describe : describe.skip;

it('the api serves every page that the router of the console knows, and no other', () => {
  const router = readFileSync(new URL('../../apps/console/src/router.tsx', import.meta.url), 'utf8');
  const paths = [...router.matchAll(/path: '([^']+)'/g)].map(([, path]) => path?.replace('$', ':'));
  expect([...CONSOLE_PAGES].sort()).toEqual(paths.sort());
});

suite(CONSOLE_IS_READY ? 'the console' : `the console (skipped: ${WHY_NO_CONSOLE})`, () => {
  let front: ConsoleHouse;
  let priya: HousePerson;
  let tom: HousePerson;

  beforeAll(async () => {
    front = await ConsoleHouse.open();
    [priya, tom] = [front.house.person('priya'), front.house.person('tom')];
  });
  afterAll(() => front.close());

  it('signs with two keys, and the proposer sees it without asking', async () => {
    const { id, ref } = await propose(priya);
    const proposer = await front.window('priya', `/proposals?id=${id}`);
    await proposer.getByRole('heading', { name: new RegExp(ref) }).waitFor();
    const signer = await front.window('tom', `/inbox?id=${id}`);
    await signer.getByRole('button', { name: 'Co-sign' }).waitFor();
    await signer.keyboard.press('c');
    await signer.getByRole('dialog').locator('button:focus', { hasText: 'Co-sign' }).waitFor();
    await signer.keyboard.press('Enter');
    await signer.getByText('Signed, and approved.').waitFor();
    await proposer.locator('article .pill', { hasText: 'Approved' }).waitFor();
    expect(await seenBy(priya, id)).toMatchObject({ status: 'APPROVED', coSignatures: [{ signer: { name: 'Tom' }, state: 'COUNTED' }] });
    await Promise.all([proposer.context().close(), signer.context().close()]);
  });

  it('offers nobody their own proposal, and says an objection with its reason', async () => {
    const { id, ref } = await propose(priya);
    const page = await front.window('priya', `/proposals?id=${id}`);
    await page.getByRole('button', { name: 'Withdraw' }).waitFor();
    expect(await page.getByRole('button', { name: 'Co-sign' }).count()).toBe(0);
    const peer = await front.window('mia', `/inbox?id=${id}`);
    await peer.getByRole('button', { name: 'Object' }).click();
    await peer.getByRole('dialog').getByRole('button', { name: 'Object' }).click();
    await peer.getByText('Say this, too.').waitFor();
    await peer.getByLabel('What is missing?').fill('She was told twice.');
    await peer.getByRole('dialog').getByRole('button', { name: 'Object' }).click();
    await peer.getByText('Your objection is recorded.').waitFor();
    await page.getByText('She was told twice.').waitFor();
    await page.getByText('Needs 2 more signatures').first().waitFor();
    expect(ref).toMatch(/^EX-/);
    await Promise.all([page.context().close(), peer.context().close()]);
  });

  it('freezes the buttons when the text changes under the reader, and signs what was read only', async () => {
    const { id } = await propose(priya);
    const page = await front.window('tom', `/inbox?id=${id}`);
    await page.getByRole('button', { name: 'Co-sign' }).waitFor();
    const amended = await act(priya, 'amendException', { exceptionId: id, expectedRevision: 1, whatWeDo: 'We give back the fee alone.' });
    expect(amended.userErrors).toEqual([]);
    await page.getByText('The text changed while you read it.').waitFor();
    expect(await page.getByRole('button', { name: 'Co-sign' }).isDisabled()).toBe(true);
    await page.locator('ins').first().waitFor();
    await page.getByRole('button', { name: 'Show revision 2' }).click();
    await page.keyboard.press('c');
    await page.getByRole('dialog').locator('button:focus', { hasText: 'Co-sign' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Signed, and approved.').waitFor();
    await page.context().close();
  });

  it('proposes from a case, keeps what was typed through a reload, and says what is missing at its field', async () => {
    const caseId = await openCase(priya);
    const page = await front.window('priya', '/propose');
    await page.getByLabel('What happened?').fill('Her branch was under water.');
    await page.reload();
    expect(await page.getByLabel('What happened?').inputValue()).toBe('Her branch was under water.');
    await page.getByLabel('Case', { exact: true }).selectOption(caseId);
    await page.getByLabel('What does policy say?').fill('Late payments are charged.');
    await page.getByLabel('What do you propose?').fill('We give back the fee.');
    await page.getByLabel('Amount').fill('202.40');
    await page.getByRole('combobox', { name: 'Cause' }).fill('branch-flood');
    await page.getByRole('button', { name: 'Propose', exact: true }).click();
    await page.getByRole('alert').getByText('Not proposed yet.').waitFor();
    await page.locator('#propose-whyFair:focus').waitFor();
    await page.getByLabel('Why is it fair?').fill('She could not pay.');
    await page.keyboard.press('Control+Enter');
    await page.getByText(/EX-\d+ is proposed/).waitFor();
    await page.getByRole('heading', { name: /^EX-\d+: Refund, A?\$202\.40/ }).waitFor();
    await page.context().close();
  });

  it('has no fault of accessibility, light and dark, wide and narrow', async () => {
    const { id } = await propose(priya, floodOf(90_000));
    await readObjection(id);
    const paths = ['/inbox', `/inbox?id=${id}`, `/exceptions/${id}`, '/proposals', '/propose', '/cases', '/me'];
    for (const look of [{}, { colorScheme: 'dark' as const }, { width: 390 }]) {
      const page = await front.window('tom', '/inbox', look);
      for (const path of paths) {
        await page.goto(`${front.origin}${path}`);
        await page.getByRole('main').waitFor();
        await page.waitForLoadState('networkidle').catch(() => undefined);
        expect({ path, look, faults: await front.faults(page) }).toEqual({ path, look, faults: [] });
      }
      await page.context().close();
    }
  });
  /** So that a banner, a stale mark and words are on the page that is judged. */
  const readObjection = async (id: string) => {
    const { revision } = await seenBy(tom, id);
    await act(front.house.person('ivy'), 'objectToException', { exceptionId: id, digest: revision.digest, reason: 'Told twice.' });
  };

  it('shows what somebody typed as text, asks nobody but its own house, and complained of nothing', async () => {
    const evil = `<img src=x onerror="globalThis.harm = 1"><script>globalThis.harm = 1</script>`;
    const { id } = await propose(priya, { ...floodOf(1), whatWeDo: evil, whyFair: evil });
    const page = await front.window('tom', `/exceptions/${id}`);
    await page.getByText(evil).first().waitFor();
    expect(await page.evaluate(() => 'harm' in globalThis)).toBe(false);
    expect(front.asked.filter((address) => !/^(http|ws):\/\/(localhost|127\.0\.0\.1):|^data:/.test(address))).toEqual([]);
    expect(front.complaints).toEqual([]);
    await page.context().close();
  });
});
