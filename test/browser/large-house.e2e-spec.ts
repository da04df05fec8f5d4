import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { openCase } from '../support/acts.js';
import { eventually } from '../support/eventually.js';
import { CONSOLE_IS_READY, ConsoleHouse, WHY_NO_CONSOLE } from '../support/console.js';

jest.setTimeout(180_000);

/** More colleagues than one list holds: those with the highest numbers come with none. */
const CROWD = 120;

(CONSOLE_IS_READY ? describe : describe.skip)(
  CONSOLE_IS_READY ? 'people of a large house' : `people of a large house (skipped: ${WHY_NO_CONSOLE})`,
  () => {
    let front: ConsoleHouse;

    beforeAll(async () => {
      front = await ConsoleHouse.open();
      await front.house.ground.admin.query(
        `INSERT INTO people (id, human_id, kind, name, handle, email, roles, faces_customers, away_until)
           SELECT 'per_crowd' || n, 'hum_crowd' || n, 'PERSON', 'Crowd ' || lpad(n::text, 3, '0'), 'crowd' || n, 'crowd' || n || '@bank.example', '{AGENT}', true,
             CASE n WHEN $1 THEN house_now() + interval '1 day' END
             FROM generate_series(1, $1::int) n`,
        [CROWD],
      );
    });
    afterAll(() => front.close());

    it('are found for a hand-off by name though the list does not hold them; it says of who is away until when, with two who are here', async () => {
      const caseId = await openCase(front.house.person('priya'));
      const page = await front.window('priya', `/cases/${caseId}`);
      await page.getByRole('button', { name: 'Hand off' }).click();
      const drawer = page.getByRole('dialog');
      const to = drawer.getByRole('combobox', { name: 'To whom?' });
      await to.fill('Crowd 11');
      await page.getByRole('option', { name: 'Crowd 119' }).click();
      expect(await to.inputValue()).toBe('Crowd 119');
      await to.fill('Crowd 120');
      await page.getByRole('option', { name: /^Crowd 120 · away until/ }).click();
      await drawer.getByText(/Crowd 120 is away until/).waitFor();
      await drawer.getByRole('button', { name: 'Crowd 001' }).click();
      await drawer.getByLabel('Why is this colleague').fill('She knows cards.');
      await drawer.getByRole('radio', { name: 'Just now' }).check();
      await to.fill('Crowd 119');
      await page.getByRole('option', { name: 'Crowd 119' }).click();
      await drawer.getByRole('button', { name: 'Offer it' }).click();
      await page.getByRole('heading', { name: 'Waits for Crowd 119 to accept' }).waitFor();
      await page.context().close();
    });

    it('are still chosen for a hand-off when its drawer comes again', async () => {
      const page = await front.window('priya', `/cases/${await openCase(front.house.person('priya'))}`);
      const to = page.getByRole('dialog').getByRole('combobox', { name: 'To whom?' });
      await page.getByRole('button', { name: 'Hand off' }).click();
      await to.fill('Crowd 119');
      await page.getByRole('option', { name: 'Crowd 119' }).click();
      await page.reload();
      await page.getByRole('button', { name: 'Hand off' }).click();
      const shown = (name: string): boolean => name === 'Crowd 119';
      expect(shown(await eventually(() => to.inputValue(), shown, 30_000))).toBe(true);
      await page.context().close();
    });

    it('are shown by a link though they stand far down the list', async () => {
      const page = await front.window('wei', '/people?id=per_crowd119');
      await page.getByRole('heading', { name: 'Crowd 119', level: 2 }).waitFor();
      expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Crowd 119');
      await page.context().close();
    });

    it('are found to be asked, and who was chosen is still chosen when the dialog comes again', async () => {
      const caseId = await openCase(front.house.person('priya'));
      const page = await front.window('priya', `/cases/${caseId}`);
      const ask = page.getByRole('button', { name: 'Ask a colleague' });
      const whom = page.getByRole('dialog').getByRole('combobox', { name: 'Whom?' });
      await ask.click();
      await whom.fill('Crowd 119');
      await page.getByRole('option', { name: 'Crowd 119' }).click();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.reload();
      await ask.click();
      const shown = (name: string): boolean => name === 'Crowd 119';
      expect(shown(await eventually(() => whom.inputValue(), shown, 30_000))).toBe(true);
      await page.getByLabel('What would you like to know?').fill('Was the branch closed all day?');
      await page.keyboard.press('Control+Enter');
      await page.getByText('Crowd 119 has not answered yet.').waitFor();
      await page.context().close();
    });

    it('are found to take over the cases of somebody who leaves', async () => {
      const caseId = await front.house.ground.caseOf('crowd1');
      const page = await front.window('wei', '/people?id=per_crowd1');
      await page.getByRole('button', { name: 'Give this case to a colleague' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('combobox', { name: 'Who takes them?' }).fill('Crowd 118');
      await page.getByRole('option', { name: 'Crowd 118' }).click();
      await dialog.getByLabel('Why?').fill('Moves to sales.');
      await dialog.getByRole('button', { name: 'Give them' }).click();
      await dialog.waitFor({ state: 'detached' });
      const owner = await front.house.ground.rows('SELECT owner_id FROM cases WHERE id = $1', [caseId]);
      expect(owner).toEqual([{ owner_id: 'per_crowd118' }]);
      await page.context().close();
    });

    it('are found to be thanked', async () => {
      const page = await front.window('priya', '/thanks');
      await page.getByRole('button', { name: 'Say thanks' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.locator('input#thanks-toIds').fill('Crowd 117');
      await page.getByRole('option', { name: 'Crowd 117' }).click();
      await dialog.getByLabel('For what?').fill('Stayed until it was solved.');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('article').getByText('Priya thanks Crowd 117').waitFor();
      await page.context().close();
    });

    it('are found by what they sign in with, when two accounts are linked', async () => {
      const page = await front.window('wei', '/people?id=teams');
      await page.getByRole('button', { name: 'Link two accounts' }).click();
      const dialog = page.getByRole('dialog');
      for (const [label, handle] of [
        ['One account', 'crowd116'],
        ['The other account', 'crowd115'],
      ] as const) {
        await dialog.getByRole('combobox', { name: label }).fill(handle);
        await page.getByRole('option', { name: `(${handle})` }).click();
      }
      await dialog.getByLabel('How do you know?').fill('One badge, two accounts.');
      await dialog.getByRole('button', { name: 'Say so' }).click();
      await page.getByText('Crowd 116 (crowd116) = Crowd 115 (crowd115)').waitFor();
      await page.context().close();
    });

    it('says that there is nobody of a name only when everybody was asked for', async () => {
      const page = await front.window('priya', `/cases/${await openCase(front.house.person('priya'))}`);
      await page.getByRole('button', { name: 'Hand off' }).click();
      const to = page.getByRole('dialog').getByRole('combobox', { name: 'To whom?' });
      await to.fill('Crowd 1200');
      await page.getByText('Nobody of that name is here now.').waitFor();
      await page.context().close();
    });
  },
);
