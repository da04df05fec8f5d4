import { createLocalJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { act, codes, floodOf, openCase, propose, readAndCoSign, type Seen, seenBy } from '../support/acts.js';
import { House, type HousePerson, type UserError } from '../support/house.js';

jest.setTimeout(120_000);

/** What Wei looks at before the change. */
interface Leaving {
  person: { name: string };
  caseCount: number;
  signatureCount: number;
  cases: { id: string }[];
  signatures: { id: string }[];
}

let house: House;
let priya: HousePerson;
let sam: HousePerson;
let wei: HousePerson;

beforeAll(async () => {
  house = await House.open();
  [priya, sam, wei] = ['priya', 'sam', 'wei'].map((name) => house.person(name)) as [HousePerson, HousePerson, HousePerson];
});
afterAll(() => house.close());

const standing = ({ coSignatures }: Seen): string[] =>
  coSignatures.filter(({ state }) => state === 'GIVEN').map(({ signer }) => signer.name);
const ownerOf = async (caseId: string): Promise<string> => {
  const { customerCase } = await wei.ask<{ customerCase: { owner: { name: string } } }>(
    'query ($id: ID!) { customerCase(id: $id) { owner { name } } }',
    { id: caseId },
  );
  return customerCase.owner.name;
};
const look = (): Promise<{ leavingPreview: Leaving }> =>
  wei.ask('{ leavingPreview(personId: "per_sam") { person { name } caseCount signatureCount cases { id } signatures { id } } }');
const move = (change: Record<string, unknown>): Promise<{ person: { facesCustomers: boolean } | null; userErrors: UserError[] }> =>
  wei.run('updatePerson', { personId: 'per_sam', ...change }, 'person { facesCustomers }');

describe('story 3, without get-backs: Sam leaves at half past ten', () => {
  let lastMonth: Seen;
  let hardship: Seen;
  let ownProposal: Seen;
  let cases: string[];

  it('last month, an exception was approved with his signature', async () => {
    lastMonth = await propose(priya);
    expect((await readAndCoSign(sam, lastMonth.id)).exception?.status).toBe('APPROVED');
  });

  it('(1, 2) at ten he signs a hardship remedy of AUD 1,500.00, which needs two', async () => {
    hardship = await propose(priya, floodOf(150_000, 'hardship'));
    expect(hardship.quorum).toBe(2);
    const { exception } = await readAndCoSign(sam, hardship.id, 'She lost her job in May.');
    expect(exception?.status).toBe('PROPOSED');
    cases = [await openCase(sam)];
    ownProposal = await propose(sam, floodOf(30_000, 'late-delivery'));
    const { exception: own } = await sam.ask<{ exception: { case: { id: string } } }>(
      'query ($id: ID!) { exception(id: $id) { case { id } } }',
      {
        id: ownProposal.id,
      },
    );
    cases.push(own.case.id);
  });

  it('(3) before Wei moves him to sales, she sees one open signature and two owned cases', async () => {
    const { leavingPreview } = await look();
    expect(leavingPreview).toMatchObject({ person: { name: 'Sam' }, caseCount: 2, signatureCount: 1, signatures: [{ id: hardship.id }] });
    expect(leavingPreview.cases.map(({ id }) => id).sort()).toEqual([...cases].sort());
    await expect(priya.ask('{ leavingPreview(personId: "per_sam") { caseCount } }')).rejects.toThrow('FORBIDDEN');
  });

  it('he cannot leave the house while he owns them', async () => {
    expect(codes((await move({ active: false })).userErrors)).toEqual(['OWNS_OPEN_CASES']);
  });

  it('(3, 4) she moves him at half past ten: his signature is void with that very change', async () => {
    expect((await move({ facesCustomers: false })).person).toEqual({ facesCustomers: false });
    const now = await seenBy(priya, hardship.id);
    expect(now.coSignatures).toMatchObject([{ signer: { name: 'Sam' }, state: 'VOID' }]);
    expect(now.status).toBe('PROPOSED');
    expect(codes((await readAndCoSign(sam, hardship.id)).userErrors)).not.toEqual([]);
  });

  it('(4) his cases go to Ivy, both at one moment, and never had nobody', async () => {
    const { rehomed, userErrors } = await wei.run<{ rehomed: { left: number } }>(
      'rehomeCases',
      { fromId: 'per_sam', toId: 'per_ivy', reason: 'Sam works in sales from today on.' },
      'rehomed { left }',
    );
    expect([rehomed, userErrors]).toEqual([{ left: 0 }, []]);
    expect(await Promise.all(cases.map(ownerOf))).toEqual(['Ivy', 'Ivy']);
    const spans = await house.ground.rows<{ gaps: number }>(
      `SELECT count(*)::int AS gaps FROM ownership a JOIN ownership b USING (case_id) WHERE case_id = ANY ($1) AND b.from_at > a.from_at AND a.until_at <> b.from_at`,
      [cases],
    );
    expect(spans).toEqual([{ gaps: 0 }]);
  });

  it('his open proposal stays his; the new owner may withdraw it', async () => {
    const withdrawn = await act(house.person('ivy'), 'withdrawException', { exceptionId: ownProposal.id, reason: 'The parcel came.' });
    expect(withdrawn.exception?.status).toBe('WITHDRAWN');
  });

  it('(5, 6) Ivy signs: one of two. Noor signs: approved', async () => {
    const first = await readAndCoSign(house.person('ivy'), hardship.id);
    expect([first.exception?.status, first.exception && standing(first.exception)]).toEqual(['PROPOSED', ['Ivy']]);
    expect((await readAndCoSign(house.person('noor'), hardship.id)).exception?.status).toBe('APPROVED');
  });

  it('(7) what counted last month stays counted, and its receipt still verifies, also when he has left', async () => {
    expect((await move({ active: false })).userErrors).toEqual([]);
    const { exception } = await wei.ask<{ exception: Seen & { receipt: string } }>(
      'query ($id: ID!) { exception(id: $id) { status receipt coSignatures { signer { name } state } } }',
      { id: lastMonth.id },
    );
    expect(exception).toMatchObject({ status: 'APPROVED', coSignatures: [{ signer: { name: 'Sam' }, state: 'COUNTED' }] });
    const keys = (await (await fetch(`${house.urls[0] ?? ''}/.well-known/jwks.json`)).json()) as Parameters<typeof createLocalJWKSet>[0];
    const { payload } = await jwtVerify(exception.receipt, createLocalJWKSet(keys), { typ: 'receipt+jwt' });
    expect(payload.sub).toBe(lastMonth.id);
    await expect(sam.ask('{ me { id } }')).rejects.toThrow('FORBIDDEN');
  });
});
