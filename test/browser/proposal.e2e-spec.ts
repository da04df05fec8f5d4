import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { act, FLOOD, floodOf, propose, readAndCoSign, seenBy } from '../support/acts.js';
import { CONSOLE_IS_READY, ConsoleHouse, dialogHasFocus, WHY_NO_CONSOLE } from '../support/console.js';
import type { HousePerson } from '../support/house.js';

jest.setTimeout(180_000);

const suite = CONSOLE_IS_READY ? describe : describe.skip;

suite(CONSOLE_IS_READY ? 'the page of a proposal' : `the page of a proposal (skipped: ${WHY_NO_CONSOLE})`, () => {
  let front: ConsoleHouse;
  let priya: HousePerson;
  beforeAll(async () => {
    front = await ConsoleHouse.open();
    priya = front.house.person('priya');
  });
  afterAll(() => front.close());

  const reworded = (id: string, expectedRevision: number, whyFair: string) =>
    act(priya, 'amendException', { exceptionId: id, expectedRevision, whyFair });

  it('is changed in place: begins with what stands, says what is wrong at its field, keeps what is typed, and asks for signatures anew', async () => {
    const { id } = await propose(priya, floodOf(150_000));
    await readAndCoSign(front.house.person('tom'), id);
    const signer = await front.window('tom', `/exceptions/${id}`);
    await signer.getByRole('button', { name: 'Take my signature back' }).waitFor();
    const page = await front.window('priya', `/proposals?id=${id}`);
    await page.getByRole('button', { name: 'Suggest a change' }).waitFor();
    await page.keyboard.press('u');
    const dialog = page.getByRole('dialog');
    await dialogHasFocus(page);
    await dialog.getByText('could co-sign this now; after your change', { exact: false }).waitFor();
    expect(await dialog.getByLabel('Why is it fair?').inputValue()).toBe(FLOOD.whyFair);
    expect(await dialog.getByRole('textbox', { name: 'Amount' }).inputValue()).toBe('1500.00');
    await page.keyboard.press('Control+Enter');
    await dialog.getByRole('alert').getByText('This says just what revision 1 says.', { exact: false }).waitFor();
    await dialog.getByLabel('What do you propose?').fill('');
    await page.keyboard.press('Control+Enter');
    await dialog.getByText('Say this, too.').waitFor();
    await dialog.getByLabel('What do you propose?').fill('We give back the fee alone.');
    await dialog.getByRole('textbox', { name: 'Amount' }).fill('a lot');
    await page.keyboard.press('Control+Enter');
    await dialog.locator('input[aria-invalid="true"]').waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Suggest a change' }).click();
    expect(await dialog.getByLabel('What do you propose?').inputValue()).toBe('We give back the fee alone.');
    await dialog.getByRole('textbox', { name: 'Amount' }).fill('1200,50');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Changed. It is revision 2 now.').waitFor();
    await dialog.waitFor({ state: 'detached' });
    await page.locator('ins', { hasText: 'alone' }).waitFor();
    expect(await page.getByText('The text changed while you read it.').count()).toBe(0);
    await signer.getByText('The text changed while you read it.').waitFor();
    await signer.locator('ins', { hasText: '1,200.50' }).waitFor();
    expect(await signer.getByRole('button', { name: 'Sign revision 2' }).isDisabled()).toBe(true);
    await signer.getByRole('button', { name: 'Show revision 2' }).click();
    await signer.getByRole('button', { name: 'Sign revision 2' }).click();
    await signer.getByRole('dialog').getByRole('button', { name: 'Co-sign' }).click();
    await signer.getByText('Signed. It still needs one more signature.').waitFor();
    expect(await seenBy(priya, id)).toMatchObject({ revision: { number: 2 }, coSignatures: [{ state: 'STALE' }, { state: 'GIVEN' }] });
    await Promise.all([page.context().close(), signer.context().close()]);
  });

  it('sends only what was changed, so that what a helper wrote meanwhile stands', async () => {
    const { id } = await propose(priya);
    const page = await front.window('priya', `/proposals?id=${id}`);
    await page.getByRole('button', { name: 'Invite a helper' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Colleague' }).fill('mia');
    await page.getByRole('option', { name: 'Mia' }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Invited. They may change the proposal now.').waitFor();
    await page.getByRole('button', { name: 'Suggest a change' }).click();
    await dialog.getByLabel('What happened?').fill('Her branch was under water for a week.');
    const words = { exceptionId: id, expectedRevision: 1, whyFair: 'Nobody could have paid there.' };
    expect((await act(front.house.person('mia'), 'amendException', words)).userErrors).toEqual([]);
    await dialog.getByText('The text changed while you read it.').waitFor();
    await dialog.getByRole('button', { name: 'Show revision 2' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.press('u');
    expect(await dialog.getByLabel('Why is it fair?').inputValue()).toBe('Nobody could have paid there.');
    expect(await dialog.getByLabel('What happened?').inputValue()).toBe('Her branch was under water for a week.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Changed. It is revision 3 now.').waitFor();
    await page.locator('.fair', { hasText: 'Nobody could have paid there.' }).waitFor();
    await page.context().close();
  });

  it('shows every revision, who wrote it, and what it changed: by arrows, by mouse, and by its link', async () => {
    const { id } = await propose(priya);
    await reworded(id, 1, 'She could not pay there.');
    await reworded(id, 2, 'She could not pay anywhere.');
    const page = await front.window('tom', `/inbox?id=${id}`);
    await page.getByRole('button', { name: 'Show what changed' }).click();
    const shown = page.getByRole('region', { name: 'Revisions' });
    await shown.getByRole('heading', { name: 'Revision 3 of 3: Priya' }).waitFor();
    await shown.locator('ins', { hasText: 'anywhere' }).waitFor();
    await page.keyboard.press('ArrowLeft');
    await shown.getByRole('heading', { name: 'Revision 2 of 3: Priya' }).waitFor();
    await shown.locator('ins', { hasText: 'there' }).waitFor();
    expect(new URL(page.url()).searchParams.get('revision')).toBe('2');
    expect(await front.faults(page)).toEqual([]);
    await page.reload();
    await shown.getByRole('heading', { name: 'Revision 2 of 3: Priya' }).waitFor();
    await shown.getByRole('button', { name: 'The revision before' }).click();
    await shown.getByText('As it was first proposed.', { exact: false }).waitFor();
    await page.keyboard.press('ArrowRight');
    await shown.getByRole('heading', { name: 'Revision 2 of 3: Priya' }).waitFor();
    await shown.getByRole('button', { name: 'Hide what changed' }).click();
    await page.getByRole('button', { name: 'Show what changed' }).waitFor();
    expect(new URL(page.url()).searchParams.has('revision')).toBe(false);
    await page.emulateMedia({ media: 'print' });
    expect(await shown.isVisible()).toBe(false);
    await page.context().close();
  });

  it('names its window, and hands out its link by button and by key', async () => {
    const { id, ref } = await propose(priya, floodOf(1_100));
    const page = await front.window('tom', `/inbox?id=${id}`);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: front.origin });
    const copied = (): Promise<string> => page.evaluate<string>('navigator.clipboard.readText()');
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByText('The link is copied.').waitFor();
    const link = await copied();
    expect(link).toBe(`${front.origin}/exceptions/${id}`);
    await page.goto(`${link}?revision=1`);
    await page.getByRole('button', { name: 'Copy link' }).waitFor();
    expect(await page.title()).toMatch(new RegExp(`^${ref} .+ · Countersign$`));
    await page.keyboard.press('y');
    await page.getByText('The link is copied.').waitFor();
    expect(await copied()).toBe(`${link}?revision=1`);
    await page.goto(`${front.origin}/exceptions/exc_none`);
    await page.getByText('This proposal is not there', { exact: false }).waitFor();
    expect(await page.title()).toBe('Proposal · Countersign');
    await page.context().close();
  });

  it('says calmly that nobody signs their own, and why there is no other button', async () => {
    const { id } = await propose(priya);
    const page = await front.window('priya', `/exceptions/${id}`);
    await page.getByText('This proposal is yours, so a colleague signs it.').waitFor();
    expect(await page.getByRole('button', { name: 'Co-sign' }).count()).toBe(0);
    await page.getByText('What cannot be done now, and why').click();
    await page.getByRole('listitem').filter({ hasText: 'Co-sign: A proposal needs the signature of one more colleague' }).waitFor();
    const peer = await front.window('tom', `/exceptions/${id}`);
    await peer.getByRole('button', { name: 'Co-sign' }).waitFor();
    expect(await peer.getByText('This proposal is yours', { exact: false }).count()).toBe(0);
    await peer.getByText('What cannot be done now, and why').click();
    await peer.getByRole('listitem').filter({ hasText: 'Suggest a change: Only the proposer' }).waitFor();
    expect(await front.faults(peer)).toEqual([]);
    await Promise.all([page.context().close(), peer.context().close()]);
  });

  it('says by when the customer was promised to hear, and by whom it was approved or declined', async () => {
    const { id } = await propose(priya);
    const ofCase = `query ($id: ID!) { exception(id: $id) { case { id } } }`;
    const { exception } = await priya.ask<{ exception: { case: { id: string } } }>(ofCase, { id });
    const page = await front.window('mia', `/exceptions/${id}`);
    await page.getByRole('button', { name: 'Co-sign' }).waitFor();
    expect(await page.locator('dt', { hasText: 'Promised' }).count()).toBe(0);
    const dueAt = new Date(Date.now() + 7_200_000).toISOString();
    await priya.run('promiseGetBack', { caseId: exception.case.id, what: 'An answer.', dueAt }, 'getBack { id }');
    await page.reload();
    await page.locator('dd', { hasText: /Due in \d+ (hours|minutes)/ }).waitFor();
    await readAndCoSign(front.house.person('tom'), id);
    await page.locator('.banner', { hasText: /^Approved by Tom\b.*, .*(now|ago)[.]$/ }).waitFor();
    expect(await front.faults(page)).toEqual([]);
    const no = await propose(priya);
    const objection = { exceptionId: no.id, digest: no.revision.digest, reason: 'Told twice.' };
    for (const who of ['tom', 'renee']) await act(front.house.person(who), 'objectToException', objection);
    await page.goto(new URL(`/exceptions/${no.id}`, page.url()).href);
    await page.locator('.banner', { hasText: /^Declined: Tom\b.* and Renee\b.* objected, .*(now|ago)[.]$/ }).waitFor();
    await page.context().close();
  });

  it('is withdrawn with a reason that whoever reads it sees', async () => {
    const { id } = await propose(priya);
    const reader = await front.window('mia', `/exceptions/${id}`);
    await reader.getByRole('button', { name: 'Co-sign' }).waitFor();
    const page = await front.window('priya', `/proposals?id=${id}`);
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByRole('dialog').getByLabel('Why do you withdraw it?').fill('She was paid by the insurer.');
    await page.keyboard.press('Control+Enter');
    await reader.locator('.banner', { hasText: 'Priya withdrew it' }).getByText('She was paid by the insurer.').waitFor();
    await Promise.all([page.context().close(), reader.context().close()]);
  });

  it('is carried out under a reference that stands there; and stopped by two admins, each with a reason', async () => {
    const [paid, feared] = [await propose(priya), await propose(priya)];
    for (const { id } of [paid, feared]) await readAndCoSign(front.house.person('tom'), id);
    const owner = await front.window('priya', `/exceptions/${paid.id}`);
    await owner.getByRole('button', { name: 'Carried out' }).click();
    await owner.getByRole('dialog').getByLabel('Reference of the payment or deed').fill('PAY-2077');
    await owner.keyboard.press('Control+Enter');
    await owner.locator('dd', { hasText: 'PAY-2077' }).waitFor();
    const first = await front.window('wei', `/exceptions/${feared.id}`);
    await first.getByRole('button', { name: 'Stop' }).click();
    const dialog = first.getByRole('dialog');
    await first.keyboard.press('Control+Enter');
    await dialog.getByText('Say this, too.').waitFor();
    await dialog.getByLabel('Why must it be stopped?').fill('Her account was taken over.');
    await first.keyboard.press('Control+Enter');
    const asked = '.banner:has-text("Wei asks to stop this.")';
    await first.locator(asked).getByText('Her account was taken over.').waitFor();
    await first.getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
    await first.getByText('What cannot be done now, and why').click();
    await first.getByRole('listitem').filter({ hasText: 'Stop: Stopping a remedy takes two admins' }).waitFor();
    const second = await front.window('ana', `/exceptions/${feared.id}`);
    await second.locator(asked).waitFor();
    await second.getByRole('button', { name: 'Stop' }).click();
    await second.getByLabel('Why must it be stopped?').fill('The police confirm it.');
    await second.keyboard.press('Control+Enter');
    await second.getByText('Stopped.', { exact: true }).waitFor();
    await first.locator('.banner', { hasText: 'Ana and another admin stopped it' }).getByText('The police confirm it.').waitFor();
    await Promise.all([owner, first, second].map((page) => page.context().close()));
  });

  it('complained of nothing on the way', () => expect(front.complaints).toEqual([]));
});

suite('a proposal that a policy has come to allow', () => {
  let front: ConsoleHouse;
  beforeAll(async () => {
    front = await ConsoleHouse.open({ workers: 0 }); // a worker would be faster than its owner
  });
  afterAll(() => front.close());

  it('is ended with a yes by its owner, without a signature', async () => {
    const priya = front.house.person('priya');
    const { id } = await propose(priya, floodOf(4_200, 'courier-delay'));
    await allow('courier-delay', 4_200);
    const page = await front.window('priya', `/exceptions/${id}`);
    await page.getByRole('button', { name: 'Policy allows it' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Policy allows it' }).click();
    await page
      .locator('.banner')
      .getByRole('link', { name: /Late couriers/ })
      .waitFor();
    expect(await seenBy(priya, id)).toMatchObject({ status: 'COVERED' });
    expect(front.complaints).toEqual([]);
    await page.context().close();
  });

  /** A policy in force from now on, by two reviewers. */
  async function allow(cause: string, amountMinor: number): Promise<void> {
    const [renee, omar] = [front.house.person('renee'), front.house.person('omar')];
    const conditions = { causes: [cause], amountUpTo: { amountMinor, currency: 'AUD' } };
    const drafted = await renee.run<{ policyVersion: { id: string } }>(
      'draftPolicy',
      { title: 'Late couriers', text: 'We give back what they cost.', conditions },
      'policyVersion { id }',
    );
    const policyVersionId = drafted.policyVersion.id;
    await renee.run('proposePolicyVersion', { policyVersionId }, 'policyVersion { id }');
    const { userErrors } = await omar.run<{ userErrors: object[] }>('activatePolicyVersion', { policyVersionId }, 'policyVersion { id }');
    expect(userErrors).toEqual([]);
  }
});
