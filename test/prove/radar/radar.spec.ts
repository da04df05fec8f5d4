import { describe, expect, it } from '@jest/globals';
import { radarAtOnce } from '#insights';
import { Chance } from '../chance.js';
import { gather, makeHouse, name, type Ring, SMALL, USUAL } from './made-house.js';

const BEGIN = Date.UTC(2026, 0, 5);

/** A few houses of the programme `npm run prove -- radar`, with fixed seeds; the programme says how often this holds. */
describe('ninety days', () => {
  it.each([1, 2, 3, 4, 5])('of an honest house (%d) show nothing', (seed) => {
    for (const shape of [USUAL, SMALL]) {
      const house = makeHouse(new Chance(seed), shape, BEGIN);
      expect(radarAtOnce(gather(house, house.until))).toEqual([]);
    }
  });

  it.each<[Ring, string]>([
    [{ kind: 'pair', oneTeam: true, intensity: 0.9 }, 'EACH_OTHER'],
    [{ kind: 'pair', oneTeam: false, intensity: 0.5 }, 'EACH_OTHER'],
    [{ kind: 'circle', oneTeam: true, intensity: 0.9 }, 'CIRCLE_OF_THREE'],
    [{ kind: 'circle', oneTeam: false, intensity: 0.5 }, 'CIRCLE_OF_THREE'],
    [{ kind: 'among', oneTeam: true, intensity: 0.9 }, 'AMONG_THREE'],
    [{ kind: 'among', oneTeam: false, intensity: 0.7 }, 'AMONG_THREE'],
  ])('show a ring: %o', (ring, kind) => {
    const house = makeHouse(new Chance(20), USUAL, BEGIN, ring);
    const [first] = radarAtOnce(gather(house, house.until));
    expect(first?.kind).toBe(kind);
    expect([...(first?.humans ?? [])].sort()).toEqual(house.ring.map(name).sort());
  });
});
