import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { act, codes, FLOOD, openCase, propose, readAndCoSign, type Seen } from '../support/acts.js';
import { eventually } from '../support/eventually.js';
import { House } from '../support/house.js';

jest.setTimeout(90_000);

interface Gathered {
  id: string;
  cause: string;
  kind: string;
  count: number;
  cost: { amountMinor: number; currency: string }[];
}
interface Merged {
  cause: { key: string; mergedInto: { key: string } | null; mergeAskedInto: { key: string } | null } | null;
  userErrors: { code: string; message: string }[];
}

const LATE = 'courier-late';
const DELAY = 'courier-delay';
/** As somebody writes it who has never seen the list. */
const UNLISTED = 'courier-dely';

describe('two words for one thing', () => {
  let house: House;
  let first: Seen;
  let second: Seen;
  beforeAll(async () => {
    house = await House.open();
  });
  afterAll(() => house?.close());

  const patterns = async (): Promise<Gathered[]> => {
    const query = '{ patterns(first: 25) { nodes { id cause kind count cost { amountMinor currency } } } }';
    const found = await house.person('omar').ask<{ patterns: { nodes: Gathered[] } }>(query);
    return found.patterns.nodes.filter(({ cause }) => cause.startsWith('courier'));
  };
  const merge = (by: string) =>
    house
      .person(by)
      .run<Merged>(
        'mergeCauses',
        { from: LATE, into: DELAY, why: 'Both are a parcel that came too late.' },
        'cause { key mergedInto { key } mergeAskedInto { key } }',
      );

  it('are kept apart where they are named: who names what is on no list is told the nearest of what is', async () => {
    const priya = house.person('priya');
    const listed = await house.person('renee').run<Merged>('createCause', { key: LATE, name: 'Courier too late' }, 'cause { key }');
    expect(listed).toMatchObject({ cause: { key: LATE }, userErrors: [] });
    const refused = await act(priya, 'proposeException', { caseId: await openCase(priya), ...FLOOD, cause: UNLISTED });
    expect(codes(refused.userErrors)).toEqual(['CAUSE_UNKNOWN']);
    expect(refused.userErrors[0]?.message).toContain(DELAY);
    expect(refused.userErrors[0]?.message).toContain(LATE);
    expect(refused.exception).toBeNull();
  });

  it('make no pattern while each has one exception', async () => {
    first = await propose(house.person('priya'), { ...FLOOD, cause: DELAY });
    second = await propose(house.person('priya'), { ...FLOOD, cause: LATE });
    for (const { id } of [first, second])
      expect(await readAndCoSign(house.person('tom'), id)).toMatchObject({ exception: { status: 'APPROVED' } });
    await eventually(
      () => house.ground.rows(`SELECT 1 FROM precedents WHERE exception_id IN ($1, $2)`, [first.id, second.id]),
      (rows) => rows.length === 2,
    );
    expect(await patterns()).toEqual([]);
  });

  it('become one by two reviewers, and what was decided under either is one pattern from then on', async () => {
    expect(await merge('renee')).toMatchObject({ cause: { key: LATE, mergedInto: null, mergeAskedInto: { key: DELAY } }, userErrors: [] });
    expect(codes((await merge('renee')).userErrors)).toEqual(['SAME_REVIEWER']);
    expect(await patterns()).toEqual([]);
    expect(await merge('omar')).toMatchObject({ cause: { key: LATE, mergedInto: { key: DELAY } }, userErrors: [] });
    const cost = [{ amountMinor: 2 * FLOOD.remedy.amount.amountMinor, currency: 'AUD' }];
    expect(await patterns()).toMatchObject([{ cause: DELAY, kind: 'FEE_WAIVER', count: 2, cost }]);
  });

  it('bring their reviews into the queue of that pattern, and name the next proposal alike', async () => {
    const [pattern] = await patterns();
    const query = `query ($filter: ReviewFilter!) { reviews(first: 10, filter: $filter) { nodes { exception { id } pattern { id } } } }`;
    const { reviews } = await house
      .person('omar')
      .ask<{ reviews: { nodes: { exception: { id: string }; pattern: { id: string } }[] } }>(query, {
        filter: { patternId: pattern?.id, status: ['QUEUED'] },
      });
    expect(reviews.nodes.map(({ exception }) => exception.id).sort()).toEqual([first.id, second.id].sort());
    expect(new Set(reviews.nodes.map((node) => node.pattern.id))).toEqual(new Set([pattern?.id]));
    const third = await propose(house.person('priya'), { ...FLOOD, cause: LATE });
    const { exception } = await house
      .person('priya')
      .ask<{ exception: { revision: { cause: string } } }>(`{ exception(id: "${third.id}") { revision { cause } } }`);
    expect(exception.revision.cause).toBe(DELAY);
  });
});
