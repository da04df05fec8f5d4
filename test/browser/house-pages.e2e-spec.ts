import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { floodOf, openCase, propose, readAndCoSign } from '../support/acts.js';
import { eventually } from '../support/eventually.js';
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
    const CUT = `[...document.querySelectorAll('.limits .mantine-Button-label')].filter((one) => one.scrollWidth > one.clientWidth).length`;
    expect(await page.evaluate<number>(CUT)).toBe(0);
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
    await second.locator('summary', { hasText: 'Version 1' }).waitFor();
    const inForce = second.locator('section', { hasText: /Version 2 · in force/ });
    await inForce.getByText(/500\.00: what one person proposes in a day/).waitFor();
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

  it('shows before somebody leaves what their customers were promised, the soonest due first', async () => {
    const sam = front.house.person('sam');
    const caseId = await openCase(sam);
    for (const [what, hours] of [
      ['The new date in writing', 72],
      ['Whether the fee is given back', 2],
    ] as const)
      await sam.run('promiseGetBack', { caseId, what, dueAt: new Date(Date.now() + hours * 3_600_000).toISOString() }, 'getBack { id }');
    const page = await front.window('wei', '/people?id=per_sam');
    await page.getByText('One open case, 2 promises to keep').waitFor();
    const promised = page.locator('li', { has: page.locator('time') });
    expect((await promised.allInnerTexts()).map((text) => /fee|date/.exec(text)?.[0])).toEqual(['fee', 'date']);
    expect(await front.faults(page)).toEqual([]);
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

  it('says in German what is wrong in a file of people to who reads German', async () => {
    const page = await front.window('wei', '/people', { locale: 'de-DE' });
    await page.getByRole('button', { name: 'Einlesen' }).click();
    const buffer = Buffer.from('handle,name,email,hat\nnoor,Noor,noor@bank.example,blue\n');
    await page.locator('input[type=file]').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer });
    await page.getByRole('button', { name: 'Prüfen' }).click();
    await page.getByRole('cell', { name: /„hat“ ist keine Spalte[.] Es gibt: / }).waitFor();
    await page.context().close();
  });

  it('shows the secret of a token once, lists who made it and when it was last used, and takes it back from its row', async () => {
    const page = await front.window('wei', '/tokens');
    await page.getByText('No token works.').waitFor();
    await page.getByRole('button', { name: 'New token' }).click();
    await page.getByRole('button', { name: 'Make a token' }).click();
    await page.getByRole('alert').getByText('Not made yet.').waitFor();
    await page.getByLabel('What is it for?').fill('Payments read what was approved');
    await page.getByRole('button', { name: 'Make a token' }).click();
    await page.locator('code.secret').waitFor();
    expect((await page.locator('code.secret').innerText()).length).toBeGreaterThan(30);
    const secret = await page.locator('code.secret').innerText();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: front.origin });
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByText('The token is copied.').waitFor();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(secret);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await page.locator('code.secret').waitFor({ state: 'detached' });
    const row = page.locator('article.item', { hasText: 'Payments read what was approved' });
    await row.getByText('never used').waitFor();
    await row.getByText(/Made by Wei/).waitFor();
    await front.house.holder(secret).ask('{ me { id } }');
    const uses = () => front.house.ground.rows('SELECT 1 FROM api_tokens WHERE last_used_at IS NOT NULL');
    await eventually(uses, ({ length }) => length === 1);
    await front.house.ground.admin.query(`UPDATE api_tokens SET last_used_at = house_now() - interval '3 days'`);
    await page.reload();
    await row.getByText('last used 3 days ago').waitFor();
    await row.getByRole('button', { name: /back/ }).click();
    await page
      .getByRole('dialog')
      .getByText(/last used 3 days ago/)
      .waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click();
    await row.waitFor({ state: 'detached' });
    await page.getByRole('switch', { name: 'Also those that ended' }).check();
    await row.getByText(/Taken back/).waitFor();
    const { errors } = await front.house.holder(secret).send('{ me { id } }');
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    await page.context().close();
  });

  it('shows the figures of the machinery, and what changes, while somebody looks', async () => {
    const page = await front.window('wei', '/ops');
    await page.getByText(/At head: \d+ migrations ran/).waitFor();
    await page.getByText(/Countersign 0\.1\.0 · Node/).waitFor();
    await page.getByText(/Proved /).waitFor();
    await front.house.ground.admin.query(
      `INSERT INTO job_starts (kind, id, generation, starts, parked_at) VALUES ('send-mail', 'ntc_x', 1, 10, clock_timestamp())`,
    );
    await page.getByRole('row', { name: /^send-mail/ }).waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'audit.jsonl.gz' }).click()]);
    expect(gunzipSync(readFileSync(await file.path())).toString()).toContain('{"kind":"export"');
    await page.context().close();
    const agent = await front.window('tom', '/ops');
    await agent.getByText('All is well').waitFor();
    expect(await agent.getByText('At head').count()).toBe(0);
    expect(await agent.getByRole('link', { name: 'audit.jsonl.gz' }).count()).toBe(0);
    await agent.context().close();
  });

  it('leads to the queues, which ask nothing of anybody else', async () => {
    const page = await front.window('wei', '/ops');
    const before = front.asked.length;
    await page.getByRole('link', { name: 'Look at them one by one' }).click();
    await page.getByText('route-review').first().waitFor();
    await page.getByText('route-review').first().click();
    await page.waitForURL(/\/ops\/queues\/queue\/route-review/);
    await page.waitForLoadState('networkidle');
    const asked = front.asked.slice(before);
    expect(asked.some((url) => url.includes('/ops/queues/api/queues'))).toBe(true);
    expect(asked.filter((url) => !url.startsWith(front.origin) && !url.startsWith('data:'))).toEqual([]);
    expect(front.complaints.filter((line) => !line.includes('422'))).toEqual([]);
    await page.context().close();
  });

  it('makes a team, names it, and puts somebody into it', async () => {
    const page = await front.window('wei', '/people');
    await page.getByRole('button', { name: 'Teams' }).click();
    await page.getByRole('button', { name: 'New team' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Night desk');
    await page.getByRole('dialog').getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('button', { name: 'Rename: Night desk' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Late desk');
    await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('button', { name: 'Rename: Late desk' }).waitFor();
    await page.getByText('nobody').waitFor();
    await page.goto(`${front.origin}/people?id=per_jack`);
    await page.getByLabel('Team').selectOption('Late desk');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('a.row', { hasText: 'Late desk' }).waitFor();
    await page.context().close();
  });

  it('links two accounts by two admins', async () => {
    const page = await front.window('wei', '/people?id=teams');
    await page.getByRole('button', { name: 'Link two accounts' }).click();
    const dialog = page.getByRole('dialog');
    for (const [label, name] of [
      ['One account', 'Noor'],
      ['The other account', 'Sam'],
    ] as const) {
      await dialog.getByLabel(label).fill(name);
      await page.getByRole('option', { name }).click();
    }
    await dialog.getByLabel('How do you know?').fill('One badge, two accounts.');
    await dialog.getByRole('button', { name: 'Say so' }).click();
    await page.getByText('waits for another admin').waitFor();
    const second = await front.window('ana', '/people?id=teams');
    await second.getByRole('button', { name: 'Confirm it' }).click();
    await second.getByText(/Ana confirmed it/).waitFor();
    await Promise.all([page.context().close(), second.context().close()]);
  });

  it('lets whoever signed say that it was not them, and two admins settle it', async () => {
    const { id } = await propose(front.house.person('jack'), floodOf(20_000));
    await readAndCoSign(front.house.person('lachlan'), id);
    const page = await front.window('lachlan', `/exceptions/${id}`);
    await page.getByRole('button', { name: 'That was not me' }).click();
    await page.getByRole('button', { name: 'It was not me' }).click();
    await page.getByRole('link', { name: 'Sign in', exact: true }).waitFor();
    for (const [handle, words] of [
      ['wei', 'Another admin who says the same settles it.'],
      ['ana', 'The signature of Lachlan was forged'],
    ] as const) {
      const admin = await front.window(handle, `/exceptions/${id}`);
      await admin.getByText('Lachlan says: that was not me').waitFor();
      await admin.getByRole('button', { name: 'It is forged' }).click();
      await admin.getByLabel('What did you ask, and whom?').fill('Lachlan was on leave.');
      await admin.getByRole('dialog').getByRole('button', { name: 'It is forged' }).click();
      await admin.getByText(words).first().waitFor();
      await admin.context().close();
    }
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
    await agent.goto(`${front.origin}/signals`);
    await agent.getByRole('alert').waitFor();
    expect(await agent.getByRole('button', { name: 'Try again' }).count()).toBe(0);
    await agent.context().close();
    expect(front.complaints.filter((line) => !line.includes('422'))).toEqual([]); // 422: the file with faults
  });
});
