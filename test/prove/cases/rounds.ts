import type { SmallHouse } from '../../support/small-house.js';
import type { Chance } from '../chance.js';
import { actorOf } from '../race-mix/room.js';
import type { Act } from './act.types.js';
import { judgeOutcomes, planRound, play, WAYS, type Ways } from './acts.js';
import { everWithoutOneOwner, withoutOneOwner } from './owners.js';
import { movedByAMessage } from './messages.js';
import { Players } from './players.js';
import { letClocksRun, promisesThatEndedTwice, toldEnds } from './promises-at-the-end.js';

/** Cases that are played at the same moment, by people whom they share. */
const AT_ONCE = 20;
const ROUNDS_OF_A_CASE = 8;
const DUE_MOST = 1_000;
const PLAYERS = ['priya', 'tom', 'lachlan', 'mia', 'sam', 'ivy', 'noor', 'jack'];
/** How far the clock may jump between two rounds, in minutes: over the end of an offer, over a first touch, and over what was promised. */
const JUMPS = [0, 0, 0, 31, 61] as const;
/** And after the last round: everything that was promised has fallen due. */
const IN_THE_END = 60 * 24;

/** How often each comes depends on the machine: while something was seen too seldom, more is played, up to so many times as much. */
const MORE_MOST = 1.5;

/** How they are played. */
interface How {
  readonly ways?: Ways;
  /** Whether all was seen that should be. */
  readonly hasSeenAll?: (seen: ReadonlyMap<string, number>) => boolean;
}

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
 * renegotiated, broken by the clock and void, solutions, honest noes, what is taken up again and what customers say meanwhile; in parallel on one
 * Postgres, while the clock jumps. After each round every case has one owner, and no message moved anything; at the end it had one at every
 * instant, and every promise came to one end, at the time that was promised.
 */
export async function playCases(house: SmallHouse, chance: Chance, cases: number, how: How = {}): Promise<Played> {
  const { ways = WAYS, hasSeenAll = () => true } = how;
  const players = new Players(house, PLAYERS);
  const [seen, faults, told] = [new Map<string, number>(), [] as string[], new Map<string, Set<string>>()];
  let minutes = 0;
  for (let done = 0; done < cases || (done < cases * MORE_MOST && !hasSeenAll(seen)); done += AT_ONCE) {
    const caseIds = await open(players, chance, atOnce(cases - done));
    for (let round = 0; round < ROUNDS_OF_A_CASE; round++) {
      const byClock = await whatIsDue(players, chance, caseIds);
      const outcomes = await Promise.all([...planRound(chance, caseIds, PLAYERS), ...byClock].map((act) => play(players, act, ways)));
      toldEnds(outcomes, told);
      faults.push(...judgeOutcomes(outcomes, seen), ...(await withoutOneOwner(house, caseIds)), ...(await movedByAMessage(house, caseIds)));
      await house.clock(`${(minutes += chance.of(JUMPS))} minutes`);
    }
    await house.admin.query(`UPDATE people SET active = true, away_until = NULL WHERE NOT active OR away_until IS NOT NULL`);
  }
  await house.clock(`${minutes + IN_THE_END} minutes`);
  faults.push(...(await letClocksRun(players)));
  const { ends, faults: ofPromises } = await promisesThatEndedTwice(house, told);
  return { seen, ends, faults: [...new Set([...faults, ...ofPromises, ...(await everWithoutOneOwner(house))])] };
}

/** So many are begun together, also when more are played than were to be. */
function atOnce(left: number): number {
  return left > 0 ? Math.min(AT_ONCE, left) : AT_ONCE;
}

/** What the worker would do now with hand-offs of these cases, or most of it; of some of them the sender has left by then. */
async function whatIsDue(players: Players, chance: Chance, caseIds: readonly string[]): Promise<Act[]> {
  const { clock, reads } = players.room;
  const due = new Map((await clock.due(DUE_MOST)).map(({ id, action }) => [id, action === 'EXPIRE' ? 'expire' : 'settle'] as const));
  const handOffs = (await reads.byIds([...due.keys()])).filter(({ caseId }) => caseIds.includes(caseId) && chance.happens(0.8));
  const acts = handOffs.map(({ id, caseId, fromId }): Act => {
    return { kind: due.get(id) ?? 'settle', caseId, who: fromId.replace('per_', ''), to: chance.of(PLAYERS), die: chance.next() };
  });
  for (const act of acts) if (act.kind === 'settle' && chance.happens(0.5)) await play(players, { ...act, kind: 'leave' });
  return acts;
}

function open({ room }: Players, chance: Chance, count: number): Promise<string[]> {
  const customer = { name: 'Okafor', contact: 'okafor@example.org', timeZone: 'Australia/Sydney' };
  const by = Array.from({ length: count }, () => `per_${chance.of(PLAYERS)}`);
  return Promise.all(by.map(async (id) => (await room.cases.open({ customer, need: 'Charged twice.' }, actorOf(id))).node.id));
}
