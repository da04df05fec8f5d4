import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { openCase, propose, readAndCoSign } from '../support/acts.js';
import { CONSOLE_IS_READY, ConsoleHouse, dialogHasFocus, WHY_NO_CONSOLE } from '../support/console.js';
import { Fingers } from '../support/fingers.js';
import type { HousePerson } from '../support/house.js';

jest.setTimeout(180_000);

const HOUR_MS = 3_600_000;
const suite = CONSOLE_IS_READY ? describe : describe.skip;

suite(
  CONSOLE_IS_READY ? 'promises, follow-ups, thanks, insights' : `promises, follow-ups, thanks, insights (skipped: ${WHY_NO_CONSOLE})`,
  () => {
    let front: ConsoleHouse;
    let priya: HousePerson;

    beforeAll(async () => {
      front = await ConsoleHouse.open();
      priya = front.house.person('priya');
    });
    afterAll(() => front.close());

    const promise = async (caseId: string, what: string, inMs: number) =>
      priya.run('promiseGetBack', { caseId, what, dueAt: new Date(Date.now() + inMs).toISOString() }, 'getBack { id }');

    it('lists every open promise with how long is left, and closes the chosen one with a key and the words', async () => {
      const caseId = await openCase(priya);
      await promise(caseId, 'Whether the fee is given back', HOUR_MS / 3);
      await promise(caseId, 'The new date in writing', 72 * HOUR_MS);
      const page = await front.window('priya', '/cases');
      const fingers = new Fingers(page);
      await page.getByText('Told ', { exact: false }).first().waitFor();
      await fingers.press('g', 'p');
      await page.getByRole('heading', { name: 'Promises', level: 1 }).waitFor();
      await page.locator('.pill[data-tone=waiting]', { hasText: /Due in (20|1\d) minutes/ }).waitFor();
      await page.getByRole('heading', { name: /^Later \([12]\)$/ }).waitFor(); // shortly before midnight the first one is due tomorrow, too
      await page.locator('nav.rail a[href="/promises"] .count', { hasText: '1' }).waitFor();
      await page.getByRole('button', { name: 'Call now' }).first().click();
      await page.getByText('+61 2 5550 1234').waitFor();
      await fingers.press('m');
      await dialogHasFocus(page);
      await page.keyboard.press('Control+Enter');
      await page.getByText('Say this, too.').waitFor();
      await fingers.type('Yes, today.');
      await page.keyboard.press('Control+Enter');
      await page.getByText('the customer heard from you').waitFor();
      await page.getByText('Whether the fee is given back').waitFor({ state: 'detached' });
      await page.getByText('The new date in writing').waitFor();
      await page.context().close();
    });

    it('asks whether it helped once its day has come, and tells how often it was tried', async () => {
      const caseId = await openCase(priya);
      const said = { caseId, solution: 'The fee is given back.', customerToldAt: new Date().toISOString() };
      await priya.run('solveCase', said, 'case { id }');
      const page = await front.window('priya', '/follow-ups');
      await page.getByText('Nobody is to be asked now.').waitFor();
      await page.getByRole('heading', { name: 'Later' }).waitFor();
      await page.clock.install({ time: Date.now() + 60 * 24 * HOUR_MS }); // the clock of the page alone: what is due is shown by it, decided by none
      await page.reload();
      await page.getByRole('button', { name: 'What did they say?' }).click();
      await page.getByRole('radio', { name: /Not reached/ }).check();
      await page.getByRole('radio', { name: 'Telephone' }).check();
      await page.keyboard.press('Control+Enter');
      await page.getByText('Tried once.', { exact: false }).waitFor();
      await page.context().close();
    });

    it('says thanks in public, from what somebody did or freely, and leaves out who does not want to be named', async () => {
      const { id } = await propose(priya);
      await readAndCoSign(front.house.person('tom'), id);
      const page = await front.window('priya', '/thanks');
      await page.getByRole('heading', { name: 'Tom stood behind your proposal' }).waitFor();
      await page.locator('.card').getByRole('button', { name: 'Say thanks' }).click();
      await page.getByRole('dialog').getByLabel('For what?').fill('Tom read it within a minute.');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('article').getByText('Tom read it within a minute.').waitFor();
      await page.locator('.card').waitFor({ state: 'detached' }); // its button has the same name
      await page.getByRole('button', { name: 'Say thanks' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Say thanks' }).click();
      await page.getByRole('alert').getByText('Not done yet.').waitFor();
      await page.getByRole('dialog').getByRole('button', { name: 'Leave it' }).last().click();
      const thanked = await front.window('tom', '/thanks');
      await thanked.getByRole('article').getByText('Priya thanks Tom').waitFor();
      await thanked.getByRole('switch', { name: 'I may be named in public thanks' }).click();
      await thanked.getByText('You are not named any more.').waitFor();
      await thanked.getByText('Priya thanks Tom').waitFor({ state: 'detached' });
      await Promise.all([page.context().close(), thanked.context().close()]);
    });

    it('shows figures with how they were counted, as bars or as a table, and no person', async () => {
      const page = await front.window('priya', '/insights');
      await page.getByRole('heading', { name: 'Promises kept' }).waitFor();
      await page.getByText('Not enough data yet', { exact: false }).first().waitFor();
      await page.getByRole('radio', { name: '365 days' }).check();
      await page.getByRole('switch', { name: 'Show as table' }).click();
      await page.getByRole('heading', { name: 'By team' }).waitFor();
      expect(
        await page
          .getByRole('main')
          .getByText(/Priya|Tom/)
          .count(),
      ).toBe(0);
      await page.context().close();
    });

    it('has no fault of accessibility on these pages, light, dark and narrow', async () => {
      await promise(await openCase(priya), 'An answer', HOUR_MS);
      for (const look of [{}, { colorScheme: 'dark' as const }, { width: 390 }]) {
        const page = await front.window('priya', '/cases', look);
        for (const path of ['/cases', '/promises', '/follow-ups', '/thanks', '/insights']) {
          await page.goto(`${front.origin}${path}`);
          await page.getByRole('heading', { level: 1 }).waitFor();
          await page.waitForLoadState('networkidle').catch(() => undefined);
          expect({ look, path, faults: await front.faults(page) }).toEqual({ look, path, faults: [] });
        }
        await page.context().close();
      }
      expect(front.complaints).toEqual([]);
    });
  },
);
