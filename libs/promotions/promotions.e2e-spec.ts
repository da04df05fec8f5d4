import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ExceptionsClock } from '#exceptions';
import { PoliciesReads, PoliciesService, PolicyDraftsService } from '#policies';
import type { Actor } from '#people';
import { SmallHouse } from '../../test/support/small-house.js';
import { Avoidances } from './avoided.service.js';
import { PromotionDrafts } from './promotion-drafts.service.js';
import { Replays } from './replays.service.js';

let house: SmallHouse;
let replays: Replays;
let avoidances: Avoidances;
let drafts: PolicyDraftsService;
let policies: PoliciesService;
let [renee, omar]: Actor[] = [];

beforeAll(async () => {
  house = await SmallHouse.open();
  [replays, avoidances] = [new Replays(house.api), new Avoidances(house.api)];
  const reads = new PoliciesReads(house.api);
  [drafts, policies] = [new PolicyDraftsService(house.api, reads), new PoliciesService(house.api, reads)];
  [renee, omar] = [await house.actor('renee'), await house.actor('omar')];
});
afterAll(() => house?.close());

const draft = async (causes: string[], amountMinor = 25_000, kinds = ['FEE_WAIVER']): Promise<string> => {
  const conditions = { kinds, causes, amountUpTo: { amountMinor, currency: 'AUD' } };
  return (await drafts.draft({ title: `Fees: ${causes.join()}`, text: 'They are waived.', conditions }, renee as Actor)).node.id;
};

const soon = { to: new Date(Date.now() + 3_600_000) };

describe('a replay', () => {
  it('counts what a draft would have allowed, what that comes to, and what people had said no to', async () => {
    const id = await draft(['ice', 'snow'], 20_000);
    const before = await replays.replay(id, soon, []);
    await house.approved({ proposer: 'priya', cause: 'ice', amountMinor: 12_000 });
    const never = await house.approved({ proposer: 'priya', cause: 'snow', amountMinor: 20_000 });
    await house.approved({ proposer: 'priya', cause: 'ice', amountMinor: 20_001 });
    await house.approved({ proposer: 'priya', cause: 'hail', amountMinor: 100 });
    const declined = await house.proposal({ proposer: 'priya', cause: 'ice', amountMinor: 500 });
    const open = await house.proposal({ proposer: 'priya', cause: 'snow', amountMinor: 7 });
    await house.admin.query(
      `UPDATE policy_exceptions SET turn = turn + 1, status = 'DECLINED' WHERE id = '${declined}';
       INSERT INTO remarks (id, subject_id, body) VALUES ('rmk_never', '${never.reviewId}', 'No.');
       UPDATE reviews SET turn = turn + 1, status = 'CLAIMED', reviewer_id = 'per_omar', reviewer_human = 'hum_omar', claimed_until = house_now() + interval '20 minutes' WHERE id = '${never.reviewId}';
       UPDATE reviews SET turn = turn + 1, status = 'DISPOSED', claimed_until = NULL, disposition = 'NOT_AGAIN', reason_id = 'rmk_never', disposed_at = house_now() WHERE id = '${never.reviewId}'`,
    );
    const replay = await replays.replay(id, soon, []);
    expect(replay).toMatchObject({
      of: before.of + 6,
      covered: 4,
      cost: [{ amountMinor: 12_000 + 20_000 + 500 + 7, currency: 'AUD' }],
      alsoCaughtCount: 2,
      alsoCaughtIds: [declined, never.exceptionId],
    });
    await house.admin.query(
      `INSERT INTO remarks (id, subject_id, body) VALUES ('rmk_objects', '${open}', 'Hm.');
       UPDATE policy_exceptions SET turn = turn + 1, raised = 1 WHERE id = '${open}';
       INSERT INTO objections (exception_id, revision, human_id, signer_id, digest, words_id)
         SELECT '${open}', 1, 'hum_tom', 'per_tom', digest, 'rmk_objects' FROM revisions WHERE exception_id = '${open}'`,
    );
    expect(await replays.replay(id, soon, [])).toMatchObject({ covered: 4, alsoCaughtCount: 3 });
    await house.admin.query(
      `INSERT INTO objection_ends (exception_id, revision, human_id, how) VALUES ('${open}', 1, 'hum_tom', 'RETRACTED')`,
    );
    expect(await replays.replay(id, soon, [])).toMatchObject({
      covered: 4,
      alsoCaughtCount: 2,
      alsoCaughtIds: [declined, never.exceptionId],
    });
  });

  it('has the same digest for the same rule, time and data, and another for any other', async () => {
    const [one, same, other] = [await draft(['ice']), await draft(['ice']), await draft(['ice'], 24_999)];
    const { digest } = await replays.replay(one, soon, []);
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect((await replays.replay(one, soon, [])).digest).toBe(digest);
    expect((await replays.replay(same, soon, [])).digest).toBe(digest);
    expect((await replays.replay(other, soon, [])).digest).not.toBe(digest);
    expect((await replays.replay(one, { to: new Date(soon.to.getTime() + 1) }, [])).digest).not.toBe(digest);
    const late = await house.proposal({ proposer: 'priya', cause: 'hail' });
    const after = await replays.replay(one, soon, []);
    expect(after.digest).not.toBe(digest);
    await house.admin.query(`UPDATE policy_exceptions SET turn = turn + 1, status = 'DECLINED' WHERE id = '${late}'`);
    expect((await replays.replay(one, soon, [])).digest).not.toBe(after.digest);
  });

  it('of a time in which nothing was proposed counts nothing', async () => {
    const empty = await replays.replay(await draft(['ice']), { to: new Date('2020-01-01T00:00:00Z') }, []);
    expect(empty).toMatchObject({ of: 0, covered: 0, cost: [], alsoCaughtIds: [], horizon: null });
  });

  it('is refused for a version that is not there, and for more than a year', async () => {
    await expect(replays.replay('pve_none', {}, [])).rejects.toMatchObject({ code: 'NOT_FOUND', path: ['policyVersionId'] });
    const id = await draft(['ice']);
    await expect(replays.replay(id, { from: new Date('2020-01-01T00:00:00Z') }, [])).rejects.toMatchObject({
      code: 'INVALID',
      path: ['from'],
    });
    await expect(replays.replay(id, { from: soon.to, to: new Date() }, [])).rejects.toMatchObject({ code: 'INVALID', path: ['to'] });
  });
});

describe('a draft from exceptions', () => {
  it('would have allowed each of them', async () => {
    const made = [
      await house.approved({ proposer: 'priya', cause: 'dust', amountMinor: 5_000 }),
      await house.approved({ proposer: 'priya', cause: 'sand', amountMinor: 9_000 }),
    ];
    const draftOf = new PromotionDrafts(house.api);
    const exceptionIds = made.map(({ exceptionId }) => exceptionId);
    const { conditions, ...rest } = await draftOf.draft(exceptionIds);
    expect(rest).toMatchObject({ title: 'Dust, sand', exceptionIds, remarks: [] });
    expect(conditions).toEqual({ kinds: ['FEE_WAIVER'], causes: ['dust', 'sand'], amountUpTo: 9_000, currency: 'AUD' });
    const open = await house.proposal({ proposer: 'priya' });
    await expect(draftOf.draft([open])).rejects.toMatchObject({ code: 'NOT_APPROVED', path: ['exceptionIds'] });
    await expect(draftOf.draft([...exceptionIds, 'exc_none'])).rejects.toMatchObject({ code: 'NOT_FOUND', path: ['exceptionIds'] });
    await expect(draftOf.draft([])).rejects.toMatchObject({ code: 'INVALID', path: ['exceptionIds'] });
  });
});

describe('what a version avoided', () => {
  it('is what it was cited for, beside the rate before; the facts say the same', async () => {
    await house.clock('-40 days');
    for (const amountMinor of [100, 200, 30_000]) await house.approved({ proposer: 'priya', cause: 'smoke', amountMinor });
    await house.clock('-10 days');
    const id = await draft(['smoke']);
    expect(await avoidances.avoided([id])).toEqual([]);
    expect(await avoidances.confidence([id])).toMatchObject([{ policyVersionId: id, state: 'NEW' }]);
    await policies.propose({ policyVersionId: id }, renee as Actor);
    await policies.activate({ policyVersionId: id }, omar as Actor);
    await house.clock('0');
    for (const amountMinor of [300, 400]) {
      await new ExceptionsClock(house.api).cover(await house.proposal({ proposer: 'priya', cause: 'smoke', amountMinor }));
    }
    await house.rows(
      `WITH cited AS (INSERT INTO policy_citations (policy_version_id, case_id, cause, kind, amount_minor, currency, person_id)
         VALUES ($1, $2, 'smoke', 'FEE_WAIVER', 500, 'AUD', $3) RETURNING case_id)
       INSERT INTO facts (subject_id, actor_id, name, body) SELECT $1, $3, 'policy.cited', json_build_object('caseId', case_id) FROM cited`,
      [id, await house.caseOf('priya'), (await house.actor('priya')).personId],
    );
    const [avoided] = await avoidances.avoided([id, 'pve_none']);
    const [told] = await house.rows<{ cited: number; days: number }>(
      `SELECT (SELECT count(*)::int FROM facts f WHERE f.name = 'exception.covered' AND f.body ->> 'policyVersionId' = $1
           OR f.name = 'policy.cited' AND f.subject_id = $1) AS cited,
         (SELECT extract(epoch FROM house_now() - v.effective_from)::float8 / 86400 FROM policy_versions v WHERE v.id = $1) AS days`,
      [id],
    );
    expect(avoided).toMatchObject({ policyVersionId: id, count: told?.cited, before: 2 });
    const { beforeDays = 0, expected, formula } = avoided ?? {};
    expect(beforeDays).toBeCloseTo(30, 1);
    expect(expected).toBeCloseTo((2 / beforeDays) * Number(told?.days), 2);
    expect(formula).toMatch(/^3 customers got a yes by this version, without a signature, in the 10 days/);
    expect(await avoidances.confidence([id])).toMatchObject([{ state: 'CITED', cited: 3, sentence: 'It was cited 3 times.' }]);
  });
});
