import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { brokenInvariants } from '#audit';
import { SmallHouse } from '../../support/small-house.js';
import { Chance } from '../chance.js';
import { CARELESS_WAYS, takeDownTheWalls } from './careless.js';
import { everWithoutOneOwner } from './owners.js';
import { playCases } from './rounds.js';

jest.setTimeout(120_000);

let house: SmallHouse;
beforeAll(async () => {
  house = await SmallHouse.open();
});
afterAll(() => house.close());

describe('promise 12: random hand-offs and promises in parallel, with leavers, expiries and jumps of the clock', () => {
  it('leave each case one owner at every instant, and each hand-off and promise one end, told by its facts', async () => {
    const { seen, ends, faults } = await playCases(house, new Chance(12), 40);
    expect(faults).toEqual([]);
    expect([...seen.keys()]).toEqual(
      expect.arrayContaining(['offer OFFERED', 'accept ACCEPTED', 'leave done', 'promise MADE', 'solve SOLVED', 'message RECORDED']),
    );
    expect([...ends.keys()].sort()).toEqual(['BROKEN', 'KEPT', 'RENEGOTIATED', 'VOID']);
    expect(await brokenInvariants(house.urls.apiUrl)).toEqual([]);
  });

  it('are seen to leave a gap, however short, when one is planted between two owners', async () => {
    await house.admin.query('BEGIN');
    try {
      await house.admin.query('SET LOCAL session_replication_role = replica');
      const [gap] = await house.rows<{ id: string; at: Date }>(
        `UPDATE ownership o SET until_at = o.until_at - interval '1 ms' FROM (SELECT case_id, from_at FROM ownership
           WHERE until_at > from_at + interval '2 ms' ORDER BY until_at, case_id LIMIT 1) one WHERE (o.case_id, o.from_at) = (one.case_id, one.from_at) RETURNING o.case_id AS id, o.until_at AS at`,
      );
      expect(await everWithoutOneOwner(house)).toEqual([`${gap?.id} had 0 owners at ${gap?.at.toISOString()}`]);
    } finally {
      await house.admin.query('ROLLBACK');
    }
  });

  it('are seen to go wrong, when a message of a customer puts a promise off', async () => {
    const other = await SmallHouse.open();
    try {
      await other.admin
        .query(`CREATE FUNCTION thanks_is_enough() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET session_replication_role = replica AS $$ BEGIN
          UPDATE get_backs SET due_at = due_at + interval '1 minute' WHERE case_id = NEW.case_id AND status = 'MADE'; RETURN NEW; END $$;
        CREATE TRIGGER thanks_is_enough AFTER INSERT ON customer_messages FOR EACH ROW EXECUTE FUNCTION thanks_is_enough()`);
      const faults = (await playCases(other, new Chance(12), 20)).faults.join('\n');
      expect(faults).toMatch(/The message \w+ changed a promise/);
      expect(faults).toMatch(/is due at another time than was promised/);
    } finally {
      await other.close();
    }
  });

  it('are seen to go wrong, when a careless service does them past the walls', async () => {
    const other = await SmallHouse.open();
    try {
      await takeDownTheWalls(other);
      const faults = (await playCases(other, new Chance(12), 40, { ways: CARELESS_WAYS })).faults.join('\n');
      expect(faults).toMatch(/has not exactly one owner/);
      expect(faults).toMatch(/by its facts it ended as \w+ and \w+/);
    } finally {
      await other.close();
    }
  });
});
