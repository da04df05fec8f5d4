import fc from 'fast-check';
import type { Proof } from '../proof.js';
import { type HouseRun, PlayHouse } from './house-run.js';
import { Model } from './model.js';
import { type Step, stepOf, STEPS_IN_ALL, told } from './steps.js';

/** Houses that play beside each other, each with three clients of its own. */
const HOUSES = 4;
const COMMANDS_MOST = 14;

interface World {
  model: Model;
}

type Command = fc.AsyncCommand<World, HouseRun>;

/** Promises 1, 3 and 4, in the house: what the model says is what the services and walls do, one after the other and at once. */
export async function inHouse(proof: Proof): Promise<void> {
  const runs = proof.rounds(2_000, 100_000);
  const ends = new Map<string, number>();
  await Promise.all(
    Array.from({ length: HOUSES }, (_, n) => playIn(proof, { runs: Math.ceil((runs - n) / HOUSES), seed: proof.seed + n, ends })),
  );
  proof.say(`${runs} runs in the house ended ${[...ends].map(([status, times]) => `${times} × ${status}`).join(', ')}.`);
}

async function playIn(proof: Proof, { runs, seed, ends }: { runs: number; seed: number; ends: Map<string, number> }): Promise<void> {
  const play = await PlayHouse.open();
  try {
    const property = fc.asyncProperty(fc.integer({ min: 1, max: 3 }), commands(), async (quorum, list) => {
      const world = { model: new Model(quorum, true) };
      const real = await play.begin(quorum);
      await fc.asyncModelRun(() => ({ model: world, real }), list);
      ends.set(world.model.status, (ends.get(world.model.status) ?? 0) + 1);
    });
    const result = await fc.check(property, { numRuns: runs, seed, endOnFailure: true });
    if (result.failed)
      proof.fail(
        `In the house, quorum ${result.counterexample?.[0]}: ${[...(result.counterexample?.[1] ?? [])].join(', then ')}: ${String(result.errorInstance)}`,
      );
    else proof.pass(runs);
    await proof.judge(play.house.urls.apiUrl);
  } finally {
    await play.close();
  }
}

function commands(): fc.Arbitrary<Iterable<Command>> {
  const step = fc.nat(STEPS_IN_ALL - 1).map(stepOf);
  const one = fc.tuple(step, fc.nat(2)).map(([what, client]): Command => new One(what, client));
  const apart = step.filter(({ what }) => !NOT_AT_ONCE.has(what));
  const atOnce = fc.array(apart, { minLength: 2, maxLength: 3, size: 'max' }).map((steps): Command => new AtOnce(steps));
  return fc.commands([one, one, one, atOnce], { maxCommands: COMMANDS_MOST, size: 'max' });
}

/** Told at which instant, and of which clock, depends on who was first; and the superuser's one connection sends one thing after the other. */
const NOT_AT_ONCE: ReadonlySet<Step['what']> = new Set([
  'TELL_CUSTOMER',
  'HOURS_PASS',
  'MONTH_PASSES',
  'POLICY_COMES',
  'HAND_OFF',
  'IS_BACK',
]);

/** One client does one thing. */
class One implements Command {
  constructor(
    private readonly step: Step,
    private readonly client: number,
  ) {}

  check(): boolean {
    return true;
  }

  async run(world: World, real: HouseRun): Promise<void> {
    const came = await real.take(this.step, this.client, await real.read());
    const expected = world.model.take(this.step);
    if (came !== expected) throw new Error(`${told(this.step)}: the model says ${expected}, the house ${came}`);
    const { seen } = await real.read();
    if (seen !== world.model.seen) throw new Error(`${told(this.step)}: the model stands at ${world.model.seen}, the house at ${seen}`);
  }

  toString(): string {
    return told(this.step);
  }
}

/** Two or three clients do something at the same moment: it must have come as if one had been after the other, in some order. */
class AtOnce implements Command {
  constructor(private readonly steps: readonly Step[]) {}

  check(): boolean {
    return true;
  }

  async run(world: World, real: HouseRun): Promise<void> {
    const before = await real.read();
    const came = await Promise.all(this.steps.map((step, client) => real.take(step, client, before)));
    const { seen } = await real.read();
    for (const order of orders(this.steps.map((_, n) => n))) {
      const model = world.model.copy();
      const said = order.map((n) => [n, model.take(this.steps[n] as Step, before.revision)] as const);
      if (model.seen === seen && said.every(([n, code]) => code === came[n])) {
        world.model = model;
        return;
      }
    }
    throw new Error(`${this.toString()} came to ${came.join(', ')} and ${seen}: no order of them explains it, from ${world.model.seen}`);
  }

  toString(): string {
    return `at once [${this.steps.map(told).join(' | ')}]`;
  }
}

function orders<T>(things: readonly T[]): T[][] {
  if (things.length < 2) return [[...things]];
  return things.flatMap((first, n) => orders([...things.slice(0, n), ...things.slice(n + 1)]).map((rest) => [first, ...rest]));
}
