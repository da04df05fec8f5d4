import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { brokenInvariants } from '#audit';
import { SmallHouse } from '../../support/small-house.js';
import { Chance } from '../chance.js';
import { CARELESS_WAYS, takeDownTheWalls } from './careless.js';
import { playCases } from './rounds.js';

jest.setTimeout(120_000);

let house: SmallHouse;
beforeAll(async () => {
  house = await SmallHouse.open();
});
afterAll(() => house.close());

describe('promise 12: random hand-offs and promises in parallel, with leavers, expiries and jumps of the clock', () => {
  it('leave each case one owner at every instant, and each hand-off and promise one end, told by its facts', async () => {
    const { seen, ends, faults } = await playCases(house, new Chance(12), 40);
    expect(faults).toEqual([]);
    expect([...seen.keys()]).toEqual(
      expect.arrayContaining(['offer OFFERED', 'accept ACCEPTED', 'leave done', 'promise MADE', 'solve SOLVED']),
    );
    expect([...ends.keys()].sort()).toEqual(['BROKEN', 'KEPT', 'RENEGOTIATED', 'VOID']);
    expect(await brokenInvariants(house.urls.apiUrl)).toEqual([]);
  });

  it('are seen to go wrong, when a careless service does them past the walls', async () => {
    const other = await SmallHouse.open();
    try {
      await takeDownTheWalls(other);
      const faults = (await playCases(other, new Chance(12), 40, CARELESS_WAYS)).faults.join('\n');
      expect(faults).toMatch(/has not exactly one owner/);
      expect(faults).toMatch(/by its facts it ended as \w+ and \w+/);
    } finally {
      await other.close();
    }
  });
});
