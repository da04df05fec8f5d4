import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Directory, newUser, type ScimBody } from '../support/directory.js';
import { House } from '../support/house.js';

jest.setTimeout(120_000);

const REFUSAL = 'urn:countersign:params:scim:api:messages:1.0:Refusal';

let house: House;
let scim: Directory;
beforeAll(async () => {
  house = await House.open({ workers: 1 });
  scim = await Directory.open(house);
});
afterAll(() => house.close());

const codeOf = ({ [REFUSAL]: refusal }: ScimBody): string | undefined => (refusal as { code: string } | undefined)?.code;
const leave = { op: 'replace', path: 'active', value: false };

/** Every address of SCIM with its methods. */
const ROUTES: readonly [method: string, path: string][] = [
  ['GET', '/ServiceProviderConfig'],
  ['GET', '/ResourceTypes'],
  ['GET', '/ResourceTypes/User'],
  ['GET', '/Schemas'],
  ['GET', '/Schemas/urn:ietf:params:scim:schemas:core:2.0:User'],
  ...(['/Users', '/Groups'] as const).flatMap((path): [string, string][] => [
    ['GET', path],
    ['POST', path],
    ['GET', `${path}/x`],
    ['PUT', `${path}/x`],
    ['PATCH', `${path}/x`],
    ['DELETE', `${path}/x`],
  ]),
  ['GET', '/Me'],
  ['POST', '/Bulk'],
  ['POST', '/Users/.search'],
];

describe('promise 10: the door of SCIM', () => {
  const body = (method: string): object | undefined => (method === 'GET' || method === 'DELETE' ? undefined : {});
  const holders: [string, () => Promise<string>, number, string][] = [
    ['nobody', async () => '', 401, 'UNAUTHENTICATED'],
    ['a token that is none', async () => 'Bearer nonsense', 401, 'UNAUTHENTICATED'],
    ['an admin in person', async () => `Bearer ${await house.person('wei').bearer()}`, 403, 'FORBIDDEN'],
    ['an agent in person', async () => `Bearer ${await house.person('priya').bearer()}`, 403, 'FORBIDDEN'],
    [
      'a token with every other scope',
      async () => `Bearer ${(await Directory.open(house, ['READ', 'PROPOSE', 'FULFIL', 'CASES', 'WEBHOOKS'])).token}`,
      403,
      'FORBIDDEN',
    ],
  ];
  it.each(holders)('is closed to %s, at every address', async (_who, authorization, status, code) => {
    const header = { authorization: await authorization() };
    for (const [method, path] of ROUTES) {
      const answer = await scim.send(method, path, body(method), header);
      expect([method, path, answer.status, codeOf(answer.body)]).toEqual([method, path, status, code]);
      expect(answer.body).toMatchObject({ status: String(status), schemas: ['urn:ietf:params:scim:api:messages:2.0:Error', REFUSAL] });
      expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer' : null);
    }
  });

  it('is closed from the moment that the token is revoked, and that an admin switches its machine off', async () => {
    const other = await Directory.open(house);
    expect((await other.get('/Users?count=0')).status).toBe(200);
    await house.ground.admin.query(`UPDATE api_tokens SET revoked_at = house_now() WHERE id = '${other.tokenId}'`);
    expect((await other.get('/Users?count=0')).status).toBe(401);
    const off = await Directory.open(house);
    await house.person('wei').run('updatePerson', { personId: off.machineId, active: false }, 'person { id }');
    expect((await off.get('/Users?count=0')).status).toBe(403);
  });

  it('shows people and teams, and nothing else: neither what people may do nor anything of customers', async () => {
    await house.ground.proposal({ proposer: 'priya', signers: ['tom'] });
    const pages = [await scim.get('/Users'), await scim.get('/Groups')];
    const text = JSON.stringify(pages.map((page) => page.body));
    expect(text).toContain('priya@bank.example');
    for (const word of ['Adele', 'AGENT', 'ADMIN', 'facesCustomers', 'hum_', 'exc_', 'cas_', 'cus_']) expect(text).not.toContain(word);
    const [user] = pages[0]?.body.Resources ?? [];
    const kept = ['schemas', 'id', 'userName', 'name', 'displayName', 'emails', 'active', 'groups', 'meta', 'externalId'];
    expect(Object.keys(user ?? {}).filter((name) => !kept.includes(name))).toEqual([]);
    for (const path of ['/Customers', '/Users/per_pay-1', '/Users/cus_1', '/Groups/per_priya', '/Users/../../graphql'])
      expect([path, (await scim.get(path)).status]).toEqual([path, 404]);
    const graphql = await house.holder(scim.token).send('{ exceptions(first: 1) { nodes { id } } }');
    expect(graphql.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('says what it can, and where', async () => {
    const { body } = await scim.get('/ServiceProviderConfig');
    expect(body).toMatchObject({
      patch: { supported: true },
      bulk: { supported: false },
      filter: { supported: true, maxResults: 100 },
      etag: { supported: true },
    });
    expect((await scim.get('/ResourceTypes')).body.Resources.map(({ endpoint }) => endpoint)).toEqual(['/Users', '/Groups']);
    const { Resources } = (await scim.get('/Schemas')).body;
    for (const { id, meta } of Resources)
      expect((await scim.get(new URL(meta.location).pathname.replace('/scim/v2', ''))).body.id).toBe(id);
    for (const path of ['/Me', '/Nothing', '/ResourceTypes/Robot', '/Schemas/urn:x'])
      expect((await scim.get(path)).body).toMatchObject({ status: '404' });
  });

  it('takes application/json too, and no other type; SCIM bodies are for SCIM alone', async () => {
    const json = { 'content-type': 'application/json' };
    expect((await scim.send('POST', '/Users', newUser('Json Roe'), json)).status).toBe(201);
    const xml = await scim.send('POST', '/Users', '<user/>', { 'content-type': 'application/xml' });
    expect([xml.status, xml.body.status]).toEqual([415, '415']);
    const graphql = await fetch(`${house.urls[0] ?? ''}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await house.person('priya').bearer()}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify({ query: '{ me { id } }' }),
    });
    expect(graphql.status).toBeGreaterThanOrEqual(400);
  });

  it('reads 256 KiB, and not a byte more', async () => {
    const body = (bytes: number): string => `{"displayName":"","x":"${'x'.repeat(bytes - 25)}"}`;
    expect(Buffer.byteLength(body(262_144))).toBe(262_144);
    expect((await scim.post('/Groups', body(262_144))).status).toBe(400);
    const answer = await scim.post('/Groups', body(262_145));
    expect([answer.status, answer.body.status]).toEqual([413, '413']);
  });
});

describe('promise 11: who leaves by the directory', () => {
  it('is refused with the very next statement, and their uncounted signature is void', async () => {
    const id = await house.ground.proposal({ proposer: 'priya', signers: ['sam'] });
    await house.ground.admin.query(
      `INSERT INTO sessions (id_hash, person_id, expires_at) VALUES (sha256('sam'), 'per_sam', house_now() + interval '1 hour')`,
    );
    expect((await house.person('sam').send('{ me { id } }')).errors).toBeUndefined();
    expect((await scim.patch('/Users/per_sam', leave)).status).toBe(200);
    expect((await house.person('sam').send('{ me { id } }')).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(await house.ground.rows('SELECT human_id, how FROM co_signature_ends WHERE exception_id = $1', [id])).toEqual([
      { human_id: 'hum_sam', how: 'VOID' },
    ]);
    expect(await house.ground.rows(`SELECT ended_at IS NOT NULL AS ended FROM sessions WHERE person_id = 'per_sam'`)).toEqual([
      { ended: true },
    ]);
  });

  it('by DELETE as by active false, and is let in again by active true', async () => {
    expect((await house.person('mia').send('{ me { id } }')).errors).toBeUndefined();
    expect((await scim.delete('/Users/per_mia')).status).toBe(204);
    expect((await house.person('mia').send('{ me { id } }')).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    await scim.patch('/Users/per_tom', leave);
    await scim.patch('/Users/per_tom', { op: 'replace', path: 'active', value: 'True' });
    expect((await house.person('tom').send('{ me { id } }')).errors).toBeUndefined();
  });

  it('also with open cases, which stay owned and are flagged: a fact, and a notice to every admin', async () => {
    const caseId = await house.ground.caseOf('noor');
    expect((await scim.delete('/Users/per_noor')).status).toBe(204);
    expect((await house.ground.factsOf('per_noor')).map(({ name, actor_id }) => [name, actor_id])).toEqual([
      ['person.changed', scim.machineId],
      ['person.leftWithCases', scim.machineId],
    ]);
    expect(await house.ground.rows('SELECT person_id FROM ownership WHERE case_id = $1 AND until_at IS NULL', [caseId])).toEqual([
      { person_id: 'per_noor' },
    ]);
    let told: unknown[] = [];
    for (let tries = 0; tries < 100 && told.length < 2; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      told = await house.ground.rows(`SELECT person_id FROM notices WHERE name = 'person.leftWithCases' ORDER BY 1`);
    }
    expect(told).toEqual([{ person_id: 'per_ana' }, { person_id: 'per_wei' }]);
    const { rehomed } = await house
      .person('wei')
      .run<{ rehomed: unknown }>('rehomeCases', { fromId: 'per_noor', toId: 'per_ivy', reason: 'Noor left.' }, 'rehomed { left }');
    expect(rehomed).toEqual({ left: 0 });
  });

  it('unless they are the last admin who is here', async () => {
    expect((await scim.patch('/Users/per_ana', leave)).status).toBe(200);
    for (const answer of [
      await scim.patch('/Users/per_wei', leave),
      await scim.delete('/Users/per_wei'),
      await scim.put('/Users/per_wei', { userName: 'wei@bank.example', active: false }),
    ])
      expect([answer.status, codeOf(answer.body)]).toEqual([403, 'LAST_ADMIN']);
    expect((await house.person('wei').send('{ me { id } }')).errors).toBeUndefined();
    await scim.patch('/Users/per_ana', { op: 'replace', path: 'active', value: true });
  });

  it('and of two admins who are sent away at the same moment, one stays', async () => {
    const other = await Directory.open(house);
    const answers = await Promise.all([scim.patch('/Users/per_wei', leave), other.patch('/Users/per_ana', leave)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
    const gone = answers[0]?.status === 200 ? 'per_wei' : 'per_ana';
    expect((await scim.patch(`/Users/${gone}`, { op: 'replace', value: { active: true } })).status).toBe(200);
  });
});

describe('a new person', () => {
  it('signs in by the subject that the directory said, may sign nothing, and may once an admin says so', async () => {
    const id = await scim.hire('Lena Vogt', { externalId: 'lach2' }).catch((error: unknown) => String(error));
    expect(id).toContain('409');
    await house.ground.admin.query(`DELETE FROM identities WHERE subject = 'lach2'`);
    const lena = await scim.hire('Lena Vogt', { externalId: 'lach2' });
    const exceptionId = await house.ground.proposal({ proposer: 'priya' });
    expect((await house.person('lach2').ask<{ me: { id: string } }>('{ me { id } }')).me.id).toBe(lena);
    const [row] = await house.ground.rows<{ digest: string }>(
      `SELECT encode(digest, 'hex') AS digest FROM revisions WHERE exception_id = $1`,
      [exceptionId],
    );
    const sign = () =>
      house.person('lach2').run('coSignException', { exceptionId, digest: row?.digest ?? '', words: 'Yes.' }, 'exception { status }');
    expect((await sign()).userErrors[0]?.code).toBe('NOT_ELIGIBLE');
    await house.person('wei').run('updatePerson', { personId: lena, roles: ['AGENT'], facesCustomers: true }, 'person { id }');
    expect((await sign()).userErrors).toEqual([]);
  });

  it('keeps the way to sign in that they were made with, whatever the directory says later', async () => {
    const id = await scim.hire('Kit Keep');
    await scim.patch(`/Users/${id}`, { op: 'replace', path: 'externalId', value: 'another' });
    expect(await house.ground.rows('SELECT subject FROM identities WHERE person_id = $1', [id])).toEqual([{ subject: 'ext-kit' }]);
    await scim.patch('/Users/per_jack', { op: 'replace', path: 'externalId', value: 'of-a-thief' });
    expect(await house.ground.rows(`SELECT subject FROM identities WHERE person_id = 'per_jack'`)).toEqual([{ subject: 'jack' }]);
  });
});

it('promise 8: what cannot be told in a fact does not happen', async () => {
  const before = await house.ground.rows('SELECT count(*)::int AS people, max(created_at) AS last FROM people');
  await house.ground.admin.query('ALTER TABLE facts ADD CONSTRAINT full_up CHECK (false) NOT VALID');
  try {
    for (const answer of [
      await scim.post('/Users', newUser('Fay Fact')),
      await scim.post('/Groups', { displayName: 'Untold' }),
      await scim.patch('/Users/per_jack', { op: 'replace', path: 'displayName', value: 'Jacques' }),
    ])
      expect([answer.status, codeOf(answer.body)]).toEqual([500, 'INTERNAL']);
  } finally {
    await house.ground.admin.query('ALTER TABLE facts DROP CONSTRAINT full_up');
  }
  expect(await house.ground.rows('SELECT count(*)::int AS people, max(created_at) AS last FROM people')).toEqual(before);
  expect(await house.ground.rows(`SELECT 1 FROM teams WHERE name = 'Untold'`)).toEqual([]);
  expect((await scim.post('/Users', newUser('Fay Fact'))).status).toBe(201);
});
