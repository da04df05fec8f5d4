import type { Signal } from './insights.types.js';
import { allOf, edge, type Edge, type Edges, named, standOut, together, tooUnlikely } from './preferences.rules.js';
import type { Roster } from './roster.rules.js';

/** Three of whom each signs for the next: A for B, B for C, C for A. Each step must stand out by itself. */
export function circlesOfThree(roster: Roster, edges: Edges): Signal[] {
  const steps = new Map<number, Edge[]>();
  for (const step of allOf(edges).filter((one) => standOut(one))) steps.set(step.proposer, [...(steps.get(step.proposer) ?? []), step]);
  const stepsOf = (proposer: number): readonly Edge[] => steps.get(proposer) ?? [];
  const circles = [...steps.keys()].flatMap((first) =>
    stepsOf(first).flatMap((one) =>
      stepsOf(one.signer).flatMap((two) =>
        stepsOf(two.signer)
          // Each circle is met three times, once from each of its people; kept from the one with the smallest number.
          .filter((three) => three.signer === first && first < one.signer && first < two.signer)
          .map((three) => together(named(roster, first, one.signer, two.signer), [one, two, three])),
      ),
    ),
  );
  return tooUnlikely('CIRCLE_OF_THREE', threes(roster) * 2, circles);
}

/** Three who sign for each other in all directions. Each two of the three must stand out by themselves. */
export function amongThree(roster: Roster, edges: Edges): Signal[] {
  const friends = new Map<number, number[]>();
  for (const { proposer, signer } of allOf(edges)) {
    const both = [edge(edges, proposer, signer), edge(edges, signer, proposer)];
    if (proposer < signer && standOut(...both)) friends.set(proposer, [...(friends.get(proposer) ?? []), signer]);
  }
  const found = [...friends].flatMap(([one, others]) =>
    others.flatMap((two) =>
      others
        .filter((three) => friends.get(two)?.includes(three) === true)
        .map((three) => together(named(roster, one, two, three), between(edges, [one, two, three]))),
    ),
  );
  return tooUnlikely('AMONG_THREE', threes(roster), found);
}

function between(edges: Edges, people: readonly number[]): Edge[] {
  return people.flatMap((one) => people.map((other) => edge(edges, one, other)).filter((found) => found !== undefined));
}

/** How many groups of three there are. */
function threes({ humans: { length } }: Roster): number {
  return (length * (length - 1) * (length - 2)) / 6;
}
