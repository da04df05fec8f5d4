import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { floodOf, openCase, propose, readAndCoSign } from '../support/acts.js';
import { CONSOLE_IS_READY, ConsoleHouse, dialogHasFocus, WHY_NO_CONSOLE } from '../support/console.js';

jest.setTimeout(180_000);

const DAY_MS = 86_400_000;
const suite = CONSOLE_IS_READY ? describe : describe.skip;

const daysAgo = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString();

suite(CONSOLE_IS_READY ? 'what the desk offers' : `what the desk offers (skipped: ${WHY_NO_CONSOLE})`, () => {
  let front: ConsoleHouse;
  beforeAll(async () => {
    front = await ConsoleHouse.open();
  });
  afterAll(() => front.close());

  it('makes a case a complaint, with every fault at its field, and shows its clocks from then on', async () => {
    const caseId = await openCase(front.house.person('priya'));
    const page = await front.window('priya', `/cases/${caseId}`);
    await page.getByRole('button', { name: 'It is a complaint' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'It is a complaint' }).click();
    await dialog.getByText('Say this, too.').nth(1).waitFor();
    const complained = dialog.getByRole('group', { name: 'When did they complain?' });
    await complained.getByRole('radio', { name: 'Earlier' }).check();
    await dialog.getByLabel('At what time').fill('2040-01-01T10:00');
    await dialog.getByRole('group', { name: 'When did you tell them that you have it?' }).getByRole('radio', { name: 'Just now' }).check();
    await page.keyboard.press('Control+Enter');
    await dialog.getByRole('alert').getByText('This time is still to come.', { exact: false }).waitFor();
    await complained.getByRole('radio', { name: 'Just now' }).check();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'This is a complaint' }).waitFor();
    await page.locator('.faces > div', { hasText: 'Told that we have it' }).getByText('In time').waitFor();
    await page.locator('.faces > div', { hasText: 'Final answer' }).getByText('Due in 30 days').waitFor();
    await page.getByRole('button', { name: 'It is a complaint' }).waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('opens a case as a complaint', async () => {
    const page = await front.window('tom', '/cases');
    await page.getByRole('button', { name: 'Open a case' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('What does the customer need?').fill('My letter was not answered.');
    await dialog.getByLabel("Customer's name").fill('Ivo Marek');
    await dialog.getByLabel('How to reach them').fill('ivo@example.org');
    await dialog.getByRole('group', { name: 'Do they complain?' }).getByRole('radio', { name: 'Just now' }).check();
    await dialog.getByRole('button', { name: 'Open the case' }).click();
    await page.getByRole('heading', { name: 'This is a complaint' }).waitFor();
    await page.goto(`${front.origin}/cases`);
    await page.locator('.row', { hasText: 'Ivo Marek' }).locator('.pill', { hasText: 'Complaint' }).waitFor();
    await page.context().close();
  });

  it('keeps the register: what is late on top, by days, page after page, and as a file', async () => {
    const sam = front.house.person('sam');
    await openCase(sam, { complainedAt: daysAgo(40), need: 'Nobody answered my letter of spring.' });
    for (let made = 0; made < 26; made++)
      await openCase(sam, { complainedAt: daysAgo(9), need: `The transfer went wrong, number ${made}.` });
    const page = await front.window('renee', '/reviews');
    await page.getByRole('link', { name: 'Complaints' }).click();
    await page.getByRole('heading', { name: 'Late: somebody must look at these now' }).waitFor();
    const late = page.locator('section', { hasText: 'Late: somebody' });
    await late.getByText('Nobody answered my letter of spring.').waitFor();
    await late.getByText('Was due 10 days ago').waitFor();
    await page.locator('section', { hasText: 'Not late' }).getByText('number 25').waitFor();
    expect(await page.getByText('Nobody answered my letter of spring.').count()).toBe(1);
    expect(await page.getByText('number 0.').count()).toBe(0);
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByText('number 0.').waitFor();
    const day = daysAgo(20).slice(0, 10);
    await page.getByLabel('Until').fill(day);
    await page.getByText('number 25').waitFor({ state: 'detached' });
    await late.getByText('Nobody answered my letter of spring.').waitFor();
    expect(new URL(page.url()).searchParams.get('until')).toContain(day);
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'As a file (CSV)' }).click()]);
    const rows = (await (await file.createReadStream()).toArray()).join('').trim().split('\n');
    expect(rows).toHaveLength(2);
    await page.context().close();
  });

  it('keeps the list of causes: one reviewer adds, names and asks to merge, another one merges', async () => {
    const page = await front.window('renee', '/reviews');
    await page.getByRole('link', { name: 'Causes' }).click();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Key').fill('Water In Branch');
    await page.keyboard.press('Control+Enter');
    await dialog.getByText('Say this, too.').waitFor();
    await dialog.getByLabel('Name').fill('Water in a branch');
    await page.keyboard.press('Control+Enter');
    await dialog.getByRole('alert').getByText('lower-case letters', { exact: false }).waitFor();
    expect(await dialog.getByLabel('Name').inputValue()).toBe('Water in a branch');
    await dialog.getByLabel('Key').fill('water-in-branch');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('link', { name: 'Water in a branch' }).click();
    await page.getByRole('button', { name: 'Name it better' }).click();
    await dialog.getByLabel('Name').fill('A branch under water');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'A branch under water' }).waitFor();
    await page.getByRole('button', { name: 'Ask to merge it' }).click();
    await dialog.getByLabel('Into which one?').fill('branch flod');
    await page.getByRole('option', { name: 'branch-flood' }).click();
    await dialog.getByLabel('Why are they one?').fill('It is the same water.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Another reviewer than you merges them.').waitFor();
    expect(await page.getByRole('button', { name: 'Merge them' }).count()).toBe(0);
    const second = await front.window('omar', new URL(page.url()).pathname + new URL(page.url()).search);
    await second.getByText('It is the same water.', { exact: false }).waitFor();
    await second.getByRole('button', { name: 'Merge them' }).click();
    await second.getByLabel('Why are they one?').fill('Yes, the same.');
    await second.keyboard.press('Control+Enter');
    await second.getByRole('article').getByText('Merged into', { exact: false }).waitFor();
    await second.goto(`${front.origin}/promote`);
    await second.getByRole('combobox', { name: 'Causes' }).fill('courir');
    await second.getByRole('option', { name: 'courier-delay' }).click();
    await second.getByText('for Courier late', { exact: false }).waitFor();
    const reader = await front.window('wei', '/causes');
    await reader.getByText('branch-flood').first().waitFor();
    expect(await reader.getByRole('button', { name: 'Add', exact: true }).count()).toBe(0);
    await Promise.all([page.context().close(), second.context().close(), reader.context().close()]);
  });

  it('solves a case with the day on which the customer is asked', async () => {
    const caseId = await openCase(front.house.person('mia'));
    const page = await front.window('mia', `/cases/${caseId}`);
    await page.getByRole('button', { name: 'Solved' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('What was done for the customer?').fill('The fee is given back.');
    await dialog.getByRole('radio', { name: 'Just now' }).check();
    await dialog.getByLabel('When will you ask whether it helped?').fill(daysAgo(400).slice(0, 10));
    await page.keyboard.press('Control+Enter');
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('When will you ask whether it helped?').fill(daysAgo(-20).slice(0, 10));
    await page.keyboard.press('Control+Enter');
    await page.getByText('To be asked in', { exact: false }).waitFor();
    const { customerCase } = await front.house
      .person('mia')
      .ask<{ customerCase: { followUps: { dueAt: string }[] } }>(`query ($id: ID!) { customerCase(id: $id) { followUps { dueAt } } }`, {
        id: caseId,
      });
    expect(Math.abs(Date.parse(customerCase.followUps[0]?.dueAt ?? '') - Date.parse(daysAgo(-20)))).toBeLessThan(2 * DAY_MS);
    await page.context().close();
  });

  it('gives the cases of somebody who leaves to colleagues, some to one and the others to another', async () => {
    const noor = front.house.person('noor');
    for (const need of ['The first matter.', 'The second matter.']) await openCase(noor, { need });
    const page = await front.window('wei', `/people?id=per_noor`);
    await page.getByRole('checkbox', { name: 'The second matter.' }).uncheck();
    await page.getByRole('button', { name: 'Give this case to a colleague' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('input:focus').waitFor();
    await page.keyboard.press('Control+Enter');
    await dialog.getByText('Say this, too.').nth(1).waitFor();
    await dialog.getByRole('combobox', { name: 'Who takes them?' }).fill('jack');
    await page.getByRole('option', { name: 'Jack' }).waitFor();
    await page.keyboard.press('Enter');
    await dialog.getByLabel('Why?').fill('Noor moves to another city.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('One case belongs to Jack', { exact: false }).waitFor();
    await page.getByText('The first matter.').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('forgets a customer only for an admin who typed the name, and says what goes and what stays', async () => {
    const caseId = await openCase(front.house.person('jack'), {
      customer: { name: 'Vera Lind', contact: 'vera@example.org', timeZone: 'Europe/Berlin' },
    });
    const agent = await front.window('jack', `/cases/${caseId}`);
    await agent.getByRole('heading', { name: 'Vera Lind' }).waitFor();
    expect(await agent.getByRole('button', { name: 'Erase this customer' }).count()).toBe(0);
    const page = await front.window('wei', `/cases/${caseId}`);
    await page.getByRole('button', { name: 'Erase this customer' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('This goes:').waitFor();
    await dialog.getByText('This stays:').waitFor();
    await dialog.getByLabel('Why?').fill('Vera asked by letter.');
    await dialog.getByLabel('Confirm').fill('vera lind');
    await page.keyboard.press('Control+Enter');
    await dialog.getByText('letter by letter', { exact: false }).first().waitFor();
    await dialog.getByLabel('Confirm').fill('Vera Lind');
    await page.keyboard.press('Control+Enter');
    await dialog.getByRole('alert').getByText('The reason is kept for ever.', { exact: false }).waitFor();
    await dialog.getByLabel('Why?').fill('Asked by letter, request 2026-17.');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Erased on request' }).waitFor();
    await page.getByText('Vera Lind').first().waitFor({ state: 'detached' }); // the dialog names her until it is closed
    await page.getByRole('button', { name: 'Erase what was written since' }).waitFor();
    await Promise.all([page.context().close(), agent.context().close()]);
  });

  it('says until when a receiver is away, and offers two who are here', async () => {
    const wei = front.house.person('wei');
    await wei.run('updatePerson', { personId: 'per_ivy', awayUntil: daysAgo(-5) }, 'person { id }');
    const page = await front.window('priya', `/cases/${await openCase(front.house.person('priya'))}`);
    await page.getByRole('button', { name: 'Hand off' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByLabel('To whom?').fill('ivy');
    await page.keyboard.press('Enter');
    const instead = drawer.locator('.banner', { hasText: 'These two are here:' });
    await instead.getByText('away until', { exact: false }).waitFor();
    expect(await instead.getByRole('button').count()).toBe(2);
    await drawer.getByLabel('Why is this colleague the better one for it?').fill('She knows the branch.');
    await drawer.getByRole('radio', { name: 'Just now' }).check();
    await page.keyboard.press('Control+Enter');
    await drawer.getByRole('alert').getByText('away until', { exact: false }).waitFor();
    await instead.getByRole('button').first().click();
    await instead.waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Enter');
    await page.getByText('Waits for', { exact: false }).waitFor();
    await page.context().close();
  });

  it('says whose case it is and of which team, and what to do where there is none', async () => {
    const caseId = await openCase(front.house.person('priya'));
    const page = await front.window('tom', `/cases/${caseId}`);
    await page.getByText('has this case.', { exact: false }).waitFor();
    const ref = await page.locator('.title .meta').innerText();
    await page.goto(`${front.origin}/cases/${ref.toLowerCase()}`);
    await page.getByText('has this case.', { exact: false }).waitFor();
    await page.goto(`${front.origin}/cases/CASE-999999`);
    await page.getByText('There is no case CASE-999999', { exact: false }).waitFor();
    expect(await page.title()).toBe('Case · Countersign');
    await page.context().close();
  });

  it('goes through my cases by keys: next, picked out, filtered, kept as a view, and as a file', async () => {
    const lachlan = front.house.person('lachlan');
    for (let made = 0; made < 21; made++) await openCase(lachlan, { complainedAt: daysAgo(2), need: `Matter ${made} of the day.` });
    await openCase(lachlan, { complainedAt: daysAgo(1), need: 'A parcel was lost.' });
    const page = await front.window('lachlan', '/cases');
    await page.locator('a[data-row]').first().waitFor();
    expect(await page.locator('a[data-row]').count()).toBe(20);
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.locator('a[data-row]').nth(21).waitFor();
    await page.getByRole('button', { name: 'Show more' }).waitFor({ state: 'detached' });
    const focused = () => page.evaluate<number>(`[...document.querySelectorAll('a[data-row]')].indexOf(document.activeElement)`);
    for (const key of ['j', 'j']) await page.keyboard.press(key);
    expect(await focused()).toBe(1);
    for (const key of ['x', 'k', 'x']) await page.keyboard.press(key);
    await page.getByText('2 rows picked out:').waitFor();
    await page.getByRole('button', { name: 'Put all back' }).click();
    await page.keyboard.press('f');
    await page.keyboard.type('parcel');
    await page.getByText('Matter 3 of the day.').waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).toBe('?text=parcel');
    await page.locator('h1').click();
    await page.keyboard.press('v');
    await page.getByRole('dialog').getByLabel('Its name').fill('Parcels');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Parcels' }).waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('e')]);
    const rows = (await (await file.createReadStream()).toArray()).join('').trim().split('\n');
    expect(rows).toHaveLength(2);
    await page.goto(`${front.origin}/cases`);
    await page.getByText('Matter 0 of the day.').waitFor();
    await page.getByRole('link', { name: 'Parcels' }).click();
    await page.getByText('Matter 0 of the day.').waitFor({ state: 'detached' });
    await page.locator('h1').click();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/cases\/cas_/);
    await page.getByRole('article').getByText('A parcel was lost.').first().waitFor();
    await page.context().close();
  });

  it('keeps several reviews as one-offs with one reason', async () => {
    for (const amount of [4_100, 4_200]) {
      const { id } = await propose(front.house.person('priya'), floodOf(amount));
      await readAndCoSign(front.house.person('tom'), id);
    }
    const page = await front.window('omar', '/reviews');
    await page.locator('.row').nth(1).waitFor();
    for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
    const bar = page.getByRole('status').filter({ hasText: '2 rows picked out:' });
    await bar.getByRole('button', { name: 'Keep as a one-off' }).click();
    await dialogHasFocus(page);
    await page.keyboard.press('Control+Enter');
    await page.getByText('2 reviews are read.').waitFor();
    await bar.waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('has no fault of accessibility on these pages, light, dark and narrow', async () => {
    const caseId = await openCase(front.house.person('priya'), { complainedAt: daysAgo(33) });
    for (const look of [{}, { colorScheme: 'dark' as const }, { width: 390 }]) {
      const page = await front.window('renee', '/inbox', look);
      for (const path of ['/cases', '/complaints?show=all', '/causes', '/reviews', `/cases/${caseId}`]) {
        await page.goto(`${front.origin}${path}`);
        await page.getByRole('heading', { level: 1 }).first().waitFor();
        await page.waitForLoadState('networkidle').catch(() => undefined);
        expect({ path, look, faults: await front.faults(page) }).toEqual({ path, look, faults: [] });
      }
      await page.context().close();
    }
    expect(front.complaints).toEqual([]);
  });
});
