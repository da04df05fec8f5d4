import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { House } from '../support/house.js';

jest.setTimeout(60_000);

let house: House;

beforeAll(async () => {
  house = await House.open({ workers: 0 });
});
afterAll(() => house?.close());

const rows = async (filter: object): Promise<Record<string, string>[]> => {
  const headers = { authorization: `Bearer ${await house.person('priya').bearer()}` };
  const address = `${house.urls[0] ?? ''}/export/promises.csv?filter=${encodeURIComponent(JSON.stringify(filter))}`;
  return parse(await (await fetch(address, { headers })).text(), { columns: true, record_delimiter: '\r\n' });
};

it('the ledger of promises is a file, and takes none of them for a formula', async () => {
  const caseId = await house.ground.caseOf('noor');
  const dueAt = new Date(Date.now() + 3_600_000).toISOString();
  await house.person('noor').run('promiseGetBack', { caseId, what: '=HYPERLINK("http://x")', dueAt }, 'getBack { id }');
  const promise = { caseId, owner: 'Noor', promisedBy: 'Noor', what: `'=HYPERLINK("http://x")`, dueAt, status: 'MADE', nextId: '' };
  expect(await rows({ ownerId: 'per_noor', open: true })).toEqual([expect.objectContaining(promise)]);
  expect(await rows({ ownerId: 'per_noor', open: true, status: ['KEPT'] })).toEqual([]);
});
