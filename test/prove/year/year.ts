import { CasesService } from '#cases';
import type { PageRequest } from '#pages';
import { type Matter, type Pattern, type PatternFigures, PatternsReads } from '#precedents';
import { Avoidances, ReachBacks, Replays } from '#promotions';
import { readSettings } from '#settings';
import { SmallHouse } from '../../support/small-house.js';
import type { Proof } from '../proof.js';
import { type Activated, live, type LivedYear } from './lived-year.js';
import { tellLies } from './lies.js';
import { DAYS, planYear, type Year } from './planned-year.js';
import { avoidedOf, type CountedPattern, patternsOf, reachedOf, replayOf } from './recount.js';

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
    const { less: _foundLess, more: _foundMore, ...said } = found.get(matter) ?? { less: [], more: [] };
    same(proof, `the pattern ${matter}`, said, is);
  }
  proof.say(`${expected.size} patterns counted anew.`);
}

/** Only the planted amounts are named as outliers, both ways; none in the noise of all other patterns. */
async function dispersion({ proof, house, year: planned }: Ground): Promise<void> {
  const found = await patternsFound(house);
  const expected = patternsOf(planned);
  for (const [matter, { less, more }] of expected)
    same(proof, `the outliers of ${matter}`, { less: found.get(matter)?.less, more: found.get(matter)?.more }, { less, more });
  const named = [...expected.values()].reduce((sum, { less, more }) => sum + less.length + more.length, 0);
  proof.check(named > 0, 'No outlier was planted.');
  proof.say(`${named} planted outliers among ${expected.size} patterns.`);
}

/** Every page of what the house says of its patterns, by their matter. */
async function patternsFound(house: SmallHouse): Promise<Map<string, CountedPattern>> {
  const reads = new PatternsReads(house.api, readSettings({}, []));
  const found: CountedPattern[] = [];
  let from: PageRequest['from'];
  do {
    const { rows, hasNextPage } = await reads.list({ take: PAGE, backwards: false, ...(from ? { from } : {}) });
    const figures = await reads.figures(rows);
    found.push(...rows.flatMap((row) => figures.filter((one) => matterOf(one) === matterOf(row)).map((one) => patternSaid(row, one))));
    const last = hasNextPage ? rows.at(-1) : undefined;
    from = last && { key: last.pageKey, id: last.id };
  } while (from);
  return new Map(found.map((pattern) => [pattern.matter, pattern]));
}

function patternSaid(
  { count, lately, isCandidate }: Pattern,
  { cause, kind, cost, objections, asked, helped, lessIds, moreIds }: PatternFigures,
): CountedPattern {
  return {
    ...{ matter: matterOf({ cause, kind }), count, lately, isCandidate, objections, asked, helped },
    cost: Object.fromEntries(cost.map(({ currency, amountMinor }) => [currency, amountMinor])),
    ...{ less: [...lessIds].sort(), more: [...moreIds].sort() },
  };
}

function matterOf({ cause, kind }: Matter): string {
  return `${cause} ${kind}`;
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
      const said = await service.replay(version.versionId, { from, to });
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
      const again = await service.replay(version.versionId, { from, to });
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
    const { rows } = await service.list(version.versionId, { take: PAGE, backwards: false });
    const names = await house.rows<{ name: string }>(
      'SELECT u.name FROM cases c JOIN customers u ON u.id = c.customer_id WHERE c.id = ANY ($1) ORDER BY 1',
      [rows.map(({ id }) => id)],
    );
    same(proof, `whom to reach back to for ${version.cause}`, names.map(({ name }) => name).sort(), reachedOf(planned, n));
    same(proof, `how many those are`, await service.count(version.versionId), reachedOf(planned, n).length);
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
  proof.say(`${said.reduce((sum, { count }) => sum + count, 0)} exceptions avoided, recomputed from their facts.`);
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
export const CLAIMS = { patterns, replays, reachBacks, avoided, dispersion } as const satisfies Record<
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
