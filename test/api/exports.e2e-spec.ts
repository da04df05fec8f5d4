import { readFileSync } from 'node:fs';
import { request as ask } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { LISTS } from '../../apps/api/src/exports/lists.js';
import { eventually } from '../support/eventually.js';
import { House } from '../support/house.js';

jest.setTimeout(180_000);

const MANY = 100_000;
const backwards = (list: string, from: string, until: string): [string, string, number, string, string] => {
  const filter = JSON.stringify({ [from]: '2026-02-01T00:00:00.000Z', [until]: '2026-01-01T00:00:00.000Z' });
  return [`of ${list} in a stretch of time backwards`, `${list}.csv?filter=${filter}`, 400, 'BAD_USER_INPUT', `filter.${until}`];
};

let house: House;

beforeAll(async () => {
  house = await House.open({ workers: 0 });
});
afterAll(() => house?.close());

interface Got {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const get = async (path: string, who = 'priya'): Promise<Got> => {
  const headers: Record<string, string> = who ? { authorization: `Bearer ${await house.person(who).bearer()}` } : {};
  const answer = await fetch(`${house.urls[0] ?? ''}/export/${path}`, { headers });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};
const rowsOf = ({ text }: Got): Record<string, string>[] => parse(text, { columns: true, bom: true, record_delimiter: '\r\n' });
const errorOf = ({ text }: Got): { code: string; path?: string[]; message: string } => {
  const { errors } = JSON.parse(text) as { errors: { message: string; extensions: { code: string; path?: string[] } }[] };
  return { ...errors[0]?.extensions, message: errors[0]?.message ?? '' } as never;
};
const facts = async (who = 'priya') =>
  (await house.ground.factsOf(`per_${who}`)).filter(({ name }) => name.startsWith('export.')).map(({ name, body }) => ({ name, ...body }));
const untilEnded = async (who: string): Promise<Record<string, unknown>> => {
  for (let tries = 0; tries < 400; tries++) {
    const last = (await facts(who)).at(-1);
    if (last?.name === 'export.ended') return last;
    await sleep(50);
  }
  throw new Error('The end of the export was not recorded.');
};

describe('a list as a file', () => {
  it('has what the query shows, in its order, with the amount as its currency writes it', async () => {
    const { exceptionId } = await house.ground.approved({ proposer: 'priya', amountMinor: 20_205 });
    await house.ground.proposal({ proposer: 'tom' });
    const got = await get('exceptions.csv?filter={"status":["APPROVED"]}&orderBy=OLDEST');
    expect(got.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(got.headers.get('content-disposition')).toBe('attachment; filename="exceptions.csv"');
    expect(got.headers.get('cache-control')).toBe('no-store');
    const [row, ...more] = rowsOf(got);
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      id: exceptionId,
      status: 'APPROVED',
      proposer: 'Priya',
      kind: 'FEE_WAIVER',
      amount: '202.05',
      currency: 'AUD',
      fulfilledAt: '',
    });
    expect(row?.approvedAt).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
    const { exceptions } = await house
      .person('priya')
      .ask<{ exceptions: { nodes: { ref: string }[] } }>('{ exceptions { nodes { ref } } }');
    expect(rowsOf(await get('exceptions.csv')).map(({ ref }) => ref)).toEqual(exceptions.nodes.map(({ ref }) => ref));
  });

  it.each(Object.keys(LISTS))('%s is one, with a name for each column and lines that end as they should', async (name) => {
    const got = await get(`${name}.csv`);
    expect([got.status, got.text.split('\r\n')[0]?.split(',')]).toEqual([200, LISTS[name]?.columns.map((column) => column.name)]);
    expect(got.text.endsWith('\r\n')).toBe(true);
  });

  it('takes no cell for a formula, and keeps commas, quotes, lines and letters of every kind', async () => {
    const needs = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '＝1', 'a, "b"\nc', 'Žofie 🌊'];
    for (const need of needs)
      await house.ground.admin.query(
        `BEGIN; SET LOCAL session_replication_role = replica; UPDATE case_texts SET need = '${need}' WHERE case_id = '${await house.ground.caseOf('mia')}'; COMMIT`,
      );
    const rows = rowsOf(await get('cases.csv?filter={"ownerId":"per_mia"}'));
    expect(rows.map(({ need }) => need).sort()).toEqual(
      ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\t=1", "'＝1", 'a, "b"\nc', 'Žofie 🌊'].sort(),
    );
  });

  it('is the register of complaints: a row for each, with its clocks, each met or missed, the outcome, when it was told, and where to appeal', async () => {
    const priya = house.person('priya');
    const customer = { name: 'Mr Okafor', contact: '+61 2 5550 7788', timeZone: 'Australia/Sydney' };
    const { case: opened } = await priya.run<{ case: { id: string; ref: string } }>(
      'openCase',
      { customer, need: 'You charged me twice.', complainedAt: new Date(Date.now() - 3 * 86_400_000).toISOString() },
      'case { id ref }',
    );
    await priya.run(
      'answerHonestNo',
      { caseId: opened.id, reason: 'It was two bills.', toldBy: 'Priya.', appealRoute: 'The ombudsman, within 30 days.' },
      'case { id }',
    );
    expect(rowsOf(await get('complaints.csv?filter={"profile":"HOUSE"}')).find(({ case: ref }) => ref === opened.ref)).toMatchObject({
      profile: 'HOUSE',
      acknowledged: 'MISSED',
      answeredWithoutAdo: 'MET',
      finalAnswer: 'MET',
      isLate: 'false',
      status: 'HONEST_NO',
      outcome: 'HONEST_NO',
      appealRoute: 'The ombudsman, within 30 days.',
      customerToldAt: expect.stringMatching(/Z$/) as unknown,
    });
    expect(rowsOf(await get('complaints.csv?filter={"show":"OPEN"}')).map(({ case: ref }) => ref)).not.toContain(opened.ref);
  });

  it('begins with a byte order mark when that is asked for', async () => {
    const { authorization } = { authorization: `Bearer ${await house.person('tom').bearer()}` };
    const bytes = async (path: string) =>
      Buffer.from(await (await fetch(`${house.urls[0] ?? ''}/export/${path}`, { headers: { authorization } })).arrayBuffer());
    expect((await bytes('people.csv?bom=true')).subarray(0, 5).toString('hex')).toBe('efbbbf6964');
    expect((await bytes('people.csv?bom=false')).subarray(0, 2).toString()).toBe('id');
  });

  it('shows no name and no contact of a customer, in any list', async () => {
    await house.ground.caseOf('priya');
    for (const name of Object.keys(LISTS)) {
      const { text } = await get(`${name}.csv`);
      expect(text).not.toContain('Adele');
      expect(text).not.toContain('adele@');
    }
  });

  it('is recorded before it leaves and when it has ended, without the words of the conditions', async () => {
    await get('cases.csv?filter={"text":"Adele Novak","status":["OWNED"]}', 'renee');
    expect(await untilEnded('renee')).toMatchObject({ rows: 0, whole: true });
    const [begun] = await facts('renee');
    expect(begun).toMatchObject({ name: 'export.begun', list: 'cases', 'filter.text': true, 'filter.status': ['OWNED'] });
  });
});

describe('a file is refused', () => {
  it.each<[story: string, path: string, status: number, code: string, at?: string]>([
    ['with conditions that are no JSON', 'exceptions.csv?filter={status', 400, 'BAD_USER_INPUT', 'filter'],
    ['with a state that there is not', 'exceptions.csv?filter={"status":["SOLD"]}', 400, 'BAD_USER_INPUT', 'filter.status.0'],
    ['with a condition that there is not', 'exceptions.csv?filter={"colour":"red"}', 400, 'BAD_USER_INPUT', 'filter.colour'],
    ['with a condition that cannot be', 'cases.csv?filter={"text":""}', 400, 'BAD_USER_INPUT', 'filter.text'],
    backwards('promises', 'dueAfter', 'dueBefore'),
    backwards('cases', 'openedAfter', 'openedBefore'),
    backwards('exceptions', 'createdAfter', 'createdBefore'),
    backwards('complaints', 'since', 'until'),
    ['with an order that there is not', 'exceptions.csv?orderBy=FUNNIEST', 400, 'BAD_USER_INPUT', 'orderBy'],
    ['with a name that the list does not know', 'thanks.csv?personId=per_tom', 400, 'BAD_USER_INPUT', 'personId'],
    ['with a page', 'people.csv?first=1', 400, 'BAD_USER_INPUT', 'first'],
    ['with a condition twice', 'people.csv?text=a&text=b', 400, 'BAD_USER_INPUT', 'text'],
    ['with half a mark', 'people.csv?bom=maybe', 400, 'BAD_USER_INPUT'],
    ['of a list that there is not', 'customers.csv', 404, 'BAD_USER_INPUT'],
  ])('%s', async (...[, path, status, code, at]) => {
    const before = await facts();
    const got = await get(path);
    const told = errorOf(got);
    expect([got.status, told.code, told.path?.join('.')]).toEqual([status, code, at]);
    expect(await facts()).toEqual(before);
  });

  it('to strangers, to who left, and to machines without READ', async () => {
    expect((await get('people.csv', '')).status).toBe(401);
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    for (const [scope, status] of [
      ['READ', 200],
      ['PROPOSE', 403],
    ] as const) {
      const { secret } = await house
        .person('ana')
        .run<{ secret: string }>('createApiToken', { name: scope, scopes: [scope], expiresAt }, 'secret');
      expect((await fetch(`${house.urls[0] ?? ''}/export/people.csv`, { headers: { authorization: `Bearer ${secret}` } })).status).toBe(
        status,
      );
    }
    await house.ground.rows(`UPDATE people SET active = false WHERE id = 'per_jack'`);
    expect((await get('people.csv', 'jack')).status).toBe(403);
  });

  it('by HTTP/1.0, where what was cut off would look whole', async () => {
    const authorization = `Bearer ${await house.person('priya').bearer()}`;
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(house.urls[0] ?? '').port), '127.0.0.1', () =>
        socket.write(`GET /export/people.csv HTTP/1.0\r\nauthorization: ${authorization}\r\n\r\n`),
      );
      let text = '';
      socket
        .on('data', (data) => (text += data.toString()))
        .on('end', () => resolve(text))
        .on('error', reject);
    });
    expect(answer.split('\r\n')[0]).toContain('505');
  });
});

describe(`a file of ${MANY} rows`, () => {
  beforeAll(async () => {
    await house.ground.admin.query(`BEGIN; SET LOCAL session_replication_role = replica;
      INSERT INTO customers (id, name, contact, time_zone) SELECT 'cus_x' || n, 'Adele', 'a@example.org', 'UTC' FROM generate_series(1, ${MANY}) n;
      INSERT INTO cases (id, status, customer_id, owner_id, opened_by, opened_at, acknowledged_at) SELECT 'cas_x' || n, 'OWNED', 'cus_x' || n, 'per_sam', 'per_sam', house_now() - n * interval '1 second', house_now() FROM generate_series(1, ${MANY}) n;
      INSERT INTO case_texts (case_id, need) SELECT 'cas_x' || n, repeat('A fee that she should not pay. ', 20) FROM generate_series(1, ${MANY}) n;
      INSERT INTO ownership (case_id, person_id, human_id, from_at) SELECT 'cas_x' || n, 'per_sam', 'hum_sam', house_now() - n * interval '1 second' FROM generate_series(1, ${MANY}) n;
      COMMIT; ANALYZE`);
  });

  const megabytes = (): number => {
    const status = readFileSync(`/proc/${house.running[0]?.process.pid ?? 0}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024;
  };
  /** Begins to take the file, and stops reading after so many bytes. */
  const begin = async (
    who: string,
    path = 'cases.csv',
  ): Promise<{ stop: () => void; next: () => Promise<void>; end: Promise<'whole' | 'cut off'>; count: () => number }> => {
    const headers = { authorization: `Bearer ${await house.person(who).bearer()}` };
    return new Promise((resolve, reject) => {
      const asked = ask(`${house.urls[0] ?? ''}/export/${path}`, { headers }, (answer) => {
        let count = 0;
        const end = new Promise<'whole' | 'cut off'>((done) =>
          answer
            .on('end', () => done('whole'))
            .on('error', () => done('cut off'))
            .on('aborted', () => done('cut off')),
        );
        answer.on('data', (data: Buffer) => (count += data.length));
        answer.pause();
        resolve({ stop: () => asked.destroy(), next: async () => void answer.resume(), end, count: () => count });
      });
      asked.on('error', reject).end();
    });
  };

  it('is had whole, in memory that does not grow with it, and no faster than it is taken', async () => {
    await get('people.csv'); // what is loaded once
    const before = megabytes();
    const file = await begin('priya');
    await sleep(2_000);
    expect(file.count()).toBe(0);
    const held = megabytes() - before;
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, megabytes() - before)), 50);
    await file.next();
    const end = await file.end;
    clearInterval(watch);
    expect(end).toBe('whole');
    expect(file.count()).toBeGreaterThan(MANY * 600);
    expect(held).toBeLessThan(80);
    expect(most).toBeLessThan(180); // the file has more than 60 MB, its rows as objects several times that, and what is garbage may wait to be collected
    expect(await untilEnded('priya')).toMatchObject({ whole: true });
    expect(Number((await untilEnded('priya')).rows)).toBeGreaterThanOrEqual(MANY);
  });

  it('ends when the client goes away, and says that it was not whole', async () => {
    const file = await begin('tom');
    file.stop();
    const ended = await untilEnded('tom');
    expect(ended.whole).toBe(false);
    expect(Number(ended.rows)).toBeLessThan(MANY);
  });

  it('is visibly cut off when somebody loses their right in the middle of it', async () => {
    const file = await begin('lachlan');
    await house.ground.rows(`UPDATE people SET active = false WHERE id = 'per_lachlan'`);
    await file.next();
    expect(await file.end).toBe('cut off');
    expect((await untilEnded('lachlan')).whole).toBe(false);
  });

  it('is visibly cut off when the database fails in the middle of it', async () => {
    const file = await begin('omar');
    await house.ground.admin.query('ALTER TABLE case_texts RENAME COLUMN need TO needed');
    await file.next();
    expect(await file.end).toBe('cut off');
    await house.ground.admin.query('ALTER TABLE case_texts RENAME COLUMN needed TO need');
    expect((await untilEnded('omar')).whole).toBe(false);
  });

  it('is one of two at a time for each human', async () => {
    const two = [await begin('ivy'), await begin('ivy')];
    const third = await get('people.csv', 'ivy');
    expect([third.status, errorOf(third).code, third.headers.get('retry-after')]).toEqual([429, 'THROTTLED', '30']);
    for (const file of two) file.stop();
    const again = async (): Promise<number> => (await get('people.csv', 'ivy')).status;
    expect(await eventually(again, (status) => status === 200)).toBe(200);
  });
});
