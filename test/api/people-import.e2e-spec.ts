import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { brokenInvariants } from '#audit';
import { House } from '../support/house.js';

jest.setTimeout(120_000);

interface Told {
  done: boolean;
  dryRun: boolean;
  replayed: boolean;
  rows: number;
  created: number;
  changed: number;
  unchanged: number;
  faultCount: number;
  faults: { line: number; column: string | null; code: string; message: string }[];
}

const HEAD = 'handle,name,email,roles,facesCustomers,team,subject';
const ROWS = 10_000;

let house: House;
beforeAll(async () => {
  house = await House.open({ workers: 0 });
  await house.ground.admin.query(`INSERT INTO teams (id, name) VALUES ('tea_cards', 'Cards'), ('tea_loans', 'Loans')`);
});
afterAll(() => house.close());

const rowOf = (n: number): string => `new-${n},"New, ${n}",new-${n}@bank.example,AGENT,true,Cards,sub-${n}`;
const people = async (): Promise<number> => (await house.ground.rows<{ n: number }>('SELECT count(*)::int AS n FROM people'))[0]?.n ?? 0;

async function post(file: string | Buffer, asked = '', more: Record<string, string> = {}, as = 'wei') {
  const headers = { 'content-type': 'text/csv', authorization: `Bearer ${await house.person(as).bearer()}`, ...more };
  const answer = await fetch(`${house.urls[0] ?? ''}/people/import${asked}`, { method: 'POST', headers, body: file });
  return { status: answer.status, body: (await answer.json()) as Told & { errors?: { extensions: { code: string } }[] } };
}

const faultsOf = async (file: string | Buffer): Promise<unknown[]> => {
  const { status, body } = await post(file);
  expect([status, body.done]).toEqual([422, false]);
  return body.faults.map(({ line, column, code }) => [line, column, code]);
};

describe('a file of 10,000 people', () => {
  const good = Array.from({ length: ROWS }, (_, n) => rowOf(n));

  it('of which 3 are bad: all three are told, and nothing is half imported', async () => {
    const bad = [...good];
    bad[99] = 'new-99,New 99,nowhere,AGENT,true,Cards,sub-99';
    bad[4_999] = 'new-4999,New 4999,new-4999@bank.example,CHIEF,true,Cards,sub-4999';
    bad[9_999] = 'new-9999,New 9999,new-9999@bank.example,AGENT,true,Curling,sub-9999';
    const before = await people();
    for (const asked of ['?dryRun=true', '']) {
      const { status, body } = await post([HEAD, ...bad].join('\n'), asked);
      expect([status, body.done, body.rows, body.faultCount]).toEqual([422, false, ROWS, 3]);
      expect(body.faults.map(({ line, column, code }) => [line, column, code])).toEqual([
        [101, 'email', 'INVALID'],
        [5_001, 'roles', 'INVALID'],
        [10_001, 'team', 'NOT_FOUND'],
      ]);
    }
    expect(await people()).toBe(before);
  });

  it('is done in seconds, told in facts, and changes nothing the second time', async () => {
    const file = [HEAD, ...good].join('\r\n');
    const rehearsed = await post(file, '?dryRun=true');
    expect(rehearsed).toMatchObject({ status: 200, body: { done: false, dryRun: true, created: ROWS, faultCount: 0 } });
    const before = await people();
    const start = performance.now();
    const first = await post(file, '', { 'idempotency-key': 'first' });
    expect(performance.now() - start).toBeLessThan(30_000);
    expect(first).toMatchObject({ status: 200, body: { done: true, replayed: false, created: ROWS, changed: 0, unchanged: 0 } });
    expect(await people()).toBe(before + ROWS);
    expect(await house.ground.rows(`SELECT count(*)::int AS n FROM facts WHERE name = 'person.created' AND actor_id = 'per_wei'`)).toEqual([
      { n: ROWS },
    ]);
    expect(await house.ground.rows(`SELECT count(*)::int AS n FROM identities WHERE subject LIKE 'sub-%'`)).toEqual([{ n: ROWS }]);
    expect((await post(file)).body).toMatchObject({ done: true, created: 0, changed: 0, unchanged: ROWS });
    expect((await post(file, '', { 'idempotency-key': 'first' })).body).toMatchObject({ replayed: true, created: ROWS });
    const other = await post(HEAD, '', { 'idempotency-key': 'first' });
    expect([other.status, other.body.faults[0]?.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  it('changes who moved, by any order of columns, and says so in a fact', async () => {
    const moved = Array.from({ length: 500 }, (_, n) => `new-${n}@bank.example,Loans,new-${n},"New, ${n}"`);
    const { body } = await post(Buffer.from(`\uFEFF${['EMAIL,team,handle,name', ...moved].join('\n')}\n`));
    expect(body).toMatchObject({ done: true, created: 0, changed: 500, unchanged: 0 });
    expect(
      await house.ground.rows(
        `SELECT (body->'changed')::jsonb AS changed, count(*)::int AS n FROM facts WHERE name = 'person.changed' GROUP BY 1`,
      ),
    ).toEqual([{ changed: ['teamId'], n: 500 }]);
  });

  it('that changes more people than one file may is refused as a whole', async () => {
    const renamed = Array.from({ length: 2_001 }, (_, n) => `new-${n},Renamed ${n},new-${n}@bank.example`);
    expect(await faultsOf(['handle,name,email', ...renamed].join('\n'))).toEqual([[1, null, 'INVALID']]);
  });

  it('from two admins at once makes everybody once', async () => {
    const file = [HEAD, ...Array.from({ length: 200 }, (_, n) => rowOf(20_000 + n))].join('\n');
    const reports = await Promise.all(['wei', 'ana'].map((as) => post(file, '', {}, as)));
    expect(reports.map(({ body }) => [body.created, body.unchanged]).sort()).toEqual([
      [0, 200],
      [200, 0],
    ]);
  });
});

describe('what is wrong is told by line and column', () => {
  const head = 'handle,name,email,roles,facesCustomers,active,awayUntil,team,subject';
  it.each<[string, string | Buffer, unknown[]]>([
    ['an unknown header', 'handle,name,email,shoe size\n', [[1, null, 'INVALID']]],
    [
      'missing headers',
      'handle\n',
      [
        [1, null, 'INVALID'],
        [1, null, 'INVALID'],
      ],
    ],
    ['a header twice', 'handle,name,email,Handle\n', [[1, null, 'INVALID']]],
    ['an empty file', '', [[1, null, 'INVALID']]],
    [
      'bytes of GBK',
      Buffer.concat([
        Buffer.from('handle,name,email\nkim,Kim,kim@bank.example\nli,'),
        Buffer.from([0xc0, 0xee]),
        Buffer.from(',li@bank.example\n'),
      ]),
      [[3, null, 'INVALID']],
    ],
    ['an open quote', 'handle,name,email\nkim,"Kim,kim@bank.example\n', [[expect.any(Number), null, 'INVALID']]],
    ['a cell too many', 'handle,name,email\nkim,Ito, Kim,kim@bank.example\n', [[2, null, 'INVALID']]],
    [
      'a name of two lines, and what follows it',
      'handle,name,email\nkim,"Kim\nIto",kim@bank.example\nlee,Lee,nowhere\n',
      [
        [2, 'name', 'INVALID'],
        [4, 'email', 'INVALID'],
      ],
    ],
    ['invisible characters', 'handle,name,email\nkim,K\u200Bim,kim@bank.example\n', [[2, 'name', 'INVALID']]],
    [
      'a row twice',
      'handle,name,email\nkim,Kim,kim@bank.example\nkim,Kim,KIM@bank.example\n',
      [
        [3, 'handle', 'INVALID'],
        [3, 'email', 'INVALID'],
      ],
    ],
    ['an address of somebody else', 'handle,name,email\nkim,Kim,Priya@bank.example\n', [[2, 'email', 'INVALID']]],
    ['a subject of somebody else', 'handle,name,email,subject\nkim,Kim,kim@bank.example,priya\n', [[2, 'subject', 'INVALID']]],
    [
      'another subject for somebody who has one',
      'handle,name,email,subject\npriya,Priya,priya@bank.example,eve\n',
      [[2, 'subject', 'INVALID']],
    ],
    ['a machine', 'handle,name,email\npay-1,Pay-1,pay-1@bank.example\n', [[2, 'handle', 'INVALID']]],
    [
      'no handle, name or address',
      'handle,name,email,team\n,,,Cards\n',
      [
        [2, 'name', 'INVALID'],
        [2, 'handle', 'INVALID'],
        [2, 'email', 'INVALID'],
      ],
    ],
    [
      'a day without a time, a maybe',
      `${head}\nkim,Kim,kim@bank.example,,maybe,,2027-01-04,,\n`,
      [
        [2, 'facesCustomers', 'INVALID'],
        [2, 'awayUntil', 'INVALID'],
      ],
    ],
    ['an away date in the past', `${head}\ntom,Tom,tom@bank.example,,,,2020-01-04T00:00Z,,\n`, [[2, 'awayUntil', 'INVALID']]],
    ['somebody new who has left', `${head}\nkim,Kim,kim@bank.example,,,false,,,\n`, [[2, 'active', 'INVALID']]],
    ['own rights', `${head}\nwei,Wei,wei@bank.example,-,,,,,\n`, [[2, 'handle', 'NOT_ALLOWED']]],
  ])('%s', async (_story, file, faults) => {
    const before = await people();
    expect(await faultsOf(file)).toEqual(faults);
    expect(await people()).toBe(before);
  });

  it('somebody who leaves with open cases, beside somebody who may leave', async () => {
    await house.ground.caseOf('noor');
    expect(await faultsOf('handle,name,email,active\nnoor,Noor,noor@bank.example,no\njack,Jack,jack@bank.example,no\n')).toEqual([
      [2, 'active', 'OWNS_OPEN_CASES'],
    ]);
  });

  it('every admin who is here and would be none, when none would be left', async () => {
    await house.ground.admin.query(`UPDATE people SET away_until = house_now() + interval '1 day' WHERE handle = 'wei'`);
    expect(await faultsOf('handle,name,email,roles\nana,Ana,ana@bank.example,-\n')).toEqual([[2, 'roles', 'LAST_ADMIN']]);
    await house.ground.admin.query(`UPDATE people SET away_until = NULL WHERE handle = 'wei'`);
  });
});

describe('promise 11: a file changes rights at once', () => {
  it('and makes the open signature of whoever may no longer sign void, with their sessions ended', async () => {
    const id = await house.ground.proposal({ proposer: 'priya', signers: ['sam'] });
    await house.ground.admin.query(
      `INSERT INTO sessions (id_hash, person_id, expires_at) VALUES (sha256('sam'), 'per_sam', house_now() + interval '1 hour')`,
    );
    expect((await post('handle,name,email,active\nsam,Sam,sam@bank.example,false\n')).body).toMatchObject({ done: true, changed: 1 });
    expect(await house.ground.rows('SELECT human_id, how FROM co_signature_ends WHERE exception_id = $1', [id])).toEqual([
      { human_id: 'hum_sam', how: 'VOID' },
    ]);
    expect(await house.ground.rows(`SELECT ended_at IS NOT NULL AS ended FROM sessions WHERE person_id = 'per_sam'`)).toEqual([
      { ended: true },
    ]);
    expect((await house.person('sam').send('{ me { id } }')).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('the door', () => {
  it.each<[string, string, Record<string, string>, unknown[]]>([
    ['an agent', 'priya', {}, [403, 'FORBIDDEN']],
    ['nobody', 'wei', { authorization: 'Bearer nonsense' }, [401, 'UNAUTHENTICATED']],
    ['XML', 'wei', { 'content-type': 'application/xml' }, [415, 'BAD_USER_INPUT']],
    ['a key with blanks', 'wei', { 'idempotency-key': 'a b' }, [400, 'BAD_USER_INPUT']],
  ])('refuses %s', async (_story, as, more, told) => {
    const answer = await post('handle,name,email\nkim,Kim,kim@bank.example\n', '', more, as);
    expect([answer.status, answer.body.errors?.[0]?.extensions.code]).toEqual(told);
  });

  it('takes 4 MiB, and not a byte more', async () => {
    const answer = await post(Buffer.alloc(4 * 1_048_576 + 1, 'a'));
    expect([answer.status, answer.body.errors?.[0]?.extensions.code]).toEqual([413, 'BAD_USER_INPUT']);
    expect((await post(Buffer.alloc(4 * 1_048_576, 'a'))).status).toBe(422);
  });

  it('knows dryRun by true and false only', async () => {
    expect((await post('handle,name,email\n', '?dryRun=yes')).status).toBe(400);
  });
});

it('after all of this, what must always be true is true: an import is told by its fact alone', async () => {
  const known = (await brokenInvariants(house.ground.urls.apiUrl)).filter(({ name }) => /fact_is_of|key_names/.test(name));
  expect(known).toEqual([]);
});
