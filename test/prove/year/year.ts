import { CasesService } from '#cases';
import { Avoidances, ReachBacks, Replays } from '#promotions';
import { SmallHouse } from '../../support/small-house.js';
import type { Proof } from '../proof.js';
import { patternsFound, underServedTold } from './found-patterns.js';
import { type Activated, live, type LivedYear } from './lived-year.js';
import { tellLies } from './lies.js';
import { DAYS, LIVED_EACH, planYear, type Year } from './planned-year.js';
import { avoidedOf, figuresOf, namedLess, patternsOf, reachedOf, replayOf } from './recount.js';

const EXCEPTIONS = 50_000;
const EXCEPTIONS_LONG = 200_000;
const PAGE = 100;
const DAY_MS = 86_400_000;

/** Everything that one claim is proven with. */
export interface Ground {
  readonly proof: Proof;
  readonly house: SmallHouse;
  readonly year: Year;
  readonly lived: LivedYear;
}

/**
 * A year of a house: what it says of its patterns, replays, reach-backs, avoided exceptions and outliers is compared with what was planned, and counted
 * anew in other words. With `--with-lies` one lie is put behind each claim, and every one of them must be found.
 */
export async function year(proof: Proof): Promise<void> {
  const house = await SmallHouse.open();
  try {
    const planned = planYear(proof.chance, proof.rounds(EXCEPTIONS, EXCEPTIONS_LONG));
    const lived = await live(house, planned);
    proof.say(`${planned.exceptions.length} exceptions in ${DAYS} days, ${lived.activated.length} promotions.`);
    const isLying = proof.options['with-lies'] === true;
    if (isLying) await tellLies(house, planned);
    const ground = { proof, house, year: planned, lived };
    for (const claim of Object.values(CLAIMS)) await claim(ground);
    proof.judgeNothing('the year was put into the tables past the walls, so it has only the facts that are counted here');
  } finally {
    await house.close();
  }
}

/** Each pattern is found, with its counts and its figures, and nothing else is. */
async function patterns({ proof, house, year: planned }: Ground): Promise<void> {
  const expected = patternsOf(planned);
  const found = await patternsFound(house);
  proof.check(found.size === expected.size, `There are ${expected.size} patterns, and ${found.size} were found.`);
  for (const [matter, pattern] of expected) {
    const { less: _less, more: _more, ...is } = pattern;
    const { less: _foundLess, more: _foundMore, spread: _spread, ...said } = found.get(matter) ?? { less: [], more: [], spread: null };
    same(proof, `the pattern ${matter}`, said, is);
  }
  proof.say(`${expected.size} patterns counted anew.`);
}

/** Only the planted amounts are named as outliers, both ways; none in the noise of all other patterns. Of those with less, reviewers are told, each once. */
async function dispersion({ proof, house, year: planned }: Ground): Promise<void> {
  const found = await patternsFound(house);
  const expected = patternsOf(planned);
  for (const [matter, { less, more }] of expected)
    same(proof, `the outliers of ${matter}`, { less: found.get(matter)?.less, more: found.get(matter)?.more }, { less, more });
  same(proof, 'whom reviewers were told of', await underServedTold(house), namedLess(planned));
  const named = [...expected.values()].reduce((sum, { less, more }) => sum + less.length + more.length, 0);
  proof.check(named > 0, 'No outlier was planted.');
  proof.say(`${named} planted outliers among ${expected.size} patterns.`);
}

/** How widely amounts differ, and how many objections stand, is what a count by hand over the tables says. */
async function figures({ proof, house }: Ground): Promise<void> {
  const [found, counted] = [await patternsFound(house), await figuresOf(house)];
  proof.check(found.size === counted.size, `By hand there are ${counted.size} patterns, and ${found.size} were found.`);
  for (const [matter, is] of counted) {
    const said = found.get(matter);
    same(proof, `the figures of ${matter}`, { objections: said?.objections, spread: said?.spread }, is);
  }
  const spread = [...counted.values()].filter((one) => one.spread !== null).length;
  proof.check(spread > 0 && spread < counted.size, 'Not both money and deeds were given, so this shows half.');
  proof.say(`${spread} medians with p10 and p90 counted by hand.`);
}

/** What each version would have come to, over the year and over windows of it, as a count by hand says it; and twice the same. */
async function replays({ proof, house, lived: { began, activated } }: Ground): Promise<void> {
  const service = new Replays(house.api);
  const at = (day: number): Date => new Date(began.getTime() + day * DAY_MS);
  for (const version of activated) {
    for (const window of [
      [at(0), at(DAYS + 1)],
      [at(40), at(version.day)],
      [at(version.day), at(DAYS)],
    ] as const) {
      const [from, to] = window;
      const said = await service.replay(version.versionId, { from, to }, []);
      const counted = await replayOf(house, version, window);
      const cost = said.cost.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
      same(
        proof,
        `a replay of ${version.cause}`,
        { of: said.of, covered: said.covered, cost, caught: said.alsoCaughtCount },
        { ...counted, caught: counted.caught.length },
      );
      same(
        proof,
        `who is named in a replay of ${version.cause}`,
        said.alsoCaughtIds.filter((id) => !counted.caught.includes(id)),
        [],
      );
      const again = await service.replay(version.versionId, { from, to }, []);
      proof.check(said.digest === again.digest, 'Two replays of the same year have two digests.');
      proof.check(said.covered > 0, `Nothing of ${version.cause} is covered, so this replay shows nothing.`);
    }
  }
  proof.say(`${activated.length * 3} replays counted by hand.`);
}

/** Exactly the planted customers are on the list of whom to reach back to. */
async function reachBacks({ proof, house, year: planned, lived: { activated } }: Ground): Promise<void> {
  const service = new ReachBacks(house.api, new CasesService(house.api, { acknowledgeHours: 24, complaintProfile: 'HOUSE' }));
  for (const [n, version] of activated.entries()) {
    const { rows } = await service.list(version.versionId, { take: PAGE, backwards: false }, []);
    const names = await house.rows<{ name: string }>(
      'SELECT u.name FROM cases c JOIN customers u ON u.id = c.customer_id WHERE c.id = ANY ($1) ORDER BY 1',
      [rows.map(({ id }) => id)],
    );
    same(proof, `whom to reach back to for ${version.cause}`, names.map(({ name }) => name).sort(), reachedOf(planned, n));
    same(proof, `how many those are`, await service.count(version.versionId, []), reachedOf(planned, n).length);
  }
  proof.say(`${activated.length} lists of customers to reach back to.`);
}

/** What was avoided is what the facts say, and the rate before is what was signed. */
async function avoided(ground: Ground): Promise<void> {
  const { proof, house, year: planned, lived } = ground;
  const said = await new Avoidances(house.api).avoided(lived.activated.map(({ versionId }) => versionId));
  for (const version of lived.activated)
    await avoidedBy(
      ground,
      version,
      said.find((one) => one.policyVersionId === version.versionId),
    );
  proof.check(
    planned.exceptions.some(({ status }) => status === 'COVERED'),
    'Nothing was avoided, so this shows nothing.',
  );
  const lives = 2 * LIVED_EACH * lived.activated.length;
  proof.say(
    `${said.reduce((sum, { count }) => sum + count, 0)} exceptions avoided, recomputed from their facts; ${lives} of them by the services.`,
  );
}

async function avoidedBy(
  { proof, house, year: planned, lived }: Ground,
  version: Activated,
  said?: { count: number; before: number; beforeDays: number; expected: number },
): Promise<void> {
  const counted = await avoidedOf(house, planned, lived, version);
  same(
    proof,
    `avoided by ${version.cause}`,
    { count: said?.count, before: said?.before },
    { count: counted.count, before: counted.before },
  );
  same(proof, `the facts of ${version.cause}`, counted.count, counted.planned);
  const expected = (counted.before / counted.beforeDays) * counted.days;
  proof.check(
    Math.abs((said?.expected ?? NaN) - expected) < 0.01 * expected,
    `Of ${version.cause}, ${said?.expected} were expected to be told, and ${expected} are.`,
  );
}

/** What the house says of a year, each with how it is proven. */
export const CLAIMS = { patterns, figures, replays, reachBacks, avoided, dispersion } as const satisfies Record<
  string,
  (ground: Ground) => Promise<void>
>;

function same(proof: Proof, what: string, said: unknown, is: unknown): void {
  proof.check(
    JSON.stringify(sorted(said)) === JSON.stringify(sorted(is)),
    `Of ${what} the house says ${JSON.stringify(said)}, and it is ${JSON.stringify(is)}.`,
  );
}

/** With the keys of objects in one order. */
function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
}
