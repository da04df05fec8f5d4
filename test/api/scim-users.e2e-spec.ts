import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Directory, markOf, newUser } from '../support/directory.js';
import { House } from '../support/house.js';

jest.setTimeout(120_000);

let house: House;
let scim: Directory;
beforeAll(async () => {
  house = await House.open({ workers: 0 });
  scim = await Directory.open(house);
});
afterAll(() => house.close());

const factsOf = async (id: string): Promise<unknown[]> =>
  (await house.ground.factsOf(id)).map(({ name, body: { changed } }) => (changed === undefined ? name : [name, changed]));
const everything = (): Promise<unknown> => markOf(house);

describe('a user is made', () => {
  it('as Okta sends one: an account without rights, whose subject is the external id', async () => {
    const { status, headers, body } = await scim.post('/Users', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'Olga.Kim@corp.example',
      name: { givenName: 'Olga', familyName: 'Kim' },
      emails: [{ primary: true, value: 'olga.kim@corp.example', type: 'work' }],
      displayName: 'Olga Kim',
      locale: 'en-US',
      externalId: '00u7olga',
      groups: [],
      password: 'a-secret-nobody-keeps',
      active: true,
    });
    expect([status, headers.get('content-type')]).toEqual([201, 'application/scim+json; charset=utf-8']);
    expect(body).toMatchObject({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'Olga.Kim@corp.example',
      externalId: '00u7olga',
      displayName: 'Olga Kim',
      name: { formatted: 'Olga Kim' },
      emails: [{ value: 'olga.kim@corp.example', type: 'work', primary: true }],
      active: true,
      groups: [],
      meta: { resourceType: 'User' },
    });
    expect(headers.get('location')).toBe(body.meta.location);
    expect(headers.get('etag')).toBe(body.meta.version);
    expect(body.meta.location).toMatch(new RegExp(`/scim/v2/Users/${body.id}$`));
    expect(JSON.stringify(body)).not.toContain('secret');
    expect(await house.ground.rows(`SELECT handle, roles, faces_customers, team_id FROM people WHERE id = $1`, [body.id])).toEqual([
      { handle: 'olga.kim', roles: [], faces_customers: false, team_id: null },
    ]);
    expect(await house.ground.rows('SELECT issuer, subject FROM identities WHERE person_id = $1', [body.id])).toEqual([
      { issuer: house.env.OIDC_ISSUER, subject: '00u7olga' },
    ]);
    expect(await house.ground.factsOf(body.id)).toMatchObject([
      { name: 'person.created', actor_id: scim.machineId, body: { roles: [], facesCustomers: false, active: true } },
    ]);
  });

  it('as Entra sends one, with an extension that is not kept, and not active yet', async () => {
    const { status, body } = await scim.post('/Users', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'],
      externalId: 'egon-object-id',
      userName: 'egon@corp.example',
      active: 'False',
      displayName: 'Egon Maier',
      emails: [
        { type: 'home', value: 'egon@home.example' },
        { type: 'work', value: 'egon.maier@corp.example' },
      ],
      title: 'Engineer',
      meta: { resourceType: 'User' },
      name: { formatted: 'Egon Maier', familyName: 'Maier', givenName: 'Egon' },
      roles: ['ADMIN'],
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'Engineering', manager: { value: 'per_wei' } },
    });
    expect([status, body.active, body.emails]).toEqual([201, false, [{ value: 'egon.maier@corp.example', type: 'work', primary: true }]]);
    expect(await house.ground.rows('SELECT roles, active FROM people WHERE id = $1', [body.id])).toEqual([{ roles: [], active: false }]);
  });

  it('with attributes in any letters, from no more than a user name, and with a handle of their own', async () => {
    const small = await scim.post('/Users', { USERNAME: 'zoe@corp.example' });
    expect(small).toMatchObject({ status: 201, body: { displayName: 'zoe@corp.example', active: true } });
    const other = await scim.post('/Users', { userName: 'zoe@other.example', Emails: [{ Value: 'zoe@other.example', Primary: 'True' }] });
    expect(await house.ground.rows('SELECT handle FROM people WHERE id = ANY ($1) ORDER BY 1', [[small.body.id, other.body.id]])).toEqual([
      { handle: 'zoe' },
      { handle: 'zoe-2' },
    ]);
    expect(await house.ground.rows('SELECT 1 FROM identities WHERE person_id = $1', [small.body.id])).toEqual([]);
    const han = await scim.post('/Users', { userName: '王芳@corp.example', name: { givenName: '芳' } });
    expect([han.status, han.body.displayName]).toEqual([201, '芳']);
    expect(await house.ground.rows('SELECT handle FROM people WHERE id = $1', [han.body.id])).toEqual([{ handle: 'person' }]);
  });

  it('with text brought to NFC', async () => {
    const id = await scim.hire('Rene\u0301 Roe', {
      userName: 'rene@corp.example',
      externalId: 'ext-rene',
      emails: [{ value: 'rene@corp.example' }],
    });
    expect((await scim.get(`/Users/${id}`)).body.displayName).toBe('Ren\u00e9 Roe');
  });

  it.each<[string, unknown, number, string | undefined]>([
    ['no user name', { displayName: 'Nobody' }, 400, 'invalidValue'],
    ['an empty user name', newUser('Ned', { userName: ' ' }), 400, 'invalidValue'],
    ['a user name that is a number', newUser('Ned', { userName: 7 }), 400, 'invalidValue'],
    ['a user name of 256 characters', newUser('Ned', { userName: 'n'.repeat(256) }), 400, 'invalidValue'],
    ['no address anywhere', { userName: 'ned' }, 400, 'invalidValue'],
    ['an address without a host', newUser('Ned', { emails: [{ value: 'ned' }] }), 400, 'invalidValue'],
    ['addresses that are text', newUser('Ned', { emails: [7] }), 400, 'invalidSyntax'],
    ['invisible characters', newUser('Ned', { displayName: 'N\u200Bed' }), 400, 'invalidValue'],
    ['characters that turn the direction', newUser('Ned', { displayName: 'N\u202Eed' }), 400, 'invalidValue'],
    ['a control character', newUser('Ned', { userName: 'ned\u0000@corp.example' }), 400, 'invalidValue'],
    ['an unpaired surrogate', '{"userName":"ned\\ud800@corp.example"}', 400, 'invalidValue'],
    ['a name of two lines', newUser('Ned', { displayName: 'Ned\nRoe' }), 400, 'invalidValue'],
    ['active that is a maybe', newUser('Ned', { active: 'maybe' }), 400, 'invalidValue'],
    ['a list', [newUser('Ned')], 400, 'invalidSyntax'],
    ['no JSON', '{', 400, 'invalidSyntax'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 400, 'invalidSyntax'],
    ['a prototype', '{"__proto__":{"userName":"ned@corp.example"}}', 400, 'invalidSyntax'],
    ['the user name of another, in other letters', newUser('Ned', { userName: 'OLGA.KIM@corp.example' }), 409, 'uniqueness'],
    ['the external id of another', newUser('Ned', { externalId: '00u7olga' }), 409, 'uniqueness'],
    [
      'the address of another, who is most likely the same human',
      newUser('Ned', { emails: [{ value: 'Priya@bank.example' }] }),
      409,
      'uniqueness',
    ],
    ['an external id by which somebody here signs in', newUser('Ned', { externalId: 'priya' }), 409, 'uniqueness'],
  ])('not of %s, and nothing is written', async (_story, body, status, scimType) => {
    const before = await everything();
    const answer = await scim.post('/Users', body);
    expect([answer.status, answer.body.status, answer.body.scimType]).toEqual([status, String(status), scimType]);
    expect(answer.body.schemas).toContain('urn:ietf:params:scim:api:messages:2.0:Error');
    expect(answer.body.detail).toMatch(/\w/);
    expect(await everything()).toEqual(before);
  });
});

describe('promise 7: the same request again', () => {
  it('POST twice, also at the same moment: one account, and the others are told that it is there', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => scim.post('/Users', newUser('Tina Twice'))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
    expect(await house.ground.rows(`SELECT count(*)::int AS n FROM people WHERE user_name = 'tina@corp.example'`)).toEqual([{ n: 1 }]);
  });

  it('PUT and PATCH twice: done once, and told in one fact', async () => {
    const id = await scim.hire('Paul Put');
    const body = newUser('Paul Put', { displayName: 'Paul Putt', name: undefined });
    for (const put of [await scim.put(`/Users/${id}`, body), await scim.put(`/Users/${id}`, body)])
      expect(put).toMatchObject({ status: 200, body: { displayName: 'Paul Putt' } });
    const leave = { op: 'replace', path: 'active', value: false };
    for (const patch of [await scim.patch(`/Users/${id}`, leave), await scim.patch(`/Users/${id}`, leave)])
      expect(patch).toMatchObject({ status: 200, body: { active: false } });
    expect(await factsOf(id)).toEqual(['person.created', ['person.changed', ['name']], ['person.changed', ['active']]]);
  });

  it('DELETE twice: gone, then not found; no row is deleted', async () => {
    const id = await scim.hire('Dora Del');
    expect((await scim.delete(`/Users/${id}`)).status).toBe(204);
    for (const again of [
      await scim.delete(`/Users/${id}`),
      await scim.get(`/Users/${id}`),
      await scim.put(`/Users/${id}`, newUser('Dora Del')),
    ])
      expect([again.status, again.body.status]).toEqual([404, '404']);
    expect((await scim.get(`/Users?filter=${encodeURIComponent('userName eq "dora@corp.example"')}`)).body.totalResults).toBe(0);
    expect(await house.ground.rows('SELECT active FROM people WHERE id = $1', [id])).toEqual([{ active: false }]);
    expect(await factsOf(id)).toEqual(['person.created', ['person.changed', ['active', 'syncEndedAt']]]);
  });
});

describe('somebody whom the directory took away', () => {
  it('and who comes back under the same external id is the same human, with the same account', async () => {
    const id = await scim.hire('Cora Come');
    await scim.delete(`/Users/${id}`);
    const back = await scim.post('/Users', newUser('Cora Come', { userName: 'cora.married@corp.example', displayName: 'Cora Back' }));
    expect(back).toMatchObject({
      status: 201,
      body: { id, displayName: 'Cora Back', userName: 'cora.married@corp.example', active: true },
    });
  });

  it('leaves the user name to somebody else, who is another human', async () => {
    const id = await scim.hire('Nina Name');
    await scim.delete(`/Users/${id}`);
    const other = await scim.post('/Users', newUser('Nina Name', { externalId: 'ext-nina-2' }));
    expect(other.status).toBe(201);
    expect(other.body.id).not.toBe(id);
    const humans = await house.ground.rows('SELECT DISTINCT human_id FROM people WHERE id = ANY ($1)', [[id, other.body.id]]);
    expect(humans).toHaveLength(2);
  });

  it('is told again once an admin has let them in', async () => {
    const id = await scim.hire('Adam Admin');
    await scim.delete(`/Users/${id}`);
    const wei = house.person('wei');
    await wei.run('updatePerson', { personId: id, active: true }, 'person { id }');
    expect((await scim.get(`/Users/${id}`)).status).toBe(200);
    expect((await scim.post('/Users', newUser('Adam Admin', { externalId: 'ext-adam-2' }))).status).toBe(409);
  });
});
