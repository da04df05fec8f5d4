import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ACCESS } from '../../apps/api/src/graphql/access.js';
import { fingerprint } from '../support/fingerprint.js';
import type { Ground } from '../support/ground.js';
import { Grounds } from '../support/grounds.js';
import { House } from '../support/house.js';
import { refusalOf } from '../support/refusals.js';

jest.setTimeout(120_000);

/** Whether somebody has seen a notice, or has left an offer to thank, is nobody's business but theirs. */
const TELLS_NO_FACT = ['leaveThanksOffer', 'markNoticesRead'];
const ACTS = Object.keys(ACCESS)
  .flatMap((operation) => /^Mutation\.(.+)$/.exec(operation)?.[1] ?? [])
  .filter((mutation) => !TELLS_NO_FACT.includes(mutation));

let house: House;
let grounds: Grounds;

beforeAll(async () => {
  house = await House.open({ workers: 0 });
  grounds = new Grounds(house);
  await house.ground.admin.query(`
    CREATE FUNCTION no_record() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'The disk of the records is full.'; END $$;
    CREATE TRIGGER no_record BEFORE INSERT ON facts FOR EACH ROW EXECUTE FUNCTION no_record();
    ALTER TABLE facts DISABLE TRIGGER no_record`);
});
afterAll(() => house?.close());
afterEach(() => recording('DISABLE'));

const recording = (failure: 'ENABLE' | 'DISABLE') => house.ground.admin.query(`ALTER TABLE facts ${failure} TRIGGER no_record`);

/** What everybody used of their share is counted whether or not anything came of it. */
async function state(): Promise<object> {
  const { shares_used: _, ...rest } = await fingerprint(house.ground);
  return rest;
}

describe('promise 8: an act whose record cannot be written', () => {
  it.each(ACTS)('%s did not happen, and happens once the record can be written', async (mutation) => {
    const { who, input } = (await grounds.of[mutation]?.()) as Ground;
    const keyed = { ...input, idempotencyKey: `recorded-${mutation}` };
    const before = await state();
    await recording('ENABLE');
    expect((await refusalOf(house.person(who), mutation, keyed)).code).toBe('INTERNAL');
    expect(await state()).toEqual(before);
    await recording('DISABLE');
    expect((await refusalOf(house.person(who), mutation, keyed)).code).toBe('DONE');
    if (mutation === 'disownSignature') await grounds.signInAgain(); // it ended the session that it came with
  });
});
