import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { finish } from '../../../test/support/command-line.js';
import { cloneDatabase, type TestDatabase } from '../../../test/support/postgres.js';
import { EXIT } from './command.errors.js';

jest.setTimeout(60_000);

const ISSUER = 'https://id.bank.example';
const SIGN_IN = { OIDC_ISSUER: ISSUER, OIDC_AUDIENCE: 'countersign', OIDC_JWKS_URL: `${ISSUER}/jwks` };

describe('countersign admins add', () => {
  let database: TestDatabase;
  let client: pg.Client;
  const add = (handle: string, { name = 'Ana Silva', email = 'ana@bank.example', subject = handle } = {}, settings: object = SIGN_IN) =>
    finish(['admins', 'add', handle, '--name', name, '--email', email, '--subject', subject], {
      DATABASE_URL: database.adminUrl,
      ...settings,
    });
  const rows = async (query: string) => (await client.query<Record<string, unknown>>(query)).rows;
  const admins = () => rows(`SELECT handle FROM people WHERE 'ADMIN' = ANY (roles) AND active ORDER BY handle`);

  beforeAll(async () => {
    database = await cloneDatabase();
    client = new pg.Client({ connectionString: database.adminUrl });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it('says what is wrong with what was typed, and makes nobody', async () => {
    expect((await add('Ana')).err).toContain('A handle has 1 to 64 of the characters');
    expect((await add('ana2', { name: ' ' })).err).toContain('A name has 1 to 200 characters');
    expect((await add('ana2', { email: 'ana' })).err).toContain('This is no e-mail address');
    expect((await add('ana2', { subject: '' })).err).toContain('The subject at the sign-in provider has 1 to 255 characters');
    expect((await add('ana2', {}, {})).err).toContain('OIDC_ISSUER');
    expect(await admins()).toEqual([]);
  });

  it('makes two who sign in at the provider, face no customer, and are told in the history; the third is for them to make', async () => {
    expect(await add('kim')).toMatchObject({
      code: 0,
      out: `kim is an admin, and signs in at http://localhost:3000 as "kim" of ${ISSUER}.\n`,
    });
    expect(await add('kim', { subject: 'kim2' })).toMatchObject({
      code: EXIT.refused,
      err: expect.stringContaining('Somebody has this handle already'),
    });
    expect((await add('lena', { subject: 'kim' })).err).toContain('Somebody here signs in as this subject already.');
    expect((await add('lena')).code).toBe(0);
    expect(await add('max')).toMatchObject({ code: EXIT.refused, err: expect.stringContaining('This house has 2 admins or more.') });
    expect(await admins()).toEqual([{ handle: 'kim' }, { handle: 'lena' }]);
    expect(
      await rows(`SELECT p.faces_customers AS faces, p.email, i.issuer, i.subject, f.actor_id AS "actorId", f.body->'roles' AS roles
        FROM people p JOIN identities i ON i.person_id = p.id JOIN facts f ON f.subject_id = p.id AND f.name = 'person.created' WHERE p.handle = 'kim'`),
    ).toEqual([{ faces: false, email: 'ana@bank.example', issuer: ISSUER, subject: 'kim', actorId: null, roles: ['ADMIN'] }]);
  });
});
