import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { act, codes, FLOOD, floodOf, openCase, propose, readAndCoSign, whyNot } from '../support/acts.js';
import { capTheHouse } from '../support/caps.js';
import { expectRefused } from '../support/expect-refused.js';
import { House, type HousePerson, type UserError } from '../support/house.js';
import { refusal } from '../support/refusals.js';

jest.setTimeout(120_000);

let house: House;
let [priya, tom]: HousePerson[] = [];

beforeAll(async () => {
  house = await House.open({ workers: 0 });
  [priya, tom] = [house.person('priya'), house.person('tom')];
  await capTheHouse(house.ground, [
    { scope: 'CUSTOMER_30_DAYS', limitMinor: 600_00 },
    { scope: 'PAIR_30_DAYS', limitMinor: 500_00 },
  ]);
});
afterAll(() => house?.close());

const as = (person: HousePerson | undefined): HousePerson => person as HousePerson;
interface Warned {
  exception: { id: string; quorum: number; oneMoreCoSigner: boolean } | null;
  warnings: { code: string; message: string; who: { name: string }[] }[];
  userErrors: UserError[];
}
const SELECTION = 'exception { id quorum oneMoreCoSigner } warnings { code message who { name } }';
const FORECAST = `query ($id: ID, $editor: ID) { eligibilityForecast(exceptionId: $id, editorId: $editor) { now afterEdit message warnings { code } } }`;

describe('promise 13: at the door', () => {
  it('a cap says what is used and left, and offers one more co-signer, who is then shown to everybody', async () => {
    const caseId = await openCase(as(priya));
    await act(as(priya), 'proposeException', { caseId, ...floodOf(400_00) });
    const no = await act(as(priya), 'proposeException', { caseId, ...floodOf(200_01, 'storm') });
    expect(codes(no.userErrors)).toEqual(['CAP_EXCEEDED']);
    expect(no.userErrors[0]?.message).toBe(
      'The limit for one customer in 30 days is A$600.00: A$400.00 is used, A$200.00 is left. Ask for less; or propose it with one more co-signer (oneMoreCoSigner), beside the limits.',
    );
    const yes = await as(priya).run<Warned>('proposeException', { caseId, ...floodOf(200_01, 'storm'), oneMoreCoSigner: true }, SELECTION);
    expect(yes).toMatchObject({ exception: { quorum: 2, oneMoreCoSigner: true }, warnings: [], userErrors: [] });
  });

  it('a pair is told by whyNot, by the missing button and by the refusal, in the same words', async () => {
    await readAndCoSign(as(tom), (await propose(as(priya), floodOf(450_00))).id);
    const { id } = await propose(as(priya), floodOf(50_01));
    const [why] = await whyNot(as(tom), id, 'CO_SIGN');
    expect(why).toMatchObject({ code: 'CAP_EXCEEDED', message: expect.stringContaining('A$450.00 is used, A$50.00 is left') });
    const { userErrors } = await readAndCoSign(as(tom), id);
    expect(userErrors[0]).toMatchObject({ code: 'CAP_EXCEEDED', message: why?.message });
    const { exception, people } = await as(priya).ask<{
      exception: { eligibleCoSigners: { count: number; people: { name: string }[] } };
      people: { nodes: { name: string }[]; totalCount: number };
    }>(
      `query ($id: ID!) { exception(id: $id) { eligibleCoSigners { count people { name } } } people(canCoSign: $id, first: 50) { nodes { name } totalCount } }`.replace(
        'canCoSign: $id',
        `canCoSign: "${id}"`,
      ),
      { id },
    );
    const names = (some: readonly { name: string }[]): string[] => some.map(({ name }) => name).sort();
    expect(names(people.nodes)).toEqual(names(exception.eligibleCoSigners.people));
    expect(people.totalCount).toBe(exception.eligibleCoSigners.count);
    expect(names(people.nodes)).not.toContain('Tom');
    expect(names(people.nodes)).not.toContain('Lach2'); // one account of each human
  });

  it('quorumFor answers beforehand what a proposal then needs', async () => {
    const caseId = await openCase(as(priya));
    const [{ customer_id: customer } = { customer_id: '' }] = await house.ground.rows<{ customer_id: string }>(
      `SELECT customer_id FROM cases WHERE id = '${caseId}'`,
    );
    await act(as(priya), 'proposeException', { caseId, ...floodOf(300_00) });
    const quorumFor = (more: string): Promise<{ quorumFor: number }> =>
      as(priya).ask(`{ quorumFor(remedy: { kind: REFUND, amount: { amountMinor: 20001, currency: "AUD" } }${more}) }`);
    expect(await quorumFor('')).toEqual({ quorumFor: 1 });
    expect(await quorumFor(`, customerId: "${customer}", cause: "${FLOOD.cause}"`)).toEqual({ quorumFor: 2 });
    expect(await quorumFor(`, customerId: "${customer}", cause: "storm"`)).toEqual({ quorumFor: 1 });
    expect((await act(as(priya), 'proposeException', { caseId, ...floodOf(200_01) })).exception?.quorum).toBe(2);
    await expect(quorumFor(`, customerId: "${customer}"`)).rejects.toThrow('customer and cause together');
    await expect(quorumFor(`, cause: "storm"`)).rejects.toThrow('customer and cause together');
    await expect(quorumFor(`, customerId: "cus_none", cause: "storm"`)).rejects.toThrow('no such customer');
    await expect(quorumFor(`, customerId: "${customer}", cause: "A storm"`)).rejects.toThrow('A cause is a short code');
  });

  it('who could still sign is told before an edit, and beside what was done', async () => {
    await house.ground.admin.query(
      `UPDATE people SET away_until = house_now() + interval '1 hour' WHERE handle NOT IN ('priya', 'mia', 'noor')`,
    );
    const { exception, warnings } = await as(priya).run<Warned>(
      'proposeException',
      { caseId: await openCase(as(priya)), ...floodOf(1_00) },
      SELECTION,
    );
    expect(warnings).toEqual([]);
    const id = exception?.id ?? '';
    const forecast = (person: HousePerson | undefined, variables: object) => as(person).ask(FORECAST, { id, ...variables });
    expect(await forecast(priya, { editor: 'per_mia' })).toMatchObject({
      eligibilityForecast: {
        now: 2,
        afterEdit: 1,
        message: '2 people could co-sign this now; after an edit by Mia 1.',
        warnings: [{ code: 'ONE_AFTER_EDIT' }],
      },
    });
    const invited = await as(priya).run<Warned>('inviteHelper', { exceptionId: id, personId: 'per_mia' }, SELECTION);
    expect(invited.warnings).toMatchObject([{ code: 'ONE_AFTER_EDIT', who: [{ name: 'Noor' }] }]);
    const mia = house.person('mia');
    const amended = await mia.run<Warned>(
      'amendException',
      { exceptionId: id, expectedRevision: 1, whyFair: 'In other words.' },
      SELECTION,
    );
    expect(amended.warnings).toMatchObject([
      { code: 'ONE_COULD_CO_SIGN', message: expect.stringContaining('1 person could co-sign this now: Noor.') },
    ]);
    await readAndCoSign(house.person('noor'), id);
    await expect(forecast(priya, {})).rejects.toThrow('no such open proposal');
    await expect(forecast(priya, { id: null, editor: 'per_none' })).rejects.toThrow('no such colleague');
    await house.ground.admin.query(`UPDATE people SET away_until = NULL WHERE away_until IS NOT NULL`);
  });

  it.each<[string, object, string]>([
    ['more than a cap by one cent', floodOf(600_01), 'CAP_EXCEEDED'],
    ['the greatest amount there is', floodOf(Number.MAX_SAFE_INTEGER), 'CAP_EXCEEDED'],
  ])('refuses %s, and changes nothing', async (_, more, codeAndPath) => {
    const caseId = await openCase(as(priya));
    await expectRefused(house, codeAndPath, () => refusal(house, 'priya', 'proposeException', { caseId, ...FLOOD, ...more }));
  });

  it('refuses one more co-signer that is neither true nor false', async () => {
    const input = { caseId: await openCase(as(priya)), ...FLOOD };
    for (const oneMoreCoSigner of ['yes', 2, []]) {
      const no = await refusal(house, 'priya', 'proposeException', { ...input, oneMoreCoSigner });
      expect(no).toMatchObject({ code: 'BAD_USER_INPUT', path: ['oneMoreCoSigner'] });
    }
  });
});
