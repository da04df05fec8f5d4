import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '#people';
import { SmallHouse } from '../../test/support/small-house.js';
import { type DraftPolicy, PolicyDraftsService } from './drafts.service.js';
import { PoliciesClock } from './policies.clock.js';
import { PoliciesReads } from './policies.reads.js';
import { PoliciesService } from './policies.service.js';
import type { PolicyVersion } from './policy-version.entity.js';

let house: SmallHouse;
let reads: PoliciesReads;
let drafts: PolicyDraftsService;
let policies: PoliciesService;
let renee: Actor;
let omar: Actor;

beforeAll(async () => {
  house = await SmallHouse.open();
  reads = new PoliciesReads(house.api);
  [drafts, policies] = [new PolicyDraftsService(house.api, reads), new PoliciesService(house.api, reads)];
  [renee, omar] = [await house.actor('renee'), await house.actor('omar')];
});
afterAll(() => house.close());
afterEach(() => house.clock('0'));

const HOUR = 3_600_000;
const inHours = (hours: number): Date => new Date(Date.now() + hours * HOUR);
const draft = (cause: string, more: Partial<DraftPolicy> = {}): DraftPolicy => ({
  title: `Fees: ${cause}`,
  text: 'Fees that fall due while a branch is closed are waived.',
  conditions: { kinds: ['FEE_WAIVER'], causes: [cause], amountUpTo: { amountMinor: 25_000, currency: 'AUD' } },
  ...more,
});

async function proposed(input: DraftPolicy): Promise<PolicyVersion> {
  const { node } = await drafts.draft(input, renee);
  return (await policies.propose({ policyVersionId: node.id }, renee)).node;
}

async function activated(input: DraftPolicy): Promise<PolicyVersion> {
  return (await policies.activate({ policyVersionId: (await proposed(input)).id }, omar)).node;
}

const names = async (policyId: string): Promise<string[]> => (await house.factsOf(policyId)).map(({ name }) => name);

describe('promotion of what is behind another policy', () => {
  const promote = async (exceptionId: string, title: string, more: object = {}): Promise<PolicyVersion> =>
    (await drafts.promote({ ...draft('flood'), title, exceptionIds: [exceptionId], reviewBy: inHours(24), ...more }, renee)).node;

  it('is refused as soon as that is proposed, and free again once it is retired', async () => {
    const { exceptionId } = await house.approved({ proposer: 'priya' });
    const [one, other] = [await promote(exceptionId, 'One'), await promote(exceptionId, 'Other')];
    const held = () => reads.holding([exceptionId]);
    expect(await held()).toEqual([]);
    await policies.propose({ policyVersionId: one.id }, renee);
    expect(await held()).toEqual([{ exceptionId, policyId: one.policyId }]);
    const taken = { code: 'ALREADY_PROMOTED', message: expect.stringMatching(/EX-\d+ \(POL-\d+\)/) as unknown };
    await expect(policies.propose({ policyVersionId: other.id }, renee)).rejects.toMatchObject({ ...taken, path: ['policyVersionId'] });
    await expect(promote(exceptionId, 'Third')).rejects.toMatchObject({ ...taken, path: ['exceptionIds'] });
    expect((await promote(exceptionId, '', { title: undefined, policyId: one.policyId })).number).toBe(2);
    await policies.activate({ policyVersionId: one.id }, omar);
    await expect(promote(exceptionId, 'Fourth')).rejects.toMatchObject(taken);
    const next = await proposed({ ...draft('flood'), title: undefined, policyId: one.policyId });
    await policies.activate({ policyVersionId: next.id }, omar);
    expect(await held()).toEqual([{ exceptionId, policyId: one.policyId }]);
    for (const by of [renee, omar]) await policies.retire({ policyId: one.policyId, reason: 'Rare.' }, by);
    expect(await held()).toEqual([]);
    expect((await policies.propose({ policyVersionId: other.id }, renee)).node.status).toBe('PROPOSED');
  });
});

describe('what was proposed', () => {
  it('can be taken back by any reviewer, with its fact, and proposed again', async () => {
    const { id, policyId } = await proposed(draft('mud'));
    const { node } = await policies.takeBack({ policyVersionId: id, idempotencyKey: 'back' }, omar);
    expect(node).toMatchObject({ status: 'DRAFT', proposedBy: null, proposedHuman: null });
    expect(await policies.takeBack({ policyVersionId: id, idempotencyKey: 'back' }, omar)).toMatchObject({ replayed: true });
    expect((await names(policyId)).at(-1)).toBe('policy.takenBack');
    await expect(policies.activate({ policyVersionId: id }, omar)).rejects.toMatchObject({ code: 'POLICY_MOVED_ON' });
    await expect(policies.takeBack({ policyVersionId: id }, omar)).rejects.toMatchObject({ code: 'POLICY_MOVED_ON' });
    expect((await policies.propose({ policyVersionId: id }, omar)).node.proposedBy).toBe('per_omar');
    await expect(policies.takeBack({ policyVersionId: id }, await house.actor('tom'))).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    await expect(policies.activate({ policyVersionId: id }, omar)).rejects.toMatchObject({ code: 'SAME_REVIEWER' });
    expect((await policies.activate({ policyVersionId: id }, renee)).node.status).toBe('ACTIVE');
    const unproposed = `UPDATE policy_versions SET proposed_by = NULL, proposed_human = NULL WHERE id = '${id}'`;
    await expect(house.admin.query(unproposed)).rejects.toThrow();
  });

  it('is decided on before the policy is retired', async () => {
    const { policyId } = await activated(draft('sleet'));
    const next = await proposed({ ...draft('sleet'), title: undefined, policyId });
    const retire = (by: Actor) => policies.retire({ policyId, reason: 'Rare.' }, by);
    await expect(retire(omar)).rejects.toMatchObject({
      code: 'POLICY_MOVED_ON',
      path: ['policyId'],
      message: expect.stringContaining('Version 2') as unknown,
    });
    await policies.takeBack({ policyVersionId: next.id }, renee);
    await retire(omar);
    await policies.propose({ policyVersionId: next.id }, renee);
    await expect(retire(renee)).rejects.toMatchObject({ code: 'POLICY_MOVED_ON' });
  });

  it('is activated once, when two reviewers do it at the same moment', async () => {
    const { id } = await proposed(draft('gale'));
    const outcomes = await Promise.allSettled(
      ['omar', 'lach2'].map(async (who) => policies.activate({ policyVersionId: id }, await house.actor(who))),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.find((outcome) => outcome.status === 'rejected')).toMatchObject({ reason: { code: 'POLICY_MOVED_ON' } });
  });
});

describe('a policy that is to be looked at again', () => {
  it('is on the list from its date on, and reviewers are reminded once', async () => {
    const clock = new PoliciesClock(house.worker);
    const { id, policyId } = await activated(draft('cold', { reviewBy: inHours(24) }));
    const due = async () => (await reads.list({ dueForReview: true }, { take: 100, backwards: false })).rows.map((row) => row.id);
    expect(await due()).not.toContain(policyId);
    expect(await clock.remind(id)).toBe(false);
    await house.clock('25 hours');
    expect(await due()).toContain(policyId);
    expect(await clock.due(10)).toContain(id);
    expect(await Promise.all([clock.remind(id), clock.remind(id)])).toEqual(expect.arrayContaining([true, false]));
    expect(await clock.due(10)).not.toContain(id);
    expect((await names(policyId)).filter((name) => name === 'policy.overdue')).toHaveLength(1);
    expect(await due()).toContain(policyId);
    const next = await activated({ ...draft('cold'), title: undefined, policyId, reviewBy: inHours(48) });
    expect([next.number, await due()]).toEqual([2, expect.not.arrayContaining([policyId])]);
  });
});
