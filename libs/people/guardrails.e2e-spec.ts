import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '#database';
import { RuleError } from '#errors';
import { SmallHouse } from '../../test/support/small-house.js';
import { type BandDraft, bandsRefusal } from './bands.rules.js';
import { GuardrailsChanges, type ProposeGuardrails } from './guardrails-changes.service.js';
import { GuardrailsClock } from './guardrails.clock.js';
import { GuardrailsService } from './guardrails.service.js';

let house: SmallHouse;
let guardrails: GuardrailsService;
let changes: GuardrailsChanges;

beforeAll(async () => {
  house = await SmallHouse.open();
  guardrails = new GuardrailsService(house.api);
  changes = new GuardrailsChanges(house.api, guardrails);
});
afterAll(() => house.close());

const aud = (amountMinor: number) => ({ amountMinor, currency: 'AUD' });
const LIMITS: ProposeGuardrails = {
  bands: [{ upTo: aud(10_000), quorum: 1, kinds: ['REFUND', 'CREDIT'] }, { quorum: 3, kinds: ['CREDIT', 'REFUND'] }, { quorum: 2 }],
  caps: [
    { scope: 'TEAM_DAY', limit: aud(500_000) },
    { scope: 'PERSON_DAY', limit: aud(200_000) },
    { scope: 'TEAM_DAY', limit: { amountMinor: 90_000, currency: 'JPY' } },
  ],
};
const propose = async (handle: string, limits: Partial<ProposeGuardrails> = {}) =>
  (await changes.propose({ ...LIMITS, ...limits }, await house.actor(handle))).node;
const activate = async (handle: string, guardrailsId: string, idempotencyKey?: string) =>
  changes.activate({ guardrailsId, idempotencyKey }, await house.actor(handle));
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof RuleError ? error.code : String(error)),
  );
const facts = async (id: string) => (await house.factsOf(id)).map(({ name, actor_id }) => [name, actor_id]);
const put = (set: string, handles = `handle IN ('priya','tom','lachlan','mia','sam','ivy','noor','jack','renee','lach2')`) =>
  house.rows(`UPDATE people SET ${set} WHERE ${handles}`);

describe('guardrails', () => {
  it('are proposed by one admin, activated by another, and follow one another at the same instant', async () => {
    const before = await guardrails.active();
    const proposed = await propose('wei');
    expect(proposed).toMatchObject({ version: 2, status: 'PROPOSED', active: false, replaces: before.id, activatedAt: null });
    expect(await guardrails.quorumFor({ kind: 'REFUND', amount: aud(10_000) })).toBe(1);
    expect((await guardrails.active()).id).toBe(before.id);

    expect(await codeOf(activate('wei', proposed.id))).toBe('SAME_ADMIN');
    const { node: active } = await activate('ana', proposed.id);
    expect(active).toMatchObject({ version: 2, status: 'ACTIVE', proposedBy: 'per_wei', activatedBy: 'per_ana', unsatisfiableSince: null });
    expect(active.bands.map(({ position, kinds, upTo, quorum }) => [position, kinds, upTo, quorum])).toEqual([
      [1, ['CREDIT', 'REFUND'], 10_000, 1],
      [2, ['CREDIT', 'REFUND'], null, 3],
      [3, null, null, 2],
    ]);
    expect(active.caps.map(({ scope, limit }) => `${scope} ${limit.amountMinor} ${limit.currency}`)).toEqual([
      'PERSON_DAY 200000 AUD',
      'TEAM_DAY 500000 AUD',
      'TEAM_DAY 90000 JPY',
    ]);
    const [gone] = await guardrails.byIds([before.id]);
    expect(gone).toMatchObject({ status: 'SUPERSEDED', supersededAt: active.activatedAt });
    expect(await guardrails.quorumFor({ kind: 'REFUND', amount: aud(10_001) })).toBe(3);
    expect(await guardrails.quorumFor({ kind: 'DEED' })).toBe(2);
    expect(await facts(before.id)).toEqual([['guardrails.superseded', 'per_ana']]);
    expect(await facts(active.id)).toEqual([
      ['guardrails.proposed', 'per_wei'],
      ['guardrails.activated', 'per_ana'],
    ]);
  });

  it('that were written against limits no longer in force are overtaken', async () => {
    const [weis, anas] = [await propose('wei'), await propose('ana')];
    await activate('wei', anas.id);
    expect(await guardrails.byIds([weis.id])).toMatchObject([{ status: 'OVERTAKEN' }]);
    expect(await codeOf(activate('ana', weis.id))).toBe('GUARDRAILS_MOVED_ON');
    expect(await codeOf(activate('wei', anas.id))).toBe('GUARDRAILS_MOVED_ON');
    expect(await codeOf(activate('wei', 'grd_none'))).toBe('NOT_FOUND');
  });

  it.each(['priya', 'renee', 'pay-1'])('are not for %s', async (handle) => {
    const { id } = await propose('wei');
    expect([await codeOf(propose(handle)), await codeOf(activate(handle, id))]).toEqual(['NOT_ALLOWED', 'NOT_ALLOWED']);
  });

  it('promise 11: are not for an admin who was one a moment ago', async () => {
    const [wei, ana] = [await house.actor('wei'), await house.actor('ana')];
    const { id } = await propose('wei');
    await house.rows(`UPDATE people SET roles = '{AGENT,ADMIN}' WHERE handle = 'jack'`); // one is always left
    await house.rows(`UPDATE people SET roles = '{}' WHERE handle IN ('wei', 'ana')`);
    expect(await codeOf(changes.propose(LIMITS, wei))).toBe('NOT_ALLOWED');
    expect(await codeOf(changes.activate({ guardrailsId: id }, ana))).toBe('NOT_ALLOWED');
    await house.rows(`UPDATE people SET roles = '{ADMIN}' WHERE handle IN ('wei', 'ana')`);
    await house.rows(`UPDATE people SET roles = '{AGENT}' WHERE handle = 'jack'`);
  });

  it('promise 7: are proposed and activated once under one key', async () => {
    const wei = await house.actor('wei');
    const once = await Promise.all([1, 2, 3].map(() => changes.propose({ ...LIMITS, idempotencyKey: 'limits' }, wei)));
    expect(new Set(once.map(({ node }) => node.id)).size).toBe(1);
    expect(once.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await codeOf(changes.propose({ bands: [{ quorum: 1 }], caps: [], idempotencyKey: 'limits' }, wei))).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    );
    const id = once[0]?.node.id ?? '';
    const answers = [await activate('ana', id, 'go'), await activate('ana', id, 'go')];
    expect(answers.map(({ node, replayed }) => [node.status, replayed])).toEqual([
      ['ACTIVE', false],
      ['ACTIVE', true],
    ]);
  });

  it('promise 3: of two versions that are activated at once, one is', async () => {
    for (let round = 0; round < 20; round++) {
      const [weis, anas] = [await propose('wei'), await propose('ana')];
      const ends = await Promise.all([
        codeOf(activate('ana', weis.id)),
        codeOf(activate('wei', anas.id)),
        codeOf(activate('ana', weis.id)),
      ]);
      expect(ends.filter((end) => end !== 'done')).toEqual(['GUARDRAILS_MOVED_ON', 'GUARDRAILS_MOVED_ON']);
    }
    expect(await house.rows('SELECT count(*)::int AS active FROM guardrails WHERE active')).toEqual([{ active: 1 }]);
  });

  it('are numbered without a gap, also when several are proposed at once', async () => {
    await Promise.all(['wei', 'ana', 'wei', 'ana'].map((handle) => propose(handle)));
    const [row] = await house.rows<{ greatest: number; count: number }>('SELECT max(version) AS greatest, count(*)::int FROM guardrails');
    expect(row?.greatest).toBe(row?.count);
  });

  it('are read by admins and auditors, the newest first', async () => {
    const page = { take: 2, backwards: false };
    const { rows, hasNextPage } = await guardrails.versions(page, await house.actor('wei'));
    expect(rows.map(({ version }) => version)).toEqual([await guardrails.count(), (await guardrails.count()) - 1]);
    expect(hasNextPage).toBe(true);
    expect((await guardrails.versions(page, await house.actor('omar', { roles: ['AUDITOR'] }))).rows).toHaveLength(2);
    expect(await codeOf(guardrails.versions(page, await house.actor('omar')))).toBe('NOT_ALLOWED');
  });
});

describe('caps below what is used', () => {
  const caps = (amountMinor: number): Pick<ProposeGuardrails, 'caps'> => ({
    caps: [{ scope: 'CUSTOMER_30_DAYS', limit: aud(amountMinor) }],
  });

  it('are refused when they are proposed, and when more was used until they are activated', async () => {
    await house.approved({ proposer: 'priya', amountMinor: 20_000, signers: ['tom', 'sam'] });
    const refusal = await propose('wei', { ...caps(19_999), bands: [{ quorum: 1 }] }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: 'INVALID',
      path: ['caps', '0', 'limit'],
      message: expect.stringContaining('used already: A$200.00'),
    });
    const { id } = await propose('wei', { ...caps(20_000), bands: [{ quorum: 1 }] });
    await house.approved({ proposer: 'mia', amountMinor: 20_001, signers: ['tom', 'sam'] });
    expect(await codeOf(activate('ana', id))).toBe('INVALID');
  });
});

describe('guardrails that nobody could satisfy', () => {
  beforeEach(() => put('away_until = NULL, active = true'));

  it('are refused when they are proposed, with those who are here: humans, not accounts', async () => {
    await put(`away_until = house_now() + interval '1 day'`, `handle NOT IN ('tom', 'lachlan', 'lach2')`);
    const refusal = await propose('wei').catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'RULE_UNSATISFIABLE', path: ['bands', '1', 'quorum'], whoCould: ['per_lachlan', 'per_tom'] });
    expect(await codeOf(propose('wei', { bands: [{ quorum: 1 }] }))).toBe('done');
    expect(await guardrails.peopleWhoCouldSign()).toBe(2);
  });

  it('are refused when they are activated, if people left since', async () => {
    const { id } = await propose('wei');
    await put('active = false', `handle NOT IN ('tom', 'mia', 'sam', 'wei', 'ana', 'countersign')`);
    expect(await codeOf(activate('ana', id))).toBe('RULE_UNSATISFIABLE');
    await put('active = true', `handle = 'ivy'`);
    expect(await codeOf(activate('ana', id))).toBe('done');
  });
});

describe('the watch over the guardrails', () => {
  let clock: GuardrailsClock;
  beforeAll(async () => {
    clock = new GuardrailsClock(house.worker);
    await put('away_until = NULL, active = true');
    await activate('ana', (await propose('wei')).id);
  });
  const told = async () => (await house.factsOf((await guardrails.active()).id)).slice(2).map(({ name, body }) => [name, body]);

  it('has nothing to tell while enough people are here', async () => {
    expect([await clock.due(), await clock.check(), await told()]).toEqual([undefined, false, []]);
  });

  it('tells once that too few are, whoever notices it first, and once that enough are again', async () => {
    const away = `handle IN ('priya', 'tom', 'mia', 'ivy', 'noor', 'sam')`;
    await put(`away_until = house_now() + interval '2 days'`, away);
    const { id } = await guardrails.active();
    expect(await clock.due()).toEqual({ id, generation: 2 });
    expect((await Promise.all(Array.from({ length: 6 }, () => clock.check()))).filter(Boolean)).toHaveLength(1);
    expect(await told()).toEqual([['guardrails.unsatisfiable', { eligible: 3, quorum: 3 }]]);
    expect((await guardrails.active()).unsatisfiableSince).toBeInstanceOf(Date);
    expect([await clock.due(), await clock.check()]).toEqual([undefined, false]);

    await house.clock('3 days'); // nobody changed anything: they came back
    expect(await clock.due()).toEqual({ id, generation: 3 });
    expect(await clock.check()).toBe(true);
    expect((await guardrails.active()).unsatisfiableSince).toBeNull();
    expect((await told()).at(-1)).toEqual(['guardrails.satisfiable', { eligible: 9, quorum: 3 }]);
    await house.clock('0');
    await put('away_until = NULL');
  });

  it('cannot be silenced by the api', async () => {
    await expect(house.api.pool.query(`UPDATE guardrails SET unsatisfiable_since = NULL`)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('bands', () => {
  const pick = <T>(...from: T[]): T => from[Math.floor(Math.random() * from.length)] as T;
  const anyBand = (): BandDraft => ({
    quorum: pick(1, 1, 2, 3),
    kinds: pick<string[] | null>(null, null, null, ['CREDIT'], ['DEED', 'REFUND'], ['DEED', 'DEED'], []),
    upTo: pick<BandDraft['upTo']>(null, aud(pick(1, 2, 3)), aud(pick(1, 2, 3)), { amountMinor: pick(1, 2, 3), currency: 'EUR' }),
  });
  /** A table that may be, of which one band is then changed, so that half of those tried are good and the others nearly so. */
  const anyTable = (): BandDraft[] => {
    const sections = pick([null], [['CREDIT'], null], [['DEED', 'REFUND'], ['CREDIT'], null]);
    const table = sections.flatMap((kinds): BandDraft[] => [
      ...pick([], ['AUD'], ['AUD', 'EUR']).flatMap((currency) => [
        { kinds, quorum: 1, upTo: { amountMinor: 1, currency } },
        { kinds, quorum: pick(1, 2), upTo: { amountMinor: 3, currency } },
      ]),
      { kinds, quorum: pick(2, 3) },
    ]);
    const place = Math.floor(Math.random() * table.length);
    return pick(
      table,
      table,
      [...table].reverse(),
      table.toSpliced(place, 1),
      table.toSpliced(place, 1, anyBand()),
      table.toSpliced(place, 0, anyBand()),
    );
  };

  it('leave a gap for the rules exactly when they do for the database', async () => {
    const seen = { good: 0, bad: 0 };
    for (let round = 0; round < 400; round++) {
      const bands = anyTable();
      const refusal = bandsRefusal(bands);
      const rows = bands.map(({ kinds, upTo, quorum }, place) => ({
        position: place + 1,
        kinds: kinds && [...kinds].sort(),
        up_to: upTo?.amountMinor ?? null,
        currency: upTo?.currency ?? null,
        quorum,
      }));
      const said = await wall(rows);
      expect({ bands, said }).toEqual({ bands, said: refusal ? 'TP904' : 'done' });
      seen[refusal ? 'bad' : 'good']++;
    }
    expect(Math.min(seen.good, seen.bad)).toBeGreaterThan(50);
  });

  async function wall(rows: object[]): Promise<string> {
    await house.admin.query('BEGIN');
    try {
      const id = newId('grd');
      await house.admin.query(`INSERT INTO guardrails (id, version, replaces, proposed_by, proposed_human)
        SELECT '${id}', 999, id, 'per_wei', 'hum_wei' FROM guardrails WHERE active`);
      await house.admin.query(
        `INSERT INTO bands SELECT '${id}', b.* FROM json_to_recordset($1) AS b (position smallint, kinds text[], up_to bigint, currency text, quorum smallint)`,
        [JSON.stringify(rows)],
      );
      await house.admin.query('SET CONSTRAINTS ALL IMMEDIATE');
      return 'done';
    } catch (error) {
      return String((error as { code?: string }).code);
    } finally {
      await house.admin.query('ROLLBACK');
    }
  }
});
