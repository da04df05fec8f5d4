import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { openCase } from '../support/acts.js';
import { House, type HousePerson, type UserError } from '../support/house.js';

jest.setTimeout(180_000);

interface Candidate {
  person: { name: string };
  isInLoop: boolean;
  because: string | null;
}

const IN_CHAIN = 'They had this case before. Offering it to them again needs a new fact and a helper from outside.';
/** More people than one list holds; none of them has a case. */
const CROWD = 120;

let house: House;
let jack: HousePerson;

beforeAll(async () => {
  house = await House.open({ workers: 0 });
  jack = house.person('jack');
});
afterEach(() =>
  house.ground.admin.query(
    `UPDATE people SET active = true, away_until = NULL, faces_customers = handle NOT IN ('omar', 'wei', 'ana') WHERE kind = 'PERSON' AND handle NOT LIKE 'crowd%'`,
  ),
);
afterAll(() => house?.close());

/** To whom a case could be offered, in the order in which they are shown. */
async function candidates(caseId: string, text?: string): Promise<Candidate[]> {
  const { handOffCandidates } = await jack.ask<{ handOffCandidates: Candidate[] }>(
    'query ($caseId: ID!, $text: String) { handOffCandidates(caseId: $caseId, text: $text) { person { name } isInLoop because } }',
    { caseId, text },
  );
  return handOffCandidates;
}
const names = async (caseId: string, text?: string): Promise<string[]> => (await candidates(caseId, text)).map(({ person }) => person.name);

/** One hands the case to the other, who accepts it. */
async function passOn(caseId: string, from: string, to: string): Promise<void> {
  const [{ now } = { now: new Date() }] = await house.ground.rows<{ now: Date }>('SELECT house_now() AS now');
  const offer = { caseId, toId: `per_${to}`, why: 'Cards are theirs.', recap: 'Charged twice.', customerToldAt: now.toISOString() };
  const offered = await house
    .person(from)
    .run<{ handOff: { id: string } | null; userErrors: UserError[] }>('offerHandOff', offer, 'handOff { id }');
  expect(offered.userErrors).toEqual([]);
  const accepted = await house
    .person(to)
    .run<{ userErrors: UserError[] }>('acceptHandOff', { handOffId: offered.handOff?.id }, 'handOff { id }');
  expect(accepted.userErrors).toEqual([]);
}

describe('to whom a case could be offered', () => {
  it('are those with the fewest open cases first, by name where they are equal, and not its owner', async () => {
    for (const [handle, cases] of [['ivy', 1], ['mia', 2]] as const) await house.ground.casesOf(handle, cases); // prettier-ignore
    const caseId = await openCase(jack);
    const shown = await candidates(caseId);
    expect(shown.map(({ person }) => person.name)).toEqual(['Lach2', 'Lachlan', 'Noor', 'Priya', 'Renee', 'Sam', 'Tom', 'Ivy', 'Mia']);
    expect(shown.filter(({ isInLoop, because }) => isInLoop || because !== null)).toEqual([]);
  });

  it('are not who left, is away or faces no customers, nor a machine, also not by their name', async () => {
    const caseId = await openCase(jack);
    await house.ground.admin.query(`UPDATE people SET active = false WHERE handle = 'noor';
      UPDATE people SET away_until = house_now() + interval '1 hour' WHERE handle = 'sam';
      UPDATE people SET faces_customers = false WHERE handle = 'tom'`);
    const shown = await names(caseId);
    expect(shown).toEqual(expect.arrayContaining(['Ivy', 'Mia', 'Priya']));
    for (const gone of ['Noor', 'Sam', 'Tom', 'Omar', 'Desk']) {
      expect(shown).not.toContain(gone);
      expect(await names(caseId, gone)).toEqual([]);
    }
  });

  it('show who had the case before last, with the reason, by each account of theirs', async () => {
    const caseId = await openCase(house.person('lachlan'));
    await passOn(caseId, 'lachlan', 'jack');
    const shown = await candidates(caseId);
    expect(shown.slice(-2)).toEqual([
      { person: { name: 'Lach2' }, isInLoop: true, because: IN_CHAIN },
      { person: { name: 'Lachlan' }, isInLoop: true, because: IN_CHAIN },
    ]);
    expect(shown.slice(0, -2).filter(({ isInLoop, because }) => isInLoop || because !== null)).toEqual([]);
    expect(await candidates(caseId, 'LACHLAN')).toEqual(shown.slice(-1));
  });

  it('are found by a part of the name, handle or e-mail address, and nobody by what only looks like a pattern', async () => {
    const caseId = await openCase(jack);
    expect(await names(caseId, 'ri')).toEqual(['Priya']);
    expect(await names(caseId, 'MIA@bank')).toEqual(['Mia']);
    for (const text of ['%', '_', '\\']) expect(await names(caseId, text)).toEqual([]);
    for (const text of ['', 'x'.repeat(201)]) await expect(candidates(caseId, text)).rejects.toThrow('BAD_USER_INPUT: text');
    await expect(candidates('cas_none')).rejects.toThrow('BAD_USER_INPUT');
  });

  it('are a hundred of many, those who had the case among them; everybody else is found by name', async () => {
    await house.ground.admin.query(
      `INSERT INTO people (id, human_id, kind, name, handle, email, roles, faces_customers)
         SELECT 'per_crowd' || n, 'hum_crowd' || n, 'PERSON', 'Crowd ' || lpad(n::text, 3, '0'), 'crowd' || n, 'crowd' || n || '@bank.example', '{AGENT}', true
           FROM generate_series(1, $1::int) n`,
      [CROWD],
    );
    const caseId = await openCase(house.person('mia'));
    await passOn(caseId, 'mia', 'jack');
    const shown = await candidates(caseId);
    expect(shown).toHaveLength(100);
    expect(shown.at(-1)).toEqual({ person: { name: 'Mia' }, isInLoop: true, because: IN_CHAIN });
    expect(shown[0]?.person.name).toBe('Crowd 001');
    expect(shown.map(({ person }) => person.name)).not.toContain('Crowd 120');
    expect(await names(caseId, 'crowd 12')).toEqual(['Crowd 120']);
    expect(await names(caseId, 'Tom')).toEqual(['Tom']);
  });
});
