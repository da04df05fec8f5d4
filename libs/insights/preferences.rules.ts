import { adjusted, chanceOfAtLeast, sum, TOO_UNLIKELY, withOdds } from './chance.rules.js';
import type { Signal, SignalKind, Signing } from './insights.types.js';
import type { Roster } from './roster.rules.js';

/** How often one person signed for another, and the chance of it at each signature that they could have given. People are numbers, as in the roster. */
export interface Edge {
  readonly proposer: number;
  readonly signer: number;
  /** Which signatures they could have given (places in `Roster.draws`), and with what chance. */
  readonly draws: readonly number[];
  readonly chances: readonly number[];
  /** Those that they gave. */
  readonly signings: readonly Signing[];
}

/** The edges of a house, by proposer and signer. */
export type Edges = ReadonlyMap<number, ReadonlyMap<number, Edge>>;

/** People who know each other well sign for each other more often. Half as much again is nobody's business; more is told. */
const TOLERATED_ODDS = 1.5;
/** Fewer signatures than this show nothing. */
const FEWEST = 3;
/** Each direction, and each two of three, must stand out by itself: a strong pair and a bystander are no ring. */
const STANDS_OUT = 0.05;

type Found = Omit<Signal, 'kind' | 'lookedAt' | 'adjusted'>;

/** Gathers, for every two people, the signatures that the one could have given for the other. */
export function edgesOf({ draws }: Roster): Edges {
  const edges = new Map<number, Map<number, Edge & { draws: number[]; chances: number[]; signings: Signing[] }>>();
  draws.forEach(({ signing, proposer, signer, candidates, chances }, n) => {
    const from = edges.get(proposer) ?? new Map<number, Edge & { draws: number[]; chances: number[]; signings: Signing[] }>();
    edges.set(proposer, from);
    candidates.forEach((candidate, place) => {
      const edge = from.get(candidate) ?? { proposer, signer: candidate, draws: [], chances: [], signings: [] };
      from.set(candidate, edge);
      edge.draws.push(n);
      edge.chances.push(chances[place] ?? 0);
      if (candidate === signer) edge.signings.push(signing);
    });
  });
  return edges;
}

/** How often one signed for the other; undefined when they never could have. */
export function edge(edges: Edges, proposer: number, signer: number): Edge | undefined {
  return edges.get(proposer)?.get(signer);
}

/** Some edges together: as if those who sign on them were one. Signatures that two of them could have given count once. */
export function together(humans: readonly string[], edges: readonly Edge[]): Found {
  const chances = new Map<number, number>();
  for (const one of edges) one.draws.forEach((draw, n) => chances.set(draw, (chances.get(draw) ?? 0) + (one.chances[n] ?? 0)));
  const signings = edges.flatMap((one) => one.signings);
  const all = [...chances.values()].map((chance) => Math.min(1, chance));
  const tolerated = all.map((chance) => withOdds(chance, TOLERATED_ODDS));
  return {
    humans,
    observed: signings.length,
    expected: sum(all),
    of: all.length,
    pValue: signings.length > sum(tolerated) ? chanceOfAtLeast(signings.length, tolerated) : 1,
    exceptionIds: latestFirst(signings),
  };
}

/** Whether somebody signs more often, on these edges, than chance alone would usually give; without any tolerance. */
export function standOut(...edges: readonly (Edge | undefined)[]): boolean {
  const there = edges.filter((one) => one !== undefined);
  const observed = sum(there.map(({ signings }) => signings.length));
  const chances = there.flatMap((one) => one.chances);
  return observed >= FEWEST && observed > sum(chances) && chanceOfAtLeast(observed, chances) <= STANDS_OUT;
}

/** Those of what was found that are too unlikely after so many looks, the least likely first. */
export function tooUnlikely(kind: SignalKind, lookedAt: number, found: readonly Found[]): Signal[] {
  return found
    .map((one) => ({ ...one, kind, lookedAt, adjusted: adjusted(one.pValue, lookedAt) }))
    .filter((one) => one.adjusted <= TOO_UNLIKELY)
    .sort((a, b) => a.pValue - b.pValue);
}

/** Two who sign for each other, in both directions, more often than who was here explains. */
export function eachOther(roster: Roster, edges: Edges): Signal[] {
  const found: Found[] = [];
  let lookedAt = 0;
  for (const there of allOf(edges)) {
    const back = edge(edges, there.signer, there.proposer);
    if (!back || there.proposer > there.signer) continue;
    lookedAt += 1;
    if (standOut(there) && standOut(back)) found.push(together(named(roster, there.proposer, there.signer), [there, back]));
  }
  return tooUnlikely('EACH_OTHER', lookedAt, found);
}

/** One whose proposals another one signs more often than who was here explains. */
export function oneForTheOther(roster: Roster, edges: Edges): Signal[] {
  const all = allOf(edges);
  const found = all.filter((one) => standOut(one)).map((one) => together(named(roster, one.proposer, one.signer), [one]));
  return tooUnlikely('ONE_FOR_THE_OTHER', all.length, found);
}

/** Every edge there is. */
export function allOf(edges: Edges): Edge[] {
  return [...edges.values()].flatMap((from) => [...from.values()]);
}

/** The humans whom these numbers of a roster mean. */
export function named({ humans }: Roster, ...people: readonly number[]): string[] {
  return people.map((one) => humans[one] ?? '');
}

function latestFirst(signings: readonly Signing[]): string[] {
  const sorted = [...signings].sort((a, b) => b.at - a.at);
  return [...new Set(sorted.map(({ exceptionId }) => exceptionId))];
}
