import type { PageRequest } from '#pages';
import { type Matter, type Pattern, type PatternSpread, PatternsReads, type PatternSums, UnderServedClock } from '#precedents';
import { readSettings } from '#settings';
import type { SmallHouse } from '../../support/small-house.js';
import type { CountedFigures, CountedPattern } from './recount.js';

const PAGE = 100;

/** Every page of what the house says of its patterns, by their matter. */
export async function patternsFound(house: SmallHouse): Promise<Map<string, CountedPattern & CountedFigures>> {
  const reads = new PatternsReads(house.api, readSettings({}, []));
  const found: (CountedPattern & CountedFigures)[] = [];
  let from: PageRequest['from'];
  do {
    const { rows, hasNextPage } = await reads.list({ take: PAGE, backwards: false, ...(from ? { from } : {}) });
    const [sums, spreads] = [await reads.sums(rows), await reads.spreads(rows)];
    const ofRow = <T extends Matter>(row: Pattern, all: readonly T[]): T[] => all.filter((one) => matterOf(one) === matterOf(row));
    found.push(
      ...rows.flatMap((row) => ofRow(row, sums).flatMap((sum) => ofRow(row, spreads).map((spread) => patternSaid(row, sum, spread)))),
    );
    const last = hasNextPage ? rows.at(-1) : undefined;
    from = last && { key: last.pageKey, id: last.id };
  } while (from);
  return new Map(found.map((pattern) => [pattern.matter, pattern]));
}

/** Measures every pattern, twice, as the worker does; answers of whom it told, as often as it did. */
export async function underServedTold(house: SmallHouse): Promise<string[]> {
  const settings = readSettings({}, []);
  const clock = new UnderServedClock(house.worker, new PatternsReads(house.worker, settings), settings);
  const ids = await clock.unmeasured(PAGE);
  for (const id of [...ids, ...ids]) await clock.tell(id);
  const facts = await house.rows<{ id: string }>(`SELECT body ->> 'exceptionId' AS id FROM facts WHERE name = 'pattern.underServed'`);
  return facts.map(({ id }) => id).sort();
}

function patternSaid(
  { count, lately, isCandidate }: Pattern,
  { cause, kind, cost, objections, asked, helped }: PatternSums,
  { spread, lessIds, moreIds }: PatternSpread,
): CountedPattern & CountedFigures {
  return {
    ...{ matter: matterOf({ cause, kind }), count, lately, isCandidate, objections, asked, helped },
    cost: Object.fromEntries(cost.map(({ currency, amountMinor }) => [currency, amountMinor])),
    ...{ less: [...lessIds].sort(), more: [...moreIds].sort() },
    spread: spread && {
      currency: spread.median.currency,
      ...{ median: spread.median.amountMinor, p10: spread.p10.amountMinor, p90: spread.p90.amountMinor },
    },
  };
}

function matterOf({ cause, kind }: Matter): string {
  return `${cause} ${kind}`;
}
