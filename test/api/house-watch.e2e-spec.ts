import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { House } from '../support/house.js';

let house: House;

beforeAll(async () => {
  house = await House.open({ apis: 2, workers: 1, env: { INVARIANTS_MS: '400' } });
});
afterAll(() => house.close());

it('an api looks at the invariants; admins are told what does not hold, once, and when it is mended', async () => {
  const { ground } = house;
  const facts = async () => (await ground.factsOf('house')).map(({ name }) => name);
  await ground.admin.query(`INSERT INTO cap_counters VALUES ('PERSON_DAY', 'hum_tom', 'AUD', '2026-01-01', 1)`);
  const told = () =>
    ground.rows<{ handle: string }>(
      `SELECT handle FROM notices n JOIN people p ON p.id = n.person_id WHERE n.name = 'house.invariantsBroken' ORDER BY handle`,
    );
  expect(await eventually(told, (rows) => rows.length > 0)).toEqual([{ handle: 'ana' }, { handle: 'wei' }]);
  await ground.admin.query(`DELETE FROM cap_counters`);
  await eventually(facts, (names) => names.includes('house.invariantsHeld'));
  expect(await facts()).toEqual(['house.invariantsBroken', 'house.invariantsHeld']);
});
