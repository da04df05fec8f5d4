import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CasesService } from '#cases';
import type { Actor } from '#people';
import { PoliciesReads, PoliciesService, PolicyDraftsService } from '#policies';
import { type StoryOfAnException, SmallHouse } from '../../test/support/small-house.js';
import { ReachBacks } from './reach-backs.service.js';

let house: SmallHouse;
let reachBacks: ReachBacks;
let drafts: PolicyDraftsService;
let policies: PoliciesService;
let [renee, omar, priya]: Actor[] = [];

beforeAll(async () => {
  house = await SmallHouse.open();
  reachBacks = new ReachBacks(house.api, new CasesService(house.api, { acknowledgeHours: 24, complaintProfile: 'HOUSE' }));
  const reads = new PoliciesReads(house.api);
  [drafts, policies] = [new PolicyDraftsService(house.api, reads), new PoliciesService(house.api, reads)];
  [renee, omar, priya] = await Promise.all(['renee', 'omar', 'priya'].map((who) => house.actor(who)));
});
afterAll(() => house?.close());

const PAGE = { take: 100, backwards: false };
const waiting = async (id: string): Promise<string[]> => (await reachBacks.list(id, PAGE, [])).rows.map((row) => row.id);

async function draft(cause: string): Promise<string> {
  const conditions = { kinds: ['FEE_WAIVER'], causes: [cause], amountUpTo: { amountMinor: 25_000, currency: 'AUD' } };
  return (await drafts.draft({ title: cause, text: 'It is waived.', conditions }, renee as Actor)).node.id;
}

async function inForce(cause: string): Promise<string> {
  const id = await draft(cause);
  await policies.propose({ policyVersionId: id }, renee as Actor);
  await policies.activate({ policyVersionId: id }, omar as Actor);
  return id;
}

/** An exception that ended so; answers its case. */
async function ended(story: Partial<StoryOfAnException>, status = 'DECLINED'): Promise<string> {
  const id = await house.proposal({ proposer: 'priya', ...story });
  if (status === 'EXPIRED') await house.clock('5 hours');
  await house.admin.query(`UPDATE policy_exceptions SET turn = turn + 1, status = '${status}' WHERE id = '${id}'`);
  await house.clock('0');
  return caseOf(id);
}

async function caseOf(exceptionId: string): Promise<string> {
  const [row] = await house.rows<{ case_id: string }>('SELECT case_id FROM policy_exceptions WHERE id = $1', [exceptionId]);
  return row?.case_id ?? '';
}

describe('the list of whom a policy would have helped', () => {
  it('has who was declined, who waited in vain, and who got less; nobody else', async () => {
    const declined = await ended({ cause: 'ash' });
    const expired = await ended({ cause: 'ash', amountMinor: 25_000 }, 'EXPIRED');
    await ended({ cause: 'ash', amountMinor: 25_001 });
    await ended({ cause: 'soot' });
    await ended({ cause: 'ash' }, 'WITHDRAWN');
    await house.approved({ proposer: 'priya', cause: 'ash' });
    const less = await house.approved({ proposer: 'priya', cause: 'ash', editor: 'jack', amountMinor: 9_000, amountFirstMinor: 20_000 });
    const version = await draft('ash');
    expect(await waiting(version)).toEqual([declined, expired, await caseOf(less.exceptionId)]);
    expect(await reachBacks.count(version, [])).toBe(3);
    const { rows, hasNextPage } = await reachBacks.list(version, { take: 1, backwards: false }, []);
    expect([rows.map(({ id }) => id), hasNextPage]).toEqual([[declined], true]);
    await house.admin.query(
      `UPDATE customers SET name = NULL, contact = NULL, erased_at = house_now() WHERE id = (SELECT customer_id FROM cases WHERE id = '${declined}')`,
    );
    expect(await waiting(version)).not.toContain(declined);
    await expect(reachBacks.list('pve_none', PAGE, [])).rejects.toMatchObject({ code: 'NOT_FOUND', path: ['policyVersionId'] });
  });

  it('contacts nobody: a policy that comes into force opens no case, promises no call, and is told of itself alone', async () => {
    await ended({ cause: 'peat' });
    const written = () =>
      house.rows(`SELECT (SELECT count(*)::int FROM cases) AS cases, (SELECT count(*)::int FROM get_backs) AS promises,
        (SELECT count(*)::int FROM follow_ups) AS "followUps", (SELECT count(*)::int FROM facts WHERE subject_id NOT LIKE 'pol\\_%') AS facts`);
    const before = await written();
    const version = await inForce('peat');
    expect(await waiting(version)).toHaveLength(1);
    expect(await written()).toEqual(before);
  });

  it('leaves out who was refused once the policy was in force', async () => {
    const version = await inForce('lava');
    const id = await house.proposal({ proposer: 'priya', cause: 'lava' });
    await house.admin.query(`UPDATE policy_exceptions SET turn = turn + 1, status = 'DECLINED' WHERE id = '${id}'`);
    expect(await waiting(version)).toEqual([]);
  });
});

describe('reaching back', () => {
  it('opens a case of the caller for the same customer, once for a policy, with its fact', async () => {
    const earlier = await ended({ cause: 'mud' });
    const other = await draft('mud');
    const early = reachBacks.open({ policyVersionId: other, caseId: earlier }, priya as Actor);
    await expect(early).rejects.toMatchObject({ code: 'POLICY_MOVED_ON', path: ['policyVersionId'] });
    const policyVersionId = await inForce('mud');
    const input = { policyVersionId, caseId: earlier, idempotencyKey: 'back' };
    const { node } = await reachBacks.open(input, priya as Actor);
    const [before] = await house.rows<{ customer_id: string; ref: string }>('SELECT customer_id, ref FROM cases WHERE id = $1', [earlier]);
    expect(node).toMatchObject({ ownerId: 'per_priya', status: 'OWNED', customerId: before?.customer_id });
    expect(node.need).toMatch(new RegExp(`^POL-\\d+ now allows what ${before?.ref ?? ''} did not get`));
    expect(await reachBacks.open(input, priya as Actor)).toMatchObject({ replayed: true, node: { id: node.id } });
    const again = reachBacks.open({ policyVersionId, caseId: earlier }, renee as Actor);
    await expect(again).rejects.toMatchObject({ code: 'NOT_FOUND', path: ['caseId'] });
    expect(await waiting(policyVersionId)).toEqual([]);
    const [version] = await house.rows<{ policy_id: string }>('SELECT policy_id FROM policy_versions WHERE id = $1', [policyVersionId]);
    expect((await house.factsOf(version?.policy_id ?? '')).at(-1)).toMatchObject({
      name: 'policy.reachedBack',
      body: { policyVersionId, caseId: earlier, followUpId: node.id },
    });
    await expect(house.admin.query('DELETE FROM reach_backs')).rejects.toThrow();
  });

  it('is done once, however many do it at the same moment', async () => {
    const [caseId, policyVersionId] = [await ended({ cause: 'dew' }), await inForce('dew')];
    const tries = Array.from({ length: 6 }, () => reachBacks.open({ policyVersionId, caseId }, priya as Actor));
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'NOT_FOUND' });
    expect(
      await house.rows('SELECT 1 FROM cases WHERE customer_id = (SELECT customer_id FROM cases WHERE id = $1)', [caseId]),
    ).toHaveLength(2);
  });
});
