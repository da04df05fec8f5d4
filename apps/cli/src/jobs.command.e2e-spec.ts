import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { finish } from '../../../test/support/command-line.js';
import { SmallHouse } from '../../../test/support/small-house.js';
import { EXIT } from './command.errors.js';

jest.setTimeout(60_000);

describe('countersign jobs', () => {
  let house: SmallHouse;
  const run = (...words: string[]) => finish(['jobs', ...words], { DATABASE_URL: house.urls.adminUrl });

  beforeAll(async () => {
    house = await SmallHouse.open();
  });
  afterAll(() => house.close());

  it('lists what is parked, and releases it once', async () => {
    expect((await run('list')).out).toBe('No job is parked.\n');
    await house.rows(`INSERT INTO job_starts (kind, id, generation, starts, parked_at) VALUES
      ('route-review', 'rev_1', 1, 5, '2026-11-16T23:06:00Z'), ('expire-exception', 'exc_2', 1, 5, '2026-11-16T23:07:00Z'), ('route-review', 'rev_3', 1, 2, null)`);
    expect((await run('list')).out).toBe(`route-review      rev_1  started 5 times, parked at 2026-11-16T23:06:00.000Z
expire-exception  exc_2  started 5 times, parked at 2026-11-16T23:07:00.000Z
2 jobs wait for a person.
`);
    expect(await run('release', 'route-review', 'rev_1')).toMatchObject({
      code: 0,
      out: 'route-review of rev_1 runs again at the next sweep, if its work is still open.\n',
    });
    expect((await run('release', 'route-review', 'rev_1')).code).toBe(EXIT.refused);
    expect((await run('release', 'route-review', 'rev_3')).err).toContain('No route-review of rev_3 is parked.'); // it may be under way
    expect(await house.rows('SELECT id FROM job_starts ORDER BY id')).toEqual([{ id: 'exc_2' }, { id: 'rev_3' }]);
  });
});
