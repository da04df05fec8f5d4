import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { SmallHouse } from '../../test/support/small-house.js';
import type { Actor } from './actor.js';
import { Teams } from './teams.service.js';

let house: SmallHouse;
let teams: Teams;
beforeAll(async () => {
  house = await SmallHouse.open();
  teams = new Teams(house.api);
});
afterAll(() => house.close());

const actor = (handle: string): Actor => ({
  personId: `per_${handle}`,
  humanId: `hum_${handle}`,
  kind: 'PERSON',
  roles: handle === 'wei' ? ['ADMIN'] : ['AGENT'],
  facesCustomers: true,
  active: true,
  away: false,
});
const wei = actor('wei');
const named = async (): Promise<string[]> => (await teams.list()).map(({ name }) => name);

it('makes a team and gives it another name, with a fact for each, and nothing for the same name again', async () => {
  const { node } = await teams.create({ name: 'Night desk' }, wei);
  expect(node).toMatchObject({ id: expect.stringMatching(/^tea_/) as unknown, name: 'Night desk', endedAt: null });
  expect((await teams.rename({ teamId: node.id, name: 'Late desk' }, wei)).node.name).toBe('Late desk');
  expect((await teams.rename({ teamId: node.id, name: 'Late desk' }, wei)).node.name).toBe('Late desk');
  expect(await named()).toContain('Late desk');
  const facts = await house.factsOf(node.id);
  expect(facts.map(({ name, body }) => [name, body])).toEqual([
    ['team.created', {}],
    ['team.changed', { changed: ['name'] }],
  ]);
  await house.admin.query(
    `UPDATE people SET team_id = '${node.id}' WHERE handle IN ('tom', 'mia'); UPDATE people SET active = false WHERE handle = 'mia'`,
  );
  expect(await teams.sizes([node.id])).toEqual([{ id: node.id, count: 1 }]);
  await house.admin.query(`UPDATE people SET team_id = NULL, active = true WHERE handle IN ('tom', 'mia')`);
});

it('takes up again a team of that name that ended, without what a directory called it', async () => {
  const { node } = await teams.create({ name: 'Summer desk' }, wei);
  await house.admin.query(`UPDATE teams SET ended_at = house_now(), external_id = 'ext-1' WHERE id = '${node.id}'`);
  expect(await named()).not.toContain('Summer desk');
  const again = await teams.create({ name: 'Summer desk' }, wei);
  expect(again.node).toMatchObject({ id: node.id, endedAt: null, externalId: null });
});

it.each<[string, () => Promise<unknown>, object]>([
  ['a name that another team has', () => teams.create({ name: 'Late desk' }, wei), { code: 'INVALID', path: ['name'] }],
  ['no name', () => teams.create({ name: ' ' }, wei), { code: 'INVALID', path: ['name'] }],
  ['a name of two lines', () => teams.create({ name: 'a\nb' }, wei), { code: 'INVALID', path: ['name'] }],
  ['a team that does not exist', () => teams.rename({ teamId: 'tea_none', name: 'x' }, wei), { code: 'NOT_FOUND', path: ['teamId'] }],
  ['an agent', () => teams.create({ name: 'Mine' }, actor('tom')), { code: 'NOT_ALLOWED' }],
  ['an agent who renames', () => teams.rename({ teamId: 'tea_none', name: 'Mine' }, actor('tom')), { code: 'NOT_ALLOWED' }],
])('refuses %s, and writes nothing', async (_story, act, refusal) => {
  const before = await house.rows('SELECT (SELECT count(*) FROM facts) AS facts, (SELECT count(*) FROM teams) AS teams');
  await expect(act()).rejects.toMatchObject(refusal);
  expect(await house.rows('SELECT (SELECT count(*) FROM facts) AS facts, (SELECT count(*) FROM teams) AS teams')).toEqual(before);
});

it('refuses the name of another team for a rename, also of two at once', async () => {
  const [one, other] = [await teams.create({ name: 'One' }, wei), await teams.create({ name: 'Other' }, wei)];
  await expect(teams.rename({ teamId: other.node.id, name: 'One' }, wei)).rejects.toMatchObject({ code: 'INVALID', path: ['name'] });
  const outcomes = await Promise.allSettled([
    teams.rename({ teamId: one.node.id, name: 'Same' }, wei),
    teams.rename({ teamId: other.node.id, name: 'Same' }, wei),
    teams.create({ name: 'Same' }, wei),
  ]);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'INVALID', path: ['name'] });
});
