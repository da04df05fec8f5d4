import { setTimeout as sleep } from 'node:timers/promises';
import { SmallHouse } from '../../support/small-house.js';
import type { Act, Kind, Outcome } from '../cases/act.types.js';
import { judgeOutcomes, play } from '../cases/acts.js';
import { everWithoutOneOwner, withoutOneOwner } from '../cases/owners.js';
import { Players } from '../cases/players.js';
import { letClocksRun, promisesThatEndedTwice, toldEnds } from '../cases/promises-at-the-end.js';
import type { Chance } from '../chance.js';
import type { Proof } from '../proof.js';
import { actorOf } from './room.js';

/** Cases that are played at the same moment, by people whom they share. */
const AT_ONCE = 16;
const HANDLES = ['priya', 'tom', 'lachlan', 'mia', 'sam', 'ivy', 'noor', 'jack'];
const HOUR_MS = 3_600_000;
const LATER = '2 days';

/** What is tried at once with a case that is open: promised in, and offered to somebody. */
const OPEN: readonly Kind[] = ['accept', 'refuse', 'cancel', 'offer', 'keep', 'renegotiate', 'promise', 'remind', 'solve', 'sayNo'];
/** And with one that was answered. */
const ANSWERED: readonly Kind[] = ['takeUp', 'followUp', 'followUp', 'thank', 'offer', 'promise', 'solve', 'sayNo'];
/** Those that would mostly come too late get a head start in half of the rounds. */
const EARLY: readonly Kind[] = ['accept', 'refuse', 'cancel', 'keep', 'renegotiate', 'solve', 'sayNo', 'takeUp', 'followUp'];

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
];
const EACH_END_LEAST = 10;

/**
 * Promise 12 under a race: a hand-off is accepted, refused and taken back, a promise kept, renegotiated and broken, the case solved, answered with a no,
 * taken up again and followed up, all at the same moment. One of them wins; the others are told so; one owner, and one end of everything.
 */
export async function raceCases(proof: Proof, rounds: number): Promise<void> {
  const house = await SmallHouse.open();
  try {
    const players = new Players(house, HANDLES);
    const [seen, told] = [new Map<string, number>(), new Map<string, Set<string>>()];
    for (let done = 0; done < rounds; done += AT_ONCE) {
      const scenes = await Promise.all(Array.from({ length: AT_ONCE }, () => setScene(players, proof.chance)));
      const plans = scenes.map((scene) => planRound(proof.chance, scene));
      const outcomes = await Promise.all(plans.flat().map((planned) => playAt(players, planned)));
      toldEnds(outcomes, told);
      const ids = scenes.map(({ caseId }) => caseId);
      const faults = [
        ...judgeOutcomes(outcomes, seen),
        ...(await withoutOneOwner(house, ids)),
        ...(await answeredTwice(players, outcomes)),
      ];
      faults.forEach((fault) => proof.fail(fault));
      proof.pass(ids.length);
      await house.admin.query('UPDATE people SET active = true, away_until = NULL WHERE NOT active OR away_until IS NOT NULL');
    }
    for (const [what, times] of [...seen].sort(([a], [b]) => (a < b ? -1 : 1))) proof.say(`${String(times).padStart(6)} × ${what}`);
    await atTheEnd(proof, players, told);
    const least = Math.min(EACH_END_LEAST, Math.floor(rounds / 50));
    for (const end of LEGAL_ENDS)
      proof.check((seen.get(end) ?? 0) >= least, `"${end}" was seen ${seen.get(end) ?? 0} times, and should be ${least} times.`);
  } finally {
    await house.close();
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

interface Scene {
  readonly caseId: string;
  readonly isAnswered: boolean;
}

/** A case with an offer and a promise, which may be due at any moment; or one that was answered. */
async function setScene(players: Players, chance: Chance): Promise<Scene> {
  const [owner = '', receiver = ''] = chance.shuffled(HANDLES);
  const [kind, soonMs] = [chance.of(['open', 'open', 'solved', 'no'] as const), chance.happens(0.3) ? chance.between(40, 120) : HOUR_MS];
  const customer = { name: 'Okafor', contact: 'okafor@example.org', timeZone: 'Europe/London' };
  const { id: caseId } = (await players.room.cases.open({ customer, need: 'Charged twice.' }, actorOf(`per_${owner}`))).node;
  const act = { caseId, who: owner, to: receiver, die: 0 };
  if (kind !== 'open') await play(players, { ...act, kind: kind === 'solved' ? 'solve' : 'sayNo' });
  if (kind !== 'open') return { caseId, isAnswered: true };
  await play(players, { ...act, kind: 'offer' });
  const dueAt = new Date((await players.now()).getTime() + soonMs);
  await players.getBacks.promise({ caseId, what: 'Whether it is back.', dueAt }, actorOf(`per_${owner}`)).catch(() => undefined); // a busy machine took longer
  return { caseId, isAnswered: false };
}

interface Planned {
  readonly act: Act;
  readonly afterMs: number;
}

function planRound(chance: Chance, { caseId, isAnswered }: Scene): Planned[] {
  const kinds = isAnswered ? ANSWERED : OPEN;
  const early = chance.happens(0.5) ? chance.of(EARLY.filter((kind) => kinds.includes(kind))) : undefined;
  const tried = chance.shuffled(kinds).slice(0, chance.between(3, kinds.length));
  const act = (kind: Kind): Act => ({ kind, caseId, who: chance.of(HANDLES), to: chance.of(HANDLES), die: chance.next() });
  const all = [...new Set([...tried, ...(early ? [early] : [])]), ...(chance.happens(0.03) ? ['leave' as const] : [])];
  return all.map((kind) => ({ act: act(kind), afterMs: early && kind !== early ? chance.between(5, 60) : chance.between(0, 3) }));
}

async function playAt(players: Players, { act, afterMs }: Planned): Promise<Outcome> {
  await sleep(afterMs);
  return play(players, act);
}

const ENDS_OF_AN_OFFER = ['ACCEPTED', 'REFUSED', 'CANCELLED'];

/** One offer that was told to have ended in two ways, or in another than it did. */
async function answeredTwice({ room }: Players, outcomes: readonly Outcome[]): Promise<string[]> {
  const told = new Map<string, string[]>();
  for (const { done } of outcomes)
    if (done?.handOff && ENDS_OF_AN_OFFER.includes(done.what)) told.set(done.handOff, [...(told.get(done.handOff) ?? []), done.what]);
  const found = await room.reads.byIds([...told.keys()]);
  return found.flatMap(({ id, status }) => {
    const ends = told.get(id) ?? [];
    return ends.length === 1 && ends[0] === status ? [] : [`${id} is ${status}, and was told to be ${ends.join(' and ')}`];
  });
}
