import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CasesService } from '#cases';
import { Forecasts } from '#exceptions';
import { CoverageService, PoliciesReads, PolicyDraftsService } from '#policies';
import { PatternsReads, PrecedentsGathering, PrecedentsReads, PrecedentsService } from '#precedents';
import { Avoidances, PromotionDrafts, ReachBacks, Replays } from '#promotions';
import { CautionsReads, ReviewsReads, ReviewsService } from '#reviews';
import { ExceptionsRoom } from '../../test/support/exceptions-room.js';
import { CausesReads } from './causes.reads.js';
import { CausesService } from './causes.service.js';

let room: ExceptionsRoom;
let causes: CausesService;

beforeAll(async () => {
  room = await ExceptionsRoom.open();
  causes = new CausesService(room.house.api, new CausesReads(room.house.api));
});
afterAll(() => room?.house.close());

let pairs = 0;
/** Two causes of a test's own. */
async function two(): Promise<[from: string, into: string]> {
  const number = ++pairs;
  return [await room.house.cause(`old-word-${number}`), await room.house.cause(`new-word-${number}`)];
}
async function merge(from: string, into: string): Promise<void> {
  for (const who of ['renee', 'omar']) await causes.merge({ from, into, why: 'One word.' }, await room.house.actor(who));
}
const aud = (amountMinor: number) => ({ kind: 'FEE_WAIVER' as const, amount: { amountMinor, currency: 'AUD' } });
const PAGE = { take: 25, backwards: false };

describe('a cause in a proposal', () => {
  it('that is not on the list is refused with the nearest ones; other always fits', async () => {
    await expect(room.propose({ cause: 'couriur-delay' })).rejects.toMatchObject({
      code: 'CAUSE_UNKNOWN',
      path: ['cause'],
      message: expect.stringContaining('Did you mean courier-delay?'),
    });
    const { id } = await room.propose({ cause: 'other' });
    await expect(room.amend(id, { cause: 'qqqq' })).rejects.toMatchObject({
      code: 'CAUSE_UNKNOWN',
      message: 'There is no cause qqqq on the list. other always fits: then say in your words what it was.',
    });
  });

  it('that is not on the list is refused in a policy, too', async () => {
    const drafts = new PolicyDraftsService(room.house.api, new PoliciesReads(room.house.api));
    const conditions = { kinds: ['FEE_WAIVER'], causes: ['other', 'bransh-flood'], amountUpTo: { amountMinor: 1, currency: 'AUD' } };
    await expect(drafts.draft({ title: 'Floods', text: 'Waived.', conditions }, await room.house.actor('renee'))).rejects.toMatchObject({
      code: 'CAUSE_UNKNOWN',
      path: ['conditions', 'causes'],
      message: expect.stringContaining('branch-flood'),
    });
  });

  it('past the service is put on the list, so that nothing signed has a cause that is not there', async () => {
    await room.house.proposal({ proposer: 'priya', cause: 'from-before' });
    expect(await new CausesReads(room.house.api).byKeys(['from-before'])).toMatchObject([{ name: 'From before', createdBy: null }]);
  });

  it('that was merged is written down as what it is by now; what was signed before stays as it was', async () => {
    const [from, into] = await two();
    const before = await room.propose({ cause: from });
    const [revision] = await room.reads.currentRevisions([before.id]);
    await merge(from, into);
    const after = await room.propose({ cause: from });
    const revisions = await room.reads.currentRevisions([before.id, after.id]);
    expect(revisions.find(({ exceptionId }) => exceptionId === after.id)?.cause).toBe(into);
    expect(revisions.find(({ exceptionId }) => exceptionId === before.id)).toEqual(revision);
    expect((await room.coSign(before.id, 'tom')).status).toBe('APPROVED');
  });
});

describe('after a merge', () => {
  it('promise 1: what the customer was given for either is one sum, in look and wall', async () => {
    const [from, into] = await two();
    const caseId = await room.house.caseOf('priya');
    await room.propose({ caseId, cause: from, remedy: aud(40_000) });
    expect((await room.propose({ caseId, cause: into, remedy: aud(20_000) })).quorum).toBe(1);
    await merge(from, into);
    expect((await room.propose({ caseId, cause: into, remedy: aud(20_000) })).quorum).toBe(2);
    expect((await room.propose({ caseId, cause: from, remedy: aud(20_000) })).quorum).toBe(2);
    const [{ customerId } = { customerId: '' }] = await room.house.rows<{ customerId: string }>(
      'SELECT customer_id AS "customerId" FROM cases WHERE id = $1',
      [caseId],
    );
    const measured = await new Forecasts(room.house.api).measured(aud(1), { customerId, cause: from });
    expect(measured.amount?.amountMinor).toBe(100_001);
  });

  it('not again of either asks one more for both, from then on; what was proposed before keeps its quorum, and is not told otherwise', async () => {
    const [from, into] = await two();
    const { reviewId } = await disposed(from, 'NOT_AGAIN');
    const before = await room.propose({ cause: into });
    await merge(from, into);
    const after = await room.propose({ cause: into });
    expect([before.quorum, after.quorum]).toEqual([1, 2]);
    expect(await room.house.proposal({ proposer: 'priya', cause: into }).catch((error: { code: string }) => error.code)).toBe('TP132');
    const cautions = new CautionsReads(room.house.api);
    expect((await cautions.ofExceptions([before.id, after.id])).map(({ of }) => of)).toEqual([after.id]);
    for (const cause of [from, into]) expect(await cautions.standing({ cause })).toMatchObject([{ reviewId }]);
  });

  it('a policy for either allows both, and is cited; a proposal that waited ends as covered', async () => {
    const [from, into] = await two();
    const old = await room.propose({ cause: from });
    const { id: policy } = await room.activate({ kinds: ['FEE_WAIVER'], causes: [into], upTo: 25_000 });
    const coverage = new CoverageService(room.house.api, new PoliciesReads(room.house.api));
    const asked = (cause: string) => ({ kind: 'FEE_WAIVER', cause, amount: aud(100).amount });
    expect((await coverage.mayI(asked(from))).allowed).toBe(false);
    await merge(from, into);
    for (const cause of [from, into]) {
      expect((await coverage.mayI(asked(cause))).policyVersion?.id).toBe(policy);
      expect((await coverage.covering(asked(cause))).map(({ id }) => id)).toEqual([policy]);
    }
    expect(await room.clock.coveredNow(10)).toContain(old.id);
    expect(await room.clock.cover(old.id)).toBe(true);
    await expect(room.propose({ cause: from })).rejects.toMatchObject({ code: 'POLICY_COVERS_THIS' });
  });

  it('a policy that names the merged one goes on covering it, and what it became', async () => {
    const [from, into] = await two();
    const { id: policy } = await room.activate({ kinds: ['FEE_WAIVER'], causes: [from], upTo: 25_000 });
    await merge(from, into);
    const coverage = new CoverageService(room.house.api, new PoliciesReads(room.house.api));
    for (const cause of [from, into]) {
      expect((await coverage.mayI({ kind: 'FEE_WAIVER', cause, amount: aud(100).amount })).policyVersion?.id).toBe(policy);
    }
    expect((await coverage.mayI({ kind: 'FEE_WAIVER', cause: 'flood', amount: aud(100).amount })).allowed).toBe(false);
  });

  it('a replay, what was avoided and whom to reach back to count both; the replay says so by its digest', async () => {
    const [from, into] = await two();
    await approved(from);
    const declined = await room.house.proposal({ proposer: 'priya', cause: from });
    await room.house.admin.query(`UPDATE policy_exceptions SET turn = turn + 1, status = 'DECLINED' WHERE id = '${declined}'`);
    const { id: policy } = await room.activate({ kinds: ['FEE_WAIVER'], causes: [into], upTo: 25_000 });
    const soon = { to: new Date(Date.now() + 60_000) };
    const [replays, avoided] = [new Replays(room.house.api), new Avoidances(room.house.api)];
    const reachBacks = new ReachBacks(room.house.api, new CasesService(room.house.api, room.settings));
    const usual = async () => (await avoided.avoided([policy]))[0];
    const before = [await replays.replay(policy, soon, []), await reachBacks.count(policy, []), await usual()] as const;
    await merge(from, into);
    const after = [await replays.replay(policy, soon, []), await reachBacks.count(policy, []), await usual()] as const;
    expect([before[0].covered, before[1], after[0].covered, after[1]]).toEqual([0, 0, 2, 1]);
    expect(after[0].digest).not.toBe(before[0].digest);
    expect(after[2]).not.toEqual(before[2]);
  });

  it('patterns gather both, and what is drafted from them names the one that is left', async () => {
    const { one, other, from, into } = await twoApproved();
    const patterns = new PatternsReads(room.house.api, { patternCount: 5, patternDays: 90 });
    const mine = async () =>
      (await patterns.list({ take: 100, backwards: false })).rows.filter(({ cause }) => [from, into].includes(cause));
    expect(await mine()).toEqual([]);
    await merge(from, into);
    const [pattern] = await mine();
    expect(pattern).toMatchObject({ cause: into, count: 2, id: await patternOf(from) });
    expect(await patterns.ofMatters([{ cause: from, kind: 'FEE_WAIVER' }])).toMatchObject([{ asked: from, id: await patternOf(into) }]);
    const cost = [{ amountMinor: 40_480, currency: 'AUD' }];
    expect(await patterns.sums([{ cause: into, kind: 'FEE_WAIVER' }])).toMatchObject([{ cost }]);
    expect(await new CausesReads(room.house.api).uses([into])).toEqual([{ key: into, uses: 2 }]);
    const { conditions, text } = await new PromotionDrafts(room.house.api).draft([one, other]);
    expect([conditions.causes, text]).toEqual([[into], expect.stringContaining(`“${into}”`)]);
  });

  it('precedents, exceptions and reviews are found by both, and the queue of the pattern has the reviews of both', async () => {
    const { one, other, from, into } = await twoApproved();
    const both = [one, other].sort();
    const precedents = new PrecedentsService(new PrecedentsReads(room.house.api));
    const reviews = new ReviewsReads(room.house.api);
    const patternId = await patternOf(into);
    expect(await reviews.count({ patternId })).toBe(1);
    await merge(from, into);
    for (const cause of [from, into]) {
      expect((await precedents.search({ cause })).map(({ exceptionId }) => exceptionId).sort()).toEqual(both);
      expect((await reviews.list({ cause }, 'DUE_FIRST', PAGE)).rows).toHaveLength(2);
      expect((await room.reads.list({ cause }, 'NEWEST', PAGE)).rows).toHaveLength(2);
    }
    const queue = (await reviews.list({ patternId }, 'RISK_FIRST', PAGE)).rows;
    expect(queue.map(({ exceptionId }) => exceptionId).sort()).toEqual(both);
    expect(await reviews.count({ patternId })).toBe(2);
    expect(await reviews.count({ patternId: 'pat_none' })).toBe(0);
    expect(await reviews.count({ patternId, kind: 'CREDIT' })).toBe(0);
  });
});

async function twoApproved(): Promise<{ one: string; other: string; from: string; into: string }> {
  const [from, into] = await two();
  const [one, other] = [await approved(from), await approved(into)];
  await new PrecedentsGathering(room.house.worker).gather();
  return { one, other, from, into };
}

async function patternOf(cause: string): Promise<string> {
  return (await room.house.rows<{ id: string }>(`SELECT pattern_of($1, 'FEE_WAIVER') AS id`, [cause]))[0]?.id ?? '';
}

async function approved(cause: string): Promise<string> {
  const { id } = await room.propose({ cause });
  await room.coSign(id, 'tom');
  return id;
}

async function disposed(cause: string, disposition: 'NOT_AGAIN'): Promise<{ reviewId: string }> {
  const reads = new ReviewsReads(room.house.api);
  const reviews = new ReviewsService(room.house.api, reads, room.settings);
  const [review] = await reads.byExceptionIds([await approved(cause)]);
  const reviewId = review?.id ?? '';
  await reviews.claim({ reviewId }, await room.house.actor('renee'));
  await reviews.dispose({ reviewId, disposition, reason: 'No.' }, await room.house.actor('renee'));
  return { reviewId };
}
