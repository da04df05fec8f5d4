import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SmallHouse } from '../../support/small-house.js';
import { Proof } from '../proof.js';
import { tellLies } from './lies.js';
import { live, type LivedYear } from './lived-year.js';
import { planYear, type Year } from './planned-year.js';
import { CLAIMS } from './year.js';

jest.setTimeout(180_000);

const EXCEPTIONS = 3_000;
const proofOf = (): Proof => new Proof({ name: 'year', seed: 5, long: false, options: {} });

let house: SmallHouse;
let year: Year;
let lived: LivedYear;
beforeAll(async () => {
  jest.spyOn(console, 'log').mockImplementation(() => undefined);
  house = await SmallHouse.open();
  year = planYear(proofOf().chance, EXCEPTIONS);
  lived = await live(house, year);
});
afterAll(() => house.close());

/** Whether everything holds that one claim is proven by. */
async function holds(claim: keyof typeof CLAIMS): Promise<boolean> {
  const proof = proofOf();
  await CLAIMS[claim]({ proof, house, year, lived });
  return proof.end() === 0;
}

describe('a year of three thousand exceptions', () => {
  it.each(Object.keys(CLAIMS) as (keyof typeof CLAIMS)[])('%s: what the house says is what happened', async (claim) => {
    expect(await holds(claim)).toBe(true);
  });

  it('misses a yes in place of a proposal that is gone from its table', async () => {
    await house.admin.query(`SET session_replication_role = replica; CREATE TEMPORARY TABLE gone AS SELECT * FROM policy_citations LIMIT 1;
      DELETE FROM policy_citations c USING gone g WHERE (c.policy_version_id, c.case_id) = (g.policy_version_id, g.case_id)`);
    const held = await holds('avoided');
    await house.admin.query('INSERT INTO policy_citations SELECT * FROM gone; RESET session_replication_role');
    expect([held, await holds('avoided')]).toEqual([false, true]);
  });

  it('and of six lies, each is found by the claim that it stands behind', async () => {
    await tellLies(house, year);
    const found = await Promise.all((Object.keys(CLAIMS) as (keyof typeof CLAIMS)[]).map(async (claim) => [claim, await holds(claim)]));
    expect(found).toEqual(Object.keys(CLAIMS).map((claim) => [claim, false]));
  });
});
