import { RuleError } from '#errors';
import type { Chance } from '../chance.js';
import type { Act, Kind, Outcome, Way } from './act.types.js';
import { CASE_REFUSALS, CASE_WAYS } from './case-ways.js';
import { HAND_OFF_REFUSALS, HAND_OFF_WAYS } from './hand-off-ways.js';
import type { Players } from './players.js';

/** How each kind is made. */
export type Ways = Readonly<Record<Kind, Way>>;

/** As the product does it. */
export const WAYS: Ways = { ...HAND_OFF_WAYS, ...CASE_WAYS };

/** The refusals that each attempt may meet. Any other is a fault. */
const REFUSALS: Readonly<Record<Kind, readonly string[]>> = { ...HAND_OFF_REFUSALS, ...CASE_REFUSALS };

/** As often as they stand here. */
const KINDS: readonly Kind[] = [
  ...([
    'offer',
    'offer',
    'offer',
    'offer',
    'accept',
    'accept',
    'accept',
    'accept',
    'refuse',
    'cancel',
    'expire',
    'settle',
    'settle',
  ] as const),
  ...(['promise', 'promise', 'promise', 'keep', 'keep', 'renegotiate', 'renegotiate', 'remind', 'remind'] as const),
  ...(['solve', 'sayNo', 'takeUp', 'takeUp', 'followUp', 'message', 'message'] as const),
];

/** The attempts of one round for some cases, by chance; in some rounds somebody leaves, comes back or is re-homed at the same moment. */
export function planRound(chance: Chance, caseIds: readonly string[], handles: readonly string[]): Act[] {
  const act = (kind: Kind, caseId: string): Act => ({ kind, caseId, who: chance.of(handles), to: chance.of(handles), die: chance.next() });
  const acts = caseIds.flatMap((caseId) => Array.from({ length: chance.between(1, 5) }, () => act(chance.of(KINDS), caseId)));
  const beside: Act[] = [
    ...(chance.happens(0.3) ? [act('leave', '')] : []),
    ...(chance.happens(0.4) ? [act('comeBack', '')] : []),
    ...(chance.happens(0.2) ? [act('rehome', chance.of(caseIds))] : []),
  ];
  return chance.shuffled([...acts, ...beside]);
}

/** Tries one of them. Whoever acts is mostly the one who may: else all would be refused. */
export async function play(players: Players, act: Act, ways: Ways = WAYS): Promise<Outcome> {
  try {
    return { act, done: await ways[act.kind](players, act) };
  } catch (error) {
    return error instanceof RuleError ? { act, code: error.code } : { act, error: String(error) };
  }
}

/** Counts what was played, and answers what no caller should have been told. */
export function judgeOutcomes(outcomes: readonly Outcome[], seen: Map<string, number>): string[] {
  return outcomes.flatMap(({ act, done, code, error }) => {
    const key = `${act.kind} ${done?.what ?? code ?? 'ERROR'}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
    if (error !== undefined) return [`${act.caseId}: ${act.kind} failed with ${error}`];
    return code === undefined || REFUSALS[act.kind].includes(code) ? [] : [`${act.caseId}: ${act.kind} was refused with ${code}`];
  });
}
