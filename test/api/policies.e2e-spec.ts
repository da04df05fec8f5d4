import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
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
  const inWords = 'Fee waivers, because of card-retained, up to AUD 64.00 each time.';
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
        exceptionsAvoided: { count: 0, before: 1, formula: expect.stringMatching(/^0 proposals ended/) as unknown },
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
    conditions: ['Now also: sand.'],
  });
  expect(await changes(third.id, first.id)).toMatchObject({ from: { number: 1 }, conditions: [] });
  expect(await changes(third.id, 'pve_none')).toBeNull();
});

it('counts a replay as the work that it is, so that nobody asks for many at once', async () => {
  const query = `{ ${Array.from({ length: 6 }, (_, n) => `r${n}: replay(policyVersionId: "pve_none") { of }`).join(' ')} }`;
  const { errors } = await house.person('tom').send(query);
  expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
});
