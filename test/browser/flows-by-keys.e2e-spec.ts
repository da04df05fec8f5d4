import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { FLOOD, floodOf, openCase, policyInForce, propose, readAndCoSign, seenBy } from '../support/acts.js';
import { CONSOLE_IS_READY, ConsoleHouse, dialogHasFocus, WHY_NO_CONSOLE } from '../support/console.js';
import { eventually } from '../support/eventually.js';
import { counting, Fingers, heard } from '../support/fingers.js';
import type { HousePerson } from '../support/house.js';
import { has, hasNo, shows, since, watch, within } from '../support/paints.js';

jest.setTimeout(180_000);

const suite = CONSOLE_IS_READY ? describe : describe.skip;
/** How long fingers rest before the console asks; see use-still.ts. */
const STILL_MS = 300;
const DIALOG = '[role=dialog]';
const REVIEW_ROW = 'section[aria-labelledby=panes] a.row[href^="/reviews"]';

/**
 * The five flows as people at the keyboard walk them, with the keyboard alone: each key that is no letter of a word is counted, and more of them than
 * promised are an error.
 * How long the screens take is printed, with what they may take; see paints.ts.
 */
suite(CONSOLE_IS_READY ? 'the five flows by keys' : `the five flows by keys (skipped: ${WHY_NO_CONSOLE})`, () => {
  let front: ConsoleHouse;
  let priya: HousePerson;

  beforeAll(async () => {
    front = await ConsoleHouse.open();
    priya = front.house.person('priya');
  });
  afterAll(() => front.close());

  const heading = (page: Page, name: RegExp | string) => page.getByRole('heading', { name }).first().waitFor();
  /** A window that counts the clicks that reach it. */
  const window = (handle: string, path: string): Promise<Page> => front.window(handle, path, counting('pointerdown'));
  const close = async (...pages: readonly Page[]): Promise<void> => {
    for (const page of pages) {
      expect(await heard(page)).toBe(0);
      await page.context().close();
    }
  };
  /** Whether something is on the first screen, without scrolling. */
  const isInSight = async (page: Page, text: string): Promise<boolean> => {
    const box = await page.getByText(text).first().boundingBox();
    return box !== null && box.y >= 0 && box.y + box.height <= 800;
  };
  const approved = async (cause: string, amountMinor: number): Promise<{ id: string; ref: string }> => {
    const exception = await propose(priya, floodOf(amountMinor, cause));
    await readAndCoSign(front.house.person('mia'), exception.id);
    return exception;
  };

  it('co-sign: two keys, and the next one is chosen; the proposer sees it', async () => {
    const [first, second] = [await propose(priya, floodOf(1_000)), await propose(priya, floodOf(1_100))];
    const proposer = await window('priya', `/proposals?id=${first.id}`);
    await proposer.locator('article .pill', { hasText: 'Needs one more signature' }).waitFor();
    const signer = await window('tom', '/inbox');
    await heading(signer, new RegExp(first.ref));
    await signer.locator('.bar').getByRole('button', { name: 'Co-sign' }).waitFor();
    const fingers = new Fingers(signer);
    const asks = await watch(signer, has(DIALOG));
    await fingers.press('c');
    const asked = await asks();
    await signer.getByRole('dialog').locator('button:focus', { hasText: 'Co-sign' }).waitFor();
    const [goes, confirms] = [await watch(signer, hasNo(DIALOG)), await watch(signer, shows('Signed, and approved.'))];
    const tells = await watch(proposer, `document.querySelector('article .pill')?.textContent.includes('Approved')`, 'nothing');
    await fingers.press('Enter');
    const [signed, confirmed, told] = await Promise.all([goes(), confirms(), tells()]);
    await heading(signer, new RegExp(second.ref));
    await signer.locator(`a.row[aria-current][href*="${second.id}"]`).waitFor();
    await signer.locator(`a.row[href*="${first.id}"]`).waitFor({ state: 'detached' });
    expect(fingers.keys).toBe(2);
    expect(await seenBy(priya, first.id)).toMatchObject({ status: 'APPROVED', coSignatures: [{ signer: { name: 'Tom' } }] });
    within('co-sign, its confirmation', since(asked, asked), 100);
    within('co-sign, on the screen', since(signed, signed), 100);
    within('co-sign, confirmed by the service', since(confirmed, confirmed), 300);
    within('co-sign, on the screen of the proposer', since(signed, told), 1_000);
    await close(proposer, signer);
  });

  it('propose: five Tabs, the words, and one key to send', async () => {
    const ivy = front.house.person('ivy');
    const like = await approved('branch-flood', 18_000);
    await front.gathered(like.id);
    await policyInForce(front.house, 'Floods', 'branch-flood');
    const caseId = await openCase(ivy, { need: 'The branch was closed by the flood, and I was charged.' });
    const page = await window('ivy', `/inbox`);
    const fingers = new Fingers(page);
    await fingers.press('n');
    await page.locator('#propose-caseId:focus').waitFor();
    await page.locator(`#propose-caseId option[value="${caseId}"]`).waitFor({ state: 'attached' });
    const then = async (field: string, words?: string): Promise<void> => {
      await fingers.press('Tab');
      await page.locator(`#propose-${field}:focus`).waitFor();
      if (words) await fingers.type(words);
    };
    await then('whatHappened');
    const finds = await watch(page, has('.precedent'));
    await fingers.type(FLOOD.whatHappened);
    const found = await finds();
    await then('policyVersionId');
    await then('whatWeDo', FLOOD.whatWeDo);
    await then('amountMinor', '200');
    await then('whyFair', FLOOD.whyFair);
    const proposes = await watch(page, `${has('button[data-loading]')} || ${shows('is proposed')}`);
    await fingers.press('Control+Enter');
    const sent = await proposes();
    await page.getByText(/EX-\d+ is proposed/).waitFor();
    expect(fingers.keys).toBeLessThanOrEqual(7);
    within('propose, like cases once the fingers rest', since(found, found) - STILL_MS, 150);
    within('propose, on the screen', since(sent, sent), 100);
    await close(page);
  });

  it('hand off: twelve keys and the words; the receiver is told, accepts with one key, and finds it all on the first screen', async () => {
    const caseId = await openCase(priya);
    const receiver = await window('sam', '/cases');
    await heading(receiver, 'My cases');
    const sender = await window('priya', `/cases/${caseId}`);
    await heading(sender, 'Adele Novak');
    const fingers = new Fingers(sender);
    await fingers.press('h');
    await sender.locator('input[role=combobox]:focus').waitFor();
    await fingers.type('Sam');
    await sender.getByRole('option', { name: /^Sam/ }).waitFor();
    await fingers.press('Enter', 'Tab');
    await fingers.type('He knows floods.');
    await fingers.press('Tab', 'Space', 'Tab', 'Tab', 'End');
    await fingers.type(' She wants it back today.');
    const [goes, tells] = [
      await watch(sender, shows('It stays yours until it is accepted.')),
      await watch(receiver, shows('Priya offers you Adele Novak'), 'nothing'),
    ];
    await fingers.press('Control+Enter');
    const [offered, told] = await Promise.all([goes(), tells()]);
    expect(fingers.keys).toBeLessThanOrEqual(12);
    within('hand-off, the receiver is told', since(offered, told), 1_000);

    const hands = new Fingers(receiver);
    const accepts = await watch(receiver, shows('Recap from Priya'));
    await hands.press('Enter');
    const accepted = await accepts();
    await receiver.waitForURL(`**/cases/${caseId}`);
    await heading(receiver, 'Recap from Priya');
    expect(hands.keys).toBe(1);
    for (const text of ['My branch was under water', '•••• 34', 'What happened to it', 'She wants it back today.'])
      expect({ text, isInSight: await isInSight(receiver, text) }).toEqual({ text, isInSight: true });
    within('hand-off, the first screen of the receiver', since(accepted, accepted), 1_000);
    await sender.getByText('Owned by Sam').waitFor();
    await close(sender, receiver);
  });

  it('promise: three keys, and M with the words to close it', async () => {
    const caseId = await openCase(priya);
    const page = await window('priya', `/cases/${caseId}`);
    await heading(page, 'Adele Novak');
    const fingers = new Fingers(page);
    await fingers.press('b');
    await dialogHasFocus(page);
    await fingers.press('1');
    await page.getByRole('radio', { name: /In 1 h/, checked: true }).waitFor();
    const promises = await watch(page, shows('You will be reminded before it is due.'));
    await fingers.press('Enter');
    const promised = await promises();
    expect(fingers.keys).toBe(3);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await fingers.press('g', 'p');
    await page.locator('.item[data-chosen]').waitFor();
    const hands = new Fingers(page);
    await hands.press('m');
    await dialogHasFocus(page);
    await hands.type('It is paid back.');
    const keeps = await watch(page, shows('the customer heard from you'));
    await hands.press('Control+Enter');
    const kept = await keeps();
    expect(hands.keys).toBe(2);
    const stands = await priya.ask(`query ($id: ID!) { customerCase(id: $id) { getBacks { status whatWasSaid } } }`, { id: caseId });
    expect(stands).toEqual({ customerCase: { getBacks: [{ status: 'KEPT', whatWasSaid: 'It is paid back.' }] } });
    within('promise, on the screen', since(promised, promised), 1_000);
    within('promise, kept', since(kept, kept), 1_000);
    await close(page);
  });

  it('review: one key keeps a one-off, and six with the text make it policy', async () => {
    const CAUSE = 'closed-road';
    const single = await approved('late-delivery', 2_000);
    for (const amount of [18_000, 22_000]) await approved(CAUSE, amount);
    await eventually(
      () => front.house.person('omar').ask<{ patterns: { nodes: { cause: string }[] } }>('{ patterns(first: 20) { nodes { cause } } }'),
      ({ patterns }) => patterns.nodes.some(({ cause }) => cause === CAUSE),
      30_000,
    );
    const page = await window('renee', '/inbox');
    const reading = await window('omar', '/reviews');
    await reading.locator(REVIEW_ROW, { hasText: single.ref }).focus();
    await reading.keyboard.press('Enter');
    await heading(reading, new RegExp(single.ref));
    await reading.locator('.bar').getByRole('button', { name: 'Keep as a one-off' }).waitFor();
    const hands = new Fingers(reading);
    const keeps = await watch(reading, shows(`${single.ref} is read.`));
    await hands.press('1');
    const kept = await keeps();
    expect(hands.keys).toBe(1);
    within('review, kept as a one-off', since(kept, kept), 1_000);

    const fingers = new Fingers(page);
    await fingers.press('g', 'r');
    await page.locator(REVIEW_ROW, { hasText: single.ref }).waitFor({ state: 'detached' });
    await page.locator('h2.group', { hasText: CAUSE }).waitFor();
    await fingers.press('j');
    await page.locator('.bar').getByRole('button', { name: 'Make it policy' }).waitFor();
    await fingers.press('2');
    await page.locator('#promote-text:focus').waitFor();
    await fingers.type('While the road is closed: ');
    const drafts = await watch(page, shows('is a draft.'));
    await fingers.press('Control+Enter');
    const drafted = await drafts();
    await page.locator('button:focus', { hasText: 'Put it forward' }).waitFor();
    await fingers.press('Enter');
    await page.getByText('Another reviewer can put it in force.').waitFor();
    expect(fingers.keys).toBeLessThanOrEqual(6);
    within('promote, the draft', since(drafted, drafted), 1_000);
    await close(page, reading);
    expect(front.complaints).toEqual([]);
  });
});
