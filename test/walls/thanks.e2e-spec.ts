import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SmallHouse } from '../support/small-house.js';

let house: SmallHouse;
beforeAll(async () => {
  house = await SmallHouse.open();
  await house.rows(`UPDATE people SET active = false WHERE id = 'per_noor';
    INSERT INTO thanks_preferences (human_id, person_id, named) VALUES ('hum_ivy', 'per_ivy', false)`);
  await house.link('sam', 'jack');
});
afterAll(() => house.close());

let made = 0;
interface Said {
  from?: string;
  to?: readonly string[];
  under?: string;
  by?: string;
  caseId?: string;
}

/** Thanks by SQL, as the service's own role; answers the SQLSTATE, or nothing when they stand. */
const say = async (role: 'api' | 'superuser', said: Said = {}): Promise<string> => {
  const id = `thx_wall${++made}`;
  const { from, to, under, by, caseId } = {
    from: 'priya',
    to: ['tom'],
    under: said.caseId ?? id,
    by: said.from ?? 'priya',
    caseId: null,
    ...said,
  };
  const client = await house[role].pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(`INSERT INTO remarks (id, subject_id, author_id, body) VALUES ('rmk_${id}', '${under}', 'per_${by}', 'Well done.')`);
    await client.query(
      `INSERT INTO thanks (id, from_id, from_human, case_id, deed_id) SELECT '${id}', p.id, p.human_id, $1::text, 'rmk_${id}' FROM people p WHERE handle = $2`,
      [caseId, from],
    );
    await client.query(
      `INSERT INTO thanks_to (thanks_id, from_human, person_id, human_id) SELECT '${id}', t.from_human, p.id, p.human_id FROM thanks t, people p WHERE t.id = '${id}' AND handle = ANY ($1)`,
      [to],
    );
    await client.query('COMMIT');
    return 'stands';
  } catch (error) {
    await client.query('ROLLBACK');
    return (error as { code: string }).code;
  } finally {
    client.release();
  }
};
const refused = (role: 'api' | 'superuser', statement: string): Promise<string> =>
  house[role].pool.query(statement).then(
    () => 'stands',
    (error: { code: string }) => error.code,
  );

describe.each(['api', 'superuser'] as const)('thanks written past the service, as %s', (role) => {
  it.each<[story: string, said: Said, state: string]>([
    ['by one to another', {}, 'stands'],
    ['to ten', { to: ['tom', 'lachlan', 'mia', 'sam', 'renee', 'omar', 'wei', 'ana'] }, 'stands'],
    ['to nobody', { to: [] }, 'TP900'],
    ['to oneself', { to: ['priya'] }, 'TP180'],
    ['to another account of oneself', { from: 'lachlan', to: ['lach2'] }, 'TP180'],
    ['to a linked account', { from: 'sam', to: ['jack'] }, 'TP180'],
    ['to a machine', { to: ['desk'] }, 'TP103'],
    ['to somebody who left', { to: ['noor'] }, 'TP103'],
    ['to somebody who does not want to be named', { to: ['ivy'] }, 'TP181'],
    ['by somebody who does not want to be named', { from: 'ivy' }, 'TP181'],
    ['by a machine', { from: 'pay-1' }, 'TP107'],
    ['by somebody who left', { from: 'noor' }, 'TP107'],
    ['with words that stand elsewhere', { under: 'cas_other' }, 'TP900'],
    ['with words of somebody else', { by: 'tom' }, 'TP900'],
  ])('%s', async (_, said, state) => {
    expect(await say(role, said)).toBe(state);
  });

  it('about a customer who was erased', async () => {
    const caseId = await house.caseOf('priya');
    expect(await say(role, { caseId })).toBe('stands');
    expect(await say(role, { caseId, under: `thx_wall${made + 1}` })).toBe('TP900');
    await house.rows(
      `UPDATE customers SET name = NULL, contact = NULL, erased_at = house_now() WHERE id = (SELECT customer_id FROM cases WHERE id = '${caseId}')`,
    );
    expect(await say(role, { caseId })).toBe('TP152');
  });

  it('afterwards: nothing is changed, taken back or added', async () => {
    expect(await say(role)).toBe('stands');
    const id = `thx_wall${made}`;
    const denied = role === 'api' ? '42501' : 'TP900';
    expect(await refused(role, `UPDATE thanks SET at = house_now() WHERE id = '${id}'`)).toBe(denied);
    expect(await refused(role, `DELETE FROM thanks_to WHERE thanks_id = '${id}'`)).toBe(denied);
    expect(await refused(role, `DELETE FROM thanks_offers_answered`)).toBe(role === 'api' ? '42501' : 'stands');
    expect(await refused(role, `TRUNCATE thanks CASCADE`)).toBe(denied);
    const more = `INSERT INTO thanks_to (thanks_id, from_human, person_id, human_id) VALUES ('${id}', 'hum_priya', 'per_mia', 'hum_mia')`;
    expect(await refused(role, more)).toBe('TP900');
  });
});
