import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { floodOf, propose, readAndCoSign } from '../support/acts.js';
import { CONSOLE_IS_READY, ConsoleHouse, WHY_NO_CONSOLE } from '../support/console.js';

jest.setTimeout(180_000);

const suite = CONSOLE_IS_READY ? describe : describe.skip;

suite(CONSOLE_IS_READY ? 'how the house is run' : `how the house is run (skipped: ${WHY_NO_CONSOLE})`, () => {
  let front: ConsoleHouse;
  beforeAll(async () => {
    front = await ConsoleHouse.open();
  });
  afterAll(() => front.close());

  it('finds precedents by the slash, whatever is written', async () => {
    const { id, ref } = await propose(front.house.person('priya'), floodOf(18_000));
    await readAndCoSign(front.house.person('tom'), id);
    await front.gathered(id);
    const page = await front.window('jack', '/inbox');
    await page.keyboard.press('/');
    await page.getByRole('heading', { name: 'Precedents' }).waitFor();
    await page.getByLabel('What happened?').fill('branch under watr');
    await page.locator('.precedent', { hasText: ref }).waitFor({ timeout: 30_000 });
    await page.getByLabel('Remedy').selectOption('REFUND');
    await page.getByLabel('What the review said').selectOption('NOT_AGAIN');
    await page.getByText('Nothing like it was approved.').waitFor();
    await page.context().close();
  });

  it('changes the limits by two admins, and says whom they would leave', async () => {
    const page = await front.window('wei', '/guardrails');
    await page.getByText(/could co-sign: enough/).waitFor();
    await page.getByRole('button', { name: 'Propose other limits' }).click();
    await page.getByRole('button', { name: 'Add a cap' }).click();
    await page.locator('.limits').last().getByLabel(/Up to/).fill('500');
    await page.getByRole('button', { name: 'Propose', exact: true }).click();
    await page.getByText('Another admin can put them in force.').waitFor();
    await page.getByRole('button', { name: 'Put it in force' }).click();
    await page
      .getByRole('alert')
      .getByText(/another admin/i)
      .waitFor();
    const second = await front.window('ana', '/guardrails');
    await second.getByRole('button', { name: 'Put it in force' }).click();
    await second.getByText('These limits hold from now on.').waitFor();
    await second.getByText(/500\.00: what one person proposes in a day/).waitFor();
    await Promise.all([page.context().close(), second.context().close()]);
  });

  it('adds somebody, sends them away, and shows what they still own', async () => {
    const page = await front.window('wei', '/people');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').getByText('Not saved yet.').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Bo Larsen');
    await page.getByLabel('Short name').fill('bo');
    await page.getByLabel('Mail address').fill('bo@example.org');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Bo Larsen' }).waitFor();
    await page.getByText('No open case').waitFor();
    await page.getByRole('button', { name: 'They have left' }).click();
    await page.getByRole('button', { name: 'They are back' }).waitFor();
    await page.context().close();
  });

  it('reads people from a file: every fault by its line, then all of it', async () => {
    const page = await front.window('wei', '/people');
    const send = async (text: string): Promise<void> => {
      await page.locator('input[type=file]').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
      await page.getByRole('dialog').getByRole('button', { name: 'Try it' }).click();
    };
    await page.getByRole('button', { name: 'Import' }).click();
    await send('handle,name,email\nkim,Kim,\nUPPER,Up,up@example.org\n');
    await page.getByText('Line 2').first().waitFor();
    await page.getByText('Line 3').first().waitFor();
    await send('handle,name,email,facesCustomers\nkim,Kim Ito,kim@example.org,yes\n');
    await page.getByText(/1 new, 0 changed/).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Do it' }).click();
    await page.getByText('Done: 1 new').waitFor();
    await page.context().close();
  });

  it('shows the secret of a token once, and takes it back', async () => {
    const page = await front.window('wei', '/tokens');
    await page.getByRole('button', { name: 'Make a token' }).click();
    await page.getByRole('alert').getByText('Not made yet.').waitFor();
    await page.getByLabel('What is it for?').fill('Payments read what was approved');
    await page.getByRole('button', { name: 'Make a token' }).click();
    await page.locator('code.secret').waitFor();
    expect((await page.locator('code.secret').innerText()).length).toBeGreaterThan(30);
    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.locator('code.secret').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('has no fault of accessibility, light and dark, wide and narrow, and no page of admins for agents', async () => {
    const paths = ['/precedents', '/people', '/people?id=per_tom', '/guardrails', '/signals', '/tokens', '/ops'];
    for (const look of [{}, { colorScheme: 'dark' as const }, { width: 390 }]) {
      const page = await front.window('ana', '/inbox', look);
      for (const path of paths) {
        await page.goto(`${front.origin}${path}`);
        await page.getByRole('heading', { level: 1 }).first().waitFor();
        await page.waitForLoadState('networkidle').catch(() => undefined);
        expect({ path, look, faults: await front.faults(page) }).toEqual({ path, look, faults: [] });
      }
      await page.context().close();
    }
    const agent = await front.window('tom', '/inbox');
    for (const path of ['/people', '/guardrails', '/signals', '/tokens', '/ops']) {
      expect(await agent.locator(`nav.rail a[href="${path}"]`).count()).toBe(0);
    }
    await agent.context().close();
    expect(front.complaints.filter((line) => !line.includes('422'))).toEqual([]); // 422: the file with faults
  });
});
