import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Chance } from '../prove/chance.js';
import { live } from '../prove/radar/lived-house.js';
import { makeHouse, USUAL } from '../prove/radar/made-house.js';
import { House } from '../support/house.js';

jest.setTimeout(120_000);

interface Shown {
  kind: string;
  sentence: string;
  people: { id: string }[];
  exceptions: { id: string; review: { signals: { kind: string }[] | null } }[];
}

const FIELDS = `kind observed expected of pValue lookedAt adjusted since until sentence formula people { id }
  exceptions { id review { signals { kind } } }`;
const made = makeHouse(new Chance(31), { ...USUAL, teams: 2, days: 25 }, Date.UTC(2026, 0, 5), {
  kind: 'pair',
  oneTeam: false,
  intensity: 1,
});

let house: House;
beforeAll(async () => {
  house = await House.open({ workers: 0 });
  await live({ ground: house.ground, house: made });
});
afterAll(() => house?.close());

it('tells a reviewer, with the statistics, and on the reviews in which it shows', async () => {
  const { ringSignals } = await house.person('omar').ask<{ ringSignals: Shown[] }>(`{ ringSignals { ${FIELDS} } }`);
  expect(ringSignals).toHaveLength(1);
  const [signal] = ringSignals;
  expect(signal).toMatchObject({
    kind: 'EACH_OTHER',
    formula: expect.stringContaining('Bonferroni'),
    until: new Date(made.until).toISOString(),
  });
  expect(signal?.sentence).toMatch(/^These two signed for each other \d+ times out of \d+ /);
  expect(signal?.people.map(({ id }) => id).sort()).toEqual(made.ring.map((one) => `per_r${one + 1}`).sort());
  expect(signal?.exceptions).toHaveLength(5);
  for (const { review } of signal?.exceptions ?? []) expect(review.signals).toEqual([{ kind: 'EACH_OTHER' }]);
});

it('tells an agent nothing', async () => {
  const priya = house.person('priya');
  const { errors } = await priya.send('{ ringSignals { kind } }');
  expect(errors?.[0]).toMatchObject({ extensions: { code: 'FORBIDDEN' }, message: expect.stringContaining('advice to reviewers') });
  const { reviews } = await priya.ask<{ reviews: { nodes: { signals: null }[] } }>('{ reviews(first: 3) { nodes { signals { kind } } } }');
  expect(reviews.nodes).toEqual([{ signals: null }, { signals: null }, { signals: null }]);
});
