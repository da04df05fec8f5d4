import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '#people';
import { SmallHouse } from '../../test/support/small-house.js';
import { covers } from './coverage.rules.js';
import { CoverageService } from './coverage.service.js';
import { type DraftPolicy, PolicyDraftsService } from './drafts.service.js';
import { PoliciesReads } from './policies.reads.js';
import { PoliciesService } from './policies.service.js';
import type { PolicyVersion } from './policy-version.entity.js';
import { CONDITION_KINDS } from './policy.words.js';

let house: SmallHouse;
let reads: PoliciesReads;
let drafts: PolicyDraftsService;
let policies: PoliciesService;
let coverage: CoverageService;
let renee: Actor;
let omar: Actor;

beforeAll(async () => {
  house = await SmallHouse.open();
  reads = new PoliciesReads(house.api);
  [drafts, policies] = [new PolicyDraftsService(house.api, reads), new PoliciesService(house.api, reads)];
  coverage = new CoverageService(house.api, reads);
  [renee, omar] = [await house.actor('renee'), await house.actor('omar')];
});
afterAll(() => house.close());
afterEach(() => house.clock('0'));

const HOUR = 3_600_000;
const inHours = (hours: number): Date => new Date(Date.now() + hours * HOUR);
const draft = (cause: string, more: Partial<DraftPolicy> = {}): DraftPolicy => ({
  title: `Fees: ${cause}`,
  text: 'Fees that fall due while a branch is closed are waived.',
  conditions: { kinds: ['FEE_WAIVER'], causes: [cause], amountUpTo: { amountMinor: 25_000, currency: 'AUD' } },
  ...more,
});

async function proposed(input: DraftPolicy): Promise<PolicyVersion> {
  const { node } = await drafts.draft(input, renee);
  return (await policies.propose({ policyVersionId: node.id }, renee)).node;
}

async function activated(input: DraftPolicy): Promise<PolicyVersion> {
  return (await policies.activate({ policyVersionId: (await proposed(input)).id }, omar)).node;
}

const names = async (policyId: string): Promise<string[]> => (await house.factsOf(policyId)).map(({ name }) => name);

describe('a policy', () => {
  it('is drafted, proposed by one reviewer and activated by another; then the next agent is told yes', async () => {
    const { node } = await drafts.draft(draft('flood'), renee);
    expect(node).toMatchObject({
      number: 1,
      status: 'DRAFT',
      amountUpTo: 25_000,
      currency: 'AUD',
      promoted: false,
      draftedBy: 'per_renee',
    });
    const asked = { kind: 'FEE_WAIVER', cause: 'flood', amount: { amountMinor: 20_240, currency: 'AUD' } };
    expect(await coverage.mayI(asked)).toMatchObject({ allowed: false, policyVersion: null });
    await policies.propose({ policyVersionId: node.id }, renee);
    await expect(policies.activate({ policyVersionId: node.id }, renee)).rejects.toMatchObject({
      code: 'SAME_REVIEWER',
      whoCould: ['per_lach2', 'per_omar'],
    });
    const { node: active } = await policies.activate({ policyVersionId: node.id }, omar);
    expect(active).toMatchObject({ status: 'ACTIVE', activatedBy: 'per_omar', supersededAt: null });
    expect(await coverage.mayI(asked)).toMatchObject({
      allowed: true,
      policyVersion: { id: node.id },
      because: expect.stringContaining('version 1, allows it'),
    });
    expect(await coverage.covering(asked)).toMatchObject([{ id: node.id }]);
    expect(await names(node.policyId)).toEqual(['policy.drafted', 'policy.proposed', 'policy.activated']);
    await expect(policies.propose({ policyVersionId: node.id }, omar)).rejects.toMatchObject({ code: 'POLICY_MOVED_ON' });
    await expect(policies.propose({ policyVersionId: 'pve_none' }, omar)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      path: ['policyVersionId'],
    });
  });

  it('has its next version from the very instant at which the one before ends', async () => {
    const first = await activated(draft('storm'));
    const second = await activated({ ...draft('storm'), title: undefined, policyId: first.policyId, text: 'And interest too.' });
    const [newest, oldest] = await reads.versionsOf([first.policyId]);
    expect([newest, oldest]).toMatchObject([
      { id: second.id, number: 2, status: 'ACTIVE' },
      { id: first.id, status: 'SUPERSEDED' },
    ]);
    expect(oldest?.supersededAt).toEqual(newest?.effectiveFrom);
    expect((await house.factsOf(first.policyId)).slice(-2)).toMatchObject([
      { name: 'policy.activated', body: { policyVersionId: second.id } },
      { name: 'policy.superseded', body: { policyVersionId: first.id, by: second.id } },
    ]);
    expect(await reads.inForce([first.policyId])).toMatchObject([{ id: second.id }]);
    const change = second.effectiveFrom as Date;
    expect((await reads.policyAt(first.policyId, new Date(change.getTime() - 1)))?.id).toBe(first.id);
    expect((await reads.policyAt(first.policyId, change))?.id).toBe(second.id);
    expect(await reads.policyAt(first.policyId, new Date(0))).toBeUndefined();
  });

  it('can have its next version from a date on, and nothing between', async () => {
    const first = await activated(draft('hail'));
    const tomorrow = inHours(24);
    const next = await proposed({ ...draft('hail'), title: undefined, policyId: first.policyId });
    await expect(policies.activate({ policyVersionId: next.id, effectiveFrom: inHours(-1) }, omar)).rejects.toMatchObject({
      code: 'INVALID',
      path: ['effectiveFrom'],
    });
    expect((await policies.activate({ policyVersionId: next.id, effectiveFrom: tomorrow }, omar)).node.effectiveFrom).toEqual(tomorrow);
    expect(await reads.inForce([first.policyId])).toMatchObject([{ id: first.id, status: 'ACTIVE', supersededAt: tomorrow }]);
    const between = await proposed({ ...draft('hail'), title: undefined, policyId: first.policyId });
    await expect(policies.activate({ policyVersionId: between.id, effectiveFrom: inHours(12) }, omar)).rejects.toMatchObject({
      code: 'INVALID',
    });
    await expect(policies.retire({ policyId: first.policyId, reason: 'No.' }, omar)).rejects.toMatchObject({ code: 'POLICY_MOVED_ON' });
    await house.clock('25 hours');
    expect(await reads.inForce([first.policyId])).toMatchObject([{ id: next.id }]);
    expect((await reads.versionsByIds([first.id]))[0]?.status).toBe('SUPERSEDED');
  });

  it('is retired by two reviewers, each with a reason; then a new version may follow', async () => {
    const active = await activated(draft('frost'));
    const { policyId } = active;
    const retire = (reason: string, by: Actor) => policies.retire({ policyId, reason, idempotencyKey: reason }, by);
    expect((await retire('It is never cold.', renee)).node.id).toBe(policyId);
    await expect(retire('I insist.', renee)).rejects.toMatchObject({ code: 'SAME_REVIEWER', whoCould: ['per_lach2', 'per_omar'] });
    expect(await retire('It is never cold.', renee)).toMatchObject({ replayed: true });
    expect(await reads.inForce([policyId])).toHaveLength(1);
    await retire('Indeed.', omar);
    expect(await reads.inForce([policyId])).toEqual([]);
    expect(await reads.versionsByIds([active.id])).toMatchObject([
      { status: 'RETIRED', retiredBy: 'per_omar', retireProposedBy: 'per_renee' },
    ]);
    expect((await names(policyId)).slice(-2)).toEqual(['policy.retirementProposed', 'policy.retired']);
    expect(await house.rows('SELECT body FROM remarks WHERE subject_id = $1 ORDER BY created_at, id', [policyId])).toEqual([
      { body: 'It is never cold.' },
      { body: 'Indeed.' },
    ]);
    await expect(retire('Again.', omar)).rejects.toMatchObject({ code: 'POLICY_MOVED_ON' });
    expect(await activated({ ...draft('frost'), title: undefined, policyId })).toMatchObject({ number: 2, status: 'ACTIVE' });
  });

  it('is never retired by an agent, nor when it does not exist', async () => {
    const { policyId } = await activated(draft('fog'));
    await expect(policies.retire({ policyId, reason: 'No.' }, await house.actor('priya'))).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    await expect(policies.retire({ policyId, reason: '' }, omar)).rejects.toMatchObject({ code: 'INVALID', path: ['reason'] });
    await expect(policies.retire({ policyId: 'pol_none', reason: 'No.' }, omar)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      path: ['policyId'],
    });
  });
});

describe('promotion', () => {
  it('drafts a version from approved exceptions, with links both ways', async () => {
    const { exceptionId } = await house.approved({ proposer: 'priya' });
    const input = {
      ...draft('flood'),
      title: 'Tides',
      exceptionIds: [exceptionId, exceptionId],
      reviewBy: inHours(24 * 180),
      idempotencyKey: 'promote',
    };
    const { node } = await drafts.promote(input, renee);
    expect(node).toMatchObject({ promoted: true, status: 'DRAFT' });
    const links = [{ policyVersionId: node.id, exceptionId }];
    expect(await reads.precedentsOf([node.id])).toEqual(links);
    expect(await reads.madeFrom([exceptionId])).toEqual(links);
    expect(await house.factsOf(node.policyId)).toMatchObject([
      { name: 'policy.drafted', body: { policyVersionId: node.id, exceptionIds: [exceptionId] } },
    ]);
    expect(await drafts.promote(input, renee)).toMatchObject({ replayed: true, node: { id: node.id } });
  });

  it('refuses what is not approved, unknown, or has no date to look again; and whoever is no reviewer', async () => {
    const open = await house.proposal({ proposer: 'priya' });
    const promote = (exceptionIds: string[], more: object = {}, who = renee) =>
      drafts.promote({ ...draft('flood'), title: 'Ebb', exceptionIds, reviewBy: inHours(24), ...more }, who);
    await expect(promote([open])).rejects.toMatchObject({ code: 'NOT_APPROVED', path: ['exceptionIds'] });
    await expect(promote(['exc_none'])).rejects.toMatchObject({ code: 'NOT_FOUND', path: ['exceptionIds'] });
    const { exceptionId } = await house.approved({ proposer: 'priya' });
    await expect(promote([exceptionId], { reviewBy: inHours(-1) })).rejects.toMatchObject({ code: 'INVALID', path: ['reviewBy'] });
    await expect(promote([exceptionId], {}, await house.actor('tom'))).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    await expect(promote([exceptionId], {}, { ...renee, tokenId: 'tok_1', scopes: ['READ'] })).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
  });
});

describe('at the same moment', () => {
  it('drafts of one policy get different numbers', async () => {
    const { policyId } = await activated(draft('wind'));
    const made = await Promise.all(Array.from({ length: 6 }, () => drafts.draft({ ...draft('wind'), title: undefined, policyId }, renee)));
    expect(made.map(({ node }) => node.number).sort()).toEqual([2, 3, 4, 5, 6, 7]);
  });

  it('versions that are activated never overlap, and leave no gap', async () => {
    const { node: first } = await drafts.draft(draft('rain'), renee);
    const more = Array.from({ length: 5 }, () => proposed({ ...draft('rain'), title: undefined, policyId: first.policyId }));
    const ids = [(await policies.propose({ policyVersionId: first.id }, renee)).node.id, ...(await Promise.all(more)).map(({ id }) => id)];
    const outcomes = await Promise.allSettled(ids.map((policyVersionId) => policies.activate({ policyVersionId }, omar)));
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [(outcome.reason as { code?: string }).code] : []));
    expect(refusals.every((code) => code === 'INVALID' || code === 'BUSY')).toBe(true);
    const spans = (await reads.versionsOf([first.policyId]))
      .flatMap(({ effectiveFrom, supersededAt }) =>
        effectiveFrom ? [{ from: effectiveFrom.getTime(), until: supersededAt?.getTime() }] : [],
      )
      .sort((a, b) => a.from - b.from);
    expect(spans.length).toBe(ids.length - refusals.length);
    spans.forEach(({ until }, place) => expect(until).toBe(spans[place + 1]?.from));
  });

  it('one key has one effect', async () => {
    const { id } = await proposed(draft('sun'));
    const calls = Array.from({ length: 5 }, () => policies.activate({ policyVersionId: id, idempotencyKey: 'sun' }, omar));
    const done = await Promise.all(calls);
    expect(done.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(done.every(({ node }) => node.id === id && node.status === 'ACTIVE')).toBe(true);
  });
});

describe('reading', () => {
  it('lists policies, newest first, and finds them by title, ref and the text in force', async () => {
    await activated(draft('comet', { text: 'What the comet of 1910 brought is waived.' }));
    const { rows } = await reads.list({}, { take: 1, backwards: false });
    expect(rows).toMatchObject([{ title: 'Fees: comet' }]);
    const [newest] = rows;
    expect(await reads.byRef(newest?.ref ?? '')).toMatchObject({ id: newest?.id });
    expect(await reads.byIds([newest?.id ?? '', 'pol_none'])).toHaveLength(1);
    expect(await reads.count({ text: 'comet of 1910' })).toBe(1);
    expect(await reads.count({ text: 'waives comets' })).toBe(1);
    expect(await reads.count({ text: 'the of what' })).toBe(0);
    expect(await reads.count({ text: '🦄🦄' })).toBe(0);
    expect(await reads.count({ text: newest?.ref.toLowerCase() })).toBe(1);
    expect(await reads.count({ text: '100%' })).toBe(0);
    const all = await reads.list({}, { take: 100, backwards: false });
    expect(await reads.count({})).toBe(all.rows.length);
  });

  it('finds them in the language of the house, with or without accents, by an index that is made anew with it', async () => {
    await activated(
      draft('quake', { title: 'Nach dem Meteor', text: 'Gebühren, die nach einem Meteor fällig werden, erlassen wir binnen 14 Tagen.' }),
    );
    const found = () => Promise.all(['Gebühr', 'gebuhren', '14 Tage'].map((text) => reads.count({ text })));
    expect(await found()).toEqual([0, 1, 0]);
    await house.admin.query(`UPDATE house SET search_language = 'german'`);
    expect(await found()).toEqual([1, 1, 1]);
    const byIndex = await house.inTransaction(async () => {
      await house.admin.query('SET LOCAL enable_seqscan = off');
      return house.rows<{ id: string }>(
        `SELECT id FROM policy_versions WHERE to_tsvector('policy_language', text) @@ websearch_to_tsquery('policy_language', 'Gebühr')`,
      );
    });
    expect(byIndex).toHaveLength(1);
    await house.admin.query(`UPDATE house SET search_language = 'english'`);
    expect(await found()).toEqual([0, 1, 0]);
  });

  it('tells each caller what is open to them', async () => {
    const { id } = await proposed(draft('moon'));
    expect(await policies.openActions([id, 'pve_none'], renee)).toEqual([{ id, actions: ['TAKE_BACK'] }]);
    expect(await policies.openActions([id], omar)).toEqual([{ id, actions: ['TAKE_BACK', 'ACTIVATE'] }]);
    expect(await policies.openActions([id], await house.actor('tom'))).toEqual([{ id, actions: [] }]);
  });
});

it('conditions mean the same to the rules and to the database', async () => {
  const pick = <T>(...from: T[]): T => from[Math.floor(Math.random() * from.length)] as T;
  const some = <T>(from: readonly T[]): T[] => from.filter(() => Math.random() < 0.4);
  const rounds = Array.from({ length: 500 }, () => {
    const amountUpTo = pick(null, 1, 100, Number.MAX_SAFE_INTEGER);
    const conditions = {
      kinds: some(CONDITION_KINDS.slice(0, 3)),
      causes: some(['a', 'b', 'c']),
      amountUpTo,
      currency: amountUpTo === null ? null : pick('AUD', 'EUR'),
    };
    const amountMinor = pick(null, 1, 100, 101, Number.MAX_SAFE_INTEGER);
    const amount = amountMinor === null ? null : { amountMinor, currency: pick('AUD', 'EUR') };
    return { conditions, remedy: { kind: pick(...CONDITION_KINDS.slice(0, 3)), cause: pick('a', 'b', 'c'), amount } };
  });
  const judged = await house.rows<{ covered: boolean }>(
    `SELECT covers(jsonb_populate_record(NULL::policy_versions, jsonb_build_object('kinds', j.conditions -> 'kinds', 'causes', j.conditions -> 'causes',
        'amount_up_to', j.conditions -> 'amountUpTo', 'currency', j.conditions -> 'currency')),
      j.remedy ->> 'kind', j.remedy ->> 'cause', (j.remedy #>> '{amount,amountMinor}')::bigint, j.remedy #>> '{amount,currency}') AS covered
     FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (conditions jsonb, remedy jsonb)) WITH ORDINALITY AS j (conditions, remedy, place) ORDER BY place`,
    [JSON.stringify(rounds)],
  );
  rounds.forEach(({ conditions, remedy }, place) => {
    expect({ conditions, remedy, covered: covers(conditions, remedy) }).toEqual({ conditions, remedy, covered: judged[place]?.covered });
  });
});
