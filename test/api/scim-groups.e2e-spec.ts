import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { brokenInvariants } from '#audit';
import { Directory, markOf, type ScimAnswer } from '../support/directory.js';
import { House } from '../support/house.js';

jest.setTimeout(120_000);

let house: House;
let scim: Directory;
let [ann, ben, cleo]: [string, string, string] = ['', '', ''];
beforeAll(async () => {
  house = await House.open({ workers: 0 });
  scim = await Directory.open(house);
  [ann, ben, cleo] = [await scim.hire('Ann Roe'), await scim.hire('Ben Roe'), await scim.hire('Cleo Roe')];
});
afterAll(() => house.close());

const membersOf = async (id: string): Promise<string[]> => (await scim.get(`/Groups/${id}`)).body.members.map(({ value }) => value).sort();
const sorted = (...ids: string[]): string[] => ids.sort();
const everything = (): Promise<unknown> => markOf(house);
const facts = async (id: string): Promise<string[]> => (await house.ground.factsOf(id)).map(({ name }) => name);

describe('a group', () => {
  it('is made as a team, with members who were made before', async () => {
    const { status, headers, body } = await scim.post('/Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'Cards',
      externalId: 'group-cards',
      members: [{ value: ann }, { value: ben, $ref: 'https://elsewhere.example/', type: 'User' }],
    });
    expect([status, headers.get('location'), headers.get('etag')]).toEqual([201, body.meta.location, body.meta.version]);
    expect(body).toMatchObject({
      displayName: 'Cards',
      externalId: 'group-cards',
      members: [
        { value: ann, display: 'Ann Roe', type: 'User' },
        { value: ben, display: 'Ben Roe', type: 'User' },
      ],
      meta: { resourceType: 'Group' },
    });
    expect((await scim.get(`/Users/${ann}`)).body.groups).toMatchObject([{ value: body.id, display: 'Cards' }]);
    expect(await house.ground.factsOf(body.id)).toMatchObject([{ name: 'team.created', actor_id: scim.machineId }]);
    expect((await house.ground.factsOf(ann)).at(-1)).toMatchObject({
      name: 'person.changed',
      actor_id: scim.machineId,
      body: { changed: ['teamId'] },
    });
  });

  it('gives no rights to anybody', async () => {
    await scim.team('ADMIN', [ben]);
    expect(await house.ground.rows('SELECT roles, faces_customers FROM people WHERE id = $1', [ben])).toEqual([
      { roles: [], faces_customers: false },
    ]);
  });

  it.each<[string, () => unknown, number, string]>([
    ['no name', () => ({ members: [] }), 400, 'invalidValue'],
    ['a name that a team has', () => ({ displayName: 'Cards' }), 409, 'uniqueness'],
    ['an external id that a team has', () => ({ displayName: 'Cards 2', externalId: 'group-cards' }), 409, 'uniqueness'],
    ['a name of 201 characters', () => ({ displayName: 'x'.repeat(201) }), 400, 'invalidValue'],
    ['invisible characters', () => ({ displayName: 'Ca\u200Brds' }), 400, 'invalidValue'],
    [
      'a member who was not made before',
      () => ({ displayName: 'Loans', members: [{ value: cleo }, { value: 'per_none' }] }),
      400,
      'invalidValue',
    ],
    ['a machine as a member', () => ({ displayName: 'Loans', members: [{ value: 'per_pay-1' }] }), 400, 'invalidValue'],
    ['a group as a member', () => ({ displayName: 'Loans', members: [{ value: 'tea_1', type: 'Group' }] }), 400, 'invalidValue'],
    ['a member without a value', () => ({ displayName: 'Loans', members: [{ display: 'Cleo' }] }), 400, 'invalidValue'],
    ['members that are text', () => ({ displayName: 'Loans', members: 'cleo' }), 400, 'invalidSyntax'],
  ])('is not made of %s, and nothing is half done', async (_story, body, status, scimType) => {
    const before = await everything();
    const answer = await scim.post('/Groups', body());
    expect([answer.status, answer.body.scimType]).toEqual([status, scimType]);
    expect(await everything()).toEqual(before);
  });

  it('is found by name, id, external id and member, with or without members', async () => {
    const find = (query: string): Promise<ScimAnswer> => scim.get(`/Groups?${query}`);
    const filter = (text: string): string => `filter=${encodeURIComponent(text)}`;
    const [cards] = (await find(filter('displayName eq "cards"'))).body.Resources;
    expect(cards).toMatchObject({ displayName: 'Cards', members: [{ value: ann }] });
    const without = (await find(`excludedAttributes=members&${filter('externalId eq "group-cards"')}`)).body.Resources[0];
    expect(without).not.toHaveProperty('members');
    expect(without?.meta.version).toBe(cards?.meta.version);
    expect((await find(filter(`id eq "${cards?.id ?? ''}" and members eq "${ann}"`))).body.totalResults).toBe(1);
    expect((await find(filter(`id eq "${cards?.id ?? ''}" and members.value eq "${cleo}"`))).body.totalResults).toBe(0);
    expect((await find(filter('displayName sw "C"'))).body.scimType).toBe('invalidFilter');
    expect((await find('count=1&startIndex=2')).body).toMatchObject({ itemsPerPage: 1, startIndex: 2 });
  });
});

describe('members', () => {
  let id = '';
  beforeAll(async () => void (id = await scim.team('Claims', [ann])));

  const steps: [string, () => object[], () => string[]][] = [
    ['Okta: one is added', () => [{ op: 'add', path: 'members', value: [{ value: ben, display: 'Ben' }] }], () => sorted(ann, ben)],
    ['the same one again', () => [{ op: 'add', path: 'members', value: [{ value: ben }] }], () => sorted(ann, ben)],
    ['Okta: one is removed', () => [{ op: 'remove', path: `members[value eq "${ann}"]` }], () => [ben]],
    ['the same one again', () => [{ op: 'remove', path: `members[value eq "${ann}"]` }], () => [ben]],
    [
      'Entra: one is added by a word in capitals',
      () => [{ op: 'Add', path: 'members', value: [{ $ref: null, value: cleo }] }],
      () => sorted(ben, cleo),
    ],
    ['Entra: one is removed by its value', () => [{ op: 'Remove', path: 'members', value: [{ $ref: null, value: ben }] }], () => [cleo]],
    ['without a path', () => [{ op: 'add', value: { members: [{ value: ann }] } }], () => sorted(ann, cleo)],
    ['somebody who is no member is removed', () => [{ op: 'remove', path: 'members[value eq "per_none"]' }], () => sorted(ann, cleo)],
    ['all are replaced', () => [{ op: 'replace', path: 'members', value: [{ value: ben }] }], () => [ben]],
    [
      'one leaves and two come, in one request',
      () => [
        { op: 'remove', path: `members[value eq "${ben}"]` },
        { op: 'add', path: 'members', value: [{ value: ann }, { value: cleo }] },
      ],
      () => sorted(ann, cleo),
    ],
    ['all are removed', () => [{ op: 'remove', path: 'members' }], () => []],
  ];
  it.each(steps)('%s', async (_story, operations, members) => {
    const { status, body } = await scim.patch(`/Groups/${id}`, ...operations());
    expect([status, body.id]).toEqual([200, id]);
    expect(await membersOf(id)).toEqual(members());
  });

  it('are told in one fact for each person who moved, and in none for the others', async () => {
    await scim.patch(`/Groups/${id}`, { op: 'replace', path: 'members', value: [{ value: ann }, { value: ben }] });
    const before = [(await facts(ann)).length, (await facts(ben)).length];
    await scim.put(`/Groups/${id}`, { displayName: 'Claims', members: [{ value: ann }] });
    await scim.put(`/Groups/${id}`, { displayName: 'Claims', members: [{ value: ann }] });
    expect([(await facts(ann)).length, (await facts(ben)).length]).toEqual([before[0], (before[1] ?? 0) + 1]);
    expect(await facts(id)).toEqual(['team.created']);
  });

  it.each<[string, () => object[], string]>([
    ['somebody who is nobody', () => [{ op: 'add', path: 'members', value: [{ value: cleo }, { value: 'per_none' }] }], 'invalidValue'],
    [
      'a name beside somebody who is nobody',
      () => [
        { op: 'replace', path: 'displayName', value: 'Half' },
        { op: 'add', path: 'members', value: [{ value: 'per_none' }] },
      ],
      'invalidValue',
    ],
    [
      'a member in the place of one who is not there',
      () => [{ op: 'replace', path: 'members[value eq "per_none"]', value: { value: cleo } }],
      'noTarget',
    ],
    [
      'a member in the place of another',
      () => [{ op: 'replace', path: `members[value eq "${ann}"]`, value: { value: cleo } }],
      'mutability',
    ],
    ['members chosen by name', () => [{ op: 'remove', path: 'members[display eq "Ann Roe"]' }], 'invalidPath'],
    ['the name of another team', () => [{ op: 'replace', path: 'displayName', value: 'Cards' }], 'uniqueness'],
    ['the name taken away', () => [{ op: 'remove', path: 'displayName' }], 'mutability'],
    ['an id', () => [{ op: 'replace', path: 'id', value: 'tea_2' }], 'mutability'],
  ])('are not changed by %s, and nothing is half done', async (_story, operations, scimType) => {
    const before = await everything();
    const answer = await scim.patch(`/Groups/${id}`, ...operations());
    expect(answer.body.scimType).toBe(scimType);
    expect(await everything()).toEqual(before);
  });

  it('Okta: a group is renamed without a path, with its id beside the name', async () => {
    const renamed = await scim.patch(`/Groups/${id}`, { op: 'replace', value: { id, displayName: 'Claims 2' } });
    expect(renamed).toMatchObject({ status: 200, body: { displayName: 'Claims 2' } });
    expect((await house.ground.factsOf(id)).at(-1)).toMatchObject({ name: 'team.changed', body: { changed: ['name'] } });
  });

  it('of two groups belong to the one that named them last, and a late remove from the other changes nothing', async () => {
    const [one, other] = [await scim.team('One', [cleo]), await scim.team('Other')];
    await scim.patch(`/Groups/${other}`, { op: 'add', path: 'members', value: [{ value: cleo }] });
    expect([await membersOf(one), await membersOf(other)]).toEqual([[], [cleo]]);
    await scim.patch(`/Groups/${one}`, { op: 'remove', path: `members[value eq "${cleo}"]` });
    expect(await membersOf(other)).toEqual([cleo]);
  });

  it('are changed only as the client knows them, when it says so', async () => {
    const { version } = (await scim.get(`/Groups/${id}`)).body.meta;
    await scim.patch(`/Groups/${id}`, { op: 'add', path: 'members', value: [{ value: cleo }] });
    const stale = await scim.put(`/Groups/${id}`, { displayName: 'Claims', members: [] }, { 'if-match': version });
    expect(stale.status).toBe(412);
    expect(await membersOf(id)).toContain(cleo);
  });

  it('who were taken away by the directory are in no team', async () => {
    const gone = await scim.hire('Gus Gone');
    await scim.patch(`/Groups/${id}`, { op: 'add', path: 'members', value: [{ value: gone }] });
    await scim.delete(`/Users/${gone}`);
    expect(await membersOf(id)).not.toContain(gone);
    const again = await scim.patch(`/Groups/${id}`, { op: 'add', path: 'members', value: [{ value: gone }] });
    expect([again.status, again.body.scimType]).toEqual([400, 'invalidValue']);
  });
});

describe('a group that is deleted', () => {
  it('ends: nobody is in it, it is not found any more, and no row is deleted; its name can be taken up again', async () => {
    const id = await scim.team('Short-lived', [ann]);
    expect((await scim.delete(`/Groups/${id}`)).status).toBe(204);
    for (const answer of [
      await scim.delete(`/Groups/${id}`),
      await scim.get(`/Groups/${id}`),
      await scim.put(`/Groups/${id}`, { displayName: 'x' }),
    ])
      expect([answer.status, answer.body.status]).toEqual([404, '404']);
    expect(await facts(id)).toEqual(['team.created', 'team.ended']);
    expect((await scim.get(`/Users/${ann}`)).body.groups).toEqual([]);
    expect(await house.ground.rows('SELECT ended_at IS NOT NULL AS ended FROM teams WHERE id = $1', [id])).toEqual([{ ended: true }]);
    const again = await scim.post('/Groups', { displayName: 'Short-lived', members: [{ value: ann }] });
    expect([again.status, again.body.id]).toEqual([201, id]);
    expect(await membersOf(id)).toEqual([ann]);
  });

  it('by two at once ends once; who is put into it at the same moment is in it before, or nobody is', async () => {
    const id = await scim.team('Raced', [ann]);
    const wei = house.person('wei');
    const [ends, put] = await Promise.all([
      Promise.all([scim.delete(`/Groups/${id}`), scim.delete(`/Groups/${id}`)]),
      wei.run('updatePerson', { personId: ben, teamId: id }, 'person { id }'),
    ]);
    expect(ends.map(({ status }) => status).sort()).toEqual([204, 404]);
    expect(['NOT_FOUND', undefined]).toContain(put.userErrors[0]?.code);
    expect(await house.ground.rows('SELECT 1 FROM people WHERE team_id = $1', [id])).toEqual([]);
  });
});

it('promise 7: of one group that is made by many at once there is one', async () => {
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => scim.post('/Groups', { displayName: 'Rush', members: [{ value: ann }] })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
});

it('a team that moves 2,001 people at once is refused, 2,000 are moved', async () => {
  await house.ground.admin.query(`INSERT INTO people (id, human_id, kind, name, handle, email, user_name)
    SELECT 'per_x' || n, 'hum_x' || n, 'PERSON', 'X' || n, 'x' || n, 'x' || n || '@corp.example', 'x' || n FROM generate_series(1, 2001) n`);
  const members = Array.from({ length: 2_001 }, (_, n) => ({ value: `per_x${n + 1}` }));
  const many = await scim.post('/Groups', { displayName: 'Many', members });
  expect([many.status, many.body.scimType]).toEqual([400, 'invalidValue']);
  const most = await scim.post('/Groups', { displayName: 'Many', members: members.slice(1) });
  expect([most.status, most.body.members?.length]).toEqual([201, 2_000]);
});

it('after all of this, what must always be true is true', async () => {
  expect(await brokenInvariants(house.ground.urls.apiUrl)).toEqual([]);
});
