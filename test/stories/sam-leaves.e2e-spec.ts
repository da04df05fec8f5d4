import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { DateTime } from 'luxon';
import { act, codes, floodOf, openCase, propose, readAndCoSign, type Seen, seenBy } from '../support/acts.js';
import { eventually } from '../support/eventually.js';
import { House, type HousePerson, type UserError } from '../support/house.js';
import { MailSink } from '../support/mail-sink.js';

jest.setTimeout(120_000);

/** What Wei looks at before the change. */
interface Leaving {
  person: { name: string };
  caseCount: number;
  promiseCount: number;
  signatureCount: number;
  cases: { id: string }[];
  promises: { id: string; dueAt: string; case: { id: string } }[];
  signatures: { id: string }[];
}

/** A promise to a customer. */
interface Promised {
  getBack: { id: string; status: string; dueAt: string; promisedBy: { name: string } } | null;
  userErrors: UserError[];
}
const PROMISED = 'getBack { id status dueAt promisedBy { name } }';

/** The day on which Sam leaves: a month after the house began. */
const DAY = DateTime.now().setZone('Australia/Sydney').plus({ days: 31 });

let house: House;
let sink: MailSink;
let priya: HousePerson;
let sam: HousePerson;
let wei: HousePerson;

beforeAll(async () => {
  sink = await MailSink.open();
  house = await House.open({ env: { SMTP_URL: sink.url, MAIL_FROM: 'countersign@bank.example' } });
  [priya, sam, wei] = ['priya', 'sam', 'wei'].map((name) => house.person(name)) as [HousePerson, HousePerson, HousePerson];
});
afterAll(async () => {
  await house?.close();
  await sink.close();
});

/** The house's clock goes on from this time of that day. */
const itIs = async (time: string): Promise<void> => house.ground.clock(`${instant(time).getTime() - Date.now()} milliseconds`);
const instant = (time: string): Date => DateTime.fromISO(`${DAY.toISODate()}T${time}`, { zone: DAY.zone }).toJSDate();
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
  wei.ask(
    '{ leavingPreview(personId: "per_sam") { person { name } caseCount promiseCount signatureCount cases { id } promises { id dueAt case { id } } signatures { id } } }',
  );
const move = (change: Record<string, unknown>): Promise<{ person: { facesCustomers: boolean } | null; userErrors: UserError[] }> =>
  wei.run('updatePerson', { personId: 'per_sam', ...change }, 'person { facesCustomers }');

describe('story 3: Sam leaves at half past ten', () => {
  let lastMonth: Seen;
  let hardship: Seen;
  let ownProposal: Seen;
  let cases: string[];
  let promised: { id: string; dueAt: string };

  it('last month, an exception was approved with his signature', async () => {
    lastMonth = await propose(priya);
    expect((await readAndCoSign(sam, lastMonth.id)).exception?.status).toBe('APPROVED');
    const paid = await act(priya, 'fulfilException', { exceptionId: lastMonth.id, reference: 'PAY-31' });
    expect(paid.exception?.status).toBe('FULFILLED');
  });

  it('(1, 2) at ten he signs a hardship remedy of AUD 1,500.00, which needs two', async () => {
    await itIs('10:00');
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

  it('he promises the customer of one of his two cases to get back to them by four', async () => {
    const { getBack, userErrors } = await sam.run<Promised>(
      'promiseGetBack',
      { caseId: cases[0], what: 'Whether the fee is back.', dueAt: instant('16:00').toISOString() },
      PROMISED,
    );
    expect([getBack?.status, userErrors]).toEqual(['MADE', []]);
    promised = { id: getBack?.id ?? '', dueAt: getBack?.dueAt ?? '' };
    expect(new Date(promised.dueAt)).toEqual(instant('16:00'));
  });

  it('(3) before Wei moves him to sales, she sees one open signature, two owned cases and what he promised', async () => {
    await itIs('10:29');
    const { leavingPreview } = await look();
    expect(leavingPreview).toMatchObject({
      person: { name: 'Sam' },
      ...{ caseCount: 2, promiseCount: 1, promises: [{ ...promised, case: { id: cases[0] } }] },
      ...{ signatureCount: 1, signatures: [{ id: hardship.id }] },
    });
    expect(leavingPreview.cases.map(({ id }) => id).sort()).toEqual([...cases].sort());
    await expect(priya.ask('{ leavingPreview(personId: "per_sam") { caseCount } }')).rejects.toThrow('FORBIDDEN');
  });

  it('he cannot leave the house while he owns them', async () => {
    expect(codes((await move({ active: false })).userErrors)).toEqual(['OWNS_OPEN_CASES']);
  });

  it('(3, 4) she moves him at half past ten: his signature is void with that very change', async () => {
    await itIs('10:30');
    expect((await move({ facesCustomers: false })).person).toEqual({ facesCustomers: false });
    const now = await seenBy(priya, hardship.id);
    expect(now.coSignatures).toMatchObject([{ signer: { name: 'Sam' }, state: 'VOID' }]);
    expect(now.status).toBe('PROPOSED');
    expect(codes((await readAndCoSign(sam, hardship.id)).userErrors)).not.toEqual([]);
  });

  it('(4) Priya is told at once, in her inbox and by mail, whom to ask in his place', async () => {
    type Told = { notices: { nodes: { name: string; words: string; exception: { id: string } | null }[] } };
    const told = async (): Promise<string[]> => {
      const { notices } = await priya.ask<Told>('{ notices(first: 20) { nodes { name words exception { id } } } }');
      return notices.nodes.filter(({ name }) => name === 'exception.signatureVoided').map(({ words }) => words);
    };
    const words = await eventually(told, ({ length }) => length > 0);
    const { exception } = await priya.ask<{ exception: { eligibleCoSigners: { people: { name: string }[] } } }>(
      'query ($id: ID!) { exception(id: $id) { eligibleCoSigners { people { name } } } }',
      { id: hardship.id },
    );
    const [one, two, three] = exception.eligibleCoSigners.people.map(({ name }) => name);
    expect(words).toEqual([expect.stringContaining(`A co-signature on ${hardship.ref} is void`)]);
    expect(words[0]).toContain(`ask ${one}, ${two} or ${three}.`);
    const mails = (): string[] =>
      sink.mails.filter(({ to, raw }) => to.includes('priya@bank.example') && raw.includes('a signature is void')).map(({ raw }) => raw);
    expect(await eventually(mails, ({ length }) => length > 0)).toEqual([expect.stringContaining(`Subject: ${hardship.ref}`)]);
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
    expect((await look()).leavingPreview).toMatchObject({ caseCount: 0, promiseCount: 0, promises: [] });
  });

  it('(4) with its get-back: Ivy has what Sam promised, by the same time, and keeps it', async () => {
    const ivy = house.person('ivy');
    const { customerCase } = await ivy.ask<{ customerCase: object }>(
      'query ($id: ID!) { customerCase(id: $id) { owner { name } getBacks { id dueAt status promisedBy { name } } } }',
      { id: cases[0] },
    );
    const asPromised = { ...promised, promisedBy: { name: 'Sam' } };
    expect(customerCase).toEqual({ owner: { name: 'Ivy' }, getBacks: [{ ...asPromised, status: 'MADE' }] });
    const keep = { getBackId: promised.id, whatWasSaid: 'It is back.' };
    expect(codes((await sam.run<Promised>('keepGetBack', keep, PROMISED)).userErrors)).toEqual(['NOT_OWNER']);
    const { getBack } = await ivy.run<Promised>('keepGetBack', keep, PROMISED);
    expect(getBack).toEqual({ ...asPromised, status: 'KEPT' });
  });

  it('his open proposal stays his; the new owner may withdraw it', async () => {
    const withdrawn = await act(house.person('ivy'), 'withdrawException', { exceptionId: ownProposal.id, reason: 'The parcel came.' });
    expect(withdrawn.exception?.status).toBe('WITHDRAWN');
    const why = await house
      .person('noor')
      .ask('query ($id: ID!) { exception(id: $id) { endedReason endedBy { name } stopProposedBy { name } } }', { id: ownProposal.id });
    expect(why).toEqual({ exception: { endedReason: 'The parcel came.', endedBy: { name: 'Ivy' }, stopProposedBy: null } });
  });

  it('(5, 6) Ivy signs: one of two. Noor signs: approved', async () => {
    await itIs('11:00');
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
    const [row] = await house.ground.rows<{ days: number }>(
      `SELECT floor(extract(epoch FROM house_now() - approved_at) / 86400)::int AS days FROM policy_exceptions WHERE id = $1`,
      [lastMonth.id],
    );
    expect(row?.days).toBeGreaterThanOrEqual(29);
    expect(exception).toMatchObject({ status: 'FULFILLED', coSignatures: [{ signer: { name: 'Sam' }, state: 'COUNTED' }] });
    const keys = (await (await fetch(`${house.urls[0] ?? ''}/.well-known/jwks.json`)).json()) as Parameters<typeof createLocalJWKSet>[0];
    const { payload } = await jwtVerify(exception.receipt, createLocalJWKSet(keys), { typ: 'receipt+jwt' });
    expect(payload.sub).toBe(lastMonth.id);
    await expect(sam.ask('{ me { id } }')).rejects.toThrow('FORBIDDEN');
  });
});
