import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { House } from '../support/house.js';

const CASE = {
  customer: { name: 'Adele Novak', contact: '+61 2 5550 1234', timeZone: 'Australia/Sydney' },
  need: 'My branch was under water and you charged me a late fee.',
};
const FLOOD = {
  noPolicyExists: true,
  cause: 'branch-flood',
  whatHappened: 'Her branch was under water on the due date.',
  whatPolicySays: 'Late payments are charged; nothing is said of floods.',
  whatWeDo: 'We give back the late fee and the interest.',
  whyFair: 'She could not pay; we would want the same.',
  remedy: { kind: 'FEE_WAIVER', amount: { amountMinor: 20_240, currency: 'AUD' } },
};

interface ExceptionNow {
  exception: { id: string; ref: string; status: string; quorum: number; revision: { digest: string }; openActions: string[] } | null;
}

describe('the rule, upright', () => {
  let house: House;
  beforeAll(async () => {
    house = await House.open({ workers: 0 });
  }, 60_000);
  afterAll(() => house?.close());

  it('lets two colleagues say yes', async () => {
    const [priya, tom] = [house.person('priya'), house.person('tom')];
    const opened = await priya.run<{ case: { id: string; owner: { name: string } } }>('openCase', CASE, 'case { id owner { name } }');
    expect(opened.userErrors).toEqual([]);
    const proposed = await priya.run<ExceptionNow>(
      'proposeException',
      { caseId: opened.case.id, ...FLOOD },
      'exception { id ref status quorum revision { digest } openActions }',
    );
    expect(proposed.userErrors).toEqual([]);
    expect(proposed.exception).toMatchObject({ status: 'PROPOSED', quorum: 1 });
    const { inbox } = await tom.ask<{ inbox: { nodes: { id: string; revision: { digest: string } }[] } }>(
      '{ inbox { nodes { id revision { digest } } } }',
    );
    const [read] = inbox.nodes;
    expect(read?.id).toBe(proposed.exception?.id);
    const signed = await tom.run<ExceptionNow>(
      'coSignException',
      { exceptionId: read?.id, digest: read?.revision.digest, words: 'I would want that too.' },
      'exception { id ref status quorum revision { digest } openActions }',
    );
    expect(signed).toMatchObject({ exception: { status: 'APPROVED' }, userErrors: [] });
  });
});
