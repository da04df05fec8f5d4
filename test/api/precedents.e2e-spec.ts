import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codes, FLOOD, openCase } from '../support/acts.js';
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
  house = await House.open();
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
});
