import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openCase } from '../support/acts.js';
import { CONSOLE_IS_READY, ConsoleHouse, dialogHasFocus, WHY_NO_CONSOLE } from '../support/console.js';
import type { HousePerson } from '../support/house.js';

jest.setTimeout(180_000);

(CONSOLE_IS_READY ? describe : describe.skip)(
  CONSOLE_IS_READY ? 'what else is done on a case' : `what else is done on a case (skipped: ${WHY_NO_CONSOLE})`,
  () => {
    let front: ConsoleHouse;
    let priya: HousePerson;

    beforeAll(async () => {
      front = await ConsoleHouse.open();
      priya = front.house.person('priya');
    });
    afterAll(() => front.close());

    /** What stands of a case, as its owner asks for it. */
    const seen = async (id: string) =>
      (
        await priya.ask<{
          customerCase: { owner: { name: string }; getBacks: { status: string; dueLocal: string }[] };
        }>(`query ($id: ID!) { customerCase(id: $id) { owner { name } getBacks { status dueLocal } } }`, { id })
      ).customerCase;
    /** Whether something is on the first screen, without scrolling. */
    const isInSight = async (page: Page, text: string) => {
      const box = await page.getByText(text).first().boundingBox();
      return box !== null && box.y >= 0 && box.y + box.height <= 800;
    };

    it('shows in the inbox what is offered, and by one key how the customer is reached, there and once it is accepted', async () => {
      const caseId = await openCase(priya);
      const receiver = await front.window('tom', '/inbox');
      await receiver.getByText('Nobody waits for your signature.').waitFor();
      const offered = {
        caseId,
        toId: 'per_tom',
        why: 'He knows floods.',
        recap: 'She wants it back today.',
        customerToldAt: new Date().toISOString(),
      };
      expect((await priya.run('offerHandOff', offered, 'handOff { id }')).userErrors).toEqual([]);
      await receiver.getByRole('heading', { name: 'Priya offers you Adele Novak' }).waitFor();
      for (const text of ['He knows floods.', '•••• 34', 'She wants it back today.']) expect(await isInSight(receiver, text)).toBe(true);
      await receiver.keyboard.press('r');
      await receiver.getByRole('link', { name: '+61 2 5550 1234' }).waitFor();
      await receiver.keyboard.press('Enter');
      await receiver.waitForURL(`**/cases/${caseId}`);
      await receiver.getByRole('heading', { name: 'Recap from Priya' }).waitFor();
      await receiver.keyboard.press('r');
      await receiver.getByRole('link', { name: '+61 2 5550 1234' }).nth(1).waitFor(); // of the customer, and of the recap
      await receiver.context().close();
    });

    it('says at each field of a hand-off what is missing, keeps what was typed, and is refused with a reason', async () => {
      const caseId = await openCase(priya);
      const sender = await front.window('priya', `/cases/${caseId}`);
      await sender.getByRole('button', { name: 'Hand off' }).click();
      const drawer = sender.getByRole('dialog');
      await drawer.getByLabel('Why is this colleague').fill('She knows cards.');
      await drawer.getByRole('button', { name: 'Offer it' }).click();
      await drawer.getByText('Say this, too.').nth(1).waitFor();
      expect(await drawer.getByText('Say this, too.').count()).toBe(2);
      await drawer.getByRole('button', { name: 'Leave it' }).last().click();
      await sender.getByRole('button', { name: 'Hand off' }).click();
      expect(await drawer.getByLabel('Why is this colleague').inputValue()).toBe('She knows cards.');
      await drawer.getByRole('combobox', { name: 'To whom?' }).fill('Mia');
      await sender.getByRole('option', { name: /^Mia/ }).click();
      await drawer.getByRole('radio', { name: 'Just now' }).check();
      await drawer.getByRole('button', { name: 'Offer it' }).click();
      await sender.getByRole('heading', { name: 'Waits for Mia to accept' }).waitFor();

      const receiver = await front.window('mia', '/cases');
      await receiver.getByRole('button', { name: 'Refuse' }).click();
      await receiver.getByLabel('Why not?').fill('I leave at noon.');
      await receiver.getByRole('dialog').getByRole('button', { name: 'Refuse' }).click();
      await sender.getByText('I leave at noon.').first().waitFor();
      expect((await seen(caseId)).owner.name).toBe('Priya');
      await Promise.all([sender.context().close(), receiver.context().close()]);
    });

    it('promises on the customer’s clock', async () => {
      const caseId = await openCase(priya, { customer: { name: 'Kiri Walker', contact: 'kiri@example.nz', timeZone: 'Pacific/Auckland' } });
      const page = await front.window('priya', `/cases/${caseId}`);
      await page.getByRole('heading', { name: 'Kiri Walker' }).waitFor();
      await page.keyboard.press('b');
      await dialogHasFocus(page);
      await page.keyboard.press('3');
      await page.keyboard.press('Enter');
      await page.getByText('You will be reminded before it is due.').waitFor();
      expect((await seen(caseId)).getBacks).toEqual([{ status: 'MADE', dueLocal: expect.stringMatching(/T10:00$/) }]);
      await page.context().close();
    });

    it('records what the customer said to a colleague; its owner sees it, and what is due stays due', async () => {
      const caseId = await openCase(priya);
      const promise = { caseId, what: 'The refund.', dueAt: new Date(Date.now() + 3_600_000).toISOString() };
      await priya.run('promiseGetBack', promise, 'getBack { id }');
      const due = (await seen(caseId)).getBacks;
      const [owner, colleague] = [await front.window('priya', `/cases/${caseId}`), await front.window('tom', `/cases/${caseId}`)];
      await owner.getByRole('heading', { name: 'What the customer said since' }).waitFor();
      await colleague.getByRole('button', { name: 'Record a message' }).click();
      const dialog = colleague.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Record a message' }).click();
      await dialog.getByText('Say this, too.').nth(1).waitFor();
      expect(await dialog.getByText('Say this, too.').count()).toBe(2);
      await dialog.getByLabel('In their words').fill('Thanks, the letter came.');
      await dialog.getByRole('radio', { name: 'Email' }).check();
      await colleague.keyboard.press('Control+Enter');
      await colleague.getByText('Recorded. Nothing else has changed.').waitFor();
      for (const page of [colleague, owner]) {
        await page.getByText('Thanks, the letter came.').waitFor();
        await page.getByText('The customer said something; what was due before is due as before.').waitFor();
      }
      expect((await seen(caseId)).getBacks).toEqual(due);
      await Promise.all([owner.context().close(), colleague.context().close()]);
    });

    it('solves, asks whether it helped, and says why something cannot be done', async () => {
      const caseId = await openCase(priya);
      const page = await front.window('priya', `/cases/${caseId}`);
      await page.getByRole('button', { name: 'Solved' }).waitFor();
      await page.keyboard.press('m');
      await page.getByLabel('What was done for the customer?').fill('The fee is given back.');
      await page.getByRole('dialog').getByRole('button', { name: 'Solved' }).click();
      await page.getByText('Say this, too.').waitFor();
      await page.getByRole('radio', { name: 'Just now' }).check();
      await page.keyboard.press('Control+Enter');
      await page.locator('article .pill', { hasText: 'Solved' }).waitFor();
      await page.getByText('What cannot be done now, and why').click();
      await page.getByText(/^Solved: .* is solved/).waitFor();
      await page.keyboard.press('o');
      await dialogHasFocus(page);
      await page.keyboard.press('1');
      await page.getByRole('radio', { name: 'Telephone' }).check();
      await page.keyboard.press('Control+Enter');
      await page.locator('article .pill', { hasText: 'It helped' }).waitFor();
      await page.context().close();
    });

    it('masks how a customer is reached until somebody asks, and asks a colleague without moving the case', async () => {
      const caseId = await openCase(priya);
      const page = await front.window('priya', `/cases/${caseId}`);
      await page.getByRole('heading', { name: 'Adele Novak' }).waitFor();
      await page.getByText('•••• 34').waitFor();
      expect(await page.content()).not.toContain('5550');
      const looked = 'Somebody looked up how the customer is reached.';
      expect(await page.getByText(looked).count()).toBe(0);
      await page.keyboard.press('r');
      const number = page.getByRole('link', { name: '+61 2 5550 1234' });
      await number.waitFor();
      expect(await number.getAttribute('href')).toBe('tel:+61255501234');
      await page.getByText(looked).waitFor();
      await page.getByRole('button', { name: 'Ask a colleague' }).click();
      await page.getByRole('combobox', { name: 'Whom?' }).fill('Mia');
      await page.getByRole('option', { name: /^Mia/ }).click();
      await page.getByLabel('What would you like to know?').fill('Was the branch closed all day?');
      await page.keyboard.press('Control+Enter');
      await page.getByText('Mia has not answered yet.').waitFor();
      expect((await seen(caseId)).owner.name).toBe('Priya');
      await page.context().close();
    });

    it('has no fault of accessibility on a case, its drawer and its dialogs, light, dark and narrow', async () => {
      const caseId = await openCase(priya);
      for (const look of [{}, { colorScheme: 'dark' as const }, { width: 390 }]) {
        const page = await front.window('priya', `/cases/${caseId}`, look);
        await page.getByRole('heading', { name: 'Adele Novak' }).waitFor();
        expect({ look, on: 'case', faults: await front.faults(page) }).toEqual({ look, on: 'case', faults: [] });
        for (const name of ['Hand off', 'Promise to get back', 'Solved', 'Honest no']) {
          await page.locator('.bar').getByRole('button', { name }).click();
          await page.getByRole('dialog').locator('form').waitFor();
          expect({ look, on: name, faults: await front.faults(page) }).toEqual({ look, on: name, faults: [] });
          await page.keyboard.press('Escape');
          await page.getByRole('dialog').waitFor({ state: 'detached' });
        }
        await page.context().close();
      }
      expect(front.complaints).toEqual([]);
    });
  },
);
