import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { SmallHouse } from '../../test/support/small-house.js';
import { inSnapshot } from './invariants.js';
import { InvariantsWatch } from './invariants.watch.js';

const BROKEN = 'a_counter_is_the_sum_of_what_is_booked';

let house: SmallHouse;
let watch: InvariantsWatch;
let url: string;

beforeAll(async () => {
  house = await SmallHouse.open();
  url = house.urls.apiUrl;
  watch = new InvariantsWatch(house.api);
});
afterAll(() => house.close());

const told = async () => (await house.factsOf('house')).map(({ name, body }) => [name, body]);
/** What no code of ours does: a counter without bookings. */
const harm = (): Promise<unknown> => house.admin.query(`INSERT INTO cap_counters VALUES ('PERSON_DAY', 'hum_tom', 'AUD', '2026-01-01', 1)`);
const mend = (): Promise<unknown> => house.admin.query(`DELETE FROM cap_counters`);

describe('promise 9: what must always be true', () => {
  afterEach(async () => {
    await house.admin.query(`SELECT pg_advisory_unlock_all()`);
  });

  it('is told when it is not, once, and when it is again', async () => {
    expect(await watch.look(url)).toEqual([]);
    expect(await told()).toEqual([]);
    await harm();
    expect([await watch.look(url), await watch.look(url)]).toEqual([[BROKEN], [BROKEN]]);
    expect(await told()).toEqual([['house.invariantsBroken', { names: [BROKEN] }]]);
    await mend();
    expect([await watch.look(url), await watch.look(url)]).toEqual([[], []]);
    expect((await told()).at(-1)).toEqual(['house.invariantsHeld', { names: [] }]);
    expect(await told()).toHaveLength(2);
  });

  it('is looked at by one process at a time', async () => {
    await house.admin.query('SELECT pg_advisory_lock(7305, 30)');
    expect(await watch.look(url)).toBeUndefined();
  });

  it('is looked at without changing anything', async () => {
    const write = inSnapshot(url, (client) => client.query(`UPDATE people SET name = 'x'`));
    await expect(write).rejects.toMatchObject({ code: '25006' });
  });
});
