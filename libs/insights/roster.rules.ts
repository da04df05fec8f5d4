import type { Gathered, Signing } from './insights.types.js';

/** One co-signature with everybody who could have given it, and the chance of each to be the one. People are numbers: places in `Roster.humans`. */
export interface Draw {
  readonly signing: Signing;
  readonly proposer: number;
  readonly signer: number;
  /** Who was here and could have signed; the signer is one of them. */
  readonly candidates: Int32Array;
  /** Of each candidate, in the same order; they add up to 1. */
  readonly chances: Float64Array;
}

/** Who was here when something was signed. */
export interface Roster {
  /** Everybody who proposed or signed. */
  readonly humans: readonly string[];
  readonly draws: readonly Draw[];
  /** The team of each human as a number, for those of no team too. */
  readonly teamOf: Int32Array;
  readonly teams: number;
}

const HALF_HOUR_MS = 1_800_000;
/** Somebody was here at an instant if the house saw them act within this many half hours before or after. */
const HERE_HALF_HOURS = 2;
/** Enough for the sums to agree within a thousandth. */
const ROUNDS = 12;

/**
 * For each co-signature, who could have given it: whoever was here, had not proposed or edited it, and had not signed it already. Whoever
 * signed nothing at all in this time is not counted as a possible signer.
 */
export function rosterOf({ signings, colleagues, here }: Gathered): Roster {
  const humans = [...new Set(signings.flatMap(({ proposer, signer }) => [proposer, signer]))].sort();
  const place = new Map(humans.map((human, n) => [human, n]));
  const at = (human: string): number => place.get(human) ?? -1;
  const whoWasHere = presence(new Set(signings.map(({ signer }) => signer)), here, at);
  const signedBefore = new Map<string, number[]>();
  const draws = signings.map((signing) => {
    const [proposer, signer] = [at(signing.proposer), at(signing.signer)];
    const before = signedBefore.get(signing.exceptionId) ?? [];
    const out = new Set([proposer, ...signing.editors.map(at), ...before]);
    const present = whoWasHere.get(Math.floor(signing.at / HALF_HOUR_MS)) ?? [];
    const candidates = Int32Array.from(new Set([...present.filter((one) => !out.has(one)), signer]));
    signedBefore.set(signing.exceptionId, [...before, signer]);
    return { signing, proposer, signer, candidates, chances: new Float64Array(candidates.length).fill(1 / candidates.length) };
  });
  return { humans, draws, ...teamsOf(humans, colleagues) };
}

/** For each half hour, the possible signers who were here. */
function presence(signers: ReadonlySet<string>, here: Gathered['here'], at: (human: string) => number): Map<number, number[]> {
  const present = new Map<number, number[]>();
  for (const human of signers) {
    const halfHours = new Set<number>();
    for (const acted of here.get(human) ?? []) for (let by = -HERE_HALF_HOURS; by <= HERE_HALF_HOURS; by++) halfHours.add(acted + by);
    for (const halfHour of halfHours) {
      const others = present.get(halfHour);
      if (others) others.push(at(human));
      else present.set(halfHour, [at(human)]);
    }
  }
  return present;
}

function teamsOf(humans: readonly string[], colleagues: Gathered['colleagues']): Pick<Roster, 'teamOf' | 'teams'> {
  const named = new Map(colleagues.map(({ humanId, teamId }) => [humanId, teamId ?? '']));
  const teams = [...new Set(humans.map((human) => named.get(human) ?? ''))];
  return { teamOf: Int32Array.from(humans, (human) => teams.indexOf(named.get(human) ?? '')), teams: teams.length };
}

/**
 * Finds the chances, in place. Of those who are here, the chance of each goes with how readily they sign, and with how readily their team
 * signs for the proposer's team; both are fitted until everybody's expected signatures are as many as they gave, and each team's for each
 * team too. So neither a busy signer, nor a small team, nor an empty night shift looks like a preference of two people for each other.
 * Iterative proportional fitting of a conditional logit; yields between its rounds, so that a server can do other things.
 */
export function* fitChances({ humans, draws, teamOf, teams }: Roster): Generator<void, void> {
  const [readiness, affinity] = [new Float64Array(humans.length).fill(1), new Float64Array(teams * teams).fill(1)];
  const cell = (draw: Draw, candidate: number): number => teams * (teamOf[draw.proposer] ?? 0) + (teamOf[candidate] ?? 0);
  const signed = count(humans.length, draws, ({ signer }) => signer);
  const signedFor = count(affinity.length, draws, (draw) => cell(draw, draw.signer));
  for (let round = 0; round < ROUNDS; round++) {
    spread(draws, (draw, candidate) => (readiness[candidate] ?? 0) * (affinity[cell(draw, candidate)] ?? 0));
    rescale(readiness, signed, draws, (_draw, candidate) => candidate);
    yield;
    spread(draws, (draw, candidate) => (readiness[candidate] ?? 0) * (affinity[cell(draw, candidate)] ?? 0));
    rescale(affinity, signedFor, draws, cell);
    yield;
  }
  spread(draws, (draw, candidate) => (readiness[candidate] ?? 0) * (affinity[cell(draw, candidate)] ?? 0));
}

function count(size: number, draws: readonly Draw[], where: (draw: Draw) => number): Float64Array {
  const counts = new Float64Array(size);
  for (const draw of draws) add(counts, where(draw), 1);
  return counts;
}

/** Gives each candidate of each draw a chance in proportion to a weight. */
function spread(draws: readonly Draw[], weight: (draw: Draw, candidate: number) => number): void {
  for (const draw of draws) {
    let whole = 0;
    for (let n = 0; n < draw.candidates.length; n++) whole += draw.chances[n] = weight(draw, draw.candidates[n] ?? 0);
    for (let n = 0; n < draw.chances.length; n++) draw.chances[n] = (draw.chances[n] ?? 0) / whole;
  }
}

/** Makes each factor greater or smaller by what was counted against what the chances add up to. */
function rescale(
  factors: Float64Array,
  counted: Float64Array,
  draws: readonly Draw[],
  where: (draw: Draw, candidate: number) => number,
): void {
  const expected = new Float64Array(factors.length);
  for (const draw of draws)
    for (let n = 0; n < draw.candidates.length; n++) add(expected, where(draw, draw.candidates[n] ?? 0), draw.chances[n] ?? 0);
  factors.forEach((factor, n) => (factors[n] = (expected[n] ?? 0) > 0 ? (factor * (counted[n] ?? 0)) / (expected[n] ?? 1) : factor));
}

function add(numbers: Float64Array, at: number, more: number): void {
  numbers[at] = (numbers[at] ?? 0) + more;
}
