import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Directory, markOf, newUser, type ScimBody } from '../support/directory.js';
import { House } from '../support/house.js';

jest.setTimeout(120_000);

let house: House;
let scim: Directory;
beforeAll(async () => {
  house = await House.open({ workers: 0 });
  scim = await Directory.open(house);
  await scim.hire('Olga Kim', { userName: 'olga.kim@corp.example', externalId: '00u7olga', emails: [{ value: 'olga.kim@corp.example' }] });
});
afterAll(() => house.close());

const everything = (): Promise<unknown> => markOf(house);

describe('a user is changed', () => {
  const changes: [string, object[], Partial<ScimBody>][] = [
    ['Okta: without a path', [{ op: 'replace', value: { active: false } }], { active: false }],
    ['Entra: by path, with the word False', [{ op: 'Replace', path: 'active', value: 'False' }], { active: false }],
    [
      'Entra: names with a dot, and True',
      [{ op: 'Add', value: { active: 'True', 'name.formatted': 'Mo Dot', 'name.givenName': 'Mo' } }],
      { active: true, displayName: 'Mo Dot' },
    ],
    [
      'an address by its type',
      [{ op: 'Replace', path: 'emails[type eq "work"].value', value: 'mo.w@corp.example' }],
      { emails: [{ value: 'mo.w@corp.example', type: 'work', primary: true }] },
    ],
    [
      'an address that is not kept',
      [{ op: 'Add', path: 'emails[type eq "home"].value', value: 'mo@home.example' }],
      { emails: [{ value: 'mo.w@corp.example', type: 'work', primary: true }] },
    ],
    [
      'a path with its schema, in other letters',
      [{ op: 'REPLACE', path: 'urn:ietf:params:scim:schemas:core:2.0:User:DISPLAYNAME', value: 'Mo Schema' }],
      { displayName: 'Mo Schema' },
    ],
    [
      'both parts of a name',
      [{ op: 'replace', path: 'name', value: { givenName: 'Mo', familyName: 'Parts' } }],
      { displayName: 'Mo Parts' },
    ],
    ['one part of a name, which is not kept', [{ op: 'replace', path: 'name.familyName', value: 'Part' }], { displayName: 'Mo Parts' }],
    [
      'a user name and an external id',
      [
        { op: 'replace', path: 'userName', value: 'mo.new@corp.example' },
        { op: 'add', path: 'externalId', value: 'ext-mo-2' },
      ],
      { userName: 'mo.new@corp.example', externalId: 'ext-mo-2' },
    ],
    ['the external id taken away', [{ op: 'remove', path: 'externalId' }], { externalId: undefined }],
    [
      'what is not kept',
      [
        { op: 'add', path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department', value: 'Cards' },
        { op: 'replace', path: 'title', value: 'Chief' },
        { op: 'remove', path: 'phoneNumbers[type eq "work"]' },
      ],
      { displayName: 'Mo Parts' },
    ],
    [
      'several at once, of which the last word counts',
      [
        { op: 'replace', path: 'active', value: false },
        { op: 'replace', value: { active: true, displayName: 'Mo Last' } },
      ],
      { active: true, displayName: 'Mo Last' },
    ],
  ];
  it.each(changes)('%s', async (_story, operations, after) => {
    const found = await scim.get(`/Users?filter=${encodeURIComponent('displayName eq "x"')}`);
    expect(found.body.scimType).toBe('invalidFilter');
    const id = await mo();
    const answer = await scim.patch(`/Users/${id}`, ...operations);
    expect(answer.status).toBe(200);
    for (const [name, value] of Object.entries(after)) expect(answer.body[name]).toEqual(value);
    expect((await scim.get(`/Users/${id}`)).body).toEqual(answer.body);
  });

  it.each<[string, object[], string]>([
    ['an id', [{ op: 'replace', path: 'id', value: 'per_wei' }], 'mutability'],
    ['groups', [{ op: 'add', path: 'groups', value: [{ value: 'tea_1' }] }], 'mutability'],
    ['the user name taken away', [{ op: 'remove', path: 'userName' }], 'mutability'],
    ['the address taken away', [{ op: 'remove', path: 'emails' }], 'mutability'],
    ['a remove of nothing', [{ op: 'remove' }], 'noTarget'],
    ['an unknown word', [{ op: 'move', path: 'active', value: true }], 'invalidSyntax'],
    ['no operations', [], 'invalidSyntax'],
    ['a path that is none', [{ op: 'replace', path: 'emails[type eq', value: 'x' }], 'invalidPath'],
    ['no value', [{ op: 'replace', value: 'x' }], 'invalidValue'],
    [
      'a good word before a bad one',
      [
        { op: 'replace', path: 'displayName', value: 'Half' },
        { op: 'replace', path: 'active', value: 'perhaps' },
      ],
      'invalidValue',
    ],
    [
      'the user name of another',
      [
        { op: 'replace', path: 'displayName', value: 'Half' },
        { op: 'replace', path: 'userName', value: 'olga.kim@corp.example' },
      ],
      'uniqueness',
    ],
    ['the address of another', [{ op: 'replace', path: 'emails', value: [{ value: 'priya@bank.example' }] }], 'uniqueness'],
  ])('not by %s, and nothing is half done', async (_story, operations, scimType) => {
    const id = await mo();
    const before = await everything();
    const { status, body } = await scim.patch(`/Users/${id}`, ...operations);
    expect([status, body.scimType]).toEqual([scimType === 'uniqueness' ? 409 : 400, scimType]);
    expect(await everything()).toEqual(before);
  });

  it('by PUT, which leaves what it does not say', async () => {
    const id = await scim.hire('Quin Put');
    const put = await scim.put(`/Users/${id}`, { userName: 'quin@corp.example', active: false });
    expect(put).toMatchObject({ status: 200, body: { active: false, displayName: 'Quin Put', externalId: 'ext-quin' } });
    expect((await scim.put(`/Users/${id}`, { displayName: 'Quin' })).body.scimType).toBe('invalidValue');
  });

  it('only as the client knows it, when it says so', async () => {
    const id = await scim.hire('Etta Tag');
    const { version } = (await scim.get(`/Users/${id}`)).body.meta;
    const put = (displayName: string, ifMatch: string) =>
      scim.put(`/Users/${id}`, newUser('Etta Tag', { displayName }), { 'if-match': ifMatch });
    expect((await put('Etta One', version)).status).toBe(200);
    const stale = await put('Etta Two', version);
    expect([stale.status, stale.body.status]).toEqual([412, '412']);
    expect((await scim.delete(`/Users/${id}`, { 'if-match': version })).status).toBe(412);
    expect((await put('Etta Two', '*')).body.displayName).toBe('Etta Two');
  });

  it('an account that an admin made is found by its address, and adopted without a new way to sign in', async () => {
    const [found] = (await scim.get(`/Users?filter=${encodeURIComponent('userName eq "IVY@bank.example"')}`)).body.Resources;
    expect(found).toMatchObject({ id: 'per_ivy', userName: 'ivy@bank.example' });
    const put = await scim.put(
      '/Users/per_ivy',
      newUser('Ivy Chen', { userName: 'ivy@bank.example', emails: [{ value: 'ivy@bank.example' }] }),
    );
    expect(put).toMatchObject({ status: 200, body: { externalId: 'ext-ivy', displayName: 'Ivy Chen' } });
    expect(await house.ground.rows(`SELECT subject FROM identities WHERE person_id = 'per_ivy'`)).toEqual([{ subject: 'ivy' }]);
    expect(await house.ground.rows(`SELECT roles, faces_customers FROM people WHERE id = 'per_ivy'`)).toEqual([
      { roles: ['AGENT'], faces_customers: true },
    ]);
  });
});

let moId: Promise<string> | undefined;
/** One user whom one table of changes changes, row after row. */
function mo(): Promise<string> {
  return (moId ??= scim.hire('Mo Table'));
}

describe('users are found', () => {
  const total = async (filter: string): Promise<[number, number, string | undefined]> => {
    const { status, body } = await scim.get(`/Users?filter=${encodeURIComponent(filter)}`);
    return [status, body.totalResults, body.scimType];
  };

  it.each<[string, number]>([
    ['userName eq "olga.kim@corp.example"', 1],
    ['USERNAME EQ "olga.kim@corp.example"', 1],
    ['externalId eq "00u7olga"', 1],
    ['emails.value eq "OLGA.kim@corp.example"', 1],
    ['emails[type eq "work"].value eq "olga.kim@corp.example"', 1],
    ['id eq "per_ivy"', 1],
    ['id eq "per_ivy" and userName eq "ivy@bank.example"', 1],
    ['id eq "per_ivy" and userName eq "olga.kim@corp.example"', 0],
    ['userName eq "nobody"', 0],
    ['userName eq "a \\"quoted\\" and strange name"', 0],
    ['id eq "per_pay-1"', 0],
    ['id eq "per_house"', 0],
  ])('by %s', async (filter, count) => expect(await total(filter)).toEqual([200, count, undefined]));

  it.each([
    'userName co "olga"',
    'userName eq',
    'userName eq olga',
    'userName eq "olga" or id eq "x"',
    'userName eq "olga" and',
    'not (userName eq "olga")',
    'password eq "x"',
    'id eq "a" and id eq "b"',
    'userName eq "\\x"',
    'userName eq "a\u0000b"',
    '__proto__ eq "x"',
    `userName eq "${'x'.repeat(1_000)}"`,
    '',
  ])('not by %s', async (filter) => expect(await total(filter)).toEqual([400, undefined, 'invalidFilter']));

  it('in parts that together are all, each once', async () => {
    const ids: string[] = [];
    for (let startIndex = 1; ; startIndex += 7) {
      const { body } = await scim.get(`/Users?startIndex=${startIndex}&count=7`);
      ids.push(...body.Resources.map(({ id }) => id));
      if (ids.length >= body.totalResults || body.Resources.length === 0) break;
    }
    const rows = await house.ground.rows<{ id: string }>(
      `SELECT id FROM people WHERE kind = 'PERSON' AND (sync_ended_at IS NULL OR active)`,
    );
    expect([...ids].sort()).toEqual(rows.map(({ id }) => id).sort());
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each<[string, number, number | undefined]>([
    ['count=0', 200, 0],
    ['count=-1', 200, 0],
    ['startIndex=0&count=1', 200, 1],
    ['startIndex=100000', 200, 0],
    ['count=many', 400, undefined],
    ['startIndex=1.5', 400, undefined],
    ['count=1&count=2', 400, undefined],
  ])('with %s', async (query, status, length) => {
    const answer = await scim.get(`/Users?${query}`);
    expect([answer.status, answer.body.Resources?.length]).toEqual([status, length]);
  });

  it('with the attributes that were asked for', async () => {
    expect(Object.keys((await scim.get('/Users/per_ivy?attributes=userName,name.formatted')).body).sort()).toEqual([
      'id',
      'meta',
      'name',
      'schemas',
      'userName',
    ]);
    expect((await scim.get('/Users/per_ivy?excludedAttributes=emails,id')).body).not.toHaveProperty('emails');
  });
});
