import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '#people';
import { SmallHouse, type StoryOfAnException } from '../../test/support/small-house.js';
import { ReviewsClock } from './reviews.clock.js';
import { ReviewsReads } from './reviews.reads.js';
import { ReviewsService } from './reviews.service.js';

const settings = { claimLeaseMinutes: 20, reviewDueDays: 7, reviewReminderDays: 3, reviewSecondReaderDays: 7 };
let house: SmallHouse;
let reads: ReviewsReads;
let reviews: ReviewsService;
let clock: ReviewsClock;
let renee: Actor;
let omar: Actor;

beforeAll(async () => {
  house = await SmallHouse.open();
  reads = new ReviewsReads(house.api);
  reviews = new ReviewsService(house.api, reads, settings);
  clock = new ReviewsClock(house.worker, settings);
  [renee, omar] = [await house.actor('renee'), await house.actor('omar')];
});
afterAll(() => house.close());
afterEach(() => house.clock('0'));

async function review(story: Partial<StoryOfAnException> = {}): Promise<string> {
  return (await house.approved({ proposer: 'priya', ...story })).reviewId;
}
const names = async (id: string): Promise<string[]> => (await house.factsOf(id)).map(({ name }) => name);
const lastFact = async (id: string) => (await house.factsOf(id)).at(-1);
const reason = 'Fair to the customer, and it will happen again.';

describe('reviews by their ids', () => {
  it('come the oldest first, also when a younger one was changed last', async () => {
    const ids = [await review(), await review(), await review()];
    for (const reviewId of [...ids].reverse()) await reviews.claim({ reviewId }, renee);
    expect((await reads.byIds([...ids].reverse())).map(({ id }) => id)).toEqual(ids);
  });
});

describe('a review', () => {
  it('promise 4: is taken up, disposed of with a reason, and its reason returns to both signers; the approval stands', async () => {
    const { exceptionId, reviewId } = await house.approved({ proposer: 'priya', cause: 'not-again' });
    const before = await house.rows('SELECT * FROM policy_exceptions WHERE id = $1', [exceptionId]);
    const { node: claimed } = await reviews.claim({ reviewId }, renee);
    expect(claimed).toMatchObject({ status: 'CLAIMED', reviewerId: 'per_renee', overdue: false, reason: null });
    const { node } = await reviews.dispose({ reviewId, disposition: 'NOT_AGAIN', reason }, renee);
    expect(node).toMatchObject({ status: 'DISPOSED', disposition: 'NOT_AGAIN', reason, reviewerId: 'per_renee', claimedUntil: null });
    expect(await reads.byIds([reviewId, 'rev_none'])).toEqual([node]);
    expect(await reads.byExceptionIds([exceptionId])).toEqual([node]);
    expect(await names(reviewId)).toEqual(['review.queued', 'review.claimed', 'review.disposed']);
    expect(await lastFact(reviewId)).toMatchObject({
      actor_id: 'per_renee',
      body: { exceptionId, disposition: 'NOT_AGAIN', reasonId: node.reasonId, signerIds: ['per_priya', 'per_tom'] },
    });
    expect(await house.rows('SELECT * FROM policy_exceptions WHERE id = $1', [exceptionId])).toEqual(before);
  });

  it.each<[string, StoryOfAnException]>([
    ['proposed it', { proposer: 'renee' }],
    ['edited it', { proposer: 'priya', editor: 'renee' }],
    ['co-signed it', { proposer: 'priya', signers: ['renee'] }],
  ])('is not for a reviewer who %s', async (_story, story) => {
    const { reviewId } = await house.approved(story);
    await expect(reviews.claim({ reviewId }, renee)).rejects.toMatchObject({
      code: 'REVIEWER_TOOK_PART',
      whoCould: ['per_lach2', 'per_omar'],
    });
  });

  it('is not for a second account of a human who took part, nor for somebody who owned the case then', async () => {
    await expect(reviews.claim({ reviewId: await review({ proposer: 'lachlan' }) }, await house.actor('lach2'))).rejects.toMatchObject({
      code: 'REVIEWER_TOOK_PART',
      whoCould: ['per_omar', 'per_renee'],
    });
    const reviewId = await review({ handedTo: 'omar' });
    await expect(reviews.claim({ reviewId }, omar)).rejects.toMatchObject({ code: 'REVIEWER_TOOK_PART' });
  });

  it('is refused by code to whoever may not, or comes too late', async () => {
    const reviewId = await review();
    await expect(reviews.claim({ reviewId }, await house.actor('priya'))).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    await expect(reviews.claim({ reviewId: 'rev_none' }, renee)).rejects.toMatchObject({ code: 'NOT_FOUND', path: ['reviewId'] });
    await expect(reviews.dispose({ reviewId, disposition: 'COACH', reason }, renee)).rejects.toMatchObject({ code: 'NOT_CLAIMED' });
    await reviews.claim({ reviewId }, renee);
    await expect(reviews.claim({ reviewId }, omar)).rejects.toMatchObject({ code: 'REVIEW_CLAIMED' });
    await expect(reviews.dispose({ reviewId, disposition: 'COACH', reason: '' }, renee)).rejects.toMatchObject({
      code: 'INVALID',
      path: ['reason'],
    });
    await house.clock('20 minutes');
    expect(await reads.byIds([reviewId])).toMatchObject([{ status: 'QUEUED', reviewerId: null, claimedUntil: null }]);
    await expect(reviews.dispose({ reviewId, disposition: 'COACH', reason }, renee)).rejects.toMatchObject({ code: 'NOT_CLAIMED' });
    expect((await reviews.claim({ reviewId }, omar)).node).toMatchObject({ status: 'CLAIMED', reviewerId: 'per_omar' });
  });

  it('is renewed by its holder, and given back', async () => {
    const reviewId = await review();
    const first = await reviews.claim({ reviewId }, renee);
    await house.clock('10 minutes');
    const second = await reviews.claim({ reviewId }, renee);
    expect(second.node.claimedUntil?.getTime()).toBeGreaterThan((first.node.claimedUntil?.getTime() ?? 0) + 9 * 60_000);
    expect((await reviews.release({ reviewId }, renee)).node).toMatchObject({ status: 'QUEUED', reviewerId: null });
    await expect(reviews.release({ reviewId }, renee)).rejects.toMatchObject({ code: 'NOT_CLAIMED' });
  });

  it('is reopened by another reviewer, with new facts and a new due time', async () => {
    const reviewId = await review();
    await reviews.claim({ reviewId }, renee);
    const { node: disposed } = await reviews.dispose({ reviewId, disposition: 'ONE_OFF', reason }, renee);
    const reopen = (by: Actor) => reviews.reopen({ reviewId, newFacts: 'It happened again.' }, by);
    await expect(reopen(renee)).rejects.toMatchObject({ code: 'SAME_REVIEWER', whoCould: ['per_lach2', 'per_omar'] });
    await house.clock('3 days');
    const { node } = await reopen(omar);
    expect(node).toMatchObject({ status: 'QUEUED', disposition: null, reason: null, reviewerId: null });
    expect(node.dueAt.getTime()).toBeGreaterThan(disposed.dueAt.getTime() + 2 * 86_400_000);
    expect(await lastFact(reviewId)).toMatchObject({
      name: 'review.reopened',
      body: { reviewerIds: ['per_lach2', 'per_omar', 'per_renee'] },
    });
    await expect(reopen(omar)).rejects.toMatchObject({ code: 'INVALID', path: ['reviewId'] });
    await reviews.claim({ reviewId }, renee);
  });

  it('goes to one of many who claim at once, and one key has one effect', async () => {
    const reviewId = await review();
    const [a, b, lach] = [renee, omar, await house.actor('lach2')];
    const outcomes = await Promise.allSettled(
      [a, b, lach, a, b, lach].map((by) => reviews.claim({ reviewId, idempotencyKey: `claim ${reviewId}` }, by)),
    );
    const winners = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(new Set(winners.map(({ node }) => node.reviewerId)).size).toBe(1);
    expect(winners.filter(({ replayed }) => !replayed)).toHaveLength(1);
    const losers = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [(outcome.reason as { code: string }).code] : []));
    expect(losers).toEqual(Array(4).fill('REVIEW_CLAIMED'));
    expect(await names(reviewId)).toEqual(['review.queued', 'review.claimed']);
  });

  it('tells each caller what is open to them', async () => {
    const reviewId = await review();
    await reviews.claim({ reviewId }, renee);
    expect(await reviews.openActions([reviewId, 'rev_none'], renee)).toEqual([{ id: reviewId, actions: ['RELEASE', 'DISPOSE'] }]);
    expect(await reviews.openActions([reviewId], omar)).toEqual([{ id: reviewId, actions: [] }]);
  });
});

describe('the worker, with no more than its own rights', () => {
  it('promise 5: routes once: due time, and who may review', async () => {
    const reviewId = await review({ signers: ['renee'] });
    expect(await clock.due(100)).toContainEqual(expect.objectContaining({ id: reviewId, action: 'ROUTE', turn: 1 }));
    expect(await Promise.all([clock.route(reviewId), clock.route(reviewId), clock.route(reviewId)])).toEqual(
      expect.arrayContaining([true, false, false]),
    );
    expect(await clock.route('rev_none')).toBe(false);
    const [routed] = await reads.byIds([reviewId]);
    expect(await house.factsOf(reviewId)).toMatchObject([
      {},
      { name: 'review.routed', actor_id: null, body: { reviewerIds: ['per_lach2', 'per_omar'], dueAt: routed?.dueAt.toISOString() } },
    ]);
    expect((await clock.due(100)).filter(({ id }) => id === reviewId)).toEqual([]);
  });

  it('releases a claim whose lease has ended, and no other', async () => {
    const reviewId = await review();
    await clock.route(reviewId);
    await reviews.claim({ reviewId }, renee);
    expect(await clock.releaseClaim(reviewId)).toBe(false);
    await house.clock('21 minutes');
    expect(await clock.due(100)).toContainEqual(expect.objectContaining({ id: reviewId, action: 'RELEASE' }));
    expect([await clock.releaseClaim(reviewId), await clock.releaseClaim(reviewId)]).toEqual([true, false]);
    expect(await lastFact(reviewId)).toMatchObject({ name: 'review.leaseEnded', body: { reviewerId: 'per_renee' } });
    await house.clock('0');
    expect(await house.rows('SELECT status FROM reviews WHERE id = $1', [reviewId])).toEqual([{ status: 'QUEUED' }]);
  });

  it('reminds once for each due time', async () => {
    const reviewId = await review();
    await clock.route(reviewId);
    expect(await clock.remindOverdue(reviewId)).toBe(false);
    await house.clock('8 days');
    expect(await clock.due(100)).toContainEqual(expect.objectContaining({ id: reviewId, action: 'REMIND' }));
    expect([await clock.remindOverdue(reviewId), await clock.remindOverdue(reviewId)]).toEqual([true, false]);
    expect(await reads.byIds([reviewId])).toMatchObject([{ overdue: true, status: 'QUEUED' }]);
    expect(await lastFact(reviewId)).toMatchObject({
      name: 'review.overdue',
      body: { reviewerIds: ['per_lach2', 'per_omar', 'per_renee'] },
    });
    await reviews.claim({ reviewId }, renee);
    await reviews.dispose({ reviewId, disposition: 'PRECEDENT', reason }, renee);
    await reviews.reopen({ reviewId, newFacts: 'Again.' }, omar);
    expect(await clock.remindOverdue(reviewId)).toBe(false);
    await house.clock('16 days');
    expect(await clock.remindOverdue(reviewId)).toBe(true);
  });
});

describe('the queue', () => {
  it('shows the longest due first, by status and overdue', async () => {
    await house.clock('-30 days');
    const ids: string[] = [];
    for (const proposer of ['mia', 'ivy', 'noor']) ids.push(await review({ proposer }));
    await house.clock('0');
    await reviews.claim({ reviewId: ids[1] ?? '' }, renee);
    const overdue = { overdue: true };
    const first = await reads.list(overdue, 'DUE_FIRST', { take: 2, backwards: false });
    expect(first.rows.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    expect(first.hasNextPage).toBe(true);
    const last = first.rows[1];
    const from = { key: last?.pageKey ?? '', id: last?.id ?? '' };
    expect((await reads.list(overdue, 'DUE_FIRST', { take: 2, backwards: false, from })).rows.map(({ id }) => id)).toEqual(ids.slice(2));
    expect(await reads.count(overdue)).toBe(3);
    expect(await reads.count({ ...overdue, status: ['CLAIMED'] })).toBe(1);
    expect(await reads.count({ ...overdue, status: ['QUEUED', 'DISPOSED'] })).toBe(2);
    expect((await reads.count({ overdue: false })) + 3).toBe(await reads.count({}));
    await house.clock('20 minutes');
    expect(await reads.count({ ...overdue, status: ['QUEUED'] })).toBe(3);
  });
});
