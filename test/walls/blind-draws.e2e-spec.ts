import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '#database';
import { ensureHouse } from '#exceptions';
import { readSettings } from '#settings';
import pg from 'pg';
import { SmallHouse } from '../support/small-house.js';

let house: SmallHouse;
let owner: pg.Pool;

beforeAll(async () => {
  house = await SmallHouse.open();
  owner = new pg.Pool({ connectionString: house.urls.adminUrl, max: 1 });
});
afterAll(async () => {
  await owner?.end();
  await house?.close();
});

const DECIDED = 200;

interface Drawn {
  readonly draws: number;
  readonly chosen: number;
  readonly looks: number;
}

/** Furnishes the house as with this setting, and answers what was drawn of decisions that followed. */
async function decidedWith(blindShare: string | undefined, decisions: number): Promise<Drawn> {
  const settings = readSettings({ DATABASE_URL: house.urls.adminUrl, BLIND_SHARE: blindShare });
  await ensureHouse(new Database(owner), settings);
  const before = await drawn();
  for (let n = 0; n < decisions; n++) await house.approved({ proposer: 'priya', cause: `draw-${blindShare ?? 'default'}-${n}` });
  const after = await drawn();
  return { draws: after.draws - before.draws, chosen: after.chosen - before.chosen, looks: after.looks - before.looks };
}

async function drawn(): Promise<Drawn> {
  const [row] = await house.rows<Drawn & Record<string, unknown>>(
    `SELECT count(*)::int AS draws, (count(*) FILTER (WHERE drawn < below))::int AS chosen, (SELECT count(*)::int FROM blind_looks) AS looks FROM blind_draws`,
  );
  if (!row) throw new Error('This query always has one row.');
  return row;
}

describe('blind second looks', () => {
  it('are drawn of five in a hundred decisions where nobody says otherwise', async () => {
    expect(readSettings({ DATABASE_URL: house.urls.adminUrl }).blindShare).toBe(5);
    const { draws, chosen, looks } = await decidedWith(undefined, 1);
    expect([draws, looks]).toEqual([1, chosen]);
    expect(await house.rows('SELECT below, blind_share FROM blind_draws, house ORDER BY at DESC LIMIT 1')).toEqual([
      { below: 500, blind_share: 5 },
    ]);
  });

  it('are as many as the share says, by chance, and each that is drawn is made', async () => {
    const { draws, chosen, looks } = await decidedWith('30', DECIDED);
    expect([draws, looks]).toEqual([DECIDED, chosen]);
    // Of 200 by chance 60, give or take 6.5: outside of six times as much comes once in half a billion runs.
    expect(chosen).toBeGreaterThan(21);
    expect(chosen).toBeLessThan(99);
  });

  it('are all with a share of 100, and none with 0', async () => {
    expect(await decidedWith('100', 3)).toEqual({ draws: 3, chosen: 3, looks: 3 });
    expect(await decidedWith('0', 3)).toEqual({ draws: 0, chosen: 0, looks: 0 });
  });
});
