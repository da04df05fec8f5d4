import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { floodOf, propose, readAndCoSign } from '../support/acts.js';
import { CONSOLE_IS_READY, ConsoleHouse, WHY_NO_CONSOLE } from '../support/console.js';
import { eventually } from '../support/eventually.js';

jest.setTimeout(180_000);

const suite = CONSOLE_IS_READY ? describe : describe.skip;
/** A target of ours on a quiet machine, with the room that a shared one needs. */
const SLACK = 10;

suite(CONSOLE_IS_READY ? 'the desk of a reviewer' : `the desk of a reviewer (skipped: ${WHY_NO_CONSOLE})`, () => {
  let front: ConsoleHouse;
  beforeAll(async () => {
    front = await ConsoleHouse.open();
  });
  afterAll(() => front.close());

  const approved = async (cause: string, amountMinor = 20_000): Promise<{ id: string; ref: string; reviewId: string }> => {
    const { id, ref } = await propose(front.house.person('priya'), floodOf(amountMinor, cause));
    await readAndCoSign(front.house.person('tom'), id);
    const { exception } = await front.house
      .person('omar')
      .ask<{ exception: { review: { id: string } } }>(`{ exception(id: "${id}") { review { id } } }`);
    return { id, ref, reviewId: exception.review.id };
  };
  const reviewNow = async (reviewId: string): Promise<{ status: string; disposition: string | null }> => {
    const { node } = await front.house
      .person('omar')
      .ask<{ node: { status: string; disposition: string | null } }>(
        `{ node(id: "${reviewId}") { ... on Review { status disposition } } }`,
      );
    return node;
  };
  const press = async (page: Page, ...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };

  it('keeps a one-off by one key, goes on to the next, and tells a second reader that it was taken up', async () => {
    const [first, second] = [await approved('one-key'), await approved('two-keys')];
    const page = await front.window('omar', '/inbox');
    await press(page, 'g', 'r');
    await page.getByRole('heading', { name: 'Review', level: 1 }).waitFor();
    await page.getByText(first.ref).first().waitFor();
    await press(page, 'j');
    await page.getByRole('button', { name: 'Keep as a one-off' }).waitFor();
    const began = Date.now();
    await press(page, '1');
    await page.getByText(`${first.ref} is read.`).waitFor();
    expect(Date.now() - began).toBeLessThan(300 * SLACK);
    expect(await reviewNow(first.reviewId)).toEqual({ status: 'DISPOSED', disposition: 'ONE_OFF' });
    await page.getByRole('heading', { name: new RegExp(second.ref) }).waitFor();
    await page.getByRole('button', { name: 'Take it up' }).click();
    await page.getByText(/^Yours, ends/).waitFor();
    const other = await front.window('renee', `/reviews?id=${second.reviewId}`);
    await other.getByText(/Omar reads it; ends/).waitFor();
    expect(await other.getByRole('button', { name: 'Keep as a one-off' }).isDisabled()).toBe(true);
    await Promise.all([page.context().close(), other.context().close()]);
  });

  it('says not again with its reason, shows what stands of it, and lifts it by two', async () => {
    const { ref, reviewId } = await approved('drawer-short');
    const page = await front.window('omar', `/reviews?id=${reviewId}`);
    await page.getByRole('button', { name: 'Not again' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Not again' }).click();
    await page.getByText('Say this, too.').waitFor();
    await page.getByLabel('Your reason, to the two who signed').fill('Count the drawer with the customer first.');
    await page.keyboard.press('Control+Enter');
    await page.getByText(`${ref} is read.`).waitFor();
    await page.locator('label', { hasText: 'Not again' }).click();
    await page.getByText('Count the drawer with the customer first.').first().waitFor();
    for (const [who, button] of [
      ['omar', 'Ask to lift it'],
      ['renee', 'Lift it'],
    ] as const) {
      const one = await front.window(who, '/reviews?show=cautions');
      await one.getByRole('button', { name: button }).click();
      await one.getByLabel('Your reason, to the two who signed').fill('The drawers lock.');
      await one.getByRole('dialog').getByRole('button', { name: button }).click();
      await one.getByText(who === 'omar' ? /Omar asks to lift it/ : 'Nothing is watched').waitFor();
      await one.context().close();
    }
    await page.context().close();
  });

  it('makes policy of what is decided again and again: six keys and the words, then a second reviewer puts it in force', async () => {
    const [one, other] = [await approved('closed-road', 18_000), await approved('closed-road', 22_000)];
    await eventually(
      () => front.house.person('omar').ask<{ patterns: { nodes: { cause: string }[] } }>('{ patterns(first: 20) { nodes { cause } } }'),
      ({ patterns }) => patterns.nodes.some(({ cause }) => cause === 'closed-road'),
      30_000,
    );
    const page = await front.window('omar', `/reviews?id=${one.reviewId}`);
    await page.getByRole('button', { name: 'Make it policy' }).waitFor();
    await press(page, '2');
    await page.getByText('Made from 2 exceptions').waitFor();
    expect(await page.getByLabel('At most').inputValue()).toBe('220.00');
    await page.getByText(/may give Fee waiver for closed-road, up to A\$220\.00/).waitFor();
    await page.getByLabel('The text').fill('When the road is closed, late fees are waived, up to 220.00.');
    await press(page, 'Control+Enter');
    await page.getByText(/is a draft\.$/).waitFor();
    expect(await reviewNow(one.reviewId)).toEqual({ status: 'DISPOSED', disposition: 'PROMOTE' });
    await page.getByRole('button', { name: 'Play the last year' }).click();
    await page.getByText(/\d+ of \d+ that were proposed/).waitFor();
    expect(await front.faults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Put it forward' }).click();
    await page.getByText('Another reviewer can put it in force.').waitFor();
    await page.getByRole('button', { name: 'Put it in force' }).click();
    await page.getByRole('alert').getByText(/Renee/).waitFor();
    const second = await front.window('renee', new URL(page.url()).pathname + new URL(page.url()).search);
    await second.getByRole('button', { name: 'Put it in force' }).click();
    await second.locator('.versions').getByText('In force').waitFor();
    await second.getByRole('link', { name: 'Patterns' }).click();
    await second
      .getByRole('main')
      .getByRole('link', { name: /^closed-road/ })
      .click();
    await second
      .getByRole('article')
      .getByRole('link', { name: /^POL-\d+ · / })
      .click();
    await second.getByText('When the road is closed, late fees are waived, up to 220.00.').first().waitFor();
    await second.goBack();
    await second.getByText('stands behind a policy already').waitFor();
    expect(await second.getByRole('link', { name: 'Make it policy' }).count()).toBe(0);
    await second.goto(`${front.origin}/reviews?id=${other.reviewId}`);
    const behind = second.locator('.bar').getByRole('link', { name: /^Behind POL-\d+ already$/ });
    await behind.waitFor();
    expect(await second.getByRole('button', { name: 'Make it policy' }).count()).toBe(0);
    const [policy, label] = [await behind.getAttribute('href'), await behind.textContent()];
    await press(second, 'Control+k');
    await second
      .getByRole('dialog')
      .getByRole('button', { name: new RegExp(`^${label}`) })
      .waitFor();
    await press(second, 'Escape');
    await second.getByRole('dialog').waitFor({ state: 'detached' });
    await press(second, '2');
    await second.waitForURL(`**${policy}`);
    await Promise.all([page.context().close(), second.context().close()]);
  });

  it('names causes as the house does, and what was merged by the name of what it went into', async () => {
    const { ref, reviewId } = await approved('hardship');
    await front.house.person('omar').run('renameCause', { key: 'hardship', name: 'Money is short' }, 'cause { id }');
    const page = await front.window('omar', `/reviews?id=${reviewId}`);
    await page.getByRole('heading', { name: 'Money is short · Fee waiver' }).waitFor();
    await page.getByRole('definition').filter({ hasText: 'Money is short' }).waitFor();
    for (const who of ['omar', 'renee'])
      await front.house.person(who).run('mergeCauses', { from: 'hardship', into: 'late-delivery', why: 'One.' }, 'cause { id }');
    await front.house.person('omar').run('renameCause', { key: 'late-delivery', name: 'It came late' }, 'cause { id }');
    await page.reload();
    await page.getByRole('heading', { name: 'It came late · Fee waiver' }).waitFor();
    await page.getByText(ref).first().waitFor();
    expect(await page.getByText('hardship').count()).toBe(0);
    await page.context().close();
  });

  it('shows causes by their names in the fields that take them, and takes both names and keys', async () => {
    const page = await front.window('omar', '/promote');
    await page.locator('#promote-text:focus').waitFor();
    const nearest = page.locator('[role=option]:first-child', { hasText: 'Courier late' }); // once the whole list has gone
    const causes = page.getByRole('combobox', { name: 'Causes' });
    const pill = (text: string) => page.locator('.mantine-Pill-root', { hasText: text });
    await causes.fill('courir');
    await nearest.waitFor();
    await press(page, 'ArrowDown', 'Enter');
    await pill('Courier late').waitFor();
    await causes.fill('branch FLOODED');
    await press(page, 'Enter');
    await pill('Branch flooded').waitFor();
    await page.getByText(/for Courier late .*Branch flooded/).waitFor();
    expect(await pill('courier-delay').count()).toBe(0);
    await page.goto(`${front.origin}/propose`);
    await page.locator('#propose-caseId:focus').waitFor();
    const cause = page.getByRole('combobox', { name: 'Cause' });
    const named = page.locator('#propose-cause[value="Courier late"]');
    await cause.fill('courir');
    await nearest.waitFor();
    await press(page, 'ArrowDown', 'Enter');
    await named.waitFor();
    await cause.fill('courier-delay');
    expect(await cause.inputValue()).toBe('courier-delay');
    await press(page, 'Tab');
    await named.waitFor();
    await page.context().close();
  });

  it('asks for a blind second look without the first answer', async () => {
    const { id } = await approved('blind');
    await front.house.ground.rows(
      `WITH drawn AS (INSERT INTO blind_draws VALUES ($1, 1, 'APPROVED', 0, 500, house_now()) ON CONFLICT DO NOTHING)
       SELECT 1`,
      [id],
    );
    await front.house.ground.rows(
      `INSERT INTO blind_looks (id, exception_id, peer_id, peer_human, opened_at, due_at)
       VALUES ('bli_1', $1, 'per_ivy', 'hum_ivy', house_now(), house_now() + interval '7 days') RETURNING id`,
      [id],
    );
    const page = await front.window('ivy', '/looks');
    await page.getByRole('heading', { name: /Fee waiver/ }).waitFor();
    expect(await page.getByText(/Approved/).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'I would have signed' }).isDisabled()).toBe(true);
    await page.getByLabel('Why?').fill('I would want the same.');
    expect(await front.faults(page)).toEqual([]);
    await page.getByRole('button', { name: 'I would have signed' }).click();
    await page.getByText('Nobody waits for your second look.').waitFor();
    await page.context().close();
  });

  it('is read on a telephone, and says where it is decided', async () => {
    const { reviewId } = await approved('again');
    const page = await front.window('omar', `/reviews?id=${reviewId}`, { width: 390 });
    const elsewhere = page.getByText('You read it here. What comes of it is said on a wider screen.');
    await elsewhere.waitFor();
    expect(await page.getByRole('button', { name: 'Keep as a one-off' }).count()).toBe(0);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('button', { name: 'Keep as a one-off' }).waitFor();
    expect(await elsewhere.isVisible()).toBe(false);
    await page.context().close();
  });

  it('says who makes policy instead of a form that only refuses, and what a link leads to that is gone', async () => {
    const admin = await front.window('wei', '/promote');
    await admin.getByText('Only a reviewer makes policy. Ask one of them.').waitFor();
    expect(await admin.locator('form.promote').count()).toBe(0);
    await admin.locator('main').getByRole('link', { name: 'Policy' }).click();
    await admin.getByRole('heading', { name: 'Policy', level: 1 }).waitFor();
    await admin.context().close();
    const page = await front.window('omar', `/promote?reviewId=${randomUUID()}`);
    await page.getByText('This review is not there, or not for you to see.').waitFor();
    await page.goto(`${front.origin}/promote?patternId=${randomUUID()}`);
    await page.getByText('This pattern is not there any more.').waitFor();
    await page.goto(`${front.origin}/promote?policyId=${randomUUID()}`);
    await page.getByText('This policy is not there.').waitFor();
    expect(await page.locator('form.promote').count()).toBe(0);
    await page.context().close();
  });

  it('has no fault of accessibility, and shows agents no desk of reviewers', async () => {
    const { reviewId } = await approved('again');
    const paths = ['/reviews', `/reviews?id=${reviewId}`, '/reviews?show=cautions', '/patterns', '/policies', '/promote', '/looks'];
    for (const look of [{}, { colorScheme: 'dark' as const }, { width: 390 }]) {
      const page = await front.window('omar', '/inbox', look);
      for (const path of paths) {
        await page.goto(`${front.origin}${path}`);
        await page.getByRole('heading', { level: 1 }).first().waitFor();
        await page.waitForLoadState('networkidle').catch(() => undefined);
        expect({ path, look, faults: await front.faults(page) }).toEqual({ path, look, faults: [] });
      }
      await page.context().close();
    }
    const agent = await front.window('tom', '/inbox');
    expect(await agent.locator('nav.rail a[href="/reviews"]').count()).toBe(0);
    expect(await agent.locator('nav.rail a[href="/policies"]').count()).toBe(1);
    await agent.context().close();
    expect(front.complaints).toEqual([]);
  });
});
