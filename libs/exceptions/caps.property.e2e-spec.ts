import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { capTheHouse } from '../../test/support/caps.js';
import { ExceptionsRoom } from '../../test/support/exceptions-room.js';
import type { SmallHouse } from '../../test/support/small-house.js';
import type { PolicyException } from './exception.entity.js';

// Currencies of none, two and three digits after the point; in each the same plain figures, so that no mistake hides in a unit.
const CURRENCIES = ['JPY', 'AUD', 'BHD'] as const;
const BANDS = [300, 700] as const;
const LIMITS = { PERSON_DAY: 1_000, TEAM_DAY: 1_300, CUSTOMER_30_DAYS: 1_500, PAIR_30_DAYS: 900 } as const;
const [PROPOSERS, TEAMS, CUSTOMERS, SIGNERS] = [4, 2, 2, 3];
/** The caps of which everybody who proposes needs room. */
type ProposersCap = Exclude<keyof typeof LIMITS, 'PAIR_30_DAYS'>;
/** Whose proposals the cap of a team counts: every other proposer is of the same one. */
const teamOf = (proposer: number): number => proposer % TEAMS;

/** What one client does; `which` picks an exception of those that stand. */
type Step =
  | { act: 'propose'; by: number; customer: number; cause: string; currency: string; amount: number }
  | { act: 'withdraw'; which: number }
  | { act: 'amend'; which: number; amount: number }
  | { act: 'sign'; which: number; by: number };

/** An exception as a plain page would have it. */
interface Line {
  id: string;
  by: number;
  customer: number;
  cause: string;
  currency: string;
  amount: number;
  stands: boolean;
  signers: number[];
}

const amount = fc.oneof(fc.constantFrom(1, 299, 300, 301, 700, 701, 900, 1_000, 1_001), fc.integer({ min: 1, max: 600 }));
const propose: fc.Arbitrary<Step> = fc.record({
  act: fc.constant('propose' as const),
  by: fc.nat(PROPOSERS - 1),
  customer: fc.nat(CUSTOMERS - 1),
  cause: fc.constantFrom('flood', 'storm'),
  currency: fc.constantFrom(...CURRENCIES),
  amount,
});
const step: fc.Arbitrary<Step> = fc.oneof(
  propose,
  fc.record({ act: fc.constant('withdraw' as const), which: fc.nat(30) }),
  fc.record({ act: fc.constant('amend' as const), which: fc.nat(30), amount }),
  fc.record({ act: fc.constant('sign' as const), which: fc.nat(30), by: fc.nat(SIGNERS - 1) }),
);
/** Clients that act at the same moment: all propose, or each does something else. */
const atOnce = fc.oneof(
  fc.array(propose, { minLength: 2, maxLength: 8, size: 'max' }),
  fc.array(step, { minLength: 1, maxLength: 6, size: 'max' }),
);

let room: ExceptionsRoom;
let house: SmallHouse;
let runs = 0;

beforeAll(async () => {
  room = await ExceptionsRoom.open();
  house = room.house;
  const ladders = CURRENCIES.flatMap((currency, n) => BANDS.map((upTo, m) => `(${2 * n + m + 1}, ${upTo}, '${currency}', ${m + 1})`));
  const scopes = Object.keys(LIMITS) as (keyof typeof LIMITS)[];
  const caps = CURRENCIES.flatMap((currency) => scopes.map((scope) => ({ scope, limitMinor: LIMITS[scope], currency })));
  await capTheHouse(house, caps, [...ladders, '(7, NULL, NULL, 3)'].join());
});
afterAll(() => house.close());

const bandOf = (sum: number): number => 1 + BANDS.filter((upTo) => sum > upTo).length;

/** One house with people and customers of its own, and the page on which everything that stood is added up by hand. */
class Page {
  readonly lines: Line[] = [];
  private constructor(private readonly run: string) {}

  static async open(): Promise<Page> {
    const run = `r${++runs}`;
    await house.admin.query(`INSERT INTO teams (id, name) SELECT 'tea_${run}t' || n, '${run}t' || n FROM generate_series(0, ${TEAMS - 1}) n;
      INSERT INTO people (id, human_id, kind, name, handle, email, roles, faces_customers, team_id)
      SELECT 'per_' || h, 'hum_' || h, 'PERSON', h, h, h || '@bank.example', '{AGENT}', true, team FROM (
        SELECT '${run}p' || n AS h, 'tea_${run}t' || n % ${TEAMS} AS team FROM generate_series(0, ${PROPOSERS - 1}) n
          UNION ALL SELECT '${run}s' || n, NULL FROM generate_series(0, ${SIGNERS - 1}) n) people;
      INSERT INTO customers (id, name, contact, time_zone) SELECT 'cus_${run}c' || n, 'Adele', 'a@example.org', 'UTC' FROM generate_series(0, ${CUSTOMERS - 1}) n`);
    return new Page(run);
  }

  /** All steps at once, each on another exception; answers what was refused for a cap, and the quorum of what was proposed. */
  async play(steps: readonly Step[]): Promise<{ refused: Step[]; proposed: [Line, number][] }> {
    const open = [...this.lines];
    const touched = new Set<Line>();
    const played = steps.map(async (one): Promise<[Step, Line | undefined, PolicyException | undefined]> => {
      const line = one.act === 'propose' ? undefined : open[one.which % Math.max(open.length, 1)];
      if (one.act !== 'propose' && (!line || touched.has(line))) return [one, undefined, undefined];
      if (line) touched.add(line);
      return [one, line, await this.take(one, line)];
    });
    const [refused, proposed]: [Step[], [Line, number][]] = [[], []];
    for (const [one, line, done] of await Promise.all(played)) {
      if (one.act === 'propose' && done) {
        const fresh: Line = { ...one, id: done.id, stands: true, signers: [] };
        this.lines.push(fresh);
        proposed.push([fresh, done.quorum]);
      } else if (one.act === 'propose') refused.push(one);
      else if (line && done) note(one, line);
    }
    return { refused, proposed };
  }

  private async take(one: Step, line: Line | undefined): Promise<PolicyException | undefined> {
    try {
      return await this.act(one, line);
    } catch (error) {
      const { code } = error as { code?: string };
      if (code && EXPECTED[one.act].includes(code)) return undefined;
      throw error;
    }
  }

  private async act(one: Step, line: Line | undefined): Promise<PolicyException> {
    if (one.act === 'propose') return this.propose(one);
    if (!line) throw new Error('Only what stands is acted on.');
    const { id: exceptionId, currency } = line;
    const proposer = `${this.run}p${line.by}`;
    if (one.act === 'amend') return room.amend(exceptionId, money(one.amount, currency), proposer);
    if (one.act === 'sign') return room.coSign(exceptionId, `${this.run}s${one.by}`);
    return (await room.exceptions.withdraw({ exceptionId, reason: 'Enough.' }, await house.actor(proposer))).node;
  }

  private async propose(one: Extract<Step, { act: 'propose' }>): Promise<PolicyException> {
    const caseIds = await house.casesOf(`${this.run}p${one.by}`, 1);
    await house.giveTo(`cus_${this.run}c${one.customer}`, caseIds);
    const [caseId = ''] = caseIds;
    return room.propose({ caseId, cause: one.cause, ...money(one.amount, one.currency) }, `${this.run}p${one.by}`);
  }

  /** What each limit has used, as the page adds it up. */
  sums(): Map<string, number> {
    const sums = new Map<string, number>();
    const add = (key: string, more: number): void => void sums.set(key, (sums.get(key) ?? 0) + more);
    for (const { by, customer, currency, amount: more, stands, signers } of this.lines) {
      if (!stands) continue;
      for (const key of this.keys({ by, customer, currency }).values()) add(key, more);
      for (const signer of signers) add(`PAIR_30_DAYS hum_${this.run}p${by}+hum_${this.run}s${signer} ${currency}`, more);
    }
    return sums;
  }

  /** The counters of which a proposal needs room. */
  keys({ by, customer, currency }: Pick<Line, 'by' | 'customer' | 'currency'>): Map<ProposersCap, string> {
    return new Map([
      ['PERSON_DAY', `PERSON_DAY hum_${this.run}p${by} ${currency}`],
      ['TEAM_DAY', `TEAM_DAY tea_${this.run}t${teamOf(by)} ${currency}`],
      ['CUSTOMER_30_DAYS', `CUSTOMER_30_DAYS cus_${this.run}c${customer} ${currency}`],
    ]);
  }

  /** What the counters say. */
  async counted(): Promise<Map<string, number>> {
    const rows = await house.rows<{ key: string; used: string }>(
      `SELECT scope || ' ' || subject || ' ' || currency AS key, sum(used_minor)::text AS used FROM cap_counters WHERE subject LIKE '%${this.run}_%' GROUP BY 1 HAVING sum(used_minor) > 0`,
    );
    return new Map(rows.map(({ key, used }) => [key, Number(used)]));
  }
}

const money = (amountMinor: number, currency: string) => ({ remedy: { kind: 'REFUND' as const, amount: { amountMinor, currency } } });
const DECIDED = ['EXCEPTION_MOVED_ON'];
const EXPECTED: Record<Step['act'], string[]> = {
  propose: ['CAP_EXCEEDED'],
  withdraw: DECIDED,
  amend: ['CAP_EXCEEDED', 'NOTHING_CHANGED', ...DECIDED],
  sign: ['CAP_EXCEEDED', 'ALREADY_SIGNED', 'ALREADY_DECIDED', ...DECIDED],
};

function note(one: Step, line: Line): void {
  if (one.act === 'withdraw') line.stands = false;
  else if (one.act === 'sign') line.signers.push(one.by);
  else if (one.act === 'amend' && one.amount !== line.amount) Object.assign(line, { amount: one.amount, signers: [] });
}

/** Some order in which they came one after the other gives each the quorum it has. */
function someOrderExplains(before: number, proposed: readonly (readonly [amount: number, quorum: number])[]): boolean {
  if (proposed.length === 0) return true;
  return proposed.some(
    ([more, quorum], n) => quorum === bandOf(before + more) && someOrderExplains(before + more, proposed.toSpliced(n, 1)),
  );
}

const first = { act: 'propose', cause: 'flood', currency: 'BHD', amount: 700 } as const;
/** Two of one team at once, each with room below every cap but the team's: chance seldom makes it. */
const ONLY_THE_TEAM: Step[][] = [
  [
    { ...first, by: 0, customer: 0 },
    { ...first, by: TEAMS, customer: 1 },
  ],
  [{ ...first, by: 1, customer: 1, cause: 'storm' }],
];

describe('promise 13: caps and sums, in three currencies, with clients at once', () => {
  it('say what a plain page says', async () => {
    const property = fc.asyncProperty(fc.array(atOnce, { minLength: 2, maxLength: 6, size: 'max' }), async (batches) => {
      const page = await Page.open();
      for (const steps of batches) {
        const before = [...page.lines].map((line) => ({ ...line }));
        const { refused, proposed } = await page.play(steps);
        const sums = page.sums();
        expect(await page.counted()).toEqual(sums);
        for (const [key, used] of sums) expect(used).toBeLessThanOrEqual(LIMITS[key.split(' ')[0] as keyof typeof LIMITS]);
        if (steps.some(({ act }) => act !== 'propose')) continue;
        for (const one of refused) if (one.act === 'propose') expect(hadNoRoom(page, sums, one)).toBe(true);
        for (const { customer, cause, currency } of proposed.map(([line]) => line)) {
          const same = (line: Line): boolean =>
            line.stands && line.customer === customer && line.cause === cause && line.currency === currency;
          const sum = before.filter(same).reduce((all, line) => all + line.amount, 0);
          const fresh = proposed.filter(([line]) => same(line)).map(([line, quorum]) => [line.amount, quorum] as const);
          expect({ sum, fresh, explained: someOrderExplains(sum, fresh) }).toEqual({ sum, fresh, explained: true });
        }
      }
    });
    await fc.assert(property, { numRuns: Number(process.env['CAPS_RUNS'] ?? 15), endOnFailure: true, examples: [[ONLY_THE_TEAM]] });
  }, 120_000);
});

/** While only more is used, what was refused has no room in the end either. */
function hadNoRoom(page: Page, sums: Map<string, number>, one: Extract<Step, { act: 'propose' }>): boolean {
  return [...page.keys(one)].some(([scope, key]) => (sums.get(key) ?? 0) + one.amount > LIMITS[scope]);
}
