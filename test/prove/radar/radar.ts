import { type Gathered, InsightsReads, radarAtOnce, type Signal } from '#insights';
import { SmallHouse } from '../../support/small-house.js';
import { Chance } from '../chance.js';
import type { Proof } from '../proof.js';
import { counted } from './counted.js';
import { live } from './lived-house.js';
import { gather, type MadeHouse, makeHouse, name, type Ring, type Shape, SMALL, USUAL } from './made-house.js';

const BEGIN = Date.UTC(2026, 0, 5);
const DAY_MS = 86_400_000;
/** Of honest houses, one in twenty may see a signal in ninety days. */
const FALSE_ALARMS_MOST = 0.05;
/** Of houses with a ring that nearly always signs for itself when it is here, so many are told of it. */
const FOUND_LEAST = 0.8;
const STRONG = 0.9;
const SEEDS = 2 ** 31;

/**
 * The ring radar: honest houses see hardly a signal, planted rings of two and of three are found within ninety days, and the database counts
 * what the rules are told. `--no-roster` leaves out who was here and in which team, and must fail: it shows that the roster is what keeps
 * small teams and shifts from looking like rings.
 */
export async function radar(proof: Proof): Promise<void> {
  for (const [shape, houses] of [[USUAL, proof.rounds(200, 600)] as const, [SMALL, proof.rounds(100, 400)] as const])
    honest(proof, shape, houses);
  const intensities = proof.long ? [0.3, 0.5, 0.7, STRONG] : [STRONG];
  for (const kind of ['pair', 'circle', 'among'] as const)
    for (const oneTeam of [true, false])
      for (const intensity of intensities) found(proof, { kind, oneTeam, intensity }, proof.long ? 30 : 10);
  await inTheDatabase(proof);
}

/** In a long run each house lives twice as long, and is looked at every week of its second ninety days. */
function honest(proof: Proof, shape: Shape, houses: number): void {
  let alarms = 0;
  const kinds: string[] = [];
  for (let n = 0; n < houses; n++) {
    const house = madeBy(proof, { ...shape, days: proof.long ? 180 : 90 });
    const looks = Array.from({ length: proof.long ? 13 : 1 }, (_, week) => house.until - week * 7 * DAY_MS);
    const signals = looks.flatMap((at) => look(proof, gather(house, at)));
    if (signals.length > 0) alarms += 1;
    kinds.push(...new Set(signals.map(({ kind }) => kind)));
  }
  const looked = proof.long ? 'looked at every week for ninety days' : 'looked at once after ninety days';
  proof.say(`${houses} honest ${shape.name} houses, ${looked}: ${alarms} with a signal (${kinds.sort().join(', ') || 'none'}).`);
  proof.check(alarms <= houses * FALSE_ALARMS_MOST, `${alarms} of ${houses} honest ${shape.name} houses saw a signal.`);
}

function found(proof: Proof, ring: Ring, houses: number): void {
  let hits = 0;
  for (let n = 0; n < houses; n++) {
    const house = madeBy(proof, USUAL, ring);
    if (look(proof, gather(house, house.until)).some((signal) => isOf(house, signal))) hits += 1;
  }
  const where = `${ring.kind}, ${ring.oneTeam ? 'in one team' : 'across teams'}, ${Math.round(ring.intensity * 100)} % of the times`;
  proof.say(`${where}: found in ${hits} of ${houses} houses.`);
  if (ring.intensity === STRONG) proof.check(hits >= houses * FOUND_LEAST, `${where}: only ${hits} of ${houses} were found.`);
}

/** Through the walls and tables: what the database counts is what happened, and shows the same. */
async function inTheDatabase(proof: Proof): Promise<void> {
  const house = madeBy(proof, USUAL, { kind: 'among', oneTeam: false, intensity: STRONG });
  const ground = await SmallHouse.open();
  try {
    await live({ ground, house });
    const begun = performance.now();
    const read = await new InsightsReads(ground.api).lastDays(90);
    const readAt = performance.now();
    const signals = radarAtOnce(read);
    const ms = (from: number, to: number): string => `${Math.round(to - from)} ms`;
    proof.say(`${read.signings.length} signatures in Postgres: read in ${ms(begun, readAt)}, judged in ${ms(readAt, performance.now())}.`);
    const told = gather(house, house.until);
    proof.check(JSON.stringify(counted(read)) === JSON.stringify(counted(told)), 'The database counted something else than what happened.');
    proof.check(
      JSON.stringify(figures(signals)) === JSON.stringify(figures(radarAtOnce(told))),
      'The database shows other signals than the rules.',
    );
    proof.check(
      signals.some((signal) => isOf(house, signal)),
      'The ring in the database was not found.',
    );
    await proof.judge(ground.urls.apiUrl);
  } finally {
    await ground.close();
  }
}

function madeBy(proof: Proof, shape: Shape, ring?: Ring): MadeHouse {
  return makeHouse(new Chance(proof.chance.between(0, SEEDS - 1)), shape, BEGIN, ring);
}

function look(proof: Proof, gathered: Gathered): Signal[] {
  return radarAtOnce(proof.options['no-roster'] ? withoutRoster(gathered) : gathered);
}

/** As if everybody were always here, in one team. */
function withoutRoster(gathered: Gathered): Gathered {
  const always = [...new Set([...gathered.here.values()].flat())];
  return {
    ...gathered,
    here: new Map([...gathered.here.keys()].map((human) => [human, always])),
    colleagues: gathered.colleagues.map((colleague) => ({ ...colleague, teamId: null })),
  };
}

/** Whether a signal is about two or three of the ring, and nobody else. */
function isOf({ ring }: MadeHouse, { humans }: Signal): boolean {
  return humans.length > 1 && humans.every((human) => ring.map(name).includes(human));
}

function figures(signals: readonly Signal[]): object[] {
  return signals.map(({ kind, humans, observed, expected, exceptionIds }) => ({
    kind,
    humans,
    observed,
    expected: expected.toFixed(6),
    exceptionIds,
  }));
}
