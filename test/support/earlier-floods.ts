import { type MadePrecedent, makePrecedents } from './made-precedents.js';
import type { House } from './house.js';

const LIKE = { cause: 'branch-flood', kind: 'FEE_WAIVER', whatWeDo: 'We give back the late fee.', disposition: 'PRECEDENT' };

/** What the house decided in floods two months ago, told in the words of three colleagues. */
export const EARLIER_FLOODS: readonly MadePrecedent[] = [
  { ...LIKE, id: 'exc_river', whatHappened: 'The river was in her branch on the due date, so she could not pay.', amountMinor: 18_000 },
  { ...LIKE, id: 'exc_pipe', whatHappened: 'A pipe burst, and his branch was closed when the payment was due.', amountMinor: 9_500 },
  { ...LIKE, id: 'exc_storm', whatHappened: 'The storm put the branch under water; the fee came all the same.', amountMinor: 15_000 },
];

/** Puts them into the history of a house. */
export async function makeEarlierFloods({ ground }: House): Promise<void> {
  const [row] = await ground.rows<{ at: Date }>(`SELECT house_now() - interval '60 days' AS at`);
  await makePrecedents(
    ground.admin,
    EARLIER_FLOODS.map((flood) => ({ ...flood, ...(row ? { approvedAt: row.at } : {}) })),
  );
}
