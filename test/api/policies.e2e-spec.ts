import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { House } from '../support/house.js';

jest.setTimeout(120_000);

let house: House;

beforeAll(async () => {
  house = await House.open({ workers: 0 });
});
afterAll(() => house?.close());

interface Version {
  policyVersion: { id: string; policy: { id: string } };
}

const draft = async (input: Record<string, unknown>): Promise<Version['policyVersion']> =>
  (await house.person('omar').run<Version>('draftPolicy', input, 'policyVersion { id policy { id } }')).policyVersion;

const step = (who: string, mutation: string, policyVersionId: string) =>
  house.person(who).run(mutation, { policyVersionId }, 'policyVersion { id }');

it('shows, before anybody activates a version, what it would have done, in words and numbers', async () => {
  const { exceptionId } = await house.ground.approved({ proposer: 'priya', cause: 'card-retained', amountMinor: 6_400 });
  const DRAFT = `query ($ids: [ID!]!) { promotionDraft(exceptionIds: $ids) { title text reviewBy conditions { kinds causes amountUpTo { amountMinor currency } inWords } remarks exceptions { ref } } }`;
  const { promotionDraft } = await house.person('omar').ask<{ promotionDraft: Record<string, unknown> }>(DRAFT, { ids: [exceptionId] });
  const inWords = 'Fee waivers, because of “Card kept by a machine”, up to AUD 64.00 each time.';
  expect(promotionDraft).toMatchObject({ title: 'Card retained', conditions: { inWords }, remarks: [], exceptions: [{ ref: 'EX-1001' }] });
  const { inWords: _words, ...conditions } = promotionDraft['conditions'] as Record<string, unknown>;
  const { title, text, reviewBy } = promotionDraft;
  const promotion = { title, text, reviewBy, conditions, exceptionIds: [exceptionId] };
  const { policyVersion } = await house.person('omar').run<Version>('promoteToPolicy', promotion, 'policyVersion { id policy { id } }');
  const REPLAY = `query ($id: ID!) { replay(policyVersionId: $id) { covered of cost { amountMinor currency } alsoCaught { ref } alsoCaughtCount horizon digest } }`;
  const { replay } = await house.person('renee').ask<{ replay: object }>(REPLAY, { id: policyVersion.id });
  expect(replay).toMatchObject({ covered: 1, of: 1, cost: [{ amountMinor: 6_400, currency: 'AUD' }], alsoCaught: [], alsoCaughtCount: 0 });
  await step('omar', 'proposePolicyVersion', policyVersion.id);
  await step('renee', 'activatePolicyVersion', policyVersion.id);
  const SAVED = `query ($id: ID!) { policy(id: $id) { active { exceptionsAvoided { count before formula } confidence { state sentence } exceptions(first: 5) { nodes { ref } totalCount } } } }`;
  expect(await house.person('tom').ask(SAVED, { id: policyVersion.policy.id })).toMatchObject({
    policy: {
      active: {
        exceptionsAvoided: { count: 0, before: 1, formula: expect.stringMatching(/^0 customers got a yes/) as unknown },
        confidence: { state: 'NEW', sentence: 'It is new: nobody cited it yet.' },
        exceptions: { nodes: [], totalCount: 0 },
      },
    },
  });
});

it('shows what a version says otherwise than another', async () => {
  const conditions = { kinds: ['CREDIT'], causes: ['dust'], amountUpTo: { amountMinor: 5_000, currency: 'AUD' } };
  const first = await draft({ title: 'Dust', text: 'We give credit.', conditions });
  const policyId = first.policy.id;
  const second = await draft({ policyId, text: 'We give some credit.', conditions: { ...conditions, causes: ['dust', 'sand'] } });
  const third = await draft({ policyId, text: 'We give no credit.', conditions });
  const CHANGES = `query ($id: ID!, $since: ID) { node(id: $id) { ... on PolicyVersion { changes(since: $since) { from { number } text { change text } conditions } } } }`;
  const changes = async (id: string, since?: string) =>
    (await house.person('tom').ask<{ node: { changes: unknown } }>(CHANGES, { id, since })).node.changes;
  expect(await changes(first.id)).toBeNull();
  expect(await changes(second.id)).toEqual({
    from: { number: 1 },
    text: [
      { change: 'SAME', text: 'We give ' },
      { change: 'ADDED', text: 'some ' },
      { change: 'SAME', text: 'credit.' },
    ],
    conditions: ['Now also: “sand”.'],
  });
  expect(await changes(third.id, first.id)).toMatchObject({ from: { number: 1 }, conditions: [] });
  expect(await changes(third.id, 'pve_none')).toBeNull();
});

describe('a policy that cannot be', () => {
  const conditions = { kinds: ['CREDIT'], causes: ['dust'], amountUpTo: { amountMinor: 5_000, currency: 'AUD' } };
  const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

  it.each<[string, string, () => Promise<object>, string]>([
    [
      'of a deed with a limit',
      'draftPolicy',
      async () => ({ conditions: { ...conditions, kinds: ['DEED'] } }),
      'INVALID conditions.amountUpTo',
    ],
    ['of money without a limit', 'draftPolicy', async () => ({ conditions: { kinds: ['CREDIT'] } }), 'INVALID conditions.amountUpTo'],
    ['of nothing', 'draftPolicy', async () => ({ conditions: { amountUpTo: conditions.amountUpTo } }), 'INVALID conditions'],
    ['of 60,001 characters', 'draftPolicy', async () => ({ conditions, text: 'x'.repeat(60_001) }), 'INVALID text'],
    [
      'with a limit in another currency than its exceptions',
      'promoteToPolicy',
      async () => ({ ...(await promoted('dust')), conditions: { causes: ['dust'], amountUpTo: { amountMinor: 5_000, currency: 'NZD' } } }),
      'INVALID conditions.amountUpTo.currency',
    ],
    [
      'about other things than its exceptions',
      'promoteToPolicy',
      async () => ({ ...(await promoted('hail')), conditions }),
      'INVALID conditions',
    ],
    [
      'from what was never approved',
      'promoteToPolicy',
      async () => ({ ...(await promoted('dust', 'proposal')), conditions }),
      'NOT_APPROVED exceptionIds',
    ],
  ])('%s is refused', async (_story, mutation, input, told) => {
    const answer = await house.person('omar').run(mutation, { title: 'Dust', text: 'Credit.', ...(await input()) }, 'policyVersion { id }');
    expect(answer.userErrors.map(({ code, path }) => `${code} ${path.join('.')}`)).toEqual([told]);
    expect(answer.userErrors[0]?.message).toMatch(/[.]$/);
  });

  it('since its exception is behind another one', async () => {
    const promotion = { ...(await promoted('soot')), text: 'Soot.', conditions: { causes: ['soot'] } };
    const behind = () =>
      house.person('omar').ask(`query ($id: ID!) { exception(id: $id) { policies { title } } }`, { id: promotion.exceptionIds[0] });
    const promote = (title: string) =>
      house.person('omar').run<Version>('promoteToPolicy', { ...promotion, title }, 'policyVersion { id }');
    const drafted = await promote('Soot');
    expect(await behind()).toEqual({ exception: { policies: [] } });
    await step('omar', 'proposePolicyVersion', drafted.policyVersion.id);
    expect(await behind()).toEqual({ exception: { policies: [{ title: 'Soot' }] } });
    expect((await promote('More soot')).userErrors).toMatchObject([{ code: 'ALREADY_PROMOTED', path: ['exceptionIds'] }]);
  });

  it('in force in the past, or ended while its next version is proposed', async () => {
    const { id, policy } = await draft({ title: 'Dust', text: 'Credit.', conditions });
    await step('omar', 'proposePolicyVersion', id);
    const past = { policyVersionId: id, effectiveFrom: inDays(-1) };
    const early = await house.person('renee').run('activatePolicyVersion', past, 'policyVersion { id }');
    expect(early.userErrors).toMatchObject([{ code: 'INVALID', path: ['effectiveFrom'] }]);
    await step('renee', 'activatePolicyVersion', id);
    const next = await draft({ policyId: policy.id, text: 'More credit.', conditions });
    await step('omar', 'proposePolicyVersion', next.id);
    const retire = () => house.person('omar').run('retirePolicy', { policyId: policy.id, reason: 'Rare.' }, 'policy { id }');
    expect((await retire()).userErrors).toMatchObject([{ code: 'POLICY_MOVED_ON', path: ['policyId'] }]);
    expect((await step('renee', 'takeBackPolicyVersion', next.id)).userErrors).toEqual([]);
    expect((await retire()).userErrors).toEqual([]);
  });

  it('activated twice at one moment: one does it, and the other is told what won', async () => {
    const { id } = await draft({ title: 'Soot twice', text: 'Credit.', conditions });
    await step('omar', 'proposePolicyVersion', id);
    const twice = await Promise.all([1, 2].map(() => step('renee', 'activatePolicyVersion', id)));
    const told = twice.map(({ userErrors }) => userErrors.map(({ code, path }) => `${code} ${path.join('.')}`));
    expect(told.sort()).toEqual([[], ['POLICY_MOVED_ON policyVersionId']]);
  });

  it('of a million characters is larger than a request, and the answer says how it comes in', async () => {
    const query = 'mutation ($input: DraftPolicyInput!) { draftPolicy(input: $input) { policyVersion { id } } }';
    const input = { title: 'Long', text: 'x'.repeat(1_000_000), conditions };
    const { status, errors } = await house.person('omar').send(query, { input });
    expect([status, errors?.[0]?.message]).toEqual([413, expect.stringContaining('larger than 64 KiB')]);
  });

  async function promoted(
    cause: string,
    state: 'approved' | 'proposal' = 'approved',
  ): Promise<{ exceptionIds: string[]; reviewBy: string }> {
    const made = await house.ground[state]({ proposer: 'priya', cause });
    return { exceptionIds: [typeof made === 'string' ? made : made.exceptionId], reviewBy: inDays(90) };
  }
});

describe('a search for policies', () => {
  const search = (text: string) => house.person('priya').send('query ($text: String!) { policies(text: $text) { totalCount } }', { text });

  it.each(['the of and', '🌊🌊', '%_\\', '"', '-', "' OR 1=1 --", 'x'.repeat(200), '&|!():*'])(
    'for %j finds none, and breaks nothing',
    async (text) => {
      expect(await search(text)).toMatchObject({ status: 200, data: { policies: { totalCount: 0 } } });
    },
  );

  it.each([
    ['10,000 characters', 'x'.repeat(10_000)],
    ['nothing', ' '],
    ['two lines', 'fees\nflood'],
  ])('of %s is refused, with the field named', async (_, text) => {
    const { data, errors } = await search(text);
    expect([data ?? null, errors?.[0]?.extensions?.code]).toEqual([null, 'BAD_USER_INPUT']);
  });
});

it('lists what should have been looked at again', async () => {
  const DUE = '{ policies(dueForReview: true) { totalCount nodes { ref } } }';
  expect(await house.person('tom').ask(DUE)).toEqual({ policies: { totalCount: 0, nodes: [] } });
});

it('counts a replay as the work that it is, so that nobody asks for many at once', async () => {
  const query = `{ ${Array.from({ length: 6 }, (_, n) => `r${n}: replay(policyVersionId: "pve_none") { of }`).join(' ')} }`;
  const { errors } = await house.person('tom').send(query);
  expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
});
