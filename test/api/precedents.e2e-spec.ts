import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codes, FLOOD, openCase, propose, readAndCoSign } from '../support/acts.js';
import { eventually } from '../support/eventually.js';
import { House } from '../support/house.js';
import { makePrecedents } from '../support/made-precedents.js';

const SEARCH = `query ($search: PrecedentSearch!, $first: Int) { precedents(search: $search, first: $first) {
  nodes { id status revision { whatWeDo cause remedy { kind amount { amountMinor currency } } } review { disposition reason } } totalCount pageInfo { hasNextPage } } }`;

interface Found {
  precedents: { nodes: { id: string }[]; totalCount: number; pageInfo: { hasNextPage: boolean } };
}

let house: House;
beforeAll(async () => {
  house = await House.open({ env: { SWEEP_MS: '300' } });
});
afterAll(() => house.close());

describe('precedents', () => {
  it('are found by whoever proposes, seconds after the approval; what was shown, and why it differs, stays with the proposal', async () => {
    await makePrecedents(house.ground.admin, [
      {
        id: 'exc_sandbag',
        cause: 'branch-flood',
        kind: 'FEE_WAIVER',
        amountMinor: 18_000,
        whatHappened: 'Sandbags closed the harbour branch on the due date.',
        whatWeDo: 'We waive the late fee.',
        disposition: 'PRECEDENT',
      },
    ]);
    const priya = house.person('priya');
    const ask = () => priya.ask<Found>(SEARCH, { search: { text: 'sandbgas at the branch', kind: 'FEE_WAIVER' } });
    const { precedents } = await eventually(ask, (found) => found.precedents.totalCount > 0);
    expect(precedents).toEqual({
      nodes: [
        {
          id: 'exc_sandbag',
          status: 'APPROVED',
          revision: {
            whatWeDo: 'We waive the late fee.',
            cause: 'branch-flood',
            remedy: { kind: 'FEE_WAIVER', amount: { amountMinor: 18_000, currency: 'AUD' } },
          },
          review: { disposition: 'PRECEDENT', reason: 'So.' },
        },
      ],
      totalCount: 1,
      pageInfo: { hasNextPage: false },
    });
    const input = {
      ...FLOOD,
      caseId: await openCase(priya),
      shownPrecedentIds: ['exc_sandbag'],
      whyDifferent: 'Hers was closed for longer.',
    };
    const { exception, userErrors } = await priya.run<{ exception: unknown; userErrors: { code: string }[] }>(
      'proposeException',
      input,
      'exception { shownPrecedents { id } whyDifferent }',
    );
    expect({ exception, codes: codes(userErrors as never) }).toEqual({
      exception: { shownPrecedents: [{ id: 'exc_sandbag' }], whyDifferent: 'Hers was closed for longer.' },
      codes: [],
    });
  });

  it('say whether it helped, once the customer was asked', async () => {
    const priya = house.person('priya');
    const { id } = await propose(priya, {
      ...FLOOD,
      remedy: { ...FLOOD.remedy, kind: 'CREDIT' },
      whatHappened: 'A zeppelin stood before the branch.',
    });
    await readAndCoSign(house.person('tom'), id);
    const hit = async () =>
      (
        await house
          .person('jack')
          .ask<{ precedents: { nodes: { id: string; case: { followUps: { outcome: string | null }[] } }[] } }>(
            '{ precedents(search: { text: "zeppelin" }) { nodes { id case { followUps { outcome } } } } }',
          )
      ).precedents.nodes[0];
    expect(await eventually(hit, (found) => found !== undefined)).toEqual({ id, case: { followUps: [] } });
    const { exception } = await priya.ask<{ exception: { case: { id: string } } }>(`{ exception(id: "${id}") { case { id } } }`);
    const solution = { caseId: exception.case.id, solution: 'The fee is waived.', customerToldAt: new Date().toISOString() };
    const solved = await priya.run<{ case: { followUps: { id: string }[] } }>('solveCase', solution, 'case { followUps { id } }');
    expect(await hit()).toEqual({ id, case: { followUps: [{ outcome: null }] } });
    const followUpId = solved.case.followUps[0]?.id;
    await priya.run('recordFollowUp', { followUpId, outcome: 'HELPED', channel: 'phone' }, 'followUp { id }');
    expect(await hit()).toEqual({ id, case: { followUps: [{ outcome: 'HELPED' }] } });
  });

  it.each([
    ['nothing to search for', { search: {} }],
    ['too long a text', { search: { text: 'x'.repeat(10_001) } }],
    ['an empty text', { search: { text: ' ' } }],
    ['more than ten', { search: { text: 'flood' }, first: 11 }],
    ['a cause that can be none', { search: { cause: 'Branch flood' } }],
  ])('with %s are refused by a sentence', async (_, variables) => {
    const answer = await house.person('tom').send<Found>(SEARCH, variables);
    expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  });

  it.each(['the of and', '🌊🌊', '%_\\', 'x'.repeat(10_000)])('of nothing that says anything (%j) are none', async (text) => {
    expect(await house.person('tom').ask<Found>(SEARCH, { search: { text } })).toMatchObject({ precedents: { nodes: [], totalCount: 0 } });
  });
});

describe('patterns', () => {
  it('are listed with their figures, found by their id, and hang on each review of theirs', async () => {
    const story = { cause: 'leak', kind: 'REFUND', whatHappened: 'It leaked.', whatWeDo: 'We refund it.' };
    await makePrecedents(
      house.ground.admin,
      [900, 1_000, 1_100].map((amountMinor) => ({ id: `exc_leak${amountMinor}`, amountMinor, ...story })),
    );
    const aud = (amountMinor: number) => ({ amountMinor, currency: 'AUD' });
    const figures = `id cause kind count lately isCandidate cost { amountMinor currency } spread { median { amountMinor currency } } outliers { id } underServed { id }
      objections followedUp helped exceptions(first: 1) { totalCount }`;
    interface Listed {
      patterns: { nodes: { id: string }[]; totalCount: number };
    }
    const omar = house.person('omar');
    const { patterns } = await eventually(
      () => omar.ask<Listed>(`{ patterns(first: 1) { nodes { ${figures} } totalCount } }`),
      (found) => found.patterns.nodes.length > 0,
    );
    const pattern = {
      ...{ id: expect.stringMatching(/^pat_/) as unknown, cause: 'leak', kind: 'REFUND', count: 3, lately: 3, isCandidate: false },
      ...{ cost: [aud(3_000)], spread: { median: aud(1_000) }, outliers: [], underServed: [], objections: 0, followedUp: 0, helped: 0 },
      exceptions: { totalCount: 3 },
    };
    expect(patterns.nodes).toEqual([pattern]);
    const id = patterns.nodes[0]?.id;
    const again = await omar.ask(
      `query ($id: ID!) { node(id: $id) { id ... on Pattern { count } } exception(id: "exc_leak900") { review { pattern { id count } } } }`,
      { id },
    );
    expect(again).toEqual({ node: { id, count: 3 }, exception: { review: { pattern: { id, count: 3 } } } });
  });

  it('tell reviewers of a customer who was given far less, once, with the way to the pattern', async () => {
    const story = { cause: 'drip', kind: 'REFUND', whatHappened: 'It dripped.', whatWeDo: 'We refund it.' };
    const amounts = [...Array.from({ length: 20 }, (_, n) => 20_000 + 150 * (n % 10)), 1_500, 400_000];
    await makePrecedents(
      house.ground.admin,
      amounts.map((amountMinor, n) => ({ id: `exc_drip${n}`, amountMinor, ...story })),
    );
    interface Told {
      notices: { nodes: { name: string; words: string; exception: object | null; pattern: object | null }[] };
    }
    const told = async (who: string) => {
      const { notices } = await house
        .person(who)
        .ask<Told>('{ notices(first: 20) { nodes { name words exception { id } pattern { cause underServed { id } outliers { id } } } } }');
      return notices.nodes.filter(({ name }) => name === 'pattern.underServed');
    };
    const [notice] = await eventually(
      () => told('omar'),
      (found) => found.length > 0,
    );
    expect(notice).toMatchObject({
      words: expect.stringMatching(
        /^The customer of EX-\d+ was given far less than others because of drip[.] Ask whether that was fair/,
      ) as unknown,
      exception: { id: 'exc_drip20' },
      pattern: { cause: 'drip', underServed: [{ id: 'exc_drip20' }], outliers: [{ id: 'exc_drip20' }, { id: 'exc_drip21' }] },
    });
    await house.ground.admin.query(`INSERT INTO patterns_to_measure (cause, kind) VALUES ('drip', 'REFUND') ON CONFLICT DO NOTHING`);
    await eventually(
      () => house.ground.rows('SELECT 1 FROM patterns_to_measure'),
      (left) => left.length === 0,
    );
    expect([(await told('omar')).length, (await told('renee')).length, (await told('priya')).length]).toEqual([1, 1, 0]);
  });
});
