import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Grounds } from '../support/grounds.js';
import { House } from '../support/house.js';

jest.setTimeout(120_000);

describe('the reason that goes with an act is read by whom it is for', () => {
  let house: House;
  let grounds: Grounds;
  beforeAll(async () => {
    house = await House.open({ workers: 0 });
    grounds = new Grounds(house);
  });
  afterAll(() => house?.close());

  /** Does it on ground of its own, with words; answers with what was done. */
  async function done<Node>(mutation: string, words: Record<string, string>, select: string): Promise<Node> {
    const { who, input } = (await grounds.of[mutation]?.()) ?? { who: '', input: {} };
    const { userErrors, ...answer } = await house.person(who).run<Record<string, Node>>(mutation, { ...input, ...words }, select);
    expect(userErrors).toEqual([]);
    const [node] = Object.values(answer);
    return node as Node;
  }
  /** What somebody reads of a thing. */
  const read = async (who: string, id: string, select: string): Promise<unknown> =>
    (await house.person(who).ask<{ node: unknown }>(`{ node(id: "${id}") { ... on ${select} } }`)).node;

  it('a hand-off accepted with a word: by whoever offered it, and at once', async () => {
    const select = 'handOff { id reason status }';
    const { id, ...handOff } = await done<{ id: string }>('acceptHandOff', { reason: 'I know her well.' }, select);
    expect(handOff).toEqual({ status: 'ACCEPTED', reason: 'I know her well.' });
    expect(await read('priya', id, 'HandOff { reason }')).toEqual({ reason: 'I know her well.' });
    const silent = await done<object>('acceptHandOff', {}, 'handOff { reason status }');
    expect(silent).toEqual({ status: 'ACCEPTED', reason: null });
  });

  it('a review opened again: by whoever reads it next', async () => {
    const { id, newFacts } = await done<{ id: string; newFacts: string }>(
      'reopenReview',
      { newFacts: 'She wrote.' },
      'review { id newFacts }',
    );
    expect(newFacts).toBe('She wrote.');
    expect(await read('renee', id, 'Review { newFacts }')).toEqual({ newFacts: 'She wrote.' });
    const { id: other } = await done<{ id: string }>('claimReview', {}, 'review { id }');
    expect(await read('renee', other, 'Review { newFacts }')).toEqual({ newFacts: null });
  });

  it('a policy that should be retired: by reviewers, not by everybody', async () => {
    const policy = await done<{ versions: { id: string }[] }>(
      'retirePolicy',
      { reason: 'It is never cold.' },
      'policy { versions { id } }',
    );
    const select = 'PolicyVersion { retireReason }';
    for (const who of ['renee', 'wei']) {
      expect(await read(who, policy.versions[0]?.id ?? '', select)).toEqual({ retireReason: 'It is never cold.' });
    }
    expect(await read('priya', policy.versions[0]?.id ?? '', select)).toEqual({ retireReason: null });
  });

  it('a link that ends: by the second admin, and at once', async () => {
    const select = 'link { id reason endReason }';
    const { id, ...link } = await done<{ id: string }>('endAccountLink', { reason: 'Two badges.' }, select);
    expect(link).toEqual({ reason: 'One badge.', endReason: 'Two badges.' });
    expect(await read('ana', id, 'AccountLink { endReason }')).toEqual({ endReason: 'Two badges.' });
    expect(await read('priya', id, 'AccountLink { endReason }')).toBeNull();
  });

  it('a case given to somebody else: by both owners, reviewers and admins, not by everybody', async () => {
    const { input = {} } = (await grounds.of['rehomeCases']?.()) ?? {};
    const [caseId = ''] = input['caseIds'] as string[];
    await house.person('wei').run('rehomeCases', { ...input, reason: 'She is unwell.' }, 'rehomed { left }');
    const select = 'CustomerCase { rehomings { reason from { name } to { name } by { name } } }';
    const moved = { from: { name: 'Priya' }, to: { name: 'Tom' }, by: { name: 'Wei' } };
    for (const who of ['priya', 'tom', 'omar', 'wei']) {
      expect(await read(who, caseId, select)).toEqual({ rehomings: [{ ...moved, reason: 'She is unwell.' }] });
    }
    expect(await read('jack', caseId, select)).toEqual({ rehomings: [{ ...moved, reason: null }] });
  });
});
