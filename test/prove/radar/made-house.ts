import type { Colleague, Decided, Gathered, Signing } from '#insights';
import type { Chance } from '../chance.js';

/** How big a house is, and who works when. */
export interface Shape {
  readonly name: string;
  readonly teams: number;
  readonly teamSize: number;
  readonly days: number;
  /** Proposals of one person in one shift, on average. */
  readonly proposals: number;
  /** One shift in so many is a night shift, with few colleagues. */
  readonly nights: number;
}

/** Forty people in four teams, early, late and night shifts. */
export const USUAL: Shape = { name: 'usual', teams: 4, teamSize: 10, days: 90, proposals: 1, nights: 8 };
/** Nine people in teams of three: often only one or two colleagues are here. */
export const SMALL: Shape = { name: 'small', teams: 3, teamSize: 3, days: 90, proposals: 2, nights: 4 };

/** A ring that is put into a house: whenever one of it proposes and the other is here, the other signs, so often as `intensity` says. */
export interface Ring {
  readonly kind: 'pair' | 'circle' | 'among';
  readonly intensity: number;
  /** Whether its people are of one team, where colleagues sign for each other often anyway. */
  readonly oneTeam: boolean;
}

/** A co-signature, or a pass. */
export interface Vote {
  readonly human: number;
  readonly at: number;
  readonly yes: boolean;
}

/** A proposal with what colleagues did about it, in the order of time. */
export interface MadeProposal {
  readonly proposer: number;
  readonly at: number;
  readonly characters: number;
  readonly quorum: number;
  readonly votes: readonly Vote[];
}

/** A house that never was. People are numbers; instants are milliseconds since 1970. */
export interface MadeHouse {
  readonly people: readonly { readonly team: number }[];
  /** Whatever else people did. */
  readonly acts: readonly { readonly human: number; readonly at: number }[];
  readonly proposals: readonly MadeProposal[];
  readonly ring: readonly number[];
  readonly until: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const OPEN_MS = 4 * HOUR_MS - MINUTE_MS;
const TRIES = 8;
const SHIFT_HOURS = 8;
/** The last night ends at six. */
const AFTER_LAST_DAY_MS = 6 * HOUR_MS;
const BEGINS_AT = { early: 7, late: 14, night: 22 };
const OTHER_ACTS = 8;
/** How much oftener somebody of one's own team signs. */
const OWN_TEAM = 4;
/** How unequal people are (standard deviations of logarithms): in signing, in liking each other, in how teams go together, in saying no. */
const UNEQUAL = { readiness: 0.5, liking: 0.3, teams: 0.3, no: 0.4 };
const USUAL_NO = 0.12;
/** One signature in so many comes from who had sat beside the proposer, and is given at once. */
const SAT_BESIDE = 500;

interface Nature {
  readonly readiness: number;
  readonly no: number;
  readonly liking: readonly number[];
}

interface Shift {
  readonly human: number;
  readonly from: number;
  readonly until: number;
}

/** Makes a house live through its days, honestly except for the ring. */
export function makeHouse(chance: Chance, shape: Shape, begin: number, ring?: Ring): MadeHouse {
  const people = Array.from({ length: shape.teams * shape.teamSize }, (_, n) => ({ team: Math.floor(n / shape.teamSize) }));
  const members = ring ? membersOf(chance, shape, ring) : [];
  const natures = people.map(() => natureOf(chance, people.length));
  const weight = weightOf(chance, people, natures);
  const shifts = shiftsOf(chance, shape, people.length, begin);
  const here = hereAt(shifts);
  const partner = partnerOf(chance, members, ring);
  const during = (shift: Shift, mean: number): number[] =>
    times(chance, mean).map(() => Math.round(shift.from + chance.next() * (shift.until - shift.from)));
  const acts = shifts.flatMap((shift) => during(shift, OTHER_ACTS).map((at) => ({ human: shift.human, at })));
  const proposals = shifts
    .flatMap((shift) => during(shift, shape.proposals).map((at) => ({ proposer: shift.human, at })))
    .sort((a, b) => a.at - b.at)
    .map((one) => decided(chance, one, { here, weight, partner, no: (human) => natures[human]?.no ?? 0 }))
    .filter(({ votes }) => votes.length > 0);
  return { people, acts, proposals, ring: members, until: begin + shape.days * DAY_MS + AFTER_LAST_DAY_MS };
}

/** What the rules are told of the days before an instant, as the database would count it. */
export function gather({ people, acts, proposals }: MadeHouse, to: number, days = 90): Gathered {
  const since = to - days * DAY_MS;
  const here = new Map<string, number[]>();
  const seen = [...acts, ...proposals.flatMap((one) => [{ human: one.proposer, at: one.at }, ...one.votes])];
  for (const { human, at } of seen.filter((act) => act.at >= since && act.at < to)) {
    const own = here.get(name(human)) ?? [];
    here.set(name(human), own);
    own.push(Math.floor(at / (30 * MINUTE_MS)));
  }
  const colleagues: Colleague[] = people.map(({ team }, n) => ({ humanId: name(n), personId: `per_${name(n)}`, teamId: `tea_${team}` }));
  const votes = proposals
    .flatMap((proposal, n) => proposal.votes.map((vote) => ({ ...vote, proposal, n })))
    .filter(({ at, proposal }) => proposal.at >= since && at < to)
    .sort((a, b) => a.at - b.at);
  const signings: Signing[] = votes
    .filter(({ yes }) => yes)
    .map(({ proposal, n, human, at }) => {
      const { proposer, characters, at: proposedAt } = proposal;
      return { exceptionId: `exc_${n}`, proposer: name(proposer), signer: name(human), at, proposedAt, characters, editors: [] };
    });
  return { since: new Date(since), until: new Date(to), colleagues, signings, here, decided: decisions(people.length, votes) };
}

function decisions(people: number, votes: readonly Vote[]): Decided[] {
  const counts = Array.from({ length: people }, (_, n) => ({ humanId: name(n), yes: 0, no: 0 }));
  for (const { human, yes } of votes) {
    const own = counts[human];
    if (own) own[yes ? 'yes' : 'no'] += 1;
  }
  return counts;
}

/** The human of a number; see `hire`, which counts from 1. */
export function name(human: number): string {
  return `hum_r${human + 1}`;
}

function natureOf(chance: Chance, people: number): Nature {
  const odds = (USUAL_NO / (1 - USUAL_NO)) * Math.exp(UNEQUAL.no * normal(chance));
  const liking = Array.from({ length: people }, () => Math.exp(UNEQUAL.liking * normal(chance)));
  return { readiness: Math.exp(UNEQUAL.readiness * normal(chance)), no: odds / (1 + odds), liking };
}

function membersOf(chance: Chance, { teams, teamSize }: Shape, { kind, oneTeam }: Ring): number[] {
  const size = kind === 'pair' ? 2 : 3;
  const from = oneTeam
    ? Array.from({ length: teamSize }, (_, n) => n)
    : Array.from({ length: teams }, (_, team) => team * teamSize + chance.between(0, teamSize - 1));
  return chance.shuffled(from).slice(0, size);
}

/** Whom the ring would have sign for a proposer; undefined for everybody outside it, and when it lets things take their course. */
function partnerOf(
  chance: Chance,
  ring: readonly number[],
  plan: Ring | undefined,
): (proposer: number, here: readonly number[]) => number | undefined {
  return (proposer, here) => {
    const place = ring.indexOf(proposer);
    if (!plan || place < 0) return undefined;
    const next = plan.kind === 'circle' ? [ring[(place + 1) % ring.length] ?? -1] : ring.filter((one) => one !== proposer);
    const present = next.filter((one) => here.includes(one));
    return present.length > 0 && chance.happens(plan.intensity) ? chance.of(present) : undefined;
  };
}

/** Five days of seven, one kind of shift a week. */
function shiftsOf(chance: Chance, { days, nights }: Shape, people: number, begin: number): Shift[] {
  return Array.from({ length: people }, (_, human) => human).flatMap((human) => {
    const firstFree = chance.between(0, 6);
    let hour = BEGINS_AT.early;
    return Array.from({ length: days }, (_, day) => {
      if (day % 7 === 0) hour = chance.happens(1 / nights) ? BEGINS_AT.night : chance.of([BEGINS_AT.early, BEGINS_AT.late]);
      const from = begin + day * DAY_MS + hour * HOUR_MS;
      return { human, from, until: from + SHIFT_HOURS * HOUR_MS, free: (day + firstFree) % 7 < 2 };
    }).filter(({ free }) => !free);
  });
}

/** How readily one signs for another: by nature, by how their teams go together, and by how they like each other. */
function weightOf(chance: Chance, people: MadeHouse['people'], natures: readonly Nature[]): World['weight'] {
  const teams = new Map<string, number>();
  const unequal = (from: number, to: number): number => {
    const known = teams.get(`${from} ${to}`) ?? Math.exp(UNEQUAL.teams * normal(chance)) * (from === to ? OWN_TEAM : 1);
    teams.set(`${from} ${to}`, known);
    return known;
  };
  const weights = people.map((from, proposer) =>
    people.map((to, signer) => {
      const { readiness = 0, liking = [] } = natures[signer] ?? {};
      return readiness * (liking[proposer] ?? 0) * unequal(from.team, to.team);
    }),
  );
  return (proposer, signer) => weights[proposer]?.[signer] ?? 0;
}

/** Who is at work at an instant. Shifts begin at full hours. */
function hereAt(shifts: readonly Shift[]): (at: number) => number[] {
  const byHour = new Map<number, number[]>();
  for (const { human, from, until } of shifts)
    for (let hour = from / HOUR_MS; hour < until / HOUR_MS; hour++) byHour.set(hour, [...(byHour.get(hour) ?? []), human]);
  return (at) => byHour.get(Math.floor(at / HOUR_MS)) ?? [];
}

interface World {
  readonly here: (at: number) => number[];
  readonly weight: (proposer: number, signer: number) => number;
  readonly partner: (proposer: number, here: readonly number[]) => number | undefined;
  readonly no: (human: number) => number;
}

/** Colleagues read it one after the other, until as many as it needs have signed or nobody is left. */
function decided(chance: Chance, { proposer, at }: { proposer: number; at: number }, world: World): MadeProposal {
  const characters = chance.between(300, 1_500);
  const quorum = chance.happens(0.85) ? 1 : chance.of([2, 2, 2, 2, 3]);
  const votes: Vote[] = [];
  let then = at;
  for (let tries = 0; tries < TRIES && votes.filter(({ yes }) => yes).length < quorum; tries++) {
    then = Math.round(then + waits(chance, characters));
    const here = world.here(then).filter((one) => one !== proposer && votes.every(({ human }) => human !== one));
    if (here.length > 0 && then < at + OPEN_MS) votes.push(voteOf(chance, { proposer, at: then, here, first: votes.length === 0 }, world));
  }
  return { proposer, at, characters, quorum, votes };
}

/** Until somebody has seen it and read it; at once, when they had sat beside the proposer. */
function waits(chance: Chance, characters: number): number {
  return chance.happens(1 / SAT_BESIDE) ? 2_000 : characters * 40 + exponential(chance, 20 * MINUTE_MS);
}

function voteOf(chance: Chance, asked: { proposer: number; at: number; here: readonly number[]; first: boolean }, world: World): Vote {
  const { proposer, at, here, first } = asked;
  const partner = first ? world.partner(proposer, here) : undefined;
  if (partner !== undefined) return { human: partner, at, yes: true };
  const human = drawn(chance, here, (one) => world.weight(proposer, one));
  return { human, at, yes: !chance.happens(world.no(human)) };
}

function drawn(chance: Chance, from: readonly number[], weight: (one: number) => number): number {
  const weights = from.map(weight);
  let left = chance.next() * weights.reduce((a, b) => a + b, 0);
  return from.find((_, n) => (left -= weights[n] ?? 0) < 0) ?? from[0] ?? 0;
}

function exponential(chance: Chance, mean: number): number {
  return -mean * Math.log(1 - chance.next());
}

function normal(chance: Chance): number {
  return Math.sqrt(-2 * Math.log(1 - chance.next())) * Math.cos(2 * Math.PI * chance.next());
}

/** As many entries as a Poisson distribution of that mean gives. */
function times(chance: Chance, mean: number): undefined[] {
  let count = 0;
  for (let left = mean - exponential(chance, 1); left > 0; left -= exponential(chance, 1)) count++;
  return new Array<undefined>(count).fill(undefined);
}
