import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { act, FLOOD, floodOf, openCase, propose, readAndCoSign } from '../support/acts.js';
import { CONSOLE_IS_READY, ConsoleHouse, WHY_NO_CONSOLE } from '../support/console.js';
import type { HousePerson } from '../support/house.js';

jest.setTimeout(120_000);

const suite = CONSOLE_IS_READY ? describe : describe.skip;

suite(CONSOLE_IS_READY ? 'what stands beside a proposal' : `what stands beside a proposal (skipped: ${WHY_NO_CONSOLE})`, () => {
  let front: ConsoleHouse;
  let priya: HousePerson;

  beforeAll(async () => {
    front = await ConsoleHouse.open();
    priya = front.house.person('priya');
  });
  afterAll(() => front.close());

  it('shows like cases while it is written, tells how many must sign, and keeps both with the proposal', async () => {
    const earlier = await propose(priya, floodOf(18_000));
    await readAndCoSign(front.house.person('tom'), earlier.id);
    await front.gathered(earlier.id);
    const caseId = await openCase(priya);
    const page = await front.window('priya', '/propose');
    await page.getByText(/colleagues could co-sign it now/).waitFor();
    await page.getByLabel('Case', { exact: true }).selectOption(caseId);
    await page.getByLabel('What happened?').fill(FLOOD.whatHappened);
    await page.getByLabel('What does policy say?').fill(FLOOD.whatPolicySays);
    await page.getByLabel('What do you propose?').fill(FLOOD.whatWeDo);
    await page.getByLabel('Why is it fair?').fill(FLOOD.whyFair);
    await page.getByLabel('Amount').fill('200');
    await page.getByRole('combobox', { name: 'Cause' }).fill('branch-flood');
    await page.locator('.precedent', { hasText: earlier.ref }).waitFor({ timeout: 30_000 });
    await page.getByText('It will need one signature besides yours.').waitFor();
    await page.getByLabel('Why is this different?').fill('She came twice.');
    await page.getByRole('button', { name: 'Propose', exact: true }).click();
    const proposal = page.getByRole('article').first();
    await proposal.getByText('She came twice.').waitFor();
    await proposal.locator('.precedent', { hasText: earlier.ref }).waitFor();
    expect(await front.faults(page)).toEqual([]);
    await page.context().close();
  });

  it('says which limit is passed, and offers one more co-signer beside the limits', async () => {
    const limits = {
      bands: [{ quorum: 1 }],
      caps: [{ scope: 'PERSON_DAY', limit: { amountMinor: 50_000, currency: 'AUD' } }],
    };
    const proposed = await front.house.person('wei').run<{ guardrails: { id: string } }>('proposeGuardrails', limits, 'guardrails { id }');
    await front.house.person('ana').run('activateGuardrails', { guardrailsId: proposed.guardrails.id }, 'guardrails { id }');
    const caseId = await openCase(front.house.person('ivy'));
    expect((await act(front.house.person('ivy'), 'proposeException', { caseId, ...floodOf(40_000) })).userErrors).toEqual([]);
    const page = await front.window('ivy', `/propose?caseId=${await openCase(front.house.person('ivy'))}`);
    for (const label of ['What happened?', 'What does policy say?', 'What do you propose?', 'Why is it fair?']) {
      await page.getByLabel(label).fill('The street was closed.');
    }
    await page.getByLabel('Amount').fill('400');
    await page.getByRole('combobox', { name: 'Cause' }).fill('closed-street');
    await page.getByRole('button', { name: 'Propose', exact: true }).click();
    await page
      .getByRole('alert')
      .getByText(/is left/)
      .waitFor();
    await page.getByRole('button', { name: 'Propose it with one more co-signer' }).click();
    await page.getByText(/EX-\d+ is proposed/).waitFor();
    await page.getByText('Needs 2 more signatures').first().waitFor();
    await page.context().close();
  });

  it('takes a pair of keys for one, so that the second is nobody’s own key', async () => {
    const { id } = await propose(front.house.person('mia'), floodOf(1_000, 'pair-of-keys'));
    const page = await front.window('tom', `/inbox?id=${id}`);
    await page.getByRole('button', { name: 'Co-sign' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await page.waitForURL(/\/cases$/);
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await page.waitForURL(/\/inbox$/);
    await page.context().close();
  });
});
