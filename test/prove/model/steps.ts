import type { ExceptionAction } from '#exceptions';
import { player, PLAYERS } from './cast.js';

/** What may happen besides what people do to the exception. */
export const EVENTS = [
  'HOURS_PASS',
  'MONTH_PASSES',
  'STOPS_FACING',
  'IS_BACK',
  'POLICY_COMES',
  'HAND_OFF',
  'CLOCK_EXPIRES',
  'CLOCK_LAPSES',
  'CLOCK_COVERS',
] as const;
/** One of them. */
export type Event = (typeof EVENTS)[number];

/** One step of a run: what, by whom, and which of its variants. */
export interface Step {
  readonly what: ExceptionAction | Event;
  readonly who: number;
  readonly how: number;
}

/** What a step is drawn from; what leads somewhere is there more often. The first is the simplest. */
const DRAWN: readonly Step['what'][] = [
  'CO_SIGN',
  'AMEND',
  'OBJECT',
  'WITHDRAW',
  'RETRACT',
  'FULFIL',
  'STOP',
  'TELL_CUSTOMER',
  'INVITE_HELPER',
  'PASS',
  'COVER',
  ...EVENTS,
  'CO_SIGN',
  'CO_SIGN',
  'CO_SIGN',
  'AMEND',
  'AMEND',
  'OBJECT',
  'FULFIL',
  'RETRACT',
  'STOP',
  'INVITE_HELPER',
];

const VARIANTS = 5;
const CHOICES = 4;

/** Whoever would do it in a well-run house, as numbers of players: four choices each. Half of the steps are theirs, the others anybody's. */
const NATURAL: Readonly<Partial<Record<Step['what'], readonly number[]>>> = {
  ...{
    CO_SIGN: [0, 1, 2, 3],
    OBJECT: [3, 2, 1, 0],
    PASS: [1, 2, 3, 0],
    RETRACT: [0, 1, 2, 3],
    STOPS_FACING: [0, 1, 2, 3],
    IS_BACK: [0, 1, 2, 3],
  },
  ...{
    AMEND: [6, 6, 7, 4],
    WITHDRAW: [6, 6, 6, 7],
    INVITE_HELPER: [6, 6, 7, 6],
    COVER: [6, 6, 7, 6],
    TELL_CUSTOMER: [6, 6, 6, 7],
    FULFIL: [6, 10, 6, 10],
  },
  ...{ STOP: [11, 12, 11, 12], HAND_OFF: [0, 1, 2, 6] },
};

/** How many different steps there are. */
export const STEPS_IN_ALL = DRAWN.length * 2 * PLAYERS.length * VARIANTS;

/** The step of a number, so that a run is a list of numbers, quick to make and to shrink. */
export function stepOf(number: number): Step {
  const what = DRAWN[number % DRAWN.length] ?? 'CO_SIGN';
  const rest = Math.floor(number / DRAWN.length);
  const seat = rest % (2 * PLAYERS.length);
  const who = seat < PLAYERS.length ? (NATURAL[what]?.[seat % CHOICES] ?? seat) : seat - PLAYERS.length;
  return { what, who, how: Math.floor(rest / (2 * PLAYERS.length)) % VARIANTS };
}

/** A step in words. */
export function told({ what, who, how }: Step): string {
  return `${what} by ${player(who).handle} (${how})`;
}
