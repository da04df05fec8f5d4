import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { FACTS } from '#facts';
import { floodOf, openCase, propose, readAndCoSign } from '../support/acts.js';
import { CONSOLE_IS_READY, ConsoleHouse, WHY_NO_CONSOLE } from '../support/console.js';

jest.setTimeout(180_000);

const suite = CONSOLE_IS_READY ? describe : describe.skip;

const GERMAN = JSON.parse(readFileSync('apps/console/src/words/service-de.json', 'utf8')) as Readonly<Record<string, string>>;
/** What the facts are about that stand in the timeline of a case or an exception. */
const IN_TIMELINES =
  /^(blindLook|case|caution|complaint|contact|customer|dispute|exception|followUp|getBack|handOff|message|question|review)[.]/;

it('there is a German sentence for every fact of a timeline, and for no other', () => {
  const names = Object.keys(FACTS).filter((name) => IN_TIMELINES.test(name));
  expect(
    Object.keys(GERMAN)
      .filter((name) => !name.startsWith('figure.'))
      .sort(),
  ).toEqual(names.sort());
});

suite(CONSOLE_IS_READY ? 'who reads German' : `who reads German (skipped: ${WHY_NO_CONSOLE})`, () => {
  let front: ConsoleHouse;
  beforeAll(async () => {
    front = await ConsoleHouse.open();
  });
  afterAll(() => front.close());

  it('reads in German what happened to a proposal and to a case', async () => {
    const priya = front.house.person('priya');
    const { id } = await propose(priya, floodOf(1_200));
    await readAndCoSign(front.house.person('tom'), id);
    const caseId = await openCase(priya);
    for (const [path, fact] of [
      [`/exceptions/${id}`, 'exception.coSigned'],
      [`/cases/${caseId}`, 'case.opened'],
    ] as const) {
      const page = await front.window('priya', path, { locale: 'de-DE' });
      await page.locator('.timeline li', { hasText: GERMAN[fact] ?? fact }).waitFor();
      const said = (await page.locator('.timeline').innerText()).split('\n').join(' ');
      expect(Object.values(FACTS).filter((english) => said.includes(english))).toEqual([]);
      await page.context().close();
    }
  });

  it('reads in German how every figure was counted', async () => {
    const page = await front.window('tom', '/insights', { locale: 'de-DE' });
    for (const [name, words] of Object.entries(GERMAN)) {
      if (name.startsWith('figure.')) await page.getByText(words, { exact: true }).waitFor();
    }
    await page.context().close();
  });

  it('complained of nothing on the way', () => expect(front.complaints).toEqual([]));
});
