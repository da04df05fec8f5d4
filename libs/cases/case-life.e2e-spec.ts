import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readSettings } from '#settings';
import { SmallHouse } from '../../test/support/small-house.js';
import { CaseLifeService, type RecordFollowUp, type SolveCase } from './case-life.service.js';
import { CaseSteps } from './case-steps.js';
import { CasesService } from './cases.service.js';
import type { CaseStatus } from './case.words.js';
import { FollowUpsReads } from './follow-ups.reads.js';
import { RecapsService } from './recaps.service.js';
import { RehomingService } from './rehoming.service.js';

let house: SmallHouse;
let cases: CasesService;
let reads: FollowUpsReads;
let life: CaseLifeService;
let steps: CaseSteps;
let rehoming: RehomingService;

beforeAll(async () => {
  house = await SmallHouse.open();
  const settings = readSettings({ DATABASE_URL: house.urls.apiUrl });
  [cases, reads] = [new CasesService(house.api, settings), new FollowUpsReads(house.api)];
  steps = new CaseSteps(house.api, cases, settings);
  rehoming = new RehomingService(house.api);
  life = new CaseLifeService(house.api, steps, reads, settings);
});
afterAll(() => house.close());
afterEach(() => house.clock('0'));

const DAY_MS = 86_400_000;
const now = async (): Promise<Date> => (await house.rows<{ now: Date }>('SELECT house_now() AS now'))[0]?.now ?? new Date();
const solve = async (caseId: string, more: Partial<SolveCase> = {}, by = 'priya') => {
  const input = { caseId, solution: 'The fee was taken back.', customerToldAt: await now(), ...more };
  return life.solve(input, await house.actor(by));
};
const no = { reason: 'The contract says so.', toldBy: 'Priya, by telephone.', appealRoute: 'The ombudsman, within 30 days.' };
const found = async (followUpId: string, more: Partial<RecordFollowUp> = {}, by = 'priya') =>
  life.recordFollowUp({ followUpId, outcome: 'HELPED', channel: 'telephone', ...more }, await house.actor(by));
const factsOf = async (id: string) => (await house.factsOf(id)).map(({ name }) => name);
const solved = async (): Promise<{ caseId: string; followUpId: string }> => {
  const caseId = await house.caseOf('priya');
  await solve(caseId);
  const [followUp] = await reads.ofCases([caseId]);
  return { caseId, followUpId: followUp?.id ?? '' };
};
const caseOf = async (exceptionId: string): Promise<{ caseId: string; ref: string }> => {
  const [row] = await house.rows<{ caseId: string; ref: string }>('SELECT case_id AS "caseId", ref FROM policy_exceptions WHERE id = $1', [
    exceptionId,
  ]);
  return row ?? { caseId: '', ref: '' };
};
const words = (caseId: string) =>
  house.rows<{ body: string }>('SELECT body FROM remarks WHERE subject_id = $1 ORDER BY created_at, id', [caseId]);

describe('a case that a machine opened', () => {
  it('promise 12: is owned and new until its owner acknowledges it, by a day from then', async () => {
    const desk = await house.actor('desk', { tokenId: 'tok_desk', scopes: ['CASES'] });
    const customer = { name: 'Adele', contact: 'adele@example.org', timeZone: 'Australia/Sydney' };
    const { node } = await cases.open({ customer, need: 'A fee.' }, desk);
    expect(node).toMatchObject({ status: 'NEW', ownerId: 'per_lachlan', acknowledgedAt: null });
    expect(node.acknowledgeBy?.getTime()).toBe(node.openedAt.getTime() + DAY_MS);
    expect(node.nextDueAt).toEqual(node.acknowledgeBy);
    await expect(life.acknowledge({ caseId: node.id }, await house.actor('tom'))).rejects.toMatchObject({ code: 'NOT_OWNER' });
    const done = await life.acknowledge({ caseId: node.id, idempotencyKey: 'ack' }, await house.actor('lachlan'));
    expect(done.node).toMatchObject({ status: 'OWNED', ownerId: 'per_lachlan', nextDueAt: null, turn: 2 });
    expect(done.node.acknowledgedAt).not.toBeNull();
    expect(await life.acknowledge({ caseId: node.id, idempotencyKey: 'ack' }, await house.actor('lachlan'))).toEqual({
      ...done,
      replayed: true,
    });
    await expect(life.acknowledge({ caseId: node.id }, await house.actor('lachlan'))).rejects.toMatchObject({ code: 'CASE_MOVED_ON' });
    expect(await factsOf(node.id)).toEqual(['case.opened', 'case.acknowledged']);
  });
});

describe('a solution', () => {
  it('promise 12: keeps the owner, has its follow-up in a week, and its words apart', async () => {
    const { caseId, followUpId } = await solved();
    const node = await cases.one(caseId);
    expect(node).toMatchObject({ status: 'SOLVED', ownerId: 'per_priya', turn: 2 });
    expect(await cases.ownerAt(caseId, new Date(Date.now() + DAY_MS))).toBe('per_priya');
    const [followUp] = await reads.byIds([followUpId]);
    expect(followUp).toMatchObject({ caseId, outcome: null, note: null, endedAt: null });
    expect(followUp?.dueAt.getTime()).toBeGreaterThan((node.answeredAt?.getTime() ?? 0) + 7 * DAY_MS - 1000);
    expect(node.nextDueAt).toEqual(followUp?.dueAt);
    expect(await factsOf(caseId)).toEqual(['case.solved', 'followUp.made']);
    expect(JSON.stringify(await house.factsOf(caseId))).not.toContain('fee');
    expect(await reads.answers([caseId])).toMatchObject([
      { kind: 'SOLUTION', words: 'The fee was taken back.', byId: 'per_priya', turn: 2 },
    ]);
  });

  it('waits for what is proposed, names it, and takes along what is approved', async () => {
    const { caseId, ref } = await caseOf(await house.proposal({ proposer: 'priya' }));
    await expect(solve(caseId)).rejects.toMatchObject({ code: 'PROPOSAL_OPEN', message: expect.stringContaining(ref) as unknown });
    await expect(life.answerHonestNo({ caseId, ...no }, await house.actor('priya'))).rejects.toMatchObject({ code: 'PROPOSAL_OPEN' });
    expect(await words(caseId)).toEqual([]);
    const { exceptionId } = await house.approved({ proposer: 'priya' });
    const given = await caseOf(exceptionId);
    await solve(given.caseId);
    const [followUp] = await reads.ofCases([given.caseId]);
    expect(followUp?.dueAt.getTime()).toBeGreaterThan(Date.now() + 13 * DAY_MS);
    expect(await house.rows('SELECT status FROM policy_exceptions WHERE id = $1', [exceptionId])).toEqual([{ status: 'APPROVED' }]);
  });

  it('on a day that the owner chose, and refuses one in the past, and a time at which nobody was told', async () => {
    const caseId = await house.caseOf('priya');
    const followUpAt = new Date(Date.now() + 3 * DAY_MS);
    await expect(solve(caseId, { followUpAt: new Date(Date.now() - 1000) })).rejects.toMatchObject({
      code: 'INVALID',
      path: ['followUpAt'],
    });
    const tomorrow = new Date(Date.now() + DAY_MS);
    await expect(solve(caseId, { customerToldAt: tomorrow })).rejects.toMatchObject({
      code: 'CUSTOMER_NOT_TOLD',
      path: ['customerToldAt'],
    });
    const before = new Date(Date.now() - DAY_MS);
    await expect(solve(caseId, { customerToldAt: before })).rejects.toMatchObject({ code: 'INVALID', path: ['customerToldAt'] });
    expect(await factsOf(caseId)).toEqual([]);
    await solve(caseId, { followUpAt });
    expect((await reads.ofCases([caseId]))[0]?.dueAt).toEqual(followUpAt);
  });

  it('promise 7: is one, of ten that are sent at once under one key or under ten', async () => {
    const [one, ten] = [await house.caseOf('priya'), await house.caseOf('priya')];
    const customerToldAt = await now();
    const same = await Promise.all(Array.from({ length: 10 }, () => solve(one, { customerToldAt, idempotencyKey: 'one' })));
    expect(same.filter(({ replayed }) => !replayed)).toHaveLength(1);
    const others = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) => solve(ten, { customerToldAt, idempotencyKey: `ten-${n}` })),
    );
    expect(others.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const id of [one, ten]) expect(await factsOf(id)).toEqual(['case.solved', 'followUp.made']);
  });

  it('is of whoever owns the case at that moment: a hand-over and a solution at once leave no case solved by somebody else', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => house.caseOf('priya')));
    const wei = await house.actor('wei');
    const give = (id: string) => rehoming.rehome({ fromId: 'per_priya', toId: 'per_tom', caseIds: [id], reason: 'Leaves.' }, wei);
    await Promise.allSettled(ids.flatMap((id) => [solve(id), give(id)]));
    const wrong = await house.rows(
      `SELECT a.case_id FROM case_answers a JOIN ownership o ON o.case_id = a.case_id AND tstzrange(o.from_at, o.until_at) @> a.at WHERE o.human_id <> a.by_human AND a.case_id = ANY ($1)`,
      [ids],
    );
    expect(wrong).toEqual([]);
  });
});

describe('an honest no', () => {
  it('says why, who told it and where to appeal; and may be taken up again, by the same owner', async () => {
    const caseId = await house.caseOf('priya');
    const priya = await house.actor('priya');
    for (const missing of ['reason', 'toldBy', 'appealRoute'] as const)
      await expect(life.answerHonestNo({ caseId, ...no, [missing]: ' ' }, priya)).rejects.toMatchObject({
        code: 'INVALID',
        path: [missing],
      });
    expect((await life.answerHonestNo({ caseId, ...no }, priya)).node).toMatchObject({
      status: 'HONEST_NO',
      ownerId: 'per_priya',
      nextDueAt: null,
    });
    expect(await reads.answers([caseId])).toMatchObject([
      { kind: 'HONEST_NO', words: no.reason, toldBy: no.toldBy, appealRoute: no.appealRoute, reopenedAt: null },
    ]);
    expect(await reads.ofCases([caseId])).toEqual([]);
    await expect(solve(caseId)).rejects.toMatchObject({ code: 'CASE_MOVED_ON' });
    await expect(life.reopen({ caseId, reason: 'So.' }, await house.actor('tom'))).rejects.toMatchObject({ code: 'NOT_OWNER' });
    const again = await life.reopen({ caseId, reason: 'She sent the letter.' }, priya);
    expect(again.node).toMatchObject({ status: 'OWNED', ownerId: 'per_priya', answeredAt: null });
    await solve(caseId);
    expect(await reads.answers([caseId])).toMatchObject([
      { reopenedBecause: 'She sent the letter.' },
      { kind: 'SOLUTION', reopenedAt: null },
    ]);
    expect(await factsOf(caseId)).toEqual(['case.answeredNo', 'case.reopened', 'case.solved', 'followUp.made']);
  });

  it('lets no exception be proposed any more', async () => {
    const caseId = await house.caseOf('priya');
    await life.answerHonestNo({ caseId, ...no }, await house.actor('priya'));
    await expect(
      house.admin.query(`INSERT INTO policy_exceptions (id, status, case_id, proposer_id, proposer_human, base_quorum, expires_at)
        VALUES ('exc_late', 'PROPOSED', '${caseId}', 'per_priya', 'hum_priya', 1, house_now() + interval '1 hour')`),
    ).rejects.toMatchObject({ code: 'TP110' });
  });
});

describe('a follow-up', () => {
  it('that helped confirms, once', async () => {
    const { caseId, followUpId } = await solved();
    await expect(found(followUpId, {}, 'tom')).rejects.toMatchObject({ code: 'NOT_OWNER' });
    await expect(found('fol_none')).rejects.toMatchObject({ code: 'NOT_FOUND', path: ['followUpId'] });
    const done = await found(followUpId, { note: 'She is glad.', idempotencyKey: 'helped' });
    expect(done.node).toMatchObject({ id: followUpId, outcome: 'HELPED', note: 'She is glad.' });
    expect(await found(followUpId, { note: 'She is glad.', idempotencyKey: 'helped' })).toEqual({ ...done, replayed: true });
    await expect(found(followUpId)).rejects.toMatchObject({ code: 'CASE_MOVED_ON' });
    expect(await cases.one(caseId)).toMatchObject({ status: 'CONFIRMED', ownerId: 'per_priya', nextDueAt: null });
    expect(await factsOf(caseId)).toEqual(['case.solved', 'followUp.made', 'followUp.tried', 'case.confirmed']);
  });

  it('promise 12: that did not help gives it back to the same owner, with the reason; the next solution has its own', async () => {
    const { caseId, followUpId } = await solved();
    await expect(found(followUpId, { outcome: 'DID_NOT_HELP' })).rejects.toMatchObject({ code: 'INVALID', path: ['note'] });
    await found(followUpId, { outcome: 'DID_NOT_HELP', note: 'The fee came again.' });
    expect(await cases.one(caseId)).toMatchObject({ status: 'OWNED', ownerId: 'per_priya', answeredAt: null, nextDueAt: null });
    expect(await reads.answers([caseId])).toMatchObject([{ reopenedBecause: 'The fee came again.' }]);
    const [recap] = await new RecapsService(house.api).drafts([caseId]);
    expect(recap?.text).toMatch(/Answered, and it did not hold: solved, .+: The fee was taken back\. It came back: The fee came again\.\n/);
    await solve(caseId);
    await expect(found(followUpId)).rejects.toMatchObject({ code: 'CASE_MOVED_ON', path: ['followUpId'] });
    expect(await reads.ofCases([caseId])).toMatchObject([{ outcome: 'DID_NOT_HELP' }, { outcome: null }]);
  });

  it('closes unconfirmed after three tries on two channels over ten days, and not before', async () => {
    const { caseId, followUpId } = await solved();
    const tries: [days: number, channel: string, status: string][] = [
      [8, 'Telephone', 'SOLVED'],
      [9, 'telephone', 'SOLVED'],
      [17, 'email', 'SOLVED'],
      [18, 'telephone', 'CLOSED_UNCONFIRMED'],
    ];
    for (const [days, channel, status] of tries) {
      await house.clock(`${days} days`);
      const { node } = await found(followUpId, { outcome: 'UNREACHABLE', channel });
      expect({ days, status: (await cases.one(caseId)).status, outcome: node.outcome }).toEqual({
        ...{ days, status },
        outcome: status === 'SOLVED' ? null : 'UNREACHABLE',
      });
    }
    expect((await reads.tries([followUpId])).map(({ number, channel }) => [number, channel])).toEqual([
      ...[
        [1, 'telephone'],
        [2, 'telephone'],
        [3, 'email'],
        [4, 'telephone'],
      ],
    ]);
    expect((await factsOf(caseId)).filter((name) => name === 'case.confirmed')).toEqual([]);
    expect((await factsOf(caseId)).at(-1)).toBe('case.closedUnconfirmed');
  });
});

describe('cases by what is due next', () => {
  it('come with the soonest first and what is not due last, page by page', async () => {
    const owner = { ownerId: 'per_noor' };
    const ids: string[] = [];
    for (const days of [5, 2, 9]) {
      const id = await house.caseOf('noor');
      await solve(id, { followUpAt: new Date(Date.now() + days * DAY_MS) }, 'noor');
      ids.push(id);
    }
    const open = await house.caseOf('noor');
    const after = await house.caseOf('noor');
    const next = async (from?: { id: string; pageKey: string }) => {
      const place = from && { key: from.pageKey, id: from.id };
      return (await cases.list(owner, { take: 3, backwards: false, ...(place ? { from: place } : {}) }, 'NEXT_PROMISE')).rows;
    };
    const page = await next();
    expect(page.map(({ id }) => id)).toEqual([ids[1], ids[0], ids[2]]);
    const [first, second] = await next(page.at(-1));
    expect([first?.id, second?.id].sort()).toEqual([open, after].sort());
    expect((await next(first)).map(({ id }) => id)).toEqual([second?.id]); // also from one of which nothing is due
    expect((await cases.list({ ...owner, status: ['OWNED'] }, { take: 9, backwards: false }, 'OLDEST')).rows.map(({ id }) => id)).toEqual([
      open,
      after,
    ]);
    const counted = (status: CaseStatus[]) => cases.count({ ...owner, status });
    expect(await counted(['SOLVED', 'OWNED'])).toBe(5);
    expect(await counted(['SOLVED', 'NEW', 'OWNED'])).toBe(5);
    expect([await counted(['NEW', 'OWNED']), await counted(['NEW', 'NEW']), await counted(['NEW']), await counted([])]).toEqual([
      2, 0, 0, 0,
    ]);
  });
});

it('says what is open to whom, and why not', async () => {
  const { caseId } = await solved();
  const priya = await house.actor('priya');
  expect(await steps.openActions([caseId, 'cas_none'], priya)).toEqual([{ id: caseId, actions: ['FOLLOW_UP'] }]);
  expect((await steps.whyNot([caseId, 'cas_none'], 'SOLVE', priya)).get(caseId)).toMatchObject({ code: 'CASE_MOVED_ON' });
  expect((await steps.whyNot([caseId, 'cas_none'], 'FOLLOW_UP', priya)).size).toBe(0);
});
