import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { propose, seenBy } from '../support/acts.js';
import { CONSOLE_IS_READY, ConsoleHouse, WHY_NO_CONSOLE } from '../support/console.js';
import { eventually } from '../support/eventually.js';
import type { Running } from '../support/house.js';
import { type Proxy, proxyTo } from '../support/proxy.js';

jest.setTimeout(180_000);

const suite = CONSOLE_IS_READY ? describe : describe.skip;

/** Of what waits for a row that somebody else holds: the signature on its way into the database. */
const WAITING = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND application_name = 'countersign api'`;

suite(CONSOLE_IS_READY ? 'promise 7: an api that is killed' : `promise 7: an api that is killed (skipped: ${WHY_NO_CONSOLE})`, () => {
  let front: ConsoleHouse;
  /** Holds a row while something waits for it. */
  let holder: pg.Client;
  let wire: Proxy;

  beforeAll(async () => {
    front = await ConsoleHouse.open({ apis: 3 }); // people sign in at the first; one of the others is killed each time
    holder = new pg.Client({ connectionString: front.house.ground.urls.adminUrl });
    await holder.connect();
  });
  afterEach(() => wire.close());
  afterAll(async () => {
    await holder.end();
    await front.close();
  });

  const api = (at: number): Running => {
    const found = front.house.running.filter(({ kind }) => kind === 'api')[at];
    if (!found) throw new Error(`There is no api ${at}.`);
    return found;
  };
  const count = async (table: string, id: string): Promise<number | undefined> =>
    (await front.house.ground.rows<{ count: number }>(`SELECT count(*)::int AS count FROM ${table} WHERE exception_id = $1`, [id]))[0]
      ?.count;

  it.each([
    ['before its signature was committed', { dies: 1, goesOn: 2, isCommitted: false }],
    ['after its signature was committed, before it could say so', { dies: 2, goesOn: 0, isCommitted: true }],
  ] as const)(
    '%s: the console sends it again under the same key, another api answers, and there is one signature',
    async (_, { dies, goesOn, isCommitted }) => {
      const { ground } = front.house;
      const [killed, other] = [api(dies), api(goesOn)];
      wire = await proxyTo(killed.url);
      const { id } = await propose(front.house.person('priya'));
      const page = await front.window('tom', '/me');
      const keys: string[] = [];
      page.on('request', (request) => {
        const body = request.postData() ?? '';
        if (body.includes('mutation CoSign')) keys.push(...[...body.matchAll(/"idempotencyKey":"([^"]+)"/g)].map(([, key = '']) => key));
      });
      await page.goto(`http://localhost:${new URL(wire.url).port}/inbox?id=${id}`);
      await page.locator('.live', { hasText: 'Live' }).waitFor();
      await page.getByRole('button', { name: 'Co-sign' }).click();

      await holder.query('BEGIN');
      await holder.query('SELECT 1 FROM policy_exceptions WHERE id = $1 FOR UPDATE', [id]);
      await page.getByRole('dialog').getByRole('button', { name: 'Co-sign' }).click();
      const [waiting = { pid: 0 }] = await eventually(
        () => ground.rows<{ pid: number }>(WAITING),
        ({ length }) => length > 0,
      );
      wire.cut(); // as its machine would: a line that merely ends a browser tries once more by itself
      await killed.stop('SIGKILL');
      if (!isCommitted) await ground.rows('SELECT pg_terminate_backend($1)', [waiting.pid]);
      await holder.query('COMMIT');
      await eventually(
        () => ground.rows('SELECT 1 FROM pg_stat_activity WHERE pid = $1', [waiting.pid]),
        ({ length }) => length === 0,
      );
      expect(await count('co_signatures', id)).toBe(isCommitted ? 1 : 0);

      await page.getByText('The service did not answer.').waitFor();
      wire.turnTo(other.url);
      wire.heal();
      await page.locator('.live', { hasText: 'Live' }).waitFor();
      await page.getByRole('dialog').getByRole('button', { name: 'Co-sign' }).click();
      await page.getByText('Signed, and approved.').waitFor();
      expect(keys).toEqual([expect.stringMatching(/./), keys[0]]);
      for (const table of ['co_signatures', 'approvals', 'counted_signatures', 'reviews'])
        expect({ table, rows: await count(table, id) }).toEqual({ table, rows: 1 });
      expect(await seenBy(front.house.person('priya'), id)).toMatchObject({
        status: 'APPROVED',
        coSignatures: [{ signer: { name: 'Tom' }, state: 'COUNTED' }],
      });
      await page.context().close();
    },
  );
});
