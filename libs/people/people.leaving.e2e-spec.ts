import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SmallHouse } from '../../test/support/small-house.js';
import { PeopleService } from './people.service.js';

let house: SmallHouse;
let people: PeopleService;

beforeAll(async () => {
  house = await SmallHouse.open();
  people = new PeopleService(house.api);
});
afterAll(() => house.close());

describe('what hangs on somebody who leaves', () => {
  it('is told to admins: cases, promises, signatures, proposals, reviews', async () => {
    const signed = await house.proposal({ proposer: 'priya', signers: ['mia', 'tom'] });
    const proposed = await house.proposal({ proposer: 'mia' });
    const { reviewId } = await house.approved({ proposer: 'priya' });
    await house.admin
      .query(`UPDATE reviews SET turn = turn + 1, status = 'CLAIMED', reviewer_id = 'per_lach2', reviewer_human = 'hum_lachlan',
      claimed_until = house_now() + interval '20 minutes' WHERE id = '${reviewId}'`);
    const wei = await house.actor('wei');
    const [caseOfMia] = await house.rows<{ id: string }>('SELECT case_id AS id FROM policy_exceptions WHERE id = $1', [proposed]);
    expect(await people.leaving('per_mia', wei)).toEqual({
      personId: 'per_mia',
      cases: { count: 1, ids: [caseOfMia?.id] },
      promised: { count: 0, ids: [] },
      signed: { count: 1, ids: [signed] },
      proposed: { count: 1, ids: [proposed] },
      claimed: { count: 0, ids: [] },
    });
    expect((await people.leaving('per_lach2', wei)).claimed).toEqual({ count: 1, ids: [reviewId] });
    await expect(people.leaving('per_mia', await house.actor('priya'))).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    await expect(people.leaving('per_none', wei)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('counts promises that are open or late and not kept, the soonest due first, 25 by name', async () => {
    const [ownCase = '', othersCase = ''] = [await house.caseOf('noor'), await house.caseOf('priya')];
    const promise = (id: string, caseId: string, due: string, by = 'noor') =>
      house.admin.query(`INSERT INTO remarks (id, subject_id, body) VALUES ('rmk_${id}', '${id}', 'The refund.');
        INSERT INTO get_backs (id, case_id, promised_by, promised_human, what_id, due_at, remind_at)
          SELECT '${id}', '${caseId}', 'per_${by}', 'hum_${by}', 'rmk_${id}', due, due - interval '1 minute' FROM (SELECT house_now() + interval '${due}') d (due)`);
    await promise('gbk_kept', ownCase, '10 minutes');
    await promise('gbk_late', ownCase, '20 minutes');
    await promise('gbk_of_others', othersCase, '20 minutes', 'priya');
    await house.admin.query(`INSERT INTO remarks (id, subject_id, body) VALUES ('rmk_said', 'gbk_kept', 'It is paid.');
      UPDATE get_backs SET status = 'KEPT', said_id = 'rmk_said' WHERE id = 'gbk_kept'`);
    const later = Array.from({ length: 26 }, (_, at) => `gbk_${String(at).padStart(2, '0')}`);
    for (const id of [...later].reverse()) await promise(id, ownCase, `${Number(id.slice(-2)) + 90} minutes`);
    const wei = await house.actor('wei');
    expect((await people.leaving('per_noor', wei)).promised).toEqual({ count: 27, ids: ['gbk_late', ...later.slice(0, 24)] });
    await house.clock('1 hour');
    await house.admin.query(`UPDATE get_backs SET status = 'BROKEN' WHERE id = 'gbk_late'`);
    expect((await people.leaving('per_noor', wei)).promised).toMatchObject({ count: 27 });
    await house.admin.query(`INSERT INTO remarks (id, subject_id, body) VALUES ('rmk_late', 'gbk_late', 'It is paid now.');
      UPDATE get_backs SET said_id = 'rmk_late' WHERE id = 'gbk_late'`);
    expect((await people.leaving('per_noor', wei)).promised).toEqual({ count: 26, ids: later.slice(0, 25) });
    await house.clock('0');
  });
});
