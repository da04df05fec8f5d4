import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { act, ADELE, codes, FLOOD, openCase, type Seen } from '../support/acts.js';
import { EARLIER_FLOODS, makeEarlierFloods } from '../support/earlier-floods.js';
import { eventually } from '../support/eventually.js';
import { House, type HousePerson } from '../support/house.js';
import { verifyOffline } from '../support/receipt-offline.js';

jest.setTimeout(120_000);

const DAY_MS = 86_400_000;

interface Answer {
  authorization: { allowed: boolean; amount: object; receipt: string | null; because: string };
}
interface Found {
  precedents: { nodes: { id: string }[] };
}
interface FollowUp {
  id: string;
  dueAt: string;
}
interface Version {
  id: string;
  policy: { id: string };
  number: number;
  status: string;
}

const WHY_DIFFERENT = 'They lost a day. Hers was closed for a week, so interest came on top of the fee.';

describe('a flooded branch, end to end', () => {
  let house: House;
  let proposed: Seen;
  let reviewId: string;
  let version: Version;
  let pay1: HousePerson;
  let caseId: string;
  let followUp: FollowUp | undefined;

  beforeAll(async () => {
    house = await House.open();
    await makeEarlierFloods(house);
  });
  afterAll(() => house?.close());

  const authorization = async (who: HousePerson) =>
    (await who.ask<Answer>(`{ authorization(exceptionId: "${proposed.id}") { allowed amount { amountMinor currency } receipt because } }`))
      .authorization;
  const timeline = async () => {
    const query = `{ exception(id: "${proposed.id}") { timeline(first: 100) { nodes { name summary actor { name } } } } }`;
    type Told = { exception: { timeline: { nodes: { name: string; summary: string; actor: { name: string } | null }[] } } };
    return (await house.person('priya').ask<Told>(query)).exception.timeline.nodes;
  };

  it('is taken on by Priya, who finds three precedents, says why this one differs, and proposes the fee and the interest', async () => {
    const priya = house.person('priya');
    const opened = await priya.run<{ case: { id: string } }>(
      'openCase',
      { customer: ADELE, need: 'My branch was under water and you charged me a late fee.' },
      'case { id ref status owner { name } customer { name } acknowledgedAt }',
    );
    expect(opened).toMatchObject({
      userErrors: [],
      case: { status: 'OWNED', owner: { name: 'Priya' }, customer: { name: 'Adele Novak' }, acknowledgedAt: expect.any(String) },
    });
    caseId = opened.case.id;
    const { mayI } = await priya.ask<{ mayI: { allowed: boolean; because: string } }>(
      '{ mayI(input: { cause: "branch-flood", kind: FEE_WAIVER, amount: { amountMinor: 20240, currency: "AUD" } }) { allowed because } }',
    );
    expect(mayI).toEqual({ allowed: false, because: 'No policy in force speaks of it. Propose an exception.' });
    const search = () =>
      priya.ask<Found>(
        `{ precedents(search: { text: "brnach under watre, could not pay", cause: "branch-flood", kind: FEE_WAIVER }) {
          nodes { id revision { whatWeDo remedy { amount { amountMinor } } } review { disposition } } } }`,
      );
    const { precedents } = await eventually(search, (found) => found.precedents.nodes.length === EARLIER_FLOODS.length, 60_000);
    expect(precedents.nodes.map(({ id }) => id).sort()).toEqual(EARLIER_FLOODS.map(({ id }) => id).sort());
    expect(precedents.nodes.find(({ id }) => id === 'exc_river')).toMatchObject({
      revision: { whatWeDo: 'We give back the late fee.', remedy: { amount: { amountMinor: 18_000 } } },
      review: { disposition: 'PRECEDENT' },
    });
    const shownPrecedentIds = precedents.nodes.map(({ id }) => id);
    const given = { ...FLOOD, caseId, shownPrecedentIds, whyDifferent: WHY_DIFFERENT };
    const { exception, userErrors } = await act(priya, 'proposeException', given);
    expect(userErrors).toEqual([]);
    if (exception) proposed = exception;
    expect(proposed).toMatchObject({ status: 'PROPOSED', quorum: 1, revision: { number: 1 } });
    expect(proposed.openActions).not.toContain('CO_SIGN');
  });

  it('is read by Tom, who co-signs in his own words; no manager saw it', async () => {
    const tom = house.person('tom');
    const { inbox } = await tom.ask<{ inbox: { nodes: { id: string; revision: { digest: string; whyFair: string } }[] } }>(
      '{ inbox { nodes { id whyDifferent shownPrecedents { id } revision { digest whyFair } } } }',
    );
    const [read] = inbox.nodes;
    expect(read).toMatchObject({ id: proposed.id, whyDifferent: WHY_DIFFERENT, revision: { whyFair: FLOOD.whyFair } });
    expect(read).toHaveProperty('shownPrecedents.length', EARLIER_FLOODS.length);
    const words = 'I sat in that branch last year. She could not have paid.';
    const signed = await act(tom, 'coSignException', { exceptionId: proposed.id, digest: read?.revision.digest, words });
    expect(signed).toMatchObject({ userErrors: [], exception: { status: 'APPROVED' } });
    expect(signed.exception?.coSignatures).toEqual([{ signer: { name: 'Tom' }, state: 'COUNTED', words }]);
    const byPeople = (await timeline()).filter(({ actor }) => actor);
    expect(byPeople.map(({ name, actor }) => [name, actor?.name])).toEqual([
      ['exception.proposed', 'Priya'],
      ['exception.coSigned', 'Tom'],
      ['exception.approved', 'Tom'],
      ['review.queued', 'Tom'],
    ]);
  });

  it('is told to Adele while she is on the telephone', async () => {
    const told = await act(house.person('priya'), 'recordCustomerTold', { exceptionId: proposed.id, toldAt: await now() });
    expect(told).toMatchObject({ userErrors: [], exception: { status: 'APPROVED' } });
  });

  it('is authorised for pay-1, which verifies the receipt with the network off', async () => {
    const { secret } = await house
      .person('wei')
      .run<{ secret: string }>(
        'createApiToken',
        { name: 'payments', scopes: ['FULFIL', 'READ'], expiresAt: inDays(30), machineId: 'per_pay-1' },
        'secret',
      );
    pay1 = house.holder(secret);
    const answer = await authorization(pay1);
    expect(answer).toMatchObject({ allowed: true, amount: { amountMinor: 20_240, currency: 'AUD' } });

    const keys = await (await fetch(`${house.urls[0] ?? ''}/.well-known/jwks.json`)).text();
    const [header = '', claims = '', signature = ''] = (answer.receipt ?? '').split('.');
    const more = Buffer.from(claims, 'base64url').toString().replace('20240', '90240');
    const altered = [header, Buffer.from(more).toString('base64url'), signature].join('.');
    const verified = await verifyOffline(answer.receipt ?? '', keys);
    expect(verified).toMatchObject({ code: 0, err: '' });
    expect(verified.out).toMatch(/FEE_WAIVER: 202\.40 AUD[^]*Proposed by +per_priya[^]*Co-signed by +per_tom/);
    expect((await verifyOffline(altered, keys)).code).not.toBe(0);
  });

  it('is paid once', async () => {
    const pay = (reference: string, idempotencyKey: string) =>
      pay1.run<{ exception: object | null }>(
        'fulfilException',
        { exceptionId: proposed.id, reference, idempotencyKey },
        'exception { status fulfilmentReference fulfilledAt }',
      );
    const paid = await pay('PAY-77', 'first');
    expect(paid).toMatchObject({ userErrors: [], replayed: false, exception: { status: 'FULFILLED', fulfilmentReference: 'PAY-77' } });
    expect(await pay('PAY-77', 'first')).toMatchObject({ userErrors: [], replayed: true, exception: paid.exception });
    expect(await pay('PAY-77', 'a-retry-that-lost-its-key')).toMatchObject({ userErrors: [], exception: paid.exception });
    const second = await pay('PAY-78', 'second');
    expect(second).toMatchObject({ exception: null, userErrors: [{ code: 'ALREADY_FULFILLED', path: ['reference'] }] });
    expect(second.userErrors[0]?.message).toContain('PAY-77');
    expect((await timeline()).filter(({ name }) => name === 'exception.fulfilled')).toMatchObject([{ actor: { name: 'Pay-1' } }]);
    expect(await authorization(pay1)).toMatchObject({ allowed: false, because: expect.stringContaining('PAY-77') });
  });

  it('is solved, and Priya will ask on the 14th whether it helped', async () => {
    const fourteenth = nextFourteenth(new Date(await now()));
    const solved = await house
      .person('priya')
      .run<{ case: { followUps: FollowUp[] } }>(
        'solveCase',
        { caseId, solution: 'The fee and the interest are given back.', customerToldAt: await now(), followUpAt: fourteenth.toISOString() },
        'case { status owner { name } followUps { id dueAt outcome } }',
      );
    expect(solved).toMatchObject({
      userErrors: [],
      case: { status: 'SOLVED', owner: { name: 'Priya' }, followUps: [{ dueAt: fourteenth.toISOString(), outcome: null }] },
    });
    followUp = solved.case.followUps[0];
  });

  it('travels to the review queue, where Renee says that it should become policy', async () => {
    const routed = await eventually(timeline, (facts) => facts.some(({ name }) => name === 'review.routed'), 60_000);
    expect(routed.map(({ name }) => name)).toEqual(expect.arrayContaining(['review.queued', 'review.routed']));
    const renee = house.person('renee');
    const { reviews } = await renee.ask<{ reviews: { nodes: { id: string; overdue: boolean; exception: { id: string } }[] } }>(
      '{ reviews(filter: { status: [QUEUED] }) { nodes { id overdue exception { id } } } }',
    );
    expect(reviews.nodes).toEqual([{ id: expect.any(String), overdue: false, exception: { id: proposed.id } }]);
    reviewId = reviews.nodes[0]?.id ?? '';
    const claimed = await renee.run<object>('claimReview', { reviewId }, 'review { status reviewer { name } claimedUntil }');
    expect(claimed).toMatchObject({ userErrors: [], review: { status: 'CLAIMED', reviewer: { name: 'Renee' } } });
    expect(codes((await house.person('omar').run('claimReview', { reviewId }, 'review { id }')).userErrors)).toEqual(['REVIEW_CLAIMED']);
    const reason = 'Nobody can pay from a flooded branch. This should not need two people.';
    const disposed = await renee.run<object>('disposeReview', { reviewId, disposition: 'PROMOTE', reason }, 'review { status }');
    expect(disposed).toMatchObject({ userErrors: [], review: { status: 'DISPOSED' } });
    for (const signer of ['priya', 'tom']) {
      const query = `{ exception(id: "${proposed.id}") { status review { disposition reason } } }`;
      const { exception } = await house.person(signer).ask<{ exception: object }>(query);
      expect(exception).toEqual({ status: 'FULFILLED', review: { disposition: 'PROMOTE', reason } });
    }
  });

  it('becomes policy by two reviewers: Renee proposes it, Omar puts it into force', async () => {
    const [renee, omar] = [house.person('renee'), house.person('omar')];
    const drafted = await renee.run<{ policyVersion: Version & { precedents: object[] } }>(
      'promoteToPolicy',
      {
        exceptionIds: [proposed.id],
        title: 'Disaster fees',
        text: 'Fees and interest that fall due while the branch of a customer is closed by a disaster are given back.',
        conditions: { kinds: ['FEE_WAIVER', 'REFUND'], causes: ['branch-flood'], amountUpTo: { amountMinor: 50_000, currency: 'AUD' } },
        reviewBy: inDays(180),
      },
      'policyVersion { id number status policy { id } precedents { id } }',
    );
    expect(drafted).toMatchObject({ userErrors: [], policyVersion: { number: 1, status: 'DRAFT', precedents: [{ id: proposed.id }] } });
    version = drafted.policyVersion;
    const named = { policyVersionId: version.id };
    const step = (who: HousePerson, mutation: string) =>
      who.run<{ policyVersion: Version }>(mutation, named, 'policyVersion { id number status }');
    expect(await step(renee, 'proposePolicyVersion')).toMatchObject({ userErrors: [], policyVersion: { status: 'PROPOSED' } });
    const alone = await step(renee, 'activatePolicyVersion');
    expect(alone).toMatchObject({ policyVersion: null, userErrors: [{ code: 'SAME_REVIEWER' }] });
    expect(alone.userErrors[0]?.whoCould).toEqual(expect.arrayContaining([{ name: 'Omar' }]));
    expect(await step(omar, 'activatePolicyVersion')).toMatchObject({ userErrors: [], policyVersion: { status: 'ACTIVE' } });
  });

  it('lets Jack say yes alone the next day', async () => {
    await house.ground.clock('1 day');
    const jack = house.person('jack');
    const ask = (amountMinor: number) =>
      jack.ask<{ mayI: { allowed: boolean; policyVersion: object | null; because: string } }>(
        `query ($amount: MoneyInput) { mayI(input: { cause: "branch-flood", kind: FEE_WAIVER, amount: $amount }) {
          allowed because policyVersion { id number policy { ref title } } } }`,
        { amount: { amountMinor, currency: 'AUD' } },
      );
    const [{ mayI }, policy] = [await ask(18_000), { ref: expect.stringMatching(/^POL-\d+$/), title: 'Disaster fees' }];
    expect(mayI).toMatchObject({ allowed: true, policyVersion: { id: version.id, number: 1, policy } });
    expect(mayI.because).toContain('Disaster fees');
    expect((await ask(50_001)).mayI).toMatchObject({ allowed: false, policyVersion: null });

    const likeCaseId = await openCase(jack, { need: 'The same flood, the same fee.' });
    const answer = await jack.ask(
      `mutation ($input: ProposeExceptionInput!) { proposeException(input: $input) { exception { id } userErrors { code coveredBy { id number policy { ref } } } } }`,
      { input: { caseId: likeCaseId, ...FLOOD } },
    );
    const no = { code: 'POLICY_COVERS_THIS', coveredBy: { id: version.id, number: 1, policy: { ref: policy.ref } } };
    expect(answer).toEqual({ proposeException: { exception: null, userErrors: [no] } });
    const { exception } = await jack.ask<{ exception: object }>(`{ exception(id: "${proposed.id}") { status madeInto { id status } } }`);
    expect(exception).toEqual({ status: 'FULFILLED', madeInto: [{ id: version.id, status: 'ACTIVE' }] });
  });

  it('is one exception avoided, with the formula on the tile', async () => {
    const { policyAt } = await house.person('renee').ask<{ policyAt: { policy: { ref: string }; exceptionsAvoided: object } }>(
      `query ($policyId: ID!, $at: DateTime!) { policyAt(policyId: $policyId, at: $at) { id timesCited confidence { state cited }
        exceptionsAvoided { count before formula } } }`,
      { policyId: version.policy.id, at: await now() },
    );
    expect(policyAt).toMatchObject({
      ...{ id: version.id, timesCited: 1, confidence: { state: 'CITED', cited: 1 } },
      exceptionsAvoided: {
        count: 1,
        before: EARLIER_FLOODS.length + 1,
        formula: expect.stringContaining('1 customer got a yes by this version'),
      },
    });
  });

  it('is public thanks to Priya and Tom, whom nobody counts', async () => {
    const deed = 'Two people on two floors, four minutes, and now nobody needs two people for it.';
    const toIds = ['per_priya', 'per_tom'];
    const said = await house.person('renee').run<object>('giveThanks', { toIds, deed }, 'thanks { id }');
    expect(said).toMatchObject({ userErrors: [] });
    const { thanks } = await house
      .person('jack')
      .ask<{ thanks: { nodes: object[] } }>('{ thanks(first: 1) { nodes { from { name } to { name } deed } } }');
    expect(thanks.nodes).toEqual([{ from: { name: 'Renee' }, to: [{ name: 'Priya' }, { name: 'Tom' }], deed }]);
  });

  it('and on the 14th Adele says that it helped', async () => {
    await house.ground.clock('45 days');
    const priya = house.person('priya');
    const asked = await priya.run<object>(
      'recordFollowUp',
      { followUpId: followUp?.id, outcome: 'HELPED', channel: 'phone', note: 'She has her money back.' },
      'followUp { outcome case { status } tries { outcome channel } }',
    );
    expect(asked).toMatchObject({ userErrors: [], followUp: { outcome: 'HELPED', tries: [{ outcome: 'HELPED', channel: 'phone' }] } });
  });

  /** An instant by the clock of the house. */
  async function now(): Promise<string> {
    const [row] = await house.ground.rows<{ now: Date }>('SELECT house_now() AS now');
    return row?.now.toISOString() ?? '';
  }
});

/** An instant to come, by the clock of this computer. */
function inDays(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString();
}

/** The next 14th, far enough from now. */
function nextFourteenth(from: Date): Date {
  const soon = new Date(from.getTime() + 2 * DAY_MS);
  const month = soon.getUTCDate() <= 14 ? soon.getUTCMonth() : soon.getUTCMonth() + 1;
  return new Date(Date.UTC(soon.getUTCFullYear(), month, 14, 23));
}
