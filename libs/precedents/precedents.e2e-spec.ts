import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type MadePrecedent, makePrecedents } from '../../test/support/made-precedents.js';
import { SmallHouse } from '../../test/support/small-house.js';
import { PrecedentsGathering } from './precedents.gathering.js';
import { PrecedentsReads } from './precedents.reads.js';
import { PrecedentsService } from './precedents.service.js';
import type { PrecedentSearch } from './precedents.types.js';

const DAY_MS = 86_400_000;
const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY_MS);

const STORIES: readonly MadePrecedent[] = [
  { id: 'exc_piano', cause: 'broken-promise', kind: 'GOODWILL', amountMinor: 7_500, whatHappened: 'We did not call before the auction of the piano.', whatWeDo: 'We pay the difference.', disposition: 'PRECEDENT' },
  { id: 'exc_cello', cause: 'damaged-goods', kind: 'REPLACEMENT', amountMinor: 23_000, whatHappened: 'The cello was broken in its box.', whatWeDo: 'We replace it.', customer: 'Rosalind Quigley' },
  { id: 'exc_flute', cause: 'damaged-goods', kind: 'REFUND', amountMinor: 4_000, whatHappened: 'The flute was broken in its box; Rosalind Quigley had paid for it.', whatWeDo: 'We refund it.', customer: 'Rosalind Quigley' },
  { id: 'exc_cafe', cause: 'outage', kind: 'CREDIT', amountMinor: 9_000, whatHappened: 'Das Café in der Müllerstraße stand still.', whatWeDo: 'We credit the day.' },
  { id: 'exc_once', cause: 'zither', kind: 'DEED', whatHappened: 'The zither was out of tune.', whatWeDo: 'We tune it.', disposition: 'ONE_OFF' },
  { id: 'exc_never', cause: 'zither', kind: 'DEED', whatHappened: 'The zither was in tune.', whatWeDo: 'We tune it all the same.', disposition: 'NOT_AGAIN' },
  { id: 'exc_lapsed', cause: 'oboe', kind: 'REFUND', amountMinor: 900, whatHappened: 'The oboe came twice.', whatWeDo: 'We refund one.', status: 'LAPSED' },
  { id: 'exc_old', cause: 'harp', kind: 'REFUND', amountMinor: 1_000, whatHappened: 'The harp came without strings.', whatWeDo: 'We refund it.', approvedAt: daysAgo(400) },
  { id: 'exc_new', cause: 'harp', kind: 'REFUND', amountMinor: 100_000, whatHappened: 'The harp came without strings.', whatWeDo: 'We refund it.', approvedAt: daysAgo(4) },
]; // prettier-ignore

let house: SmallHouse;
let precedents: PrecedentsService;
let gathering: PrecedentsGathering;

beforeAll(async () => {
  house = await SmallHouse.open();
  gathering = new PrecedentsGathering(house.worker);
  precedents = new PrecedentsService(new PrecedentsReads(house.api));
  await makePrecedents(house.admin, STORIES);
  await gathering.gather();
});
afterAll(() => house.close());

const found = async (search: PrecedentSearch, most?: number): Promise<string[]> =>
  (await precedents.search(search, most)).map(({ exceptionId }) => exceptionId.replace('exc_', ''));

describe('a search for precedents', () => {
  it.each([
    ['a word as it was written', { text: 'piano' }, ['piano']],
    ['another form of it', { text: 'auctions' }, ['piano']],
    ['a slip of the keyboard', { text: 'pinao' }, ['piano']],
    ['letters without their accents', { text: 'mullerstrasse cafe' }, ['cafe']],
    ['letters with accents that nobody wrote', { text: 'zíther', dispositions: ['ONE_OFF'] }, ['once']],
    ['the cause, which is words too', { text: 'something was damaged' }, ['cello', 'flute']],
    ['a cause alone', { cause: 'broken-promise' }, ['piano']],
    ['a kind alone', { kind: 'CREDIT' }, ['cafe']],
    ['an amount alone, the nearest first', { amount: { amountMinor: 8_000, currency: 'AUD' } }, ['piano', 'cafe', 'flute']],
    ['an amount in a currency that nobody gave', { amount: { amountMinor: 8_000, currency: 'NZD' } }, []],
    ['what was approved and lapsed', { text: 'oboe' }, ['lapsed']],
    ['the nearer amount first', { text: 'harp', amount: { amountMinor: 900, currency: 'AUD' } }, ['old', 'new']],
    ['the latest first, where they are equally alike', { text: 'harp' }, ['new', 'old']],
    ['after an instant', { text: 'harp', approvedAfter: daysAgo(30) }, ['new']],
    ['before an instant', { text: 'harp', approvedBefore: daysAgo(30) }, ['old']],
    ['the same kind first', { text: 'a damaged box', kind: 'REPLACEMENT' }, ['cello', 'flute']],
    ['the same cause first', { text: 'a box without strings', cause: 'harp' }, ['new', 'old', 'cello', 'flute']],
  ] as [string, PrecedentSearch, string[]][])('finds by %s', async (_, search, hits) => {
    expect(await found(search)).toEqual(hits);
  });

  it.each([
    ['only stop words', 'the of and we it is'],
    ['only emoji', '😀🎻🔥'],
    ['only signs', '&|!():*<->\'";--'],
    ['only numbers', '4711 20240 3.14'],
    ['an address', 'adele@example.org https://example.org/x'],
    ['a word that nobody wrote', 'bassoon'],
    ['10,000 characters of nothing', 'x'.repeat(10_000)],
  ])('that is %s finds nothing', async (_, text) => {
    expect(await found({ text })).toEqual([]);
  });

  it('of 10,000 characters is answered like any other', async () => {
    const page = Array.from({ length: 1_400 }, (_, n) => `wort${n.toString(36)}`).join(' ');
    expect(await found({ text: `${page} piano` })).toEqual(['piano']);
  });

  it('shows each once, although the clock goes on while it is found in two ways', async () => {
    await house.rows(
      `CREATE OR REPLACE FUNCTION house_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT clock_timestamp() FROM pg_sleep(0.002)'`,
    );
    const hits = await found({ text: 'box', cause: 'damaged-goods' });
    await house.clock('0');
    expect(hits.sort()).toEqual(['cello', 'flute']);
  });

  it('finds nobody by name', async () => {
    expect(await found({ text: 'Rosalind Quigley' })).toEqual([]);
    expect(await found({ text: 'Quigley flute' })).toEqual(['flute']);
  });

  it('shows what may be cited, unless it is asked what a review said', async () => {
    expect(await found({ text: 'zither' })).toEqual([]);
    expect(await found({ text: 'zither', dispositions: ['NOT_AGAIN'] })).toEqual(['never']);
    expect(await found({ cause: 'zither', dispositions: ['NOT_AGAIN', 'ONE_OFF'] })).toHaveLength(2);
    expect(await found({ text: 'piano cello', dispositions: ['PRECEDENT'] })).toEqual(['piano']);
  });

  it('shows only what helped, when that is asked', async () => {
    await house.admin.query(`SET session_replication_role = replica;
      INSERT INTO follow_ups (id, case_id, answer_turn, due_at, outcome, ended_turn, ended_at) VALUES
        ('fol_1', 'cas_exc_new', 1, house_now() + interval '1 day', 'HELPED', 2, house_now()), ('fol_2', 'cas_exc_old', 1, house_now() + interval '1 day', 'DID_NOT_HELP', 2, house_now());
      RESET session_replication_role`);
    expect(await found({ text: 'harp', outcome: 'HELPED' })).toEqual(['new']);
    expect(await found({ cause: 'harp', outcome: 'DID_NOT_HELP' })).toEqual(['old']);
  });

  it('leaves out what the caller is to judge without knowing the answer', async () => {
    expect(await found({ text: 'harp', without: ['exc_new'] })).toEqual(['old']);
  });

  it('never shows what was stopped, or is frozen', async () => {
    const { exceptionId } = await house.approved({ proposer: 'priya', cause: 'bagpipe' });
    await gathering.gather();
    const ids = (await precedents.search({ cause: 'bagpipe' })).map((hit) => hit.exceptionId);
    expect(ids).toEqual([exceptionId]);
    await house.admin.query(
      `SET session_replication_role = replica; UPDATE policy_exceptions SET frozen = true WHERE id = '${exceptionId}'; RESET session_replication_role`,
    );
    expect(await found({ cause: 'bagpipe' })).toEqual([]);
  });

  it('answers ten at most', async () => {
    await makePrecedents(
      house.admin,
      Array.from({ length: 30 }, (_, n) => ({
        id: `exc_drum${n}`,
        cause: 'drum',
        kind: 'REFUND',
        amountMinor: 100 + n,
        whatHappened: 'The drum had a hole.',
        whatWeDo: 'We refund it.',
      })),
    );
    await gathering.gather();
    expect(await found({ text: 'drum' })).toHaveLength(10);
    expect(await found({ text: 'drum' }, 3)).toHaveLength(3);
    expect(await found({ text: 'drum' }, 100)).toHaveLength(10);
  });

  it.each([{}, { dispositions: ['PRECEDENT' as const] }, { approvedAfter: daysAgo(3) }])('for nothing is refused: %j', async (search) => {
    await expect(precedents.search(search)).rejects.toMatchObject({ code: 'INVALID', path: ['search'] });
  });
});

describe('gathering', () => {
  const words = (): Promise<{ word: string; documents: number }[]> =>
    house.rows(`SELECT word, documents FROM precedent_words WHERE word LIKE 'kettle%' ORDER BY word`);

  it('counts in how many texts a word stands, once for each', async () => {
    await makePrecedents(
      house.admin,
      ['a', 'b'].map((id) => ({
        id: `exc_kettle${id}`,
        cause: 'kettle',
        kind: 'DEED',
        whatHappened: 'Kettledrum, kettledrum.',
        whatWeDo: 'Kettles.',
      })),
    );
    expect(await gathering.gather()).toBe(2);
    expect(await gathering.gather()).toBe(0);
    expect(await words()).toEqual(
      [
        { word: 'kettl', documents: 2 },
        { word: 'kettle', documents: 2 },
        { word: 'kettledrum', documents: 2 },
        { word: 'kettles', documents: 2 },
      ].slice(1),
    );
  });

  it('promise 15: erased words are not found, and a word that stood nowhere else is forgotten', async () => {
    const erase = (id: string): Promise<unknown> =>
      house.admin
        .query(`SET session_replication_role = replica; UPDATE policy_exceptions SET status = 'LAPSED', ended_at = house_now() WHERE id = '${id}'; RESET session_replication_role;
        SELECT erase_customer('cus_${id}', 'per_wei', 'rmk_${id}', 'Asked.')`);
    await erase('exc_kettlea');
    expect(await found({ text: 'kettledrum' })).toEqual(['kettleb']);
    expect((await words()).map(({ documents }) => documents)).toEqual([1, 1, 1]);
    await erase('exc_kettleb');
    expect(await found({ text: 'kettledrum' })).toEqual([]);
    expect(await words()).toEqual([]);
    expect(await found({ cause: 'kettle' })).toHaveLength(2);
  });

  it('of what is erased meanwhile leaves no words behind', async () => {
    await makePrecedents(house.admin, [
      { id: 'exc_gone', cause: 'gong', kind: 'DEED', whatHappened: 'Gamelan.', whatWeDo: 'Gong.', status: 'LAPSED' },
    ]);
    await house.admin.query(`SELECT erase_customer('cus_exc_gone', 'per_wei', 'rmk_gone', 'Asked.')`);
    await gathering.gather();
    expect(await house.rows(`SELECT words FROM precedents WHERE exception_id = 'exc_gone'`)).toEqual([{ words: null }]);
    expect(await house.rows(`SELECT 1 FROM precedent_words WHERE word LIKE 'gamelan%'`)).toEqual([]);
  });

  it('in another language reads everything anew', async () => {
    await house.admin.query(`UPDATE house SET search_language = 'german'`);
    expect(await found({ text: 'piano' })).toEqual([]);
    await gathering.gather();
    expect(await found({ text: 'piano' })).toEqual(['piano']);
    expect(await house.rows(`SELECT to_tsvector('house_language', 'Gebühren')::text AS stem`)).toEqual([{ stem: `'gebuhr':1` }]);
  });
});
