import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { buildSchema } from 'graphql';
import { FIELDS, fieldFaults } from '../../apps/api/src/graphql/access.fields.js';
import { House } from '../support/house.js';
import { Matrix } from '../support/matrix.js';
import { refusalOf } from '../support/refusals.js';

jest.setTimeout(300_000);

/** The committed list; `ACCEPT_ACCESS=1 npm test -- access` writes it anew, and the commit then shows what changed. */
const EXPECTED = 'test/contract/access.expected';
const SCHEMA = readFileSync('apps/api/src/schema.graphql', 'utf8');

let house: House;
let matrix: Matrix;

beforeAll(async () => {
  house = await House.open({ workers: 0 });
  matrix = await Matrix.of(house);
});
afterAll(() => house?.close());

it('promise 10: lets everybody do what the committed list says, and nothing else; `npm run prove -- authz` reads all fields too', async () => {
  const schema = buildSchema(SCHEMA);
  const acts = await matrix.acts(schema);
  if (process.env.ACCEPT_ACCESS) writeFileSync(EXPECTED, acts + (await matrix.reads(schema)));
  expect(readFileSync(EXPECTED, 'utf8').slice(0, acts.length)).toBe(acts);
});

describe('a rule for each field', () => {
  it('is missed, and the service does not start, when a type has none or a rule has no field', () => {
    expect(fieldFaults(buildSchema(SCHEMA))).toEqual([]);
    const more = buildSchema(`${SCHEMA} type Payslip { wage: Int }`);
    expect(fieldFaults(more)).toEqual(['Payslip has no rule for its fields']);
    const renamed = buildSchema(SCHEMA.replace(/^ {2}digest: .*$/gm, '  hash: String'));
    expect(fieldFaults(renamed)).toEqual(['Revision.digest is no field']);
    const gone = buildSchema(SCHEMA.replaceAll(/\bMoney\b/g, 'Gold'));
    expect(fieldFaults(gone)).toEqual(['Gold has no rule for its fields', 'Money is no type']);
    expect(Object.keys(FIELDS)).toEqual([...Object.keys(FIELDS)].sort());
  });

  it('keeps a robot that may only propose from walking on to the customer, whatever it hides the way in, and nothing is done', async () => {
    const input = { caseId: await house.ground.caseOf('priya') };
    const robot = await house
      .person('ana')
      .run<{ secret: string }>(
        'createApiToken',
        { name: 'p', scopes: ['PROPOSE'], expiresAt: new Date(Date.now() + 86_400_000).toISOString(), machineId: 'per_robot' },
        'secret',
      );
    const holder = house.holder(robot.secret);
    expect((await refusalOf(holder, 'withdrawException', { exceptionId: 'exc_none', reason: 'x', idempotencyKey: 'k' })).code).toBe(
      'NOT_FOUND',
    );
    const before = await house.ground.rows('SELECT count(*) FROM facts');
    const ways = [
      'case { customer { contact } }',
      '...F',
      '... on PolicyException { case { ref } }',
      'timeline(first: 1) { nodes { summary } }',
    ];
    for (const way of ways) {
      const query = `mutation ($input: WithdrawExceptionInput!) { withdrawException(input: $input) { exception { id ${way} } userErrors { code message } } }
        ${way === '...F' ? 'fragment F on PolicyException { case { ref } }' : ''}`;
      const answer = await holder.send<{ withdrawException: { userErrors: { code: string; message: string }[] } }>(query, {
        input: { exceptionId: 'exc_none', reason: input.caseId, idempotencyKey: 'k2' },
      });
      expect(answer.data?.withdrawException.userErrors[0]).toMatchObject({
        code: 'NOT_ALLOWED',
        message: expect.stringContaining('lacks the scope READ, which PolicyException.') as unknown,
      });
    }
    expect(await house.ground.rows('SELECT count(*) FROM facts')).toEqual(before);
  });
});
