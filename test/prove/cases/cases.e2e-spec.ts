import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { brokenInvariants } from '#audit';
import { SmallHouse } from '../../support/small-house.js';
import { Chance } from '../chance.js';

import { playHandOffs } from './hand-off-rounds.js';

jest.setTimeout(120_000);

let house: SmallHouse;
beforeAll(async () => {
  house = await SmallHouse.open();
});
afterAll(() => house.close());

describe('promise 12: random hand-offs in parallel, with leavers, expiries and jumps of the clock', () => {
  it('leave each case one owner at every instant, and each hand-off in one state, told by its facts', async () => {
    const { seen, faults } = await playHandOffs(house, new Chance(12), 40);
    expect(faults).toEqual([]);
    expect([...seen.keys()]).toEqual(expect.arrayContaining(['offer OFFERED', 'accept ACCEPTED', 'leave done']));
    expect(await brokenInvariants(house.urls.apiUrl)).toEqual([]);
  });
});
