import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { FACTS } from '#facts';
import { FIGURE_FORMULAS } from '#insights';
import { floodOf, openCase, propose, readAndCoSign } from '../support/acts.js';
import { CONSOLE_IS_READY, ConsoleHouse, WHY_NO_CONSOLE } from '../support/console.js';

jest.setTimeout(180_000);

const REFUSALS = JSON.parse(readFileSync('apps/console/src/words/refusals-de.json', 'utf8')) as Readonly<Record<string, string>>;

const suite = CONSOLE_IS_READY ? describe : describe.skip;

suite(CONSOLE_IS_READY ? 'who reads German' : `who reads German (skipped: ${WHY_NO_CONSOLE})`, () => {
  let front: ConsoleHouse;
  beforeAll(async () => {
    front = await ConsoleHouse.open();
  });
  afterAll(() => front.close());

  const english = async (page: Page, sentences: Readonly<Record<string, string>>): Promise<string[]> => {
    const text = (await page.locator('main').innerText()).replaceAll('\n', ' ');
    return Object.values(sentences).filter((sentence) => text.includes(sentence));
  };

  it('reads in German what happened to a proposal and to a case', async () => {
    const priya = front.house.person('priya');
    const { id } = await propose(priya, floodOf(1_200));
    await readAndCoSign(front.house.person('tom'), id);
    const caseId = await openCase(priya);
    for (const [path, told] of [
      [`/exceptions/${id}`, 'Jemand hat diese Fassung gelesen und mitgezeichnet.'],
      [`/cases/${caseId}`, 'Der Fall wurde eröffnet, und von hier an ist jemand zuständig.'],
    ] as const) {
      const page = await front.window('priya', path, { locale: 'de-DE' });
      await page.locator('.timeline li', { hasText: told }).waitFor();
      expect(await english(page, FACTS)).toEqual([]);
      await page.context().close();
    }
  });

  it('reads in German how every figure was counted, and who could sign', async () => {
    const page = await front.window('tom', '/insights', { locale: 'de-DE' });
    await page.getByText(/^Von den Nachfragen, die in dieser Zeit mit einer Antwort des Kunden endeten/).waitFor();
    await page.getByText(/^Von den Ausnahmen.*vom Vorschlag bis zur Genehmigung/).waitFor();
    expect(await english(page, FIGURE_FORMULAS)).toEqual([]);
    await page.goto(`${front.origin}/propose`);
    await page.getByText(/Personen könnten es jetzt mitzeichnen/).waitFor();
    await page.context().close();
  });

  it('reads in German why something cannot be done, with the time on their own clock', async () => {
    const { id, ref } = await propose(front.house.person('priya'), floodOf(1_300));
    await readAndCoSign(front.house.person('tom'), id);
    const page = await front.window('jack', `/exceptions/${id}`, { locale: 'de-DE' });
    await page.locator('summary', { hasText: 'Was jetzt nicht geht, und warum' }).click();
    const reason = page.locator('details li', { hasText: 'wurde schon genehmigt' });
    expect(await reason.innerText()).toMatch(
      new RegExp(`${ref} wurde schon genehmigt, von Tom, am \\d\\d?[.]\\d\\d?[.]\\d{4}, \\d\\d:\\d\\d[.]`),
    );
    await page.context().close();
  });

  it('reads in German what is wrong at a field, and what was refused', async () => {
    const page = await front.window('wei', '/people', { locale: 'de-DE' });
    await page.getByRole('button', { name: 'Hinzufügen', exact: true }).click();
    await page.getByRole('button', { name: 'Speichern' }).click();
    await page.getByRole('alert').first().waitFor();
    const shown = await page.locator('main').innerText();
    expect(Object.keys(REFUSALS).filter((english) => shown.includes(english))).toEqual([]);
    expect(Object.values(REFUSALS).filter((german) => shown.includes(german)).length).toBeGreaterThan(0);
    await page.goto(`${front.origin}/guardrails`);
    await page.getByRole('button', { name: 'Andere Grenzen vorschlagen' }).click();
    await page.getByRole('button', { name: 'Vorschlagen', exact: true }).last().click();
    await page.getByRole('button', { name: 'In Kraft setzen' }).click();
    await page
      .getByRole('alert')
      .getByText('Die Grenzen ändern nur zwei Admins, und der erste waren Sie. Bitten Sie einen anderen.')
      .waitFor();
    await page.context().close();
  });

  it('complained of nothing on the way', () => expect(front.complaints).toEqual([]));
});
