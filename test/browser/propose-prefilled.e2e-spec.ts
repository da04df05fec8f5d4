import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openCase, policyInForce, type PolicyInForce, propose } from '../support/acts.js';
import { CONSOLE_IS_READY, ConsoleHouse, WHY_NO_CONSOLE } from '../support/console.js';

jest.setTimeout(180_000);

const suite = CONSOLE_IS_READY ? describe : describe.skip;

suite(CONSOLE_IS_READY ? 'a proposal that begins prefilled' : `a proposal that begins prefilled (skipped: ${WHY_NO_CONSOLE})`, () => {
  let front: ConsoleHouse;
  let ferries: PolicyInForce;

  beforeAll(async () => {
    front = await ConsoleHouse.open();
    ferries = await policyInForce(front.house, 'Ferries', 'ferry-storm');
  });
  afterAll(() => front.close());

  const policy = (page: Page) => page.getByLabel('The policy departed from');

  it('is proposed by N, five Tabs and the words, with the policy that stands for what the customer needs', async () => {
    const ivy = front.house.person('ivy');
    await openCase(ivy);
    const caseId = await openCase(ivy, { need: 'The ferry did not go in the storm, and I paid for it.' });
    const page = await front.window('ivy', '/inbox');
    await page.getByRole('heading', { name: 'Inbox' }).waitFor();
    await page.keyboard.press('n');
    await page.locator('#propose-caseId:focus').waitFor();
    await page.locator(`#propose-caseId option[value="${caseId}"]`).waitFor({ state: 'attached' });
    for (let tries = 0; tries < 2 && (await page.locator('#propose-caseId').inputValue()) !== caseId; tries++)
      await page.keyboard.press('ArrowDown');
    let tabs = 0;
    const then = async (field: string, words?: string): Promise<void> => {
      await page.keyboard.press('Tab');
      tabs++;
      await page.locator(`#propose-${field}:focus`).waitFor();
      if (words) await page.keyboard.type(words);
    };
    await then('whatHappened', 'She stood at the pier all night.');
    await page.locator('blockquote', { hasText: 'Of ferry-storm hardly anything is given back.' }).waitFor();
    await then('policyVersionId');
    expect(await policy(page).inputValue()).toBe(ferries.id);
    await then('whatWeDo', 'We give back her ticket.');
    await then('amountMinor', '48.50');
    await then('whyFair', 'She could not travel.');
    await page.keyboard.press('Control+Enter');
    await page.getByText(/EX-\d+ is proposed/).waitFor();
    expect(tabs).toBe(5);
    const answered = `{ customerCase(id: "${caseId}") { exceptions { policyVersion { id } revision { cause whatHappened whatPolicySays remedy { amount { amountMinor } } } } } }`;
    expect(await ivy.ask(answered)).toEqual({
      customerCase: {
        exceptions: [
          {
            policyVersion: { id: ferries.id },
            revision: {
              cause: 'ferry-storm',
              whatHappened: 'She stood at the pier all night.',
              whatPolicySays: 'Of ferry-storm hardly anything is given back.',
              remedy: { amount: { amountMinor: 4_850 } },
            },
          },
        ],
      },
    });
    await page.context().close();
  });

  it('takes the policy that stands for a cause, and goes over nothing that somebody wrote or chose', async () => {
    const caseId = await openCase(front.house.person('priya'));
    const page = await front.window('priya', `/propose?caseId=${caseId}`);
    await page.locator('#propose-whatHappened:focus').waitFor();
    await page.getByLabel('What does policy say?').fill('It says nothing of pets.');
    const cause = page.getByRole('combobox', { name: 'Cause' });
    await cause.fill('ferry-storm');
    await page.getByText('Chosen because it stands for this.').waitFor();
    expect(await policy(page).inputValue()).toBe(ferries.id);
    expect(await page.getByLabel('What does policy say?').inputValue()).toBe('It says nothing of pets.');
    await policy(page).selectOption('');
    await cause.fill('');
    await cause.fill('ferry-storm');
    await page.keyboard.press('Tab');
    expect(await policy(page).inputValue()).toBe('');
    expect(await front.faults(page)).toEqual([]);
    await page.context().close();
  });

  it('begins with what was looked for in vain among the policies', async () => {
    const page = await front.window('priya', '/policies');
    await page.getByLabel('Search the policies').fill('A parrot on board');
    await page.getByRole('link', { name: 'Propose an exception' }).click();
    await page.locator('#propose-caseId:focus').waitFor();
    expect(await page.getByLabel('What happened?').inputValue()).toBe('A parrot on board');
    await page.context().close();
  });

  it('begins with the policy from whose page somebody comes', async () => {
    const page = await front.window('priya', `/policies?id=${ferries.policy.id}`);
    await page.getByRole('link', { name: 'Propose an exception' }).click();
    await page.locator('blockquote', { hasText: 'Of ferry-storm hardly anything is given back.' }).waitFor();
    expect(await policy(page).inputValue()).toBe(ferries.id);
    expect(await page.getByRole('combobox', { name: 'Cause' }).inputValue()).toBe('ferry-storm');
    await page.context().close();
  });

  it.each([
    ['en-AU', /up to A\$10\.00/],
    ['de-DE', /bis 10,00\sAU\$/],
  ])('says what the policy allows in the language of who reads it, with its money as everywhere (%s)', async (locale, limit) => {
    const page = await front.window('priya', `/policies?id=${ferries.policy.id}`, { locale });
    await page.getByRole('article').getByText(limit).waitFor();
    await page.locator('a.row').getByText(limit).waitFor();
    expect(await page.getByText('AUD').count()).toBe(0);
    await page.context().close();
  });

  it('takes an expired proposal up again with its words, once, and leads there and back', async () => {
    const priya = front.house.person('priya');
    const { id, ref } = await propose(priya);
    await front.house.ground.admin.query(`BEGIN; SET LOCAL session_replication_role = replica;
      UPDATE policy_exceptions SET status = 'EXPIRED', ended_at = house_now() WHERE id = '${id}'; COMMIT`); // as if its hours had gone by
    const page = await front.window('priya', `/exceptions/${id}`);
    await page.getByRole('link', { name: 'Take it up again' }).click();
    await page.getByText(`Takes up ${ref} again: what was written there`).waitFor();
    expect(await page.getByLabel('What do you propose?').inputValue()).toBe('We give back the late fee and the interest.');
    expect(await page.getByLabel('Amount').inputValue()).toBe('202.40');
    await page.getByLabel('Why is it fair?').fill('She could still not pay.');
    await page.keyboard.press('Control+Enter');
    await page.getByText(/EX-\d+ is proposed/).waitFor();
    await page.getByRole('article').getByRole('link', { name: ref, exact: true }).click();
    await page.waitForURL(`**/exceptions/${id}`);
    await page.getByText('It was taken up again as').getByRole('link').click();
    await page.getByText(`Takes up ${ref} again, which had expired.`).waitFor();
    expect(await page.getByRole('link', { name: 'Take it up again' }).count()).toBe(0);
    expect(await front.faults(page)).toEqual([]);
    await page.context().close();
  });
});
