import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Directory, newUser } from '../support/directory.js';
import { House } from '../support/house.js';

jest.setTimeout(120_000);

let house: House | undefined;
afterEach(async () => {
  await house?.close();
  house = undefined;
});

describe('promise 13: a directory', () => {
  it('has a share like every machine: then 429, with the time to wait, and somebody else goes on', async () => {
    house = await House.open({ workers: 0, env: { TOKEN_COST_PER_MINUTE: '1000', PERSON_COST_PER_MINUTE: '2000' } });
    const scim = await Directory.open(house);
    const statuses: number[] = [];
    for (let page = 0; page < 20 && !statuses.includes(429); page++) statuses.push((await scim.get('/Users')).status);
    expect(statuses.filter((status) => status === 200).length).toBe(10);
    const refused = await scim.post('/Users', newUser('Too Much'));
    expect([refused.status, refused.body.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, '429', true]);
    expect(await house.ground.rows(`SELECT 1 FROM people WHERE user_name = 'too@corp.example'`)).toEqual([]);
    expect((await (await Directory.open(house)).get('/Users')).status).toBe(200);
  });

  it('that sends everything at once is told to come again', async () => {
    house = await House.open({ workers: 0, env: { REQUESTS_MAX: '4' } });
    const scim = await Directory.open(house);
    await scim.get('/Users?count=0');
    const answers = await Promise.all(Array.from({ length: 12 }, () => scim.get('/Users')));
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every(({ headers, body }) => headers.get('retry-after') === '1' && body.status === '503')).toBe(true);
    expect(answers.some(({ status }) => status === 200)).toBe(true);
  });
});

describe('SCIM_SUBJECT', () => {
  it.each([
    ['userName', ['sue@corp.example']],
    ['none', []],
  ])('%s', async (name, subjects) => {
    house = await House.open({ workers: 0, env: { SCIM_SUBJECT: name } });
    const id = await (await Directory.open(house)).hire('Sue Subject');
    const rows = await house.ground.rows<{ subject: string }>('SELECT subject FROM identities WHERE person_id = $1', [id]);
    expect(rows.map(({ subject }) => subject)).toEqual(subjects);
  });
});
