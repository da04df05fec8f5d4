import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { openCase, propose } from '../support/acts.js';
import { CONSOLE_IS_READY, ConsoleHouse, WHY_NO_CONSOLE } from '../support/console.js';

jest.setTimeout(300_000);

(CONSOLE_IS_READY ? describe : describe.skip)(`who else has it open${CONSOLE_IS_READY ? '' : ` (skipped: ${WHY_NO_CONSOLE})`}`, () => {
  let front: ConsoleHouse;
  beforeAll(async () => {
    front = await ConsoleHouse.open();
  });
  afterAll(() => front?.close());

  it('is said beside a proposal: who reads, who is about to co-sign, and nobody once they left', async () => {
    const { id } = await propose(front.house.person('priya'));
    const mia = await front.window('mia', `/exceptions/${id}`);
    const there = mia.locator('.present');
    await mia.locator('#proposal').waitFor();
    expect(await there.innerText()).toBe('');
    const tom = await front.window('tom', `/exceptions/${id}`);
    await there.getByText('Tom is reading').waitFor();
    await tom.locator('.present').getByText('Mia is reading').waitFor();
    await tom.keyboard.press('c');
    await tom.getByRole('dialog').waitFor();
    await there.getByText('Tom is about to co-sign').waitFor();
    expect(await front.faults(mia)).toEqual([]);
    await tom.keyboard.press('Escape');
    await there.getByText('Tom is reading').waitFor();
    await tom.context().close();
    await there.getByText('Tom').waitFor({ state: 'detached' });
    await mia.context().close();
  });

  it('is said beside a case', async () => {
    const caseId = await openCase(front.house.person('priya'));
    const [priya, tom] = [await front.window('priya', `/cases/${caseId}`), await front.window('tom', `/cases/${caseId}`)];
    await priya.locator('.present').getByText('Tom is reading').waitFor();
    await tom.goto(`${front.origin}/inbox`);
    await priya.locator('.present').getByText('Tom').waitFor({ state: 'detached' });
    expect(front.complaints).toEqual([]);
    await Promise.all([priya.context().close(), tom.context().close()]);
  });
});
