import { describe, expect, it } from '@jest/globals';
import type { Gathered, Signal, Signing } from './insights.types.js';
import { isFasterThanReading } from './persons.rules.js';
import { radarAtOnce } from './radar.rules.js';
import { fitChances, rosterOf } from './roster.rules.js';
import { FORMULAS, sentenceOf } from './sentences.rules.js';

const HALF_HOUR = 1_800_000;

/** A day's work: who proposes, who signs. One signature every half hour; everybody of the list is here all the time. */
type Work = readonly (readonly [proposer: string, signer: string])[];

function house(people: readonly string[], work: Work, more: Partial<Gathered> = {}): Gathered {
  const always = work.map((_, n) => n);
  return {
    since: new Date(0),
    until: new Date(work.length * HALF_HOUR),
    colleagues: people.map((one) => ({ humanId: one, personId: `per_${one}`, teamId: 'tea_1' })),
    signings: work.map(([proposer, signer], n) => signing({ exceptionId: `exc_${n}`, proposer, signer, at: n * HALF_HOUR })),
    here: new Map(people.map((one) => [one, always])),
    decided: [],
    ...more,
  };
}

function signing(more: Partial<Signing>): Signing {
  return { exceptionId: 'exc_1', proposer: 'ana', signer: 'bo', at: 0, proposedAt: -HALF_HOUR, characters: 600, editors: [], ...more };
}

/** Everybody proposes in turn, and the colleagues sign in turn: as even as it gets. */
function evenly(people: readonly string[], rounds: number): Work {
  return Array.from({ length: rounds }, (_, round) =>
    people.map((proposer, n) => [proposer, people[(n + 1 + (round % (people.length - 1))) % people.length] ?? ''] as const),
  ).flat();
}

const TEN = ['ana', 'bo', 'cy', 'di', 'ed', 'flo', 'gus', 'hal', 'ines', 'jo'];
/** As even work, except that each step is taken instead by those of the ring. */
const ringed = (steps: Readonly<Record<string, readonly string[]>>): Work =>
  evenly(TEN, 27).map(([proposer, signer], n) => [
    proposer,
    steps[proposer]?.[Math.floor(n / TEN.length) % (steps[proposer]?.length ?? 1)] ?? signer,
  ]);
const brief = (signals: readonly Signal[]) => signals.map(({ kind, humans }) => `${kind} ${humans.join(' ')}`);

describe('what the radar tells', () => {
  it.each<[string, Gathered, string[]]>([
    ['a house in which nothing happened', house([], []), []],
    ['ten who sign for each other evenly', house(TEN, evenly(TEN, 27)), []],
    ['two who only sign for each other', house(TEN, ringed({ ana: ['bo'], bo: ['ana'] })), ['EACH_OTHER ana bo']],
    ['one who signs all of another', house(TEN, ringed({ ana: ['bo'] })), ['ONE_FOR_THE_OTHER ana bo']],
    ['three in a circle', house(TEN, ringed({ ana: ['bo'], bo: ['cy'], cy: ['ana'] })), ['CIRCLE_OF_THREE ana bo cy']],
    ['three among themselves', house(TEN, ringed({ ana: ['bo', 'cy'], bo: ['cy', 'ana'], cy: ['ana', 'bo'] })), ['AMONG_THREE ana bo cy']],
    ['a house of two', house(['ana', 'bo'], evenly(['ana', 'bo'], 200)), []],
    ['a house of three', house(['ana', 'bo', 'cy'], evenly(['ana', 'bo', 'cy'], 200)), []],
    ['two who are alone at night', nights(), []],
    ['two teams that keep to themselves', teams(), []],
  ])('%s', (_story, gathered, told) => expect(brief(radarAtOnce(gathered))).toEqual(told));

  it('states what was counted, and how unlikely it is', () => {
    const [signal] = radarAtOnce(house(TEN, ringed({ ana: ['bo'], bo: ['ana'] })));
    expect(signal).toMatchObject({ observed: 54, of: 54, lookedAt: 45 });
    expect(signal?.exceptionIds).toHaveLength(54);
    expect(signal?.exceptionIds[0]).toBe('exc_261');
    expect(signal?.expected).toBeGreaterThan(5);
    expect(signal?.expected).toBeLessThan(20);
    expect(signal?.adjusted).toBe((signal?.pValue ?? 0) * 45);
  });

  it('a second signature on the same proposal is drawn from those who are left', () => {
    const signings = ['bo', 'cy'].map((signer, n) => signing({ signer, at: n * HALF_HOUR }));
    const { draws, humans } = rosterOf(
      house(
        ['ana', 'bo', 'cy'],
        [
          ['ana', 'bo'],
          ['ana', 'cy'],
        ],
        { signings },
      ),
    );
    expect(draws.map(({ candidates }) => [...candidates].map((one) => humans[one]))).toEqual([['bo', 'cy'], ['cy']]);
  });

  it('whoever edited it could not have signed it', () => {
    const work: Work = [
      ['ana', 'bo'],
      ['ana', 'cy'],
    ];
    const signings = house(['ana', 'bo', 'cy'], work).signings.map((one) => ({ ...one, editors: ['cy'] }));
    const { draws } = rosterOf(house(['ana', 'bo', 'cy'], work, { signings: signings.slice(0, 1) }));
    expect(draws[0]?.chances).toEqual(Float64Array.of(1));
  });

  it('gives everybody as many expected signatures as they gave', () => {
    const roster = rosterOf(house(TEN, ringed({ ana: ['bo'], cy: ['di', 'bo', 'ed'] })));
    for (const step = fitChances(roster); !step.next().done;);
    const sums = new Float64Array(TEN.length);
    for (const { candidates, chances } of roster.draws) candidates.forEach((one, n) => (sums[one] = (sums[one] ?? 0) + (chances[n] ?? 0)));
    roster.humans.forEach((_, one) => {
      const gave = roster.draws.filter(({ signer }) => signer === one).length;
      expect(Math.abs((sums[one] ?? 0) - gave)).toBeLessThan(0.02 * gave);
    });
  });
});

/** By day ten people; at night only ana and bo, who sign for each other because nobody else is here. */
function nights(): Gathered {
  const day = evenly(TEN, 9);
  const night = evenly(['ana', 'bo'], 60);
  const base = house(TEN, [...day, ...night]);
  const later = day.length + 10; // half hours, so that nobody of the day is still here
  const at = (n: number): number => (n < day.length ? n : n + 10);
  const here = new Map(TEN.map((one) => [one, day.map((_, n) => n)]));
  for (const one of ['ana', 'bo']) here.set(one, [...(here.get(one) ?? []), ...night.map((_, n) => later + n)]);
  return { ...base, here, signings: base.signings.map((one, n) => ({ ...one, at: at(n) * HALF_HOUR })) };
}

/** Two teams of three, who never sign for the other team. */
function teams(): Gathered {
  const [left, right] = [
    ['ana', 'bo', 'cy'],
    ['di', 'ed', 'flo'],
  ] as const;
  const base = house([...left, ...right], [...evenly(left, 60), ...evenly(right, 60)]);
  return {
    ...base,
    colleagues: base.colleagues.map((one) => ({ ...one, teamId: left.includes(one.humanId as 'ana') ? 'tea_l' : 'tea_r' })),
  };
}

describe('faster than anybody reads', () => {
  it.each<[string, Partial<Signing>, boolean]>([
    ['600 characters (100 words) in 5,999 ms', { at: 5_999, proposedAt: 0 }, true],
    ['in 6,000 ms, which is a thousand words a minute', { at: 6_000, proposedAt: 0 }, false],
    ['words that were erased', { at: 1, proposedAt: 0, characters: null }, false],
  ])('%s', (_story, more, fast) => expect(isFasterThanReading(signing(more))).toBe(fast));

  const many = (signer: string, fast: number, slow: number): Signing[] =>
    Array.from({ length: fast + slow }, (_, n) => signing({ signer, at: n < fast ? 1_000 : 600_000, proposedAt: 0 }));
  it.each<[string, Signing[], string[]]>([
    ['three of thirty, where others never do', [...many('bo', 3, 27), ...many('cy', 0, 400)], ['bo']],
    ['two of thirty: too few to speak of', [...many('bo', 2, 28), ...many('cy', 0, 400)], []],
    ['where everybody does, nobody stands out', [...many('bo', 10, 20), ...many('cy', 130, 270)], []],
  ])('%s', (_story, signings, told) => {
    const found = radarAtOnce(house([], [], { signings })).filter(({ kind }) => kind === 'FASTER_THAN_READING');
    expect(found.flatMap(({ humans }) => humans)).toEqual(told);
  });
});

describe('seldom a no', () => {
  const others = Array.from({ length: 9 }, (_, n) => ({ humanId: `other-${n}`, yes: 80, no: 20 }));
  it.each<[string, number, number, string[]]>([
    ['never a no in 200, where others say it once in five', 200, 0, ['bo']],
    ['never a no in 19: too few to speak of', 19, 0, []],
    ['one no in twenty is only mild', 190, 10, []],
    ['as the others', 160, 40, []],
  ])('%s', (_story, yes, no, told) => {
    const found = radarAtOnce(house([], [], { decided: [...others, { humanId: 'bo', yes, no }] }));
    expect(found.flatMap(({ humans }) => humans)).toEqual(told);
  });
});

it('says each kind in a sentence with its numbers, and how it was counted', () => {
  for (const kind of Object.keys(FORMULAS) as Signal['kind'][]) {
    const sentence = sentenceOf({ kind, observed: 41, expected: 17.25, of: 60 });
    expect(sentence).toMatch(/41 .*60 .*17\.3/);
    expect(sentence).not.toMatch(/suspic|fraud|collu|guilt|abuse|wrong/i);
  }
});
