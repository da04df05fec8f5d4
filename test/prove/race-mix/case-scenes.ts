import type { SmallHouse } from '../../support/small-house.js';
import type { Act, Kind } from '../cases/act.types.js';
import { play } from '../cases/acts.js';
import { latestHandOff } from '../cases/hand-off-ways.js';
import type { Players } from '../cases/players.js';
import type { Chance } from '../chance.js';
import { actorOf } from './room.js';

/** Whoever plays with cases. */
export const HANDLES = ['priya', 'tom', 'lachlan', 'mia', 'sam', 'ivy', 'noor', 'jack'];
const HOUR_MS = 3_600_000;

/** How a case stands before a round: with an offer, with one whose time runs out, accepted and not yet touched, solved, or answered with a no. */
const STANDS = [
  ...(['offered', 'offered', 'offered', 'offered'] as const),
  ...(['expiring', 'expiring', 'untouched', 'untouched', 'untouched'] as const),
  ...(['solved', 'solved', 'solved', 'no', 'no'] as const),
];
type Stands = (typeof STANDS)[number];

const ANSWERED: readonly Kind[] = ['takeUp', 'followUp', 'followUp', 'thank', 'offer', 'promise', 'solve', 'sayNo'];
/** What is tried at once with a case, by how it stands. */
const TRIED: Readonly<Record<Stands, readonly Kind[]>> = {
  offered: [
    'accept',
    'refuse',
    'cancel',
    'offer',
    'expire',
    'rehome',
    'keep',
    'renegotiate',
    'promise',
    'remind',
    'message',
    'solve',
    'sayNo',
  ],
  expiring: ['expire', 'expire', 'accept', 'refuse', 'cancel', 'offer', 'rehome'],
  untouched: ['settle', 'settle', 'promise', 'message', 'offer', 'rehome', 'solve'],
  solved: ANSWERED,
  no: ANSWERED,
};
/** Those that would mostly come too late get a head start in half of the rounds. */
const EARLY: readonly Kind[] = ['accept', 'refuse', 'cancel', 'rehome', 'keep', 'renegotiate', 'solve', 'sayNo', 'takeUp', 'followUp'];

/** A case as a round begins. */
export interface Scene {
  readonly caseId: string;
  readonly stands: Stands;
  /** Who would have it back. */
  readonly sender: string;
  /** After so long what waits runs out: the offer, or the time for a first touch. */
  readonly soonMs: number;
  /** After so long what was promised falls due. */
  readonly dueMs: number;
}

/** Makes one, by chance. */
export async function setScene(players: Players, chance: Chance): Promise<Scene> {
  const [owner, receiver] = chance.shuffled(HANDLES) as [string, string];
  const [stands, soonMs] = [chance.of(STANDS), chance.between(60, 160)];
  const customer = { name: 'Okafor', contact: 'okafor@example.org', timeZone: 'Europe/London' };
  const { id: caseId } = (await players.room.cases.open({ customer, need: 'Charged twice.' }, actorOf(`per_${owner}`))).node;
  for (const kind of BEFORE[stands]) await play(players, { kind, caseId, who: owner, to: receiver, die: 0 });
  const scene = { caseId, stands, sender: owner, soonMs };
  await runsOut(players, scene);
  return { ...scene, dueMs: await promised(players, chance, { ...scene, receiver }) };
}

/** What was done with it before. */
const BEFORE: Readonly<Record<Stands, readonly Kind[]>> = {
  ...{ offered: ['offer'], expiring: ['offer'], untouched: ['offer', 'accept'], solved: ['solve'], no: ['sayNo'] },
};

/** By the receiver a promise is a touch, so that the case stays with them. */
const PROMISED: Readonly<Record<Stands, number>> = { offered: 1, expiring: 1, untouched: 0.3, solved: 0, no: 0 };

/** It may be due at any moment, and a busy machine may take longer to write it than it lasts. Answers after how long it is due. */
async function promised(players: Players, chance: Chance, scene: Omit<Scene, 'dueMs'> & { receiver: string }): Promise<number> {
  const dueMs = chance.happens(0.3) ? chance.between(40, 120) : HOUR_MS;
  if (!chance.happens(PROMISED[scene.stands])) return HOUR_MS;
  const by = actorOf(`per_${scene.stands === 'untouched' ? scene.receiver : scene.sender}`);
  const dueAt = new Date((await players.now()).getTime() + dueMs);
  await players.getBacks.promise({ caseId: scene.caseId, what: 'Whether it is back.', dueAt }, by).catch(() => undefined);
  return dueMs;
}

/** What runs out, and of a hand-off in which state. */
const RUNS_OUT: Readonly<Partial<Record<Stands, { readonly column: string; readonly of: string }>>> = {
  expiring: { column: 'expires_at', of: 'OFFERED' },
  untouched: { column: 'first_touch_due_at', of: 'ACCEPTED' },
};

/** Past the walls: as if the half hour of an offer, or the hour of a first touch, were all but over. */
async function runsOut(players: Players, { caseId, soonMs, stands }: Pick<Scene, 'caseId' | 'soonMs' | 'stands'>): Promise<void> {
  const runs = RUNS_OUT[stands];
  const handOff = runs && (await latestHandOff(players, caseId));
  if (handOff && handOff.status === runs.of) await setTime(players.house, handOff.id, runs.column, soonMs);
}

async function setTime({ admin }: SmallHouse, id: string, column: string, ms: number): Promise<void> {
  await admin.query(`BEGIN; SET LOCAL session_replication_role = replica;
    UPDATE hand_offs SET ${column} = greatest(house_now() + interval '${ms} milliseconds', offered_at + interval '1 millisecond') WHERE id = '${id}'; COMMIT`);
}

/** An attempt, and how long after the round began it is made. */
export interface Planned {
  readonly act: Act;
  readonly afterMs: number;
}

/** Who tries what with it, and when. */
export function planRound(chance: Chance, scene: Scene): Planned[] {
  const act = (kind: Kind): Act => ({
    kind,
    caseId: scene.caseId,
    who: chance.of(HANDLES),
    to: chance.of(HANDLES),
    die: chance.next(),
  });
  const leaves = chance.happens(0.03) ? [{ act: act('leave'), afterMs: 0 }] : [];
  return [...leaves, ...(scene.stands in RUNS_OUT ? whileItRunsOut : atOnce)(chance, scene, act)];
}

type Acting = (kind: Kind) => Act;

/** Around the time at which it runs out; now and then whoever would have it back is not here any more. */
function whileItRunsOut(chance: Chance, { stands, sender, soonMs }: Scene, act: Acting): Planned[] {
  const kinds = TRIED[stands];
  const last = kinds[0] as Kind;
  const gone = stands === 'untouched' && chance.happens(0.35) ? [{ act: { ...act('leave'), who: sender }, afterMs: 0 }] : [];
  const tried = [last, ...chance.shuffled(kinds).slice(0, chance.between(1, 3))];
  return [...gone, ...tried.map((kind, n) => ({ act: act(kind), afterMs: around(chance, soonMs, n === 0) }))];
}

/** All at one moment, or one of them a little before the others; and what is soon due is often delivered just too late. */
function atOnce(chance: Chance, { stands, dueMs }: Scene, act: Acting): Planned[] {
  const kinds = TRIED[stands];
  const early = chance.happens(0.5) ? chance.of(EARLY.filter((kind) => kinds.includes(kind))) : undefined;
  const tried = chance.shuffled(kinds).slice(0, chance.between(3, Math.min(kinds.length, 10)));
  const all = [...new Set([...tried, ...(early ? [early] : [])])];
  const late = dueMs < HOUR_MS && chance.happens(0.6) ? [{ act: { ...act('keep'), die: 0 }, afterMs: dueMs + chance.between(0, 20) }] : [];
  return [
    ...all.map((kind) => ({ act: act(kind), afterMs: early && kind !== early ? chance.between(5, 60) : chance.between(0, 3) })),
    ...late,
  ];
}

/** Shortly before or after the time runs out; what only the clock does, after it. */
function around(chance: Chance, soonMs: number, isAfter: boolean): number {
  return isAfter ? soonMs + chance.between(0, 20) : Math.max(0, soonMs + chance.between(-25, 25));
}
