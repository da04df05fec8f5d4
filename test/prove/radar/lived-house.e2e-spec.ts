import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RuleError } from '#errors';
import { type Gathered, InsightsReads, InsightsService, radarAtOnce } from '#insights';
import type { Actor } from '#people';
import { SmallHouse } from '../../support/small-house.js';
import { Chance } from '../chance.js';
import { live } from './lived-house.js';
import { counted } from './counted.js';
import { gather, makeHouse, name, USUAL } from './made-house.js';

const SHAPE = { ...USUAL, teams: 2, days: 30 };
const house = makeHouse(new Chance(31), SHAPE, Date.UTC(2026, 0, 5), { kind: 'pair', oneTeam: false, intensity: 1 });

let ground: SmallHouse;
let read: Gathered;

beforeAll(async () => {
  ground = await SmallHouse.open();
  await live({ ground, house });
  read = await new InsightsReads(ground.api).lastDays(90);
}, 120_000);
afterAll(() => ground?.close());

it('the database counts what happened', () => {
  expect(counted(read)).toEqual(counted(gather(house, house.until)));
});

it('and shows the ring that was planted', () => {
  const people = house.ring.map(name).sort();
  expect(radarAtOnce(read)).toMatchObject([{ kind: 'EACH_OTHER', humans: people }]);
});

describe('who reads the signals', () => {
  it.each<[string, string, Partial<Actor>, number | string]>([
    ['a reviewer', 'omar', {}, 1],
    ['an admin', 'wei', {}, 1],
    ['an auditor', 'noor', { roles: ['AUDITOR'] }, 1],
    ['an agent', 'priya', {}, 'NOT_ALLOWED'],
    ['a robot of a reviewer', 'omar', { scopes: ['READ'], tokenId: 'tok_1' }, 'NOT_ALLOWED'],
    ['a reviewer who has left', 'omar', { active: false }, 'NOT_ALLOWED'],
    ['a reviewer who is one of the two', 'omar', { humanId: name(house.ring[0] ?? 0) }, 0],
  ])('%s', async (_story, handle, more, outcome) => {
    const service = new InsightsService(new InsightsReads(ground.api));
    const asked = service.signals(await ground.actor(handle, more));
    expect(
      await asked.then(
        ({ length }) => length,
        ({ code }: RuleError) => code,
      ),
    ).toBe(outcome);
  });

  it('on a review: those in which its exception shows, and none for an agent', async () => {
    const service = new InsightsService(new InsightsReads(ground.api));
    const omar = await ground.actor('omar');
    const [signal] = await service.signals(omar);
    expect(signal).toMatchObject({ personIds: house.ring.map((one) => `per_r${one + 1}`).sort() });
    const shown = signal?.exceptionIds[0] ?? '';
    const [other] = read.signings.filter(({ exceptionId }) => !signal?.exceptionIds.includes(exceptionId));
    expect(await service.signalsOf(shown, omar)).toEqual([signal]);
    expect(await service.signalsOf(other?.exceptionId ?? '', omar)).toEqual([]);
    expect(await service.signalsOf(shown, await ground.actor('priya'))).toBeUndefined();
  });

  it('one look serves all who ask within a minute', async () => {
    let looks = 0;
    const lastDays = async (): Promise<Gathered> => ((looks += 1), read);
    const service = new InsightsService({ lastDays } as unknown as InsightsReads);
    const omar = await ground.actor('omar');
    await Promise.all([service.signals(omar), service.signals(omar), service.signalsOf('exc_1', omar)]);
    await service.signals(omar);
    expect(looks).toBe(1);
  });

  it('a look that failed is not remembered', async () => {
    let looks = 0;
    const lastDays = async (): Promise<Gathered> => {
      if ((looks += 1) === 1) throw new Error('The line is dead.');
      return read;
    };
    const service = new InsightsService({ lastDays } as unknown as InsightsReads);
    const omar = await ground.actor('omar');
    await expect(service.signals(omar)).rejects.toThrow('The line is dead.');
    expect(await service.signals(omar)).toHaveLength(1);
  });
});
