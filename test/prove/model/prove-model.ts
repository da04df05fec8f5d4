import fc from 'fast-check';
import type { Proof } from '../proof.js';
import { player } from './cast.js';
import { inHouse } from './in-house.js';
import { Model } from './model.js';
import { Paper } from './paper.js';
import { stepOf, STEPS_IN_ALL, told } from './steps.js';

const STEPS_MOST = 24;

/** Promises 1, 3 and 4: whatever people and the clock do in whatever order, rules and house do what a model does that fits on two pages. */
export async function proveModel(proof: Proof): Promise<void> {
  onPaper(proof);
  await inHouse(proof);
}

/** Half a million runs of the rules, without a database. */
function onPaper(proof: Proof): void {
  const runs = proof.long ? 20_000_000 : 500_000;
  const ends = new Map<string, number>();
  const run = fc.tuple(
    fc.integer({ min: 1, max: 3 }),
    fc.array(fc.nat(STEPS_IN_ALL - 1), { minLength: 1, maxLength: STEPS_MOST, size: 'max' }),
  );
  const property = fc.property(run, ([quorum, numbers]) => {
    const [model, paper] = [new Model(quorum, false), new Paper(quorum)];
    for (const number of numbers) {
      const step = stepOf(number);
      const [expected, came] = [model.take(step), paper.take(step)];
      if (expected !== came) throw new Error(`the model says ${expected} at the last step, the rules ${came}`);
      if (model.seen !== paper.seen) throw new Error(`then the model stands at ${model.seen}, the rules at ${paper.seen}`);
    }
    const who = player(numbers[0] ?? 0);
    const [wanted, offered] = [model.buttons(who).join(', '), paper.buttons(who).join(', ')];
    if (wanted !== offered) throw new Error(`then ${who.handle} should be offered ${wanted}, and is offered ${offered}`);
    ends.set(model.status, (ends.get(model.status) ?? 0) + 1);
  });
  const result = withoutStacks(() => fc.check(property, { numRuns: runs, seed: proof.seed, ...pathOf(proof) }));
  proof.say(`${runs} runs on paper ended ${[...ends].map(([status, times]) => `${times} × ${status}`).join(', ')}.`);
  if (!result.failed) return proof.pass(runs);
  const [quorum, numbers] = result.counterexample?.[0] ?? [0, []];
  const story = numbers.map((number) => told(stepOf(number))).join(', then ');
  proof.fail(`On paper, with a quorum of ${quorum}: ${story}: ${String(result.errorInstance)} (add --path ${result.counterexamplePath})`);
}

/** Most steps end in a refusal, and the stacks of half a million of them would cost more than all the rest. */
function withoutStacks<T>(work: () => T): T {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = before;
  }
}

function pathOf({ options }: Proof): { path?: string } {
  return typeof options.path === 'string' ? { path: options.path } : {};
}
