import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makePrecedents } from '../../test/support/made-precedents.js';
import { SmallHouse } from '../../test/support/small-house.js';
import { PatternsReads } from './patterns.reads.js';
import { PrecedentsGathering } from './precedents.gathering.js';

const ALL = { take: 25, backwards: false };
const DAY_MS = 86_400_000;

let house: SmallHouse;
let patterns: PatternsReads;

/** So many of one matter, of about 200.00 each, so many days ago. */
const made = (
  cause: string,
  kind: string,
  count: number,
  { daysAgo = 1, ...more }: { daysAgo?: number; [field: string]: unknown } = {},
): Promise<void> =>
  makePrecedents(
    house.admin,
    Array.from({ length: count }, (_, n) => ({
      id: `exc_${cause}${kind}${daysAgo}x${n}`,
      cause,
      kind,
      amountMinor: 20_000 + 100 * (n % 10),
      whatHappened: 'So.',
      whatWeDo: 'So.',
      approvedAt: new Date(Date.now() - daysAgo * DAY_MS),
      ...more,
    })),
  );

beforeAll(async () => {
  house = await SmallHouse.open();
  patterns = new PatternsReads(house.api, { patternCount: 5, patternDays: 90 });
  await made('flood', 'FEE_WAIVER', 20);
  await made('flood', 'REFUND', 4);
  await made('flood', 'REFUND', 30, { daysAgo: 100 });
  await made('hail', 'DEED', 2, { amountMinor: 0 });
  await made('alone', 'DEED', 1);
  await made('fraud', 'REFUND', 2, { status: 'STOPPED' });
  await makePrecedents(house.admin, [
    { id: 'exc_little', cause: 'flood', kind: 'FEE_WAIVER', amountMinor: 1_000, whatHappened: 'So.', whatWeDo: 'So.' },
    { id: 'exc_much', cause: 'flood', kind: 'FEE_WAIVER', amountMinor: 900_000, whatHappened: 'So.', whatWeDo: 'So.' },
    { id: 'exc_yen', cause: 'flood', kind: 'FEE_WAIVER', amountMinor: 7, currency: 'JPY', whatHappened: 'So.', whatWeDo: 'So.' },
  ]);
  await house.admin.query(`SET session_replication_role = replica;
    INSERT INTO objections (exception_id, revision, human_id, signer_id, digest, words_id) VALUES ('exc_little', 1, 'hum_tom', 'per_tom', sha256('x'), 'rmk_x');
    INSERT INTO follow_ups (id, case_id, answer_turn, due_at, outcome, ended_turn, ended_at) VALUES
      ('fol_1', 'cas_exc_little', 1, house_now() + interval '1 day', 'DID_NOT_HELP', 2, house_now()), ('fol_2', 'cas_exc_much', 1, house_now() + interval '1 day', 'HELPED', 2, house_now()),
      ('fol_3', 'cas_exc_yen', 1, house_now() + interval '1 day', 'UNREACHABLE', 2, house_now()); RESET session_replication_role`);
  await new PrecedentsGathering(house.worker).gather();
});
afterAll(() => house.close());

describe('patterns', () => {
  it('gather by cause and kind, the most frequent lately first; one alone and what was stopped are none', async () => {
    const { rows } = await patterns.list(ALL);
    expect(rows.map(({ cause, kind, count, lately, isCandidate }) => [cause, kind, count, lately, isCandidate])).toEqual([
      ['flood', 'FEE_WAIVER', 23, 23, true],
      ['flood', 'REFUND', 34, 4, false],
      ['hail', 'DEED', 2, 2, false],
    ]);
    expect(await patterns.count()).toBe(3);
  });

  it('know the policies that stand on one of them, once it is proposed', async () => {
    const asked = [
      { cause: 'flood', kind: 'FEE_WAIVER' as const },
      { cause: 'hail', kind: 'DEED' as const },
    ];
    expect(await patterns.policies(asked)).toEqual([]);
    await house.admin.query(`SET session_replication_role = replica;
      INSERT INTO policies (id, title) VALUES ('pol_1', 'Floods');
      INSERT INTO policy_versions (id, policy_id, number, status, text, drafted_by) VALUES ('pve_1', 'pol_1', 1, 'DRAFT', 'So.', 'per_omar');
      INSERT INTO policy_precedents (policy_version_id, exception_id) VALUES ('pve_1', 'exc_little'), ('pve_1', 'exc_much');
      RESET session_replication_role`);
    expect(await patterns.policies(asked)).toEqual([]);
    await house.admin.query(
      "SET session_replication_role = replica; UPDATE policy_versions SET status = 'PROPOSED', proposed_by = 'per_omar', proposed_human = 'hum_omar'; RESET session_replication_role",
    );
    expect(await patterns.policies(asked)).toEqual([{ cause: 'flood', kind: 'FEE_WAIVER', policyId: 'pol_1' }]);
  });

  it('are found again by their id and by their matter, page by page', async () => {
    const { rows: all } = await patterns.list(ALL);
    const [first, second] = all as [(typeof all)[0], (typeof all)[0]];
    expect(await patterns.byIds([first.id, 'pat_none'])).toMatchObject([{ cause: 'flood', kind: 'FEE_WAIVER' }]);
    const matters = [
      { cause: 'flood', kind: 'REFUND' as const },
      { cause: 'alone', kind: 'DEED' as const },
    ];
    expect(await patterns.ofMatters(matters)).toMatchObject([{ id: second.id }]);
    const { rows } = await patterns.list({ ...ALL, take: 1, from: { key: first.pageKey, id: first.id } });
    expect(rows.map(({ id }) => id)).toEqual([second.id]);
  });

  it('say what they cost, how amounts differ, who is far off both ways, who objected, and whether it helped', async () => {
    const aud = (amountMinor: number) => ({ amountMinor, currency: 'AUD' });
    const matter = { cause: 'flood', kind: 'FEE_WAIVER' as const };
    expect(await patterns.sums([matter])).toEqual([
      { ...matter, cost: [aud(20 * 20_450 + 901_000), { amountMinor: 7, currency: 'JPY' }], objections: 1, asked: 2, helped: 1 },
    ]);
    expect(await patterns.spreads([matter])).toEqual([
      {
        ...matter,
        spread: { median: aud(20_450), p10: aud(20_010), p90: aud(20_890) },
        lessIds: ['exc_little'],
        moreIds: ['exc_much'],
      },
    ]);
    const deeds = { cause: 'hail', kind: 'DEED' as const };
    expect(await patterns.sums([deeds])).toEqual([{ ...deeds, cost: [], objections: 0, asked: 0, helped: 0 }]);
    expect(await patterns.spreads([deeds])).toEqual([{ ...deeds, spread: null, lessIds: [], moreIds: [] }]);
  });
});
