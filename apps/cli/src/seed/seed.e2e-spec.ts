import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { cloneDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { seedHouse } from './index.js';

let database: TestDatabase;
let admin: pg.Client;
beforeAll(async () => {
  database = await cloneDatabase();
  await seedHouse(database.adminUrl, 'http://localhost/issuer');
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await database.drop();
});

const PRIYAS = `c.owner_id = (SELECT id FROM people WHERE handle = 'priya')`;

it.each([
  [
    'a promise of Priya’s that is due today',
    `SELECT c.id FROM cases c JOIN get_backs g ON g.case_id = c.id WHERE ${PRIYAS} AND g.status = 'MADE' AND g.due_at > house_now()`,
    1,
  ],
  [
    'a solution of hers that nobody has asked about yet',
    `SELECT c.id FROM cases c JOIN follow_ups f ON f.case_id = c.id WHERE ${PRIYAS} AND f.outcome IS NULL AND f.due_at < house_now()`,
    1,
  ],
  [
    'a case that a colleague offers her, for some minutes yet',
    `SELECT h.id FROM hand_offs h JOIN people p ON p.id = h.to_id WHERE p.handle = 'priya' AND h.status = 'OFFERED' AND h.expires_at > house_now() + interval '20 minutes'`,
    1,
  ],
  ['thanks to colleagues', `SELECT t.id FROM thanks t`, 2],
])('the seed house has %s', async (_what, query, count) => {
  expect((await admin.query(query)).rows).toHaveLength(count);
});
