import type { SmallHouse } from '../../support/small-house.js';
import type { Chance } from '../chance.js';
import { actorOf } from '../race-mix/room.js';
import { judgeOutcomes, planRound, play, WAYS, type Ways } from './acts.js';
import { everWithoutOneOwner, withoutOneOwner } from './owners.js';
import { Players } from './players.js';
import { letClocksRun, promisesThatEndedTwice, toldEnds } from './promises-at-the-end.js';

/** Cases that are played at the same moment, by people whom they share. */
const AT_ONCE = 20;
const ROUNDS_OF_A_CASE = 8;
const PLAYERS = ['priya', 'tom', 'lachlan', 'mia', 'sam', 'ivy', 'noor', 'jack'];
/** How far the clock may jump between two rounds, in minutes: over the end of an offer, over a first touch, and over what was promised. */
const JUMPS = [0, 0, 0, 31, 61] as const;
/** And after the last round: everything that was promised has fallen due. */
const IN_THE_END = 60 * 24;

/** What was played. */
export interface Played {
  /** How often each attempt came to what. */
  readonly seen: ReadonlyMap<string, number>;
  /** How many promises there were in the end, by their states. */
  readonly ends: ReadonlyMap<string, number>;
  /** What no caller should have been told, and what should never be true. */
  readonly faults: readonly string[];
}

/**
 * Random lives of so many cases: offers, answers, expiries, first touches, people who leave and come back, re-homing, promises that are kept,
 * renegotiated, broken by the clock and void, solutions, honest noes and what is taken up again; in parallel on one Postgres, while the clock
 * jumps. After each round every case has one owner; at the end it had one at every instant, and every promise came to one end.
 */
export async function playCases(house: SmallHouse, chance: Chance, cases: number, ways: Ways = WAYS): Promise<Played> {
  const players = new Players(house, PLAYERS);
  const [seen, faults, told] = [new Map<string, number>(), [] as string[], new Map<string, Set<string>>()];
  let minutes = 0;
  for (let done = 0; done < cases; done += AT_ONCE) {
    const caseIds = await open(players, chance, Math.min(AT_ONCE, cases - done));
    for (let round = 0; round < ROUNDS_OF_A_CASE; round++) {
      const outcomes = await Promise.all(planRound(chance, caseIds, PLAYERS).map((act) => play(players, act, ways)));
      toldEnds(outcomes, told);
      faults.push(...judgeOutcomes(outcomes, seen), ...(await withoutOneOwner(house, caseIds)));
      await house.clock(`${(minutes += chance.of(JUMPS))} minutes`);
    }
    await house.admin.query(`UPDATE people SET active = true, away_until = NULL WHERE NOT active OR away_until IS NOT NULL`);
  }
  await house.clock(`${minutes + IN_THE_END} minutes`);
  faults.push(...(await letClocksRun(players)));
  const { ends, faults: ofPromises } = await promisesThatEndedTwice(house, told);
  return { seen, ends, faults: [...new Set([...faults, ...ofPromises, ...(await everWithoutOneOwner(house))])] };
}

function open({ room }: Players, chance: Chance, count: number): Promise<string[]> {
  const customer = { name: 'Okafor', contact: 'okafor@example.org', timeZone: 'Australia/Sydney' };
  const by = Array.from({ length: count }, () => `per_${chance.of(PLAYERS)}`);
  return Promise.all(by.map(async (id) => (await room.cases.open({ customer, need: 'Charged twice.' }, actorOf(id))).node.id));
}
