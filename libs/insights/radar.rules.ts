import type { Gathered, Signal } from './insights.types.js';
import { fasterThanReading, seldomANo } from './persons.rules.js';
import { eachOther, edgesOf, oneForTheOther } from './preferences.rules.js';
import { amongThree, circlesOfThree } from './rings.rules.js';
import { fitChances, rosterOf } from './roster.rules.js';

/**
 * Everything in a stretch of time that chance would hardly explain, rings first. What a larger figure says already is not said again of
 * its parts: a pair within a ring, one direction of a pair. Yields often, so that a server can do other things meanwhile.
 */
export function* radar(gathered: Gathered): Generator<void, Signal[]> {
  const roster = rosterOf(gathered);
  yield* fitChances(roster);
  const edges = edgesOf(roster);
  const threes = [...amongThree(roster, edges), ...circlesOfThree(roster, edges)].sort((a, b) => a.pValue - b.pValue);
  yield;
  const twos = [...eachOther(roster, edges), ...oneForTheOther(roster, edges)];
  yield;
  const signals: Signal[] = [];
  for (const found of [...threes, ...twos]) if (!signals.some((larger) => saysAlready(larger, found))) signals.push(found);
  return [...signals, ...fasterThanReading(gathered.signings), ...seldomANo(gathered.decided, gathered.signings)];
}

/** The same without a break. */
export function radarAtOnce(gathered: Gathered): Signal[] {
  const steps = radar(gathered);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

function saysAlready(larger: Signal, found: Signal): boolean {
  return found.humans.every((human) => larger.humans.includes(human)) && (larger.kind !== found.kind || found.humans.length === 3);
}
