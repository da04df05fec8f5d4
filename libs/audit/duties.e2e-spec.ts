import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type pg from 'pg';
import { SealedHouse } from '../../test/support/sealed-house.js';
import { dutyFaults, OVERLAPS } from './duties.js';

jest.setTimeout(120_000);

let house: SealedHouse;
beforeAll(async () => {
  house = await SealedHouse.open();
});
afterAll(() => house.close());

/** The tables whose checks forbid what is planted. */
const CHECKED = ['account_links', 'causes', 'cautions', 'disputes', 'guardrails', 'people', 'policy_exceptions', 'policy_versions'];
const APPROVED = `(SELECT exception_id FROM counted_signatures ORDER BY exception_id LIMIT 1)`;
const COUNTED = `(SELECT human_id FROM counted_signatures WHERE exception_id = ${APPROVED} ORDER BY human_id LIMIT 1)`;
const REMARK = `(SELECT min(id) FROM remarks)`;
const REVIEW = `(SELECT id FROM reviews WHERE exception_id = ${APPROVED})`;
const ACTIVE = `(SELECT min(id) FROM policy_versions WHERE status = 'ACTIVE')`;
/** Acts of two, of `one` and then of `other`. */
const lifted = (
  one: string,
  other: string,
): string => `INSERT INTO cautions (review_id, turn, cause, kind, reason_id, since, lift_proposed_by, lift_proposed_human,
  lift_reason_id, lifted_by, lifted_human, ended_at, ended_how) VALUES (${REVIEW}, 99, 'flood', 'REFUND', ${REMARK}, house_now(), 'per_1', ${one}, ${REMARK}, 'per_2', ${other}, house_now(), 'LIFTED')`;
const settled = (
  one: string,
  other: string,
): string => `INSERT INTO disputes (id, exception_id, revision, human_id, opened_by, outcome, proposed_by, proposed_human,
  settled_by, settled_human, settled_at, reason_id) VALUES ('dsp_1', ${APPROVED}, 1, 'hum_3', 'per_3', 'GENUINE', 'per_1', ${one}, 'per_2', ${other}, house_now(), ${REMARK})`;
const merged = (
  one: string,
  other: string,
): string => `INSERT INTO causes (key, name, merge_asked_into, merge_asked_by, merge_asked_human, merge_why_id, merged_into, merged_by,
  merged_human, merged_at) VALUES ('planted', 'Planted', 'other', 'per_1', ${one}, ${REMARK}, 'other', 'per_2', ${other}, house_now())`;
const linked = (
  id: string,
  one: string,
  other: string,
  more = { end_proposed_human: 'NULL', ended_human: 'NULL', ended_at: 'NULL' },
): string =>
  `INSERT INTO account_links (id, person_id, human_id, to_person_id, to_human_id, reason_id, proposed_by, proposed_human, confirmed_by, confirmed_human, confirmed_at, ${Object.keys(more).join()})
    VALUES ('lnk_${id}', 'per_${id}5', 'hum_${id}5', 'per_${id}6', 'hum_${id}6', ${REMARK}, 'per_1', ${one}, 'per_2', ${other}, house_now(), ${Object.values(more).join()})`;
const ended = (one: string, other: string): string =>
  linked('ended', `'hum_3'`, `'hum_4'`, { end_proposed_human: one, ended_human: other, ended_at: 'house_now()' });
const stopped = (one: string, other: string): string =>
  `UPDATE policy_exceptions SET stop_proposed_human = ${one}, stopped_human = ${other}, ended_at = house_now() WHERE id = ${APPROVED}`;
const activated = (one: string, other: string): string =>
  `UPDATE policy_versions SET proposed_human = ${one}, activated_human = ${other} WHERE id = ${ACTIVE}`;
const retired = (one: string, other: string): string =>
  `UPDATE policy_versions SET retire_proposed_human = ${one}, retired_human = ${other}, superseded_at = house_now() WHERE id = ${ACTIVE}`;
const guarded = (one: string, other: string): string =>
  `UPDATE guardrails SET proposed_by = 'per_wei', proposed_human = ${one}, activated_human = ${other}, activated_at = house_now()`;
const [ONE, OTHER] = [`'hum_1'`, `'hum_2'`];

/** For each kind of overlap what makes one, with the walls taken down. */
const ALONE: Readonly<Record<string, string>> = {
  'co-signed their own proposal': `UPDATE policy_exceptions SET proposer_human = ${COUNTED} WHERE id = ${APPROVED}`,
  'co-signed what they had edited': `UPDATE revisions SET author_human = ${COUNTED} WHERE exception_id = ${APPROVED}`,
  'counts, and is a machine': `UPDATE people SET kind = 'MACHINE' WHERE human_id = ${COUNTED}`,
  'counts, and signed something else': `UPDATE co_signatures SET digest = sha256('x') WHERE exception_id = ${APPROVED}`,
  'approved with too few others': `UPDATE approvals SET quorum = 9, counted = 9 WHERE exception_id = ${APPROVED}`,
  'reviewed what they took part in': `UPDATE reviews r SET reviewer_human = e.proposer_human FROM policy_exceptions e WHERE e.id = r.exception_id AND r.status = 'DISPOSED'`,
  'stopped it alone': stopped(ONE, ONE),
  'activated a policy that they proposed': activated(ONE, ONE),
  'retired a policy alone': retired(ONE, ONE),
  'activated guardrails that they proposed': guarded(ONE, ONE),
  'lifted a caution alone': lifted(ONE, ONE),
  'lifted a caution about what they took part in': lifted(COUNTED, ONE),
  'merged causes alone': merged(ONE, ONE),
  'settled a dispute alone': settled(ONE, ONE),
  'settled a dispute about what they took part in': settled(ONE, COUNTED),
  'linked accounts alone': linked('planted', ONE, ONE),
  'ended a link of accounts alone': ended(ONE, ONE),
};

/** The same of two humans, `hum_1` and `hum_2`: which is right, as long as they are two. */
const SIGNED_BY_ONE = `UPDATE counted_signatures SET human_id = ${ONE} WHERE exception_id = ${APPROVED} AND human_id = ${COUNTED}`;
const BY_TWO: Readonly<Record<string, string>> = {
  'co-signed their own proposal by another account': `${SIGNED_BY_ONE}; UPDATE policy_exceptions SET proposer_human = ${OTHER} WHERE id = ${APPROVED}`,
  'co-signed what they had edited by another account': `${SIGNED_BY_ONE}; UPDATE revisions SET author_human = ${OTHER} WHERE exception_id = ${APPROVED}`,
  'counts twice, by two accounts': `${SIGNED_BY_ONE}; INSERT INTO counted_signatures SELECT (jsonb_populate_record(c, '{"human_id": "hum_2"}')).*
    FROM counted_signatures c WHERE exception_id = ${APPROVED} AND human_id = ${ONE}`,
  'reviewed what they took part in by another account': `UPDATE policy_exceptions SET proposer_human = ${OTHER};
    UPDATE reviews SET reviewer_human = ${ONE}, disposed_at = house_now()`,
  'stopped it alone, by two accounts': stopped(ONE, OTHER),
  'activated a policy that their other account proposed': activated(ONE, OTHER),
  'retired a policy alone, by two accounts': retired(ONE, OTHER),
  'activated guardrails that their other account proposed': guarded(ONE, OTHER),
  'lifted a caution alone, by two accounts': lifted(ONE, OTHER),
  'lifted a caution about what they took part in by another account': `UPDATE policy_exceptions SET proposer_human = ${OTHER}; ${lifted(`'hum_3'`, ONE)}`,
  'merged causes alone, by two accounts': merged(ONE, OTHER),
  'settled a dispute alone, by two accounts': settled(ONE, OTHER),
  'settled a dispute about what they took part in by another account': `UPDATE policy_exceptions SET proposer_human = ${OTHER}; ${settled(ONE, `'hum_3'`)}`,
  'linked accounts alone, by two accounts': linked('planted', ONE, OTHER),
  'ended a link of accounts alone, by two accounts': ended(ONE, OTHER),
};
/** By which both are one, for as long as the house has stood. */
const LINKED = `${linked('made', `'hum_8'`, `'hum_9'`)};
  UPDATE account_links SET human_id = ${ONE}, to_human_id = ${OTHER}, confirmed_at = house_now() - interval '3 years' WHERE id = 'lnk_made'`;

/** Takes the walls down on a copy, and does something there. */
async function plant(client: pg.Client, sql: string): Promise<void> {
  const { rows } = await client.query<{ drop: string }>(
    `SELECT format('ALTER TABLE %I DROP CONSTRAINT %I CASCADE', conrelid::regclass, conname) AS drop
      FROM pg_constraint WHERE contype = 'c' AND conrelid = ANY ($1::regclass[])`,
    [CHECKED],
  );
  await client.query(`SET session_replication_role = replica; ${rows.map(({ drop }) => drop).join(';')}; ${sql}`);
}
const found = (faults: readonly { what: string }[]): string[] => faults.map(({ what }) => what);

describe('the report on the separation of duties', () => {
  it('is empty by construction', async () => {
    expect(await house.onCopy((client) => dutyFaults(client))).toEqual([]);
  });

  it('looks for what is planted here, and for nothing else', () => {
    expect(OVERLAPS).toEqual({ alone: Object.keys(ALONE), byTwoAccounts: Object.keys(BY_TWO) });
  });

  it.each(Object.entries(ALONE))('with the walls taken down, finds who %s', async (what, sql) => {
    await house.onCopy(async (client) => {
      await plant(client, sql);
      expect(found(await dutyFaults(client))).toContain(what);
    });
  });

  it.each(Object.entries(BY_TWO))('with the walls taken down, finds who %s, once admins linked the two', async (what, sql) => {
    await house.onCopy(async (client) => {
      await plant(client, sql);
      expect(found(await dutyFaults(client))).not.toContain(what);
      await client.query(LINKED);
      expect(found(await dutyFaults(client))).toContain(what);
    });
  });
});
