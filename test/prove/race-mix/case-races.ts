import { setTimeout as sleep } from 'node:timers/promises';
import { SmallHouse } from '../../support/small-house.js';
import type { Outcome } from '../cases/act.types.js';
import { judgeOutcomes, play } from '../cases/acts.js';
import { everWithoutOneOwner, withoutOneOwner } from '../cases/owners.js';
import { movedByAMessage } from '../cases/messages.js';
import { Players } from '../cases/players.js';
import { letClocksRun, promisesThatEndedTwice, toldEnds } from '../cases/promises-at-the-end.js';
import type { Proof } from '../proof.js';
import { HANDLES, type Planned, planRound, setScene } from './case-scenes.js';

/** Cases that are played at the same moment, by people whom they share. */
const AT_ONCE = 16;
const LATER = '2 days';

/** What has to be seen so many times: everything that one of them may come to when it is the first. */
const LEGAL_ENDS = [
  ...['accept ACCEPTED', 'refuse REFUSED', 'cancel CANCELLED', 'offer OFFERED', 'keep KEPT', 'keep BROKEN', 'renegotiate RENEGOTIATED'],
  ...[
    'promise MADE',
    'solve SOLVED',
    'sayNo HONEST_NO',
    'takeUp OWNED',
    'takeUp DID_NOT_HELP',
    'followUp HELPED',
    'followUp OPEN',
    'thank done',
  ],
  ...['expire true', 'settle RETURN', 'settle STAY', 'settle SETTLE', 'rehome done', 'message RECORDED'],
];
/** How often each, in 500 rounds. */
const EACH_END_LEAST = 20;
/** While one was seen too seldom, a tenth of the rounds more is played, at most so often: how often each comes depends on the machine. */
const MORE_MOST = 10;

/**
 * Promise 12 under a race: a hand-off is accepted, refused, taken back and runs out, or is settled by the clock, the case is re-homed, a promise kept,
 * renegotiated and broken, the case solved, answered with a no, taken up again and followed up, all at the same moment. One of them wins; the others
 * are told so; one owner, and one end of everything.
 */
export async function raceCases(proof: Proof, rounds: number): Promise<void> {
  const house = await SmallHouse.open();
  try {
    const players = new Players(house, HANDLES);
    const [seen, told] = [new Map<string, number>(), new Map<string, Set<string>>()];
    const least = Math.min(EACH_END_LEAST, Math.floor((EACH_END_LEAST * rounds) / 500));
    const seldom = (): string[] => LEGAL_ENDS.filter((end) => (seen.get(end) ?? 0) < least);
    await playRounds(proof, players, { rounds, seen, told });
    for (let more = 0; more < MORE_MOST && seldom().length > 0; more++)
      await playRounds(proof, players, { rounds: Math.ceil(rounds / 10), seen, told });
    for (const [what, times] of [...seen].sort(([a], [b]) => (a < b ? -1 : 1))) proof.say(`${String(times).padStart(6)} × ${what}`);
    await atTheEnd(proof, players, told);
    for (const end of LEGAL_ENDS)
      proof.check((seen.get(end) ?? 0) >= least, `"${end}" was seen ${seen.get(end) ?? 0} times, and should be ${least} times.`);
  } finally {
    await house.close();
  }
}

interface Play {
  readonly rounds: number;
  /** How often each attempt came to what. */
  readonly seen: Map<string, number>;
  /** To what end each promise was told to have come. */
  readonly told: Map<string, Set<string>>;
}

async function playRounds(proof: Proof, players: Players, { rounds, seen, told }: Play): Promise<void> {
  const { house } = players;
  for (let done = 0; done < rounds; done += AT_ONCE) {
    const scenes = await Promise.all(Array.from({ length: AT_ONCE }, () => setScene(players, proof.chance)));
    const plans = scenes.map((scene) => planRound(proof.chance, scene));
    const outcomes = await Promise.all(plans.flat().map((planned) => playAt(players, planned)));
    toldEnds(outcomes, told);
    const ids = scenes.map(({ caseId }) => caseId);
    const faults = [
      ...judgeOutcomes(outcomes, seen),
      ...(await withoutOneOwner(house, ids)),
      ...(await movedByAMessage(house, ids)),
      ...(await endedTwice(players, outcomes)),
    ];
    faults.forEach((fault) => proof.fail(fault));
    proof.pass(ids.length);
    await house.admin.query('UPDATE people SET active = true, away_until = NULL WHERE NOT active OR away_until IS NOT NULL');
  }
}

/** The clock goes on until nothing is due any more; then everything is looked at. */
async function atTheEnd(proof: Proof, players: Players, told: ReadonlyMap<string, ReadonlySet<string>>): Promise<void> {
  const { house } = players;
  await house.clock(LATER);
  const undone = await letClocksRun(players);
  const { faults } = await promisesThatEndedTwice(house, told);
  [...undone, ...faults, ...(await everWithoutOneOwner(house))].forEach((fault) => proof.fail(fault));
  await proof.judge(house.urls.apiUrl);
}

async function playAt(players: Players, { act, afterMs }: Planned): Promise<Outcome> {
  await sleep(afterMs);
  return play(players, act);
}

/** What somebody may be told that ended a hand-off, and what it is then. */
const ENDS_OF_A_HAND_OFF: Readonly<Record<string, string>> = {
  ...{ 'accept ACCEPTED': 'ACCEPTED', 'refuse REFUSED': 'REFUSED', 'cancel CANCELLED': 'CANCELLED', 'expire true': 'EXPIRED' },
  ...{ 'settle RETURN': 'RETURNED', 'settle STAY': 'ACCEPTED', 'settle SETTLE': 'ACCEPTED' },
};

/** Hand-offs that were told in one round to have ended in two ways, or in another than they did. */
async function endedTwice({ room }: Players, outcomes: readonly Outcome[]): Promise<string[]> {
  const told = new Map<string, string[]>();
  for (const { act, done } of outcomes) {
    const end = `${act.kind} ${done?.what}`;
    if (done?.handOff && end in ENDS_OF_A_HAND_OFF) told.set(done.handOff, [...(told.get(done.handOff) ?? []), end]);
  }
  const found = await room.reads.byIds([...told.keys()]);
  return found.flatMap(({ id, status }) => {
    const ends = told.get(id) ?? [];
    return ends.length === 1 && ENDS_OF_A_HAND_OFF[ends[0] ?? ''] === status
      ? []
      : [`${id} is ${status}, and was told to be ${ends.join(' and ')}`];
  });
}
