import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Forecasts, type Propose } from '#exceptions';
import { ExceptionsRoom, FLOODED } from '../../test/support/exceptions-room.js';
import { CautionsReads } from './cautions.reads.js';
import { CautionsService } from './cautions.service.js';
import { ReviewsReads } from './reviews.reads.js';
import { ReviewsService } from './reviews.service.js';
import type { Disposition } from './review.words.js';

let room: ExceptionsRoom;
let reviews: ReviewsService;
let cautions: CautionsService;
let reads: CautionsReads;
let forecasts: Forecasts;
let causes = 0;

beforeAll(async () => {
  room = await ExceptionsRoom.open();
  const reviewsReads = new ReviewsReads(room.house.api);
  reviews = new ReviewsService(room.house.api, reviewsReads, room.settings);
  cautions = new CautionsService(room.house.api, reviewsReads);
  reads = new CautionsReads(room.house.api);
  forecasts = new Forecasts(room.house.api);
});
afterAll(() => room.house.close());
afterEach(() => room.house.clock('0'));

const reason = 'The machine is mended: ask for the receipt first.';
const newCause = (): string => `cause-${++causes}`;

async function disposed(
  cause: string,
  disposition: Disposition,
  by = 'renee',
): Promise<{ reviewId: string; exceptionId: string; ref: string }> {
  const { id, ref } = await room.propose({ cause }, 'mia');
  await signed(id);
  const [review] = await room.house.rows<{ id: string }>('SELECT id FROM reviews WHERE exception_id = $1', [id]);
  const reviewId = review?.id ?? '';
  await reviews.claim({ reviewId }, await room.house.actor(by));
  await reviews.dispose({ reviewId, disposition, reason }, await room.house.actor(by));
  return { reviewId, exceptionId: id, ref };
}
async function signed(id: string): Promise<void> {
  for (const peer of ['ivy', 'noor', 'sam', 'jack']) if ((await room.reads.byId(id)).status === 'PROPOSED') await room.coSign(id, peer);
}
const quorum = async (cause: string, more: Partial<Propose> = {}): Promise<number> => (await room.propose({ cause, ...more })).quorum;
const lift = async (reviewId: string, by: string, why = 'It is dry.') =>
  cautions.lift({ reviewId, reason: why }, await room.house.actor(by));
/** A worker of old, or anybody with the password, who forgets to ask for the one more. */
const forgetful = (cause: string): Promise<string> =>
  room.house.proposal({ proposer: 'priya', cause }).then(
    () => 'done',
    (error: { code?: string }) => error.code ?? 'unknown',
  );

describe('a review that says not again', () => {
  it('asks one more co-signer of like proposals from then on, and says why; others, and those before, keep their quorum', async () => {
    const cause = newCause();
    const before = await room.propose({ cause });
    const { exceptionId, ref } = await disposed(cause, 'NOT_AGAIN');
    const like = await room.propose({ cause });
    expect([before.quorum, like.quorum]).toEqual([1, 2]);
    expect((await room.reads.byId(before.id)).quorum).toBe(1);
    expect(await quorum(newCause())).toBe(1);
    expect(await quorum(cause, { remedy: { ...FLOODED.remedy, kind: 'CREDIT' } })).toBe(1);
    expect(await forecasts.notAgain({ kind: 'FEE_WAIVER' }, cause)).toBe(1);
    expect(await forecasts.notAgain({ kind: 'CREDIT' }, cause)).toBe(0);
    expect(await reads.ofExceptions([before.id, like.id])).toMatchObject([{ of: like.id, exceptionId, cause, kind: 'FEE_WAIVER', reason }]);
    expect(await reads.standing({ cause })).toMatchObject([{ exceptionId, stands: true, reason, liftProposedBy: null }]);
    const warnings = await forecasts.warnings(like.id);
    expect(warnings).toMatchObject([{ code: 'NOT_AGAIN', message: expect.stringContaining(`the review of ${ref} said`) }]);
    expect(warnings[0]?.message).toContain(reason);
    await room.coSign(like.id, 'tom');
    expect((await room.reads.byId(like.id)).status).toBe('PROPOSED');
    expect((await room.coSign(like.id, 'sam')).status).toBe('APPROVED');
  });

  it('promise 1: is asked for by the database itself, so that no path of ours forgets it', async () => {
    const cause = newCause();
    expect(await forgetful(cause)).toBe('done');
    const { reviewId } = await disposed(cause, 'NOT_AGAIN');
    expect(await forgetful(cause)).toBe('TP132');
    await reviews.reopen({ reviewId, newFacts: 'It was another machine.' }, await room.house.actor('omar'));
    expect(await forgetful(cause)).toBe('done');
  });

  it('asks it of the next revision of what was open, as the bands do', async () => {
    const cause = newCause();
    const { id } = await room.propose({ cause });
    await disposed(cause, 'NOT_AGAIN');
    expect((await room.amend(id, { whatWeDo: 'Half of it.' })).quorum).toBe(2);
    const other = await room.propose({ cause: newCause() });
    expect((await room.amend(other.id, { cause })).quorum).toBe(2);
  });

  it('asks for one more however many say it, and on top of what goes beside the caps', async () => {
    const cause = newCause();
    const first = await disposed(cause, 'NOT_AGAIN');
    const second = await disposed(cause, 'NOT_AGAIN');
    expect(await quorum(cause)).toBe(2);
    expect(await quorum(cause, { oneMoreCoSigner: true })).toBe(3);
    await reviews.reopen({ reviewId: first.reviewId, newFacts: 'New.' }, await room.house.actor('omar'));
    expect(await quorum(cause)).toBe(2);
    await reviews.reopen({ reviewId: second.reviewId, newFacts: 'New.' }, await room.house.actor('omar'));
    expect(await quorum(cause)).toBe(1);
  });

  it.each<Disposition>(['PROMOTE', 'PRECEDENT', 'ONE_OFF', 'COACH'])('is none that says %s', async (disposition) => {
    const cause = newCause();
    await disposed(cause, disposition);
    expect([await quorum(cause), await forgetful(cause)]).toEqual([1, 'done']);
  });

  it('ends when it is reopened, and begins again when it is said again; each quorum tells of its own time', async () => {
    const cause = newCause();
    const { reviewId } = await disposed(cause, 'NOT_AGAIN');
    const during = await room.propose({ cause });
    await reviews.reopen({ reviewId, newFacts: 'It was another machine.' }, await room.house.actor('omar'));
    const between = await room.propose({ cause });
    expect(between.quorum).toBe(1);
    await reviews.claim({ reviewId }, await room.house.actor('omar'));
    await reviews.dispose({ reviewId, disposition: 'NOT_AGAIN', reason: 'Still.' }, await room.house.actor('omar'));
    const after = await room.propose({ cause });
    const [of] = await Promise.all([reads.ofExceptions([during.id, between.id, after.id])]);
    expect(of.map((caution) => [caution.of, caution.reason]).sort()).toEqual(
      [
        [during.id, reason],
        [after.id, 'Still.'],
      ].sort(),
    );
    expect(await reads.ofReviews([reviewId])).toMatchObject([{ reason: 'Still.', stands: true, endedAt: null }]);
  });

  it('rests while a policy version in force covers what was reviewed, and comes back with the end of that policy', async () => {
    const cause = newCause();
    const { reviewId } = await disposed(cause, 'NOT_AGAIN');
    const { id: policy } = await room.activate({ causes: [cause], upTo: 20_240 });
    const above = { ...FLOODED.remedy, amount: { amountMinor: 20_241, currency: 'AUD' } };
    expect(await quorum(cause, { remedy: above, noPolicyExists: null, policyVersionId: policy })).toBe(1);
    expect(await reads.ofReviews([reviewId])).toMatchObject([{ stands: false, endedAt: null }]);
    await room.house.admin.query(
      `UPDATE policy_versions SET status = 'RETIRED', superseded_at = house_now(), retire_reason_id = (SELECT min(id) FROM remarks), retire_proposed_by = 'per_renee',
        retire_proposed_human = 'hum_renee', retired_by = 'per_omar', retired_human = 'hum_omar' WHERE id = $1`,
      [policy],
    );
    expect(await quorum(cause)).toBe(2);
  });

  it('names its reason when nobody is left to reach the quorum', async () => {
    const cause = newCause();
    const { ref } = await disposed(cause, 'NOT_AGAIN');
    await room.house.admin.query(
      `UPDATE people SET away_until = house_now() + interval '1 day' WHERE faces_customers AND handle NOT IN ('priya', 'tom')`,
    );
    try {
      await expect(room.propose({ cause })).rejects.toMatchObject({
        code: 'QUORUM_UNREACHABLE',
        message: expect.stringMatching(
          new RegExp(`needs 2 co-signatures, and 1 of.*the review of ${ref} said not to do the like again.*${reason}`),
        ),
      });
      expect(await quorum(newCause())).toBe(1);
    } finally {
      await room.house.admin.query('UPDATE people SET away_until = NULL');
    }
  });

  it('is said while a like proposal is written: one of the two is before the other, and no quorum is too small', async () => {
    const cause = newCause();
    const { id } = await room.propose({ cause }, 'mia');
    await signed(id);
    const [review] = await room.house.rows<{ id: string }>('SELECT id FROM reviews WHERE exception_id = $1', [id]);
    const reviewId = review?.id ?? '';
    await reviews.claim({ reviewId }, await room.house.actor('renee'));
    const cases = await room.house.casesOf('priya', 12);
    const [, ...like] = await Promise.all([
      reviews.dispose({ reviewId, disposition: 'NOT_AGAIN', reason }, await room.house.actor('renee')),
      ...cases.map((caseId) => room.propose({ caseId, cause })),
    ]);
    const [caution] = await room.house.rows<{ since: Date }>('SELECT since FROM cautions WHERE review_id = $1', [reviewId]);
    const since = caution?.since.getTime() ?? 0;
    for (const { quorum: asked, createdAt } of like) expect(asked).toBeGreaterThanOrEqual(createdAt.getTime() > since ? 2 : 1);
  });
});

describe('lifting it', () => {
  it('takes two reviewers with a reason each, and is told', async () => {
    const cause = newCause();
    const { reviewId, exceptionId } = await disposed(cause, 'NOT_AGAIN');
    await lift(reviewId, 'renee', 'The machine was mended.');
    expect(await reads.ofReviews([reviewId])).toMatchObject([
      { stands: true, liftProposedBy: 'per_renee', liftReason: 'The machine was mended.' },
    ]);
    expect(await quorum(cause)).toBe(2);
    await expect(lift(reviewId, 'renee')).rejects.toMatchObject({ code: 'SAME_REVIEWER', whoCould: ['per_lach2', 'per_omar'] });
    await lift(reviewId, 'omar');
    expect(await quorum(cause)).toBe(1);
    expect(await reads.ofReviews([reviewId])).toMatchObject([{ stands: false, endedAt: expect.any(Date) }]);
    expect((await room.house.factsOf(reviewId)).slice(-2)).toMatchObject([
      { name: 'caution.liftProposed', actor_id: 'per_renee', body: { exceptionId, reviewerIds: ['per_lach2', 'per_omar', 'per_renee'] } },
      { name: 'caution.lifted', actor_id: 'per_omar' },
    ]);
    await expect(lift(reviewId, 'omar')).rejects.toMatchObject({ code: 'ALREADY_DECIDED' });
  });

  it('is for reviewers who took no part, where something stands', async () => {
    const { reviewId } = await disposed(newCause(), 'NOT_AGAIN');
    await expect(lift(reviewId, 'jack')).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    await expect(lift(reviewId, 'renee', '')).rejects.toMatchObject({ code: 'INVALID', path: ['reason'] });
    await expect(lift('rev_none', 'renee')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await room.house.admin.query(`UPDATE people SET roles = '{REVIEWER}' WHERE handle = 'ivy'`);
    await expect(lift(reviewId, 'ivy')).rejects.toMatchObject({ code: 'REVIEWER_TOOK_PART' });
    await room.house.admin.query(`UPDATE people SET roles = '{AGENT}' WHERE handle = 'ivy'`);
    const { reviewId: mild } = await disposed(newCause(), 'ONE_OFF');
    await expect(lift(mild, 'renee')).rejects.toMatchObject({ code: 'ALREADY_DECIDED' });
  });

  it('is done once by many who lift at once, and one key has one effect', async () => {
    const { reviewId } = await disposed(newCause(), 'NOT_AGAIN');
    const once = (by: string) =>
      room.house.actor(by).then((actor) => cautions.lift({ reviewId, reason: 'Dry.', idempotencyKey: `${reviewId}-${by}` }, actor));
    await Promise.allSettled([once('renee'), once('renee'), once('omar'), once('omar')]);
    expect((await room.house.factsOf(reviewId)).filter(({ name }) => name.startsWith('caution.')).map(({ name }) => name)).toEqual([
      'caution.liftProposed',
      'caution.lifted',
    ]);
  });
});
