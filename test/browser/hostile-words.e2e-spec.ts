import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ERASED, KEPT } from '../support/columns-of-words.js';
import { CONSOLE_IS_READY, ConsoleHouse, WHY_NO_CONSOLE } from '../support/console.js';
import { cutOff } from '../support/cut-off.js';
import { type HostileWords, writeHostileWords } from '../support/hostile-words.js';

jest.setTimeout(600_000);

const suite = CONSOLE_IS_READY ? describe : describe.skip;

/** Columns in which people's words stand, apart from those for which a form or a list is checked. */
const COLUMNS = [...ERASED, ...(KEPT['of colleagues, not of customers'] ?? []), ...(KEPT['policy, which is of everybody'] ?? [])];
const NO_FREE_WORDS = [
  'causes.key',
  'idempotency_keys.input_hash',
  'identities.issuer',
  'people.email',
  'people.handle',
  'people.user_name',
  'policies.book_ref',
  'policy_titles.words',
  'policy_versions.owner',
  'revision_texts.salt',
  'title_words.lacking',
  'title_words.word',
];

/** Words that no page shows by now: they stand in the records of the house, or in what only programs ask for. */
const NOT_SHOWN = [
  'createPerson.subject', // by which a sign-in is told apart: for programs
  'eraseCustomer.reason', // it may tell who was erased
  'mergeCauses.why', // the second reviewer's, which is in the records; the first one's stands on the cause
];

/** What a page would hold if words had become anything else than words. */
const BECAME = `[...document.querySelectorAll('script:not([src]), img[src="x"], svg[onload], [onerror], [onmouseover], a[href^="javascript:"], main b')].map(({ outerHTML }) => outerHTML.slice(0, 80))`;
/** Everything that is shown: also what stands in fields, and what is said of a thing when it is pointed at. */
const SHOWN = `[document.body.innerText, ...[...document.querySelectorAll('input, textarea')].map(({ value }) => value), ...[...document.querySelectorAll('[title], [aria-label]')].flatMap((one) => [one.title, one.ariaLabel])].join(' ')`;

/** Until the page has had nothing to do twice, a while apart: counted by its own pace. */
const IDLE = `new Promise((done) => requestIdleCallback(() => setTimeout(() => requestIdleCallback(done), 300)))`;

suite(CONSOLE_IS_READY ? 'words that attack' : `words that attack (skipped: ${WHY_NO_CONSOLE})`, () => {
  let front: ConsoleHouse;
  let words: HostileWords;
  const seen = new Set<string>();
  const found: string[] = [];
  const dialogs: string[] = [];

  beforeAll(async () => {
    front = await ConsoleHouse.open();
    words = await writeHostileWords(front.house);
  });
  afterAll(() => front.close());

  const ids = async (query: string): Promise<string[]> => (await front.house.ground.rows<{ id: string }>(query)).map(({ id }) => id);

  /** Every page on which any of it may stand, by who sees most of it. */
  async function pages(): Promise<Readonly<Record<string, readonly string[]>>> {
    const cases = await ids('SELECT id FROM cases ORDER BY 1');
    const exceptions = await ids('SELECT id FROM policy_exceptions ORDER BY 1');
    const each = (path: string, of: readonly string[]): string[] => of.map((id) => `${path}${id}`);
    const policies = await ids('SELECT id FROM policies ORDER BY 1');
    const reviews = await ids('SELECT id FROM reviews ORDER BY 1');
    return {
      priya: ['/inbox', '/cases', '/promises', '/follow-ups', '/thanks', '/insights', '/looks', ...each('/cases/', cases)],
      tom: ['/inbox', '/cases', '/proposals', '/precedents?text=script', ...each('/exceptions/', exceptions)],
      omar: [
        ...each('/causes?id=', await ids(`SELECT id FROM causes WHERE name LIKE '%q <%' OR merge_asked_into IS NOT NULL ORDER BY 1`)),
        '/reviews',
        '/reviews?show=cautions',
        '/patterns',
        '/causes',
        '/signals',
        '/complaints',
        ...each('/reviews?id=', reviews),
        ...each('/policies?id=', policies),
      ],
      wei: [
        '/people',
        '/people?id=teams',
        ...each('/people?id=', await ids(`SELECT id FROM people WHERE name LIKE '%q <%' ORDER BY 1`)),
        '/guardrails',
        '/tokens',
        '/ops',
      ],
    };
  }

  async function walk(who: string, paths: readonly string[]): Promise<void> {
    const page = await front.window(who, '/me');
    page.on('dialog', (dialog) => {
      dialogs.push(`${page.url()}: ${dialog.message()}`);
      void dialog.dismiss();
    });
    for (const path of paths) await look(page, path);
    await page.context().close();
  }

  async function look(page: Page, path: string): Promise<void> {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(`${front.origin}${path}`);
    await page.locator('h1').first().waitFor();
    await page.waitForLoadState('networkidle').catch(() => undefined);
    await settled(page);
    const reveal = page.locator('.contact').getByRole('button');
    if (await reveal.count()) {
      await reveal.first().click();
      await page.locator('.contact > strong').first().waitFor();
    }
    const text = await page.evaluate<string>(SHOWN);
    for (const { mark } of words.written) if (text.includes(mark)) seen.add(mark);
    const faults = await page.evaluate<string[]>(BECAME);
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 800 });
      faults.push(...(await cutOff(page)).map((fault) => `${width}: ${fault}`));
    }
    found.push(...faults.map((fault) => `${path}: ${fault}`));
  }

  /** Waits until nothing more comes: a slow page may have no answer under way because it has not asked yet. */
  async function settled(page: Page, before = '', tries = 20): Promise<void> {
    await page.evaluate(IDLE);
    await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
    const text = await page.evaluate<string>(SHOWN);
    if (text !== before && tries > 0) await settled(page, text, tries - 1);
  }

  it('are taken in every field of text that there is', () => {
    expect(words.refused).toEqual([]);
    expect(words.written.length).toBeGreaterThan(50);
  });

  it.each(COLUMNS.filter((column) => !NO_FREE_WORDS.includes(column)))('stand in %s', async (name) => {
    const [table, column] = name.split('.');
    expect(await front.house.ground.rows(`SELECT 1 FROM ${table} WHERE ${column}::text ~ '^w[0-9]+q <' LIMIT 1`)).toHaveLength(1);
  });

  it('are words on every page, fit on it, and run nothing', async () => {
    await Promise.all(Object.entries(await pages()).map(([who, paths]) => walk(who, paths)));
    expect({ found, dialogs, complaints: front.complaints }).toEqual({ found: [], dialogs: [], complaints: [] });
    expect(front.asked.filter((address) => /\/x$/.test(address))).toEqual([]);
  });

  it('were seen on some page, each of them that the console asks for', () => {
    const unseen = words.written.filter(({ mark }) => !seen.has(mark)).map(({ field }) => field);
    expect(unseen.filter((field) => !NOT_SHOWN.includes(field))).toEqual([]);
  });
});
