import { RehomingService } from '#cases';
import { HandOffsRoom } from '../../support/hand-offs-room.js';
import type { SmallHouse } from '../../support/small-house.js';
import type { Chance } from '../chance.js';
import { actorOf } from '../race-mix/room.js';
import { type Outcome, planRound, play, type Players, REFUSALS } from './acts.js';

/** Cases that are played at the same moment, by people whom they share. */
const AT_ONCE = 20;
const ROUNDS_OF_A_CASE = 8;
const PLAYERS = ['priya', 'tom', 'lachlan', 'mia', 'sam', 'ivy', 'noor', 'jack'];
/** How far the clock may jump between two rounds, in minutes: over the end of an offer, and over a first touch. */
const JUMPS = [0, 0, 0, 31, 61] as const;

/** What was played. */
export interface Played {
  /** How often each attempt came to what. */
  readonly seen: ReadonlyMap<string, number>;
  /** What no caller should have been told, and what should never be true. */
  readonly faults: readonly string[];
}

/**
 * Random hand-offs of so many cases: offers, answers, expiries, first touches, people who leave and come back, and re-homing, in parallel on
 * one Postgres, while the clock jumps. After each round every case has one owner; at the end it had one at every instant.
 */
export async function playHandOffs(house: SmallHouse, chance: Chance, cases: number): Promise<Played> {
  const room = new HandOffsRoom(house);
  const players: Players = { room, rehoming: new RehomingService(house.api), handles: PLAYERS };
  const [seen, faults] = [new Map<string, number>(), [] as string[]];
  let minutes = 0;
  for (let done = 0; done < cases; done += AT_ONCE) {
    const caseIds = await open(room, chance, Math.min(AT_ONCE, cases - done));
    for (let round = 0; round < ROUNDS_OF_A_CASE; round++) {
      const outcomes = await Promise.all(planRound(chance, caseIds, PLAYERS).map((act) => play(players, act)));
      faults.push(...judge(outcomes, seen), ...(await withoutOneOwner(house, caseIds)));
      await house.clock(`${(minutes += chance.of(JUMPS))} minutes`);
    }
    await house.admin.query(`UPDATE people SET active = true, away_until = NULL WHERE NOT active OR away_until IS NOT NULL`);
  }
  return { seen, faults: [...faults, ...(await everWithoutOneOwner(house))] };
}

function open({ cases }: HandOffsRoom, chance: Chance, count: number): Promise<string[]> {
  const customer = { name: 'Okafor', contact: 'okafor@example.org', timeZone: 'Australia/Sydney' };
  const by = Array.from({ length: count }, () => `per_${chance.of(PLAYERS)}`);
  return Promise.all(by.map(async (id) => (await cases.open({ customer, need: 'Charged twice.' }, actorOf(id))).node.id));
}

function judge(outcomes: readonly Outcome[], seen: Map<string, number>): string[] {
  return outcomes.flatMap(({ act, done, code, error }) => {
    const key = `${act.kind} ${done ?? code ?? 'ERROR'}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
    if (error !== undefined) return [`${act.caseId}: ${act.kind} failed with ${error}`];
    return code === undefined || REFUSALS[act.kind].includes(code) ? [] : [`${act.caseId}: ${act.kind} was refused with ${code}`];
  });
}

/** Now: not one open range, or more than one open offer. */
async function withoutOneOwner(house: SmallHouse, caseIds: readonly string[]): Promise<string[]> {
  const rows = await house.rows<{ id: string }>(
    `SELECT c.id FROM unnest($1::text[]) AS c(id) WHERE (SELECT count(*) FROM ownership o WHERE o.case_id = c.id AND o.until_at IS NULL) <> 1
        OR (SELECT count(*) FROM hand_offs h WHERE h.case_id = c.id AND h.status = 'OFFERED') > 1`,
    [caseIds],
  );
  return rows.map(({ id }) => `${id} has not exactly one owner, or two open offers`);
}

/** At the instant of every change, the millisecond before it and half-way to the next: not one owner. */
async function everWithoutOneOwner(house: SmallHouse): Promise<string[]> {
  const rows = await house.rows<{ id: string; at: Date; owners: number }>(
    `WITH instants AS (SELECT o.case_id AS id, unnest(ARRAY[o.from_at, o.from_at + (coalesce(o.until_at, house_now()) - o.from_at) / 2, coalesce(o.until_at, house_now()) - interval '1 ms']) AS at FROM ownership o)
     SELECT i.id, i.at, (SELECT count(*)::int FROM ownership o WHERE o.case_id = i.id AND tstzrange(o.from_at, o.until_at) @> i.at) AS owners
       FROM instants i JOIN cases c ON c.id = i.id AND i.at >= c.opened_at
      WHERE (SELECT count(*) FROM ownership o WHERE o.case_id = i.id AND tstzrange(o.from_at, o.until_at) @> i.at) <> 1`,
  );
  return rows.map(({ id, at, owners }) => `${id} had ${owners} owners at ${at.toISOString()}`);
}
