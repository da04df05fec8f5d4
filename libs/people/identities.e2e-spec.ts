import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '#database';
import { decodeJwt } from 'jose';
import pg from 'pg';
import { eventually } from '../../test/support/eventually.js';
import { cloneDatabase, type TestDatabase } from '../../test/support/postgres.js';
import type { Actor } from './actor.js';
import type { NewApiToken } from './api-token.rules.js';
import { writeApiToken } from './api-token.rules.js';
import { ApiTokens } from './api-tokens.service.js';
import { Identities } from './identities.service.js';
import type { TokenVerifier } from './token-verifier.js';

const ISSUER = 'https://login.example';
const HOUR = 3_600_000;

let house: TestDatabase;
let admin: pg.Client;
let pool: pg.Pool;
let identities: Identities;
let tokens: ApiTokens;
let statements = 0;

/** Forged tokens are the business of token-verifier.spec; here a "token" is believed, and its subject looked up. */
const believing = {
  verify: async (token: string) => ({ issuer: ISSUER, subject: String(decodeJwt(token).sub), issuedAt: Number(decodeJwt(token).iat ?? 0) }),
} as TokenVerifier;

const bearer = (subject: string): { bearer: string } => ({
  bearer: `e30.${Buffer.from(JSON.stringify({ sub: subject })).toString('base64url')}.`,
});

beforeAll(async () => {
  house = await cloneDatabase();
  admin = new pg.Client({ connectionString: house.adminUrl });
  await admin.connect();
  pool = new pg.Pool({ connectionString: house.apiUrl, max: 4 });
  const query = pool.query.bind(pool) as (...args: unknown[]) => unknown;
  Object.assign(pool, { query: (...args: unknown[]) => (statements++, query(...args)) });
  const db = new Database(pool);
  [identities, tokens] = [new Identities(db, believing), new ApiTokens(db)];
  await admin.query(`INSERT INTO people (id, human_id, kind, name, handle, email, roles, faces_customers, active, away_until) VALUES
    ('per_priya', 'hum_priya', 'PERSON', 'Priya', 'priya', 'priya@bank.example', '{AGENT}', true, true, NULL),
    ('per_wei', 'hum_wei', 'PERSON', 'Wei', 'wei', 'wei@bank.example', '{ADMIN,REVIEWER}', false, true, NULL),
    ('per_sam', 'hum_sam', 'PERSON', 'Sam', 'sam', 'sam@bank.example', '{AGENT}', true, false, NULL),
    ('per_ivy', 'hum_ivy', 'PERSON', 'Ivy', 'ivy', 'ivy@bank.example', '{AGENT}', true, true, house_now() + interval '1 hour'),
    ('per_desk', 'hum_desk', 'MACHINE', 'Desk robot', 'desk', 'desk@localhost', '{}', false, true, NULL)`);
  await admin.query(`INSERT INTO identities (issuer, subject, person_id)
    SELECT '${ISSUER}', handle, id FROM people WHERE handle IN ('priya', 'wei', 'sam', 'ivy')`);
});

afterAll(async () => {
  await pool.end();
  await admin.end();
  await house.drop();
});

beforeEach(() => clock("'0'"));

/** Moves the clock of the house by an interval. */
async function clock(by: string): Promise<void> {
  await admin.query(`CREATE OR REPLACE FUNCTION house_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS
    $$ SELECT date_trunc('milliseconds', clock_timestamp()) + interval ${by} $$`);
}

const wei = (): Promise<Actor> => identities.actorOf(bearer('wei'));
const inHours = (hours: number): Date => new Date(Date.now() + hours * HOUR);
const asked = (more: Partial<NewApiToken> = {}): NewApiToken => ({ name: 'pay-1', scopes: ['FULFIL'], expiresAt: inHours(24), ...more });

async function machineToken(more: Partial<NewApiToken> = {}): Promise<{ secret: string; tokenId: string; personId: string }> {
  const { node, secret } = await tokens.create(asked(more), await wei());
  return { secret: secret ?? '', tokenId: node.id, personId: node.personId };
}

const factsOf = async (subjectId: string): Promise<unknown[]> =>
  (await admin.query<object>('SELECT name, actor_id, body FROM facts WHERE subject_id = $1 ORDER BY seq', [subjectId])).rows;

describe('who acts', () => {
  it('is read from the database with every right', async () => {
    expect(await identities.actorOf(bearer('priya'))).toEqual({
      personId: 'per_priya',
      humanId: 'hum_priya',
      kind: 'PERSON',
      roles: ['AGENT'],
      facesCustomers: true,
      active: true,
      away: false,
    });
    expect(await identities.actorOf(bearer('ivy'))).toMatchObject({ away: true });
    await clock("'2 hours'");
    expect(await identities.actorOf(bearer('ivy'))).toMatchObject({ away: false });
  });

  it('is nobody for a subject that no person is linked to, also when the e-mail would fit', async () => {
    for (const subject of ['mallory', 'priya@bank.example', 'PRIYA', 'desk'])
      await expect(identities.actorOf(bearer(subject))).rejects.toMatchObject({ code: 'UNAUTHENTICATED', reason: 'UNKNOWN_PERSON' });
  });

  it('is nobody who was switched off', async () => {
    await expect(identities.actorOf(bearer('sam'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('promise 11: has lost a right for the very next request', async () => {
    const before = await identities.actorOf(bearer('priya'));
    await admin.query(`UPDATE people SET roles = '{}', faces_customers = false WHERE id = 'per_priya'`);
    const after = await identities.actorOf(bearer('priya'));
    await admin.query(`UPDATE people SET roles = '{AGENT}', faces_customers = true WHERE id = 'per_priya'`);
    expect([before.roles, after.roles, after.facesCustomers]).toEqual([['AGENT'], [], false]);
  });

  it('is asked in one statement for a hundred requests of all kinds at once', async () => {
    const { secret, personId } = await machineToken();
    const session = await identities.openSession({ issuer: ISSUER, subject: 'ivy', issuedAt: 0 });
    statements = 0;
    const kinds = [bearer('priya'), bearer('mallory'), { bearer: secret }, { session: session.secret }];
    const asks = Array.from({ length: 100 }, (_, i) => identities.actorOf(kinds[i % 4] ?? bearer('wei')).catch((error: Error) => error));
    const actors = (await Promise.all(asks)) as Actor[];
    expect(actors.slice(96).map(({ personId: id }) => id)).toEqual(['per_priya', undefined, personId, 'per_ivy']);
    expect(statements).toBe(1);
    await Promise.all(Array.from({ length: 101 }, () => identities.actorOf(bearer('wei'))));
    expect(statements).toBe(3);
  });

  it('is told to each of them when the database cannot be asked', async () => {
    const dead = new pg.Pool({ connectionString: house.apiUrl.replace(/:\d+\//, ':1/') });
    const lost = new Identities(new Database(dead), believing);
    const outcomes = await Promise.allSettled([lost.actorOf(bearer('wei')), lost.actorOf(bearer('priya'))]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await dead.end();
  });
});

describe('a browser session', () => {
  const open = (): ReturnType<Identities['openSession']> => identities.openSession({ issuer: ISSUER, subject: 'priya', issuedAt: 0 });

  it('stands for its person until it is ended', async () => {
    const { secret } = await open();
    expect(await identities.actorOf({ session: secret })).toMatchObject({ personId: 'per_priya', roles: ['AGENT'] });
    await identities.endSession(secret);
    await identities.endSession(secret);
    await expect(identities.actorOf({ session: secret })).rejects.toMatchObject({ code: 'UNAUTHENTICATED', reason: 'SESSION_ENDED' });
  });

  it('lasts twelve hours by the clock of the database', async () => {
    const { secret, expiresAt } = await open();
    expect(Math.abs(expiresAt.getTime() - Date.now() - 12 * HOUR)).toBeLessThan(60_000);
    await clock("'11 hours 59 minutes'");
    expect(await identities.actorOf({ session: secret })).toMatchObject({ personId: 'per_priya' });
    await clock("'12 hours 1 minute'");
    await expect(identities.actorOf({ session: secret })).rejects.toMatchObject({ reason: 'SESSION_ENDED' });
  });

  it('is not opened for strangers or people who were switched off, and its secret is not in the database', async () => {
    await expect(identities.openSession({ issuer: ISSUER, subject: 'mallory', issuedAt: 0 })).rejects.toMatchObject({
      reason: 'UNKNOWN_PERSON',
    });
    await expect(identities.openSession({ issuer: 'https://evil.example', subject: 'priya', issuedAt: 0 })).rejects.toMatchObject({
      reason: 'UNKNOWN_PERSON',
    });
    await expect(identities.openSession({ issuer: ISSUER, subject: 'sam', issuedAt: 0 })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const { secret } = await open();
    const { rows } = await admin.query<{ row: string }>('SELECT sessions::text AS row FROM sessions');
    expect(rows.some(({ row }) => row.includes(secret) || row.includes(Buffer.from(secret, 'base64url').toString('hex')))).toBe(false);
    await expect(identities.actorOf({ session: 'guessed' })).rejects.toMatchObject({ reason: 'SESSION_ENDED' });
  });
});

describe('an API token', () => {
  it('lets a machine of its own act within its scopes, and is recorded', async () => {
    const { secret, tokenId, personId } = await machineToken({ name: 'Payments (EU)', scopes: ['READ', 'FULFIL'] });
    expect(await identities.actorOf({ bearer: secret })).toEqual({
      personId,
      humanId: expect.stringMatching(/^hum_/),
      kind: 'MACHINE',
      roles: [],
      facesCustomers: false,
      active: true,
      away: false,
      scopes: ['READ', 'FULFIL'],
      tokenId,
    });
    expect(await factsOf(tokenId)).toEqual([{ name: 'apiToken.created', actor_id: 'per_wei', body: { scopes: ['READ', 'FULFIL'] } }]);
    const { rows } = await admin.query('SELECT name, handle, kind FROM people WHERE id = $1', [personId]);
    expect(rows).toEqual([{ name: 'Payments (EU)', handle: 'payments-eu', kind: 'MACHINE' }]);
  });

  it('is stored as its digest only', async () => {
    const { secret } = await machineToken();
    const { rows } = await admin.query<{ row: string }>('SELECT api_tokens::text AS row FROM api_tokens');
    expect(rows.some(({ row }) => row.includes(secret) || row.includes(Buffer.from(secret).toString('hex')))).toBe(false);
  });

  it('is worth nothing from the moment it is revoked, and revoking it twice changes nothing', async () => {
    const { secret, tokenId } = await machineToken();
    const first = await tokens.revoke({ tokenId }, await wei());
    await expect(identities.actorOf({ bearer: secret })).rejects.toMatchObject({ code: 'UNAUTHENTICATED', reason: 'API_TOKEN_REVOKED' });
    const second = await tokens.revoke({ tokenId }, await wei());
    expect(second.node.revokedAt).toEqual(first.node.revokedAt);
    expect(await factsOf(tokenId)).toHaveLength(2);
  });

  it('expires by the clock of the database', async () => {
    const { secret } = await machineToken({ expiresAt: inHours(2) });
    await clock("'119 minutes'");
    expect(await identities.actorOf({ bearer: secret })).toMatchObject({ kind: 'MACHINE' });
    await clock("'121 minutes'");
    await expect(identities.actorOf({ bearer: secret })).rejects.toMatchObject({ reason: 'API_TOKEN_EXPIRED' });
  });

  it('is told apart when mistyped or unknown, and a mistyped one never asks the database', async () => {
    const { secret } = await machineToken();
    statements = 0;
    await expect(identities.actorOf({ bearer: secret.slice(0, -1) })).rejects.toMatchObject({ reason: 'API_TOKEN_MISTYPED' });
    expect(statements).toBe(0);
    await expect(identities.actorOf({ bearer: writeApiToken(randomBytes(32)) })).rejects.toMatchObject({ reason: 'API_TOKEN_UNKNOWN' });
  });

  it('is worth nothing while its machine is switched off', async () => {
    const { secret, personId } = await machineToken();
    await admin.query('UPDATE people SET active = false WHERE id = $1', [personId]);
    await expect(identities.actorOf({ bearer: secret })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('has its last use recorded beside the request, at most once a minute', async () => {
    const { secret, tokenId } = await machineToken();
    const lastUse = async (): Promise<Date | null> => (await tokens.get(tokenId)).lastUsedAt;
    statements = 0;
    await Promise.all(Array.from({ length: 10 }, () => identities.actorOf({ bearer: secret })));
    expect(statements).toBe(1);
    expect(await lastUse()).toBeNull();
    const first = await eventually(lastUse, (at) => at !== null);
    expect(first).not.toBeNull();
    statements = 0;
    await identities.actorOf({ bearer: secret });
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(statements).toBe(1);
    await clock("'61 seconds'");
    await identities.actorOf({ bearer: secret });
    const isLater = (at: Date | null): boolean => (at?.getTime() ?? 0) > (first?.getTime() ?? Infinity);
    expect(isLater(await eventually(lastUse, isLater))).toBe(true);
  });
});

describe('making an API token', () => {
  it('is for admins only, by what the database says at that moment', async () => {
    const priya = await identities.actorOf(bearer('priya'));
    await expect(tokens.create(asked(), priya)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    await expect(tokens.revoke({ tokenId: 'tok_x' }, priya)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    const formerAdmin = await wei();
    // The other one stays: the database lets nobody take the role from the last admin.
    await admin.query(
      `INSERT INTO people (id, human_id, kind, name, handle, email, roles) VALUES ('per_spare', 'hum_spare', 'PERSON', 'Spare', 'spare', 's@bank.example', '{ADMIN}')`,
    );
    await admin.query(`UPDATE people SET roles = '{REVIEWER}' WHERE id = 'per_wei'`);
    await expect(tokens.create(asked(), formerAdmin)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    await admin.query(`UPDATE people SET roles = '{ADMIN,REVIEWER}' WHERE id = 'per_wei'`);
  });

  it.each<[string, () => Partial<NewApiToken>, string]>([
    ['an expiry that has passed', () => ({ expiresAt: inHours(-1) }), 'expiresAt'],
    ['an expiry after more than a year', () => ({ expiresAt: inHours(367 * 24) }), 'expiresAt'],
    ['no scope', () => ({ scopes: [] }), 'scopes'],
    ['no name', () => ({ name: '' }), 'name'],
    ['a machine that does not exist', () => ({ machineId: 'per_nobody' }), 'machineId'],
    ['a machine that is a person', () => ({ machineId: 'per_priya' }), 'machineId'],
    ['the house itself as machine', () => ({ machineId: 'per_house' }), 'machineId'],
  ])('refuses %s and writes nothing', async (_story, more, path) => {
    const counts =
      'SELECT (SELECT count(*) FROM people) AS people, (SELECT count(*) FROM api_tokens) AS tokens, (SELECT count(*) FROM facts) AS facts';
    const before = (await admin.query(counts)).rows;
    await expect(tokens.create(asked(more()), await wei())).rejects.toMatchObject({ path: [path] });
    expect((await admin.query(counts)).rows).toEqual(before);
  });

  it('can give an existing machine one more token, and finds another short name for a machine of the same name', async () => {
    const { secret, personId } = await machineToken({ machineId: 'per_desk' });
    expect(personId).toBe('per_desk');
    expect(await identities.actorOf({ bearer: secret })).toMatchObject({ humanId: 'hum_desk' });
    const [first, second] = [await machineToken({ name: 'night run' }), await machineToken({ name: 'night run' })];
    const { rows } = await admin.query<{ handle: string }>('SELECT handle FROM people WHERE id = ANY ($1) ORDER BY length(handle)', [
      [first.personId, second.personId],
    ]);
    expect(rows[0]?.handle).toBe('night-run');
    expect(rows[1]?.handle).toMatch(/^night-run-[0-9a-z]{8}$/);
  });

  it('happens once for one idempotency key, and shows the secret once', async () => {
    const input = asked({ idempotencyKey: 'key-1' });
    const first = await tokens.create(input, await wei());
    const again = await tokens.create(input, await wei());
    expect(first).toMatchObject({ replayed: false, secret: expect.stringMatching(/^cst_/) });
    expect(again).toEqual({ replayed: true, node: first.node, secret: null });
    await expect(tokens.create({ ...input, name: 'other' }, await wei())).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('says when there is no such token to revoke', async () => {
    await expect(tokens.revoke({ tokenId: 'tok_nothing' }, await wei())).rejects.toMatchObject({ code: 'NOT_FOUND', path: ['tokenId'] });
  });
});
