import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { act, codes, FLOOD, openCase, propose, readAndCoSign, type Seen } from '../support/acts.js';
import { eventually } from '../support/eventually.js';
import { House } from '../support/house.js';

jest.setTimeout(120_000);

const CASH = { ...FLOOD, cause: 'cash-short' };
const REASON = 'Count the drawer with the customer first; the next one should show that.';

interface ReviewSeen {
  id: string;
  status: string;
  risk: number;
  exception: { id: string };
}

describe('the review desk', () => {
  let house: House;
  beforeAll(async () => {
    house = await House.open({ env: { SWEEP_MS: '300' } });
  });
  afterAll(() => house?.close());

  const approved = async (remedy: Record<string, unknown> = CASH): Promise<Seen & { reviewId: string }> => {
    const seen = await propose(house.person('priya'), remedy);
    await readAndCoSign(house.person('tom'), seen.id);
    if (seen.quorum > 1) await readAndCoSign(house.person('mia'), seen.id);
    const { exception } = await house
      .person('omar')
      .ask<{ exception: { review: { id: string } } }>(`{ exception(id: "${seen.id}") { review { id } } }`);
    return { ...seen, reviewId: exception.review.id };
  };
  const onReview = (who: string, mutation: string, input: Record<string, unknown>) =>
    house.person(who).run<{ review: { status: string } | null; userErrors: { code: string }[] }>(mutation, input, 'review { status }');
  const queue = async (filter: string, more = ''): Promise<ReviewSeen[]> => {
    const query = `{ reviews(first: 20, filter: { ${filter} } ${more}) { totalCount nodes { id status risk exception { id } } } }`;
    return (await house.person('omar').ask<{ reviews: { nodes: ReviewSeen[] } }>(query)).reviews.nodes;
  };
  const words = async (handle: string, name: string): Promise<string[]> => {
    const { notices } = await house
      .person(handle)
      .ask<{ notices: { nodes: { name: string; words: string }[] } }>('{ notices(first: 50) { nodes { name words } } }');
    return notices.nodes.filter((notice) => notice.name === name).map((notice) => notice.words);
  };

  it.each(['PROMOTE', 'PRECEDENT', 'ONE_OFF', 'COACH', 'NOT_AGAIN'])(
    'brings %s with its reason back to proposer and signer',
    async (disposition) => {
      const { id, ref, reviewId } = await approved({ ...CASH, cause: `said-${disposition.toLowerCase().replace('_', '-')}` });
      await onReview('renee', 'claimReview', { reviewId });
      await onReview('renee', 'disposeReview', { reviewId, disposition, reason: REASON });
      for (const signer of ['priya', 'tom']) {
        const seen = await house.person(signer).ask(`{ exception(id: "${id}") { review { disposition reason reviewer { name } } } }`);
        expect(seen).toEqual({ exception: { review: { disposition, reason: REASON, reviewer: { name: 'Renee' } } } });
        const told = await eventually(
          () => words(signer, 'review.disposed'),
          (all) => all.some((sentence) => sentence.includes(ref)),
          30_000,
        );
        expect(told.find((sentence) => sentence.includes(ref))).toContain(disposition);
      }
    },
  );

  it('says not again: the next like proposal needs one more, and says why where it is proposed', async () => {
    const { ref, reviewId } = await approved();
    const asked =
      '{ quorumFor(remedy: { kind: FEE_WAIVER, amount: { amountMinor: 20240, currency: "AUD" } }, customerId: "CUS", cause: "cash-short") }';
    await onReview('renee', 'claimReview', { reviewId });
    await onReview('renee', 'disposeReview', { reviewId, disposition: 'NOT_AGAIN', reason: REASON });
    const fresh = await house.ground.rows<{ id: string }>(
      `INSERT INTO customers (id, name, contact, time_zone) VALUES ('cus_fresh', 'Bo', 'bo@example.org', 'UTC') RETURNING id`,
    );
    expect(await house.person('priya').ask(asked.replace('CUS', fresh[0]?.id ?? ''))).toEqual({ quorumFor: 2 });
    const why =
      '{ cautions(cause: "cash-short", kind: FEE_WAIVER) { reason stands since endedAt exception { ref } liftAskedBy { name } } }';
    expect(await house.person('priya').ask(why)).toMatchObject({
      cautions: [{ reason: REASON, stands: true, exception: { ref }, liftAskedBy: null }],
    });
    const input = { caseId: await openCase(house.person('jack')), ...CASH };
    const proposed = await house
      .person('jack')
      .run<{ exception: { id: string }; warnings: unknown[] }>(
        'proposeException',
        input,
        'exception { id quorum cautions { reason exception { ref } } } warnings { code message }',
      );
    expect(proposed).toMatchObject({
      exception: { quorum: 2, cautions: [{ reason: REASON, exception: { ref } }] },
      warnings: [{ code: 'NOT_AGAIN', message: expect.stringContaining(REASON) }],
    });
    expect((await readAndCoSign(house.person('tom'), proposed.exception.id)).exception?.status).toBe('PROPOSED');
    expect((await readAndCoSign(house.person('mia'), proposed.exception.id)).exception?.status).toBe('APPROVED');

    expect(codes((await onReview('priya', 'liftCaution', { reviewId, reason: 'Now.' })).userErrors as never)).toEqual(['NOT_ALLOWED']);
    await onReview('renee', 'liftCaution', { reviewId, reason: 'The drawers lock.' });
    const told = await eventually(
      () => words('omar', 'caution.liftProposed'),
      (all) => all.length > 0,
      30_000,
    );
    expect(told[0]).toContain(ref);
    await onReview('omar', 'liftCaution', { reviewId, reason: 'They do.' });
    expect(await house.person('priya').ask(why)).toEqual({ cautions: [] });
    expect(
      (await act(house.person('jack'), 'proposeException', { ...input, caseId: await openCase(house.person('jack')) })).exception,
    ).toMatchObject({ quorum: 1 });
  });

  it('is read by matter, age and risk, page by page', async () => {
    const of = (amountMinor: number) => ({
      ...CASH,
      cause: 'queue',
      remedy: { kind: 'FEE_WAIVER', amount: { amountMinor, currency: 'AUD' } },
    });
    const [small, middle, great] = [await approved(of(10_000)), await approved(of(40_000)), await approved(of(60_000))];
    const ids = (seen: ReviewSeen[]): string[] => seen.map(({ exception }) => exception.id);
    expect(ids(await queue('cause: "queue", kind: FEE_WAIVER'))).toEqual([small.id, middle.id, great.id]);
    expect(ids(await queue('cause: "queue", kind: CREDIT'))).toEqual([]);
    const risky = await queue('cause: "queue"', 'orderBy: RISK_FIRST');
    expect(risky.map(({ exception, risk }) => [exception.id, risk])).toEqual([
      [great.id, 130],
      [middle.id, 80],
      [small.id, 20],
    ]);
    expect(ids(await queue('cause: "queue", riskAtLeast: 80', 'orderBy: RISK_FIRST'))).toEqual([great.id, middle.id]);
    expect(ids(await queue('cause: "queue", dueBefore: "2020-01-01T00:00:00Z"'))).toEqual([]);
    const page = async (after: string): Promise<{ ids: string[]; end: string; more: boolean }> => {
      const { reviews } = await house
        .person('omar')
        .ask<{ reviews: { nodes: ReviewSeen[]; pageInfo: { endCursor: string; hasNextPage: boolean } } }>(
          `{ reviews(filter: { cause: "queue" }, orderBy: RISK_FIRST, first: 2 ${after}) { nodes { id status risk exception { id } } pageInfo { endCursor hasNextPage } } }`,
        );
      return { ids: ids(reviews.nodes), end: reviews.pageInfo.endCursor, more: reviews.pageInfo.hasNextPage };
    };
    const first = await page('');
    expect(first).toMatchObject({ ids: [great.id, middle.id], more: true });
    expect(await page(`, after: "${first.end}"`)).toMatchObject({ ids: [small.id], more: false });
  });

  it('reminds twice, then names a second reader and tells them; they may claim it, and nothing is decided by its age', async () => {
    const { ref, reviewId } = await approved({ ...CASH, cause: 'forgotten' });
    const reminders = async (handle: string) => (await words(handle, 'review.overdue')).filter((sentence) => sentence.includes(ref)).length;
    await house.ground.clock('7 days 1 minute');
    expect(
      await eventually(
        () => reminders('omar'),
        (count) => count === 1,
        30_000,
      ),
    ).toBe(1);
    expect(await reminders('priya')).toBe(0);
    await house.ground.clock('10 days 1 minute');
    expect(
      await eventually(
        () => reminders('omar'),
        (count) => count === 2,
        30_000,
      ),
    ).toBe(2);
    await house.ground.clock('14 days 1 minute');
    const seen = () =>
      house
        .person('omar')
        .ask<{ node: { status: string; disposition: string | null; secondReader: { id: string } | null } }>(
          `{ node(id: "${reviewId}") { ... on Review { status disposition secondReader { id } } } }`,
        );
    const { node } = await eventually(seen, (now) => now.node.secondReader !== null, 30_000);
    expect(node).toMatchObject({ status: 'QUEUED', disposition: null });
    const reader = node.secondReader?.id.replace('per_', '') ?? '';
    expect(['renee', 'omar', 'lach2']).toContain(reader);
    expect(
      (
        await eventually(
          () => words(reader, 'review.secondReaderNamed'),
          (all) => all.some((sentence) => sentence.includes(ref)),
          30_000,
        )
      ).join(),
    ).toContain(ref);
    expect(await onReview(reader, 'claimReview', { reviewId })).toMatchObject({ review: { status: 'CLAIMED' }, userErrors: [] });
    await house.ground.clock('0');
    expect(await reminders('omar')).toBe(2);
  });
});
