import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CustomersService } from '#customers';
import { SmallHouse } from '../../test/support/small-house.js';
import type { CaseFilter } from './cases.filter.js';
import { CasesService, type OpenCase } from './cases.service.js';

let house: SmallHouse;
let cases: CasesService;

beforeAll(async () => {
  house = await SmallHouse.open();
  cases = new CasesService(house.api, { acknowledgeHours: 24, complaintProfile: 'HOUSE' });
});
afterAll(() => house.close());
afterEach(() => house.admin.query('UPDATE people SET active = true WHERE NOT active'));

const adele = { name: 'Adele Novak', contact: 'adele@example.org', timeZone: 'Australia/Sydney' };
const flood: OpenCase = { customer: adele, need: 'A late fee of AUD 180.00 while her branch was under water.' };

describe('opening a case', () => {
  it('acknowledges at once and makes the caller the one owner, for a customer who is then known', async () => {
    const { node, replayed } = await cases.open({ ...flood, externalRef: 'ZD-77', internal: true }, await house.actor('priya'));
    expect(replayed).toBe(false);
    expect(node).toMatchObject({
      status: 'OWNED',
      ownerId: 'per_priya',
      openedBy: 'per_priya',
      need: flood.need,
      externalRef: 'ZD-77',
      internal: true,
    });
    expect(node.ref).toMatch(/^CASE-\d+$/);
    expect(node.acknowledgedAt).toEqual(node.openedAt);
    expect(await new CustomersService(house.api).byIds([node.customerId])).toMatchObject([
      { ...adele, contact: 'a••••@••••', erasedAt: null },
    ]);
    expect(await house.factsOf(node.id)).toEqual([
      { name: 'case.opened', actor_id: 'per_priya', body: { customerId: node.customerId, ownerId: 'per_priya' } },
    ]);
    expect(await cases.byIds([node.id, 'cas_none'])).toEqual([node]);
    expect(await cases.byRef(node.ref)).toEqual(node);
    const again = await cases.open({ customerId: node.customerId, need: 'And the interest.' }, await house.actor('tom'));
    expect(again.node).toMatchObject({ customerId: node.customerId, ownerId: 'per_tom' });
  });

  it('by a robot makes the person for whom it works the owner', async () => {
    const desk = await house.actor('desk', { tokenId: 'tok_desk', scopes: ['CASES'] });
    expect((await cases.open(flood, desk)).node).toMatchObject({ ownerId: 'per_lachlan', openedBy: 'per_desk' });
    await house.admin.query(`UPDATE people SET active = false WHERE human_id = 'hum_lachlan' AND kind = 'PERSON'`);
    await expect(cases.open(flood, desk)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  });

  it.each<[string, string, OpenCase, object]>([
    ['a machine of nobody', 'pay-1', flood, { code: 'NOT_ALLOWED' }],
    ['a customer who is not there', 'priya', { customerId: 'cus_none', need: 'Help.' }, { code: 'NOT_FOUND', path: ['customerId'] }],
    [
      'an unknown time zone',
      'priya',
      { ...flood, customer: { ...adele, timeZone: 'Mars/Base' } },
      { code: 'INVALID', path: ['customer', 'timeZone'] },
    ],
    ['no customer', 'priya', { need: 'Help.' }, { code: 'INVALID', path: ['customerId'] }],
  ])('refuses %s and writes nothing', async (_story, who, input, refusal) => {
    const before = await cases.count({});
    const actor = await house.actor(who, who === 'pay-1' ? { tokenId: 'tok_1', scopes: ['CASES'] } : {});
    await expect(cases.open(input, actor)).rejects.toMatchObject(refusal);
    expect(await cases.count({})).toBe(before);
  });

  it('refuses an erased customer, and reads an erased need as nothing', async () => {
    const { node } = await cases.open(flood, await house.actor('priya'));
    await house.admin.query(`UPDATE customers SET name = NULL, contact = NULL, erased_at = house_now() WHERE id = '${node.customerId}';
      UPDATE case_texts SET need = NULL, erased_at = house_now() WHERE case_id = '${node.id}'`);
    await expect(cases.open({ customerId: node.customerId, need: 'Help.' }, await house.actor('priya'))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await cases.byIds([node.id])).toMatchObject([{ need: null, ownerId: 'per_priya' }]);
  });

  it('promise 7: is done once for one key, by eight at once', async () => {
    const priya = await house.actor('priya');
    const before = await cases.count({});
    const opened = await Promise.all(Array.from({ length: 8 }, () => cases.open({ ...flood, idempotencyKey: 'once' }, priya)));
    expect(new Set(opened.map(({ node }) => node.id)).size).toBe(1);
    expect(opened.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await cases.count({})).toBe(before + 1);
    await expect(cases.open({ ...flood, need: 'Another.', idempotencyKey: 'once' }, priya)).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  it('promise 12: never gives a case to somebody who leaves at the same moment', async () => {
    const jack = await house.actor('jack');
    await house.admin.query(`BEGIN; UPDATE people SET active = false WHERE handle = 'jack'`);
    const leaving = cases.open(flood, jack);
    const outcome = expect(leaving).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    await house.admin.query('COMMIT');
    await outcome;
  });
});

describe('reading cases', () => {
  it('promise 12: knows the owner at every instant', async () => {
    const { node } = await cases.open(flood, await house.actor('mia'));
    const justBefore = new Date(node.openedAt.getTime() - 1);
    expect(await cases.ownerAt(node.id, node.openedAt)).toBe('per_mia');
    expect(await cases.ownerAt(node.id, new Date(Date.now() + 60_000))).toBe('per_mia');
    expect(await cases.ownerAt(node.id, justBefore)).toBeUndefined();
    expect(await cases.ownerNow([node.id, 'cas_none'])).toEqual(new Map([[node.id, 'per_mia']]));
  });

  it('lists the newest first, by owner, status and words, forwards and backwards', async () => {
    const ivy = await house.actor('ivy');
    const needs = ['first_need', 'second need', 'third need'];
    for (const need of needs) await cases.open({ ...flood, need }, ivy);
    const mine = { ownerId: 'per_ivy' };
    const first = await cases.list(mine, { take: 2, backwards: false });
    expect(first.rows.map(({ need }) => need)).toEqual(['third need', 'second need']);
    const last = first.rows[1];
    const from = { key: last?.pageKey ?? '', id: last?.id ?? '' };
    expect((await cases.list(mine, { take: 2, backwards: false, from })).rows.map(({ need }) => need)).toEqual(['first_need']);
    expect((await cases.list(mine, { take: 2, backwards: true })).rows.map(({ need }) => need)).toEqual(['second need', 'first_need']);
    expect(await cases.count({ ...mine, text: 't_n' })).toBe(1);
    expect(await cases.count({ ...mine, status: ['SOLVED'] })).toBe(0);
    expect(await cases.count({ ...mine, status: ['OWNED', 'NEW'] })).toBe(3);
    expect(await cases.count({ text: first.rows[0]?.ref.toLowerCase() })).toBe(1);
  });

  it('lists those of one customer, of colleagues, of a stretch of time, and those of which something is due', async () => {
    const sam = await house.actor('sam');
    const { node: plain } = await cases.open(flood, sam);
    await house.clock('1 hour');
    const { node: inside } = await cases.open({ ...flood, internal: true }, sam);
    const desk = await house.actor('desk', { tokenId: 'tok_desk', scopes: ['CASES'] });
    const { node: due } = await cases.open({ ...flood, customer: undefined, customerId: plain.customerId }, desk);
    await house.clock('0');
    const at = (instant: Date | null, ms: number): Date => new Date((instant?.getTime() ?? 0) + ms);
    const shown: readonly [CaseFilter, string[]][] = [
      [{ customerId: plain.customerId }, [due.id, plain.id]],
      [{ customerId: 'cus_none' }, []],
      [{ ownerId: 'per_sam', internal: true }, [inside.id]],
      [{ ownerId: 'per_sam', internal: false }, [plain.id]],
      [{ ownerId: 'per_sam', openedAfter: at(plain.openedAt, 1) }, [inside.id]],
      [{ ownerId: 'per_sam', openedAfter: at(plain.openedAt, -1) }, [inside.id, plain.id]],
      [{ ownerId: 'per_sam', openedBefore: inside.openedAt }, [plain.id]],
      [{ ownerId: 'per_sam', openedAfter: at(plain.openedAt, -1), openedBefore: at(inside.openedAt, 1) }, [inside.id, plain.id]],
      [{ customerId: plain.customerId, dueBefore: at(due.nextDueAt, 1) }, [due.id]],
      [{ customerId: plain.customerId, dueBefore: due.nextDueAt }, []],
    ];
    for (const [filter, ids] of shown) {
      expect([filter, (await cases.list(filter, { take: 5, backwards: false })).rows.map(({ id }) => id)]).toEqual([filter, ids]);
      expect(await cases.count(filter)).toBe(ids.length);
    }
  });

  it.each([
    ['backwards', 0, -1],
    ['of no time at all', 0, 0],
  ])('refuses a stretch that is %s, at its end', async (_story, from, until) => {
    const at = (ms: number): Date => new Date(Date.parse('2026-06-01T00:00:00Z') + ms);
    const filter = { openedAfter: at(from), openedBefore: at(until) };
    await expect(cases.list(filter, { take: 5, backwards: false })).rejects.toMatchObject({
      code: 'INVALID',
      path: ['filter', 'openedBefore'],
    });
  });
});
