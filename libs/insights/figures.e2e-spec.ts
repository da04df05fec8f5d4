import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SmallHouse } from '../../test/support/small-house.js';
import { FiguresService } from './figures.service.js';
import type { Figures } from './figures.types.js';

/** A house whose figures are worked out by hand: Sydney, 9 am is 22:00 UTC the day before in January. */
const BEGIN = new Date('2026-01-05T00:00:00.000Z');
const END = new Date('2026-01-06T00:00:00.000Z');

let house: SmallHouse;
let found: Figures;

/** Who proposed, when, and after how many seconds it was approved; null: not at all. */
const APPROVALS: readonly [who: string, at: string, seconds: number | null][] = [
  ['priya', '2026-01-05T00:00:00.000Z', 10],
  ['tom', '2026-01-05T00:59:59.999Z', 20],
  ['mia', '2026-01-05T00:30:00.000Z', 30],
  ['priya', '2026-01-05T03:00:00.000Z', 40],
  ['sam', '2026-01-05T03:00:00.000Z', 50],
  ['ivy', '2026-01-05T04:00:00.000Z', 60],
  ['noor', '2026-01-05T04:00:00.000Z', 70],
  ['noor', '2026-01-05T04:00:00.000Z', 80],
  ['jack', '2026-01-05T04:00:00.000Z', 90],
  ['jack', '2026-01-05T23:59:59.999Z', 1000],
  ['jack', '2026-01-05T05:00:00.000Z', null],
  ['jack', '2026-01-06T00:00:00.000Z', 5000],
  ['jack', '2026-01-04T23:59:59.999Z', 5000],
];

beforeAll(async () => {
  house = await SmallHouse.open();
  await house.admin.query(`UPDATE house SET time_zone = 'Australia/Sydney';
    INSERT INTO teams (id, name) VALUES ('tea_phone', 'Telephone'), ('tea_mail', 'Mail'), ('tea_two', 'Two');
    UPDATE people SET team_id = 'tea_phone' WHERE handle IN ('priya', 'tom', 'mia');
    UPDATE people SET team_id = 'tea_two' WHERE handle IN ('sam', 'ivy')`);
  for (const [who, at, seconds] of APPROVALS) await happened(who, at, seconds);
  found = await new FiguresService(house.api).of({ from: BEGIN, until: END });
}, 60_000);
afterAll(() => house.close());

/** Moved to where it belongs by somebody for whom no trigger fires. */
async function happened(who: string, at: string, seconds: number | null): Promise<void> {
  const { exceptionId } = await house.approved({ proposer: who, signers: [who === 'tom' ? 'renee' : 'tom'] });
  const approvedAt = seconds === null ? null : new Date(new Date(at).getTime() + seconds * 1000);
  await house.admin.query('BEGIN; SET LOCAL session_replication_role = replica');
  await house.admin.query(
    `UPDATE policy_exceptions SET created_at = $2, approved_at = $3::timestamptz, status = CASE WHEN $3::timestamptz IS NULL THEN 'EXPIRED' ELSE 'APPROVED' END,
      approved_revision = CASE WHEN $3::timestamptz IS NULL THEN NULL ELSE approved_revision END, use_by = CASE WHEN $3::timestamptz IS NULL THEN NULL ELSE use_by END,
      ended_at = CASE WHEN $3::timestamptz IS NULL THEN $2::timestamptz END WHERE id = $1`,
    [exceptionId, at, approvedAt],
  );
  await house.admin.query('COMMIT');
}

describe('the figures of a stretch of time', () => {
  it('say how long approvals took, of all that were proposed in it, its end not included', () => {
    expect(found.timeToApprove).toMatchObject({ count: 10, p50Seconds: 50, p90Seconds: 90 });
    expect(found.timeToApprove.formula).toContain('from the proposal to the approval');
  });

  it('by the hour where the house is, unless fewer than three people had a part', () => {
    expect(found.timeToApprove.byHour).toEqual([
      { hour: 10, count: null, p50Seconds: null, p90Seconds: null },
      { hour: 11, count: 3, p50Seconds: 20, p90Seconds: 30 },
      { hour: 14, count: null, p50Seconds: null, p90Seconds: null },
      { hour: 15, count: 4, p50Seconds: 70, p90Seconds: 90 },
    ]);
  });

  it('by team, the small ones together with those of no team', () => {
    expect(found.timeToApprove.byTeam).toEqual([
      { teamId: 'tea_phone', count: 4, p50Seconds: 20, p90Seconds: 40 },
      { teamId: null, count: 6, p50Seconds: 70, p90Seconds: 1000 },
    ]);
  });

  it('say how many exceptions became policy that was in force', async () => {
    const ids = await house.rows<{ id: string }>(
      'SELECT id FROM policy_exceptions WHERE approved_at IS NOT NULL AND created_at >= $1 AND created_at < $2 ORDER BY id LIMIT 3',
      [BEGIN, END],
    );
    await house.admin.query(`BEGIN; SET LOCAL session_replication_role = replica;
      INSERT INTO policies (id, title) SELECT 'pol_' || n, 'Fees' FROM generate_series(1, 3) n;
      INSERT INTO policy_versions (id, policy_id, number, status, text, causes, drafted_by, proposed_by, proposed_human, activated_by, activated_human, effective_from)
        SELECT 'pve_' || n, 'pol_' || n, 1, status, 'Back.', '{flood}', 'per_omar', 'per_omar', 'hum_omar', by, replace(by, 'per_', 'hum_'), house_now() + days * interval '1 day'
          FROM (VALUES (1, 'ACTIVE', 'per_renee', 0), (2, 'PROPOSED', NULL, NULL), (3, 'ACTIVE', 'per_renee', 1)) AS v (n, status, by, days);
      INSERT INTO policy_precedents VALUES ('pve_1', '${ids[0]?.id}'), ('pve_2', '${ids[1]?.id}'), ('pve_3', '${ids[2]?.id}'); COMMIT`);
    const { exceptionsToPolicy } = await new FiguresService(house.api).of({ from: BEGIN, until: END });
    expect(exceptionsToPolicy).toMatchObject({ part: 1, of: 10 });
  });

  it('say how often cases were handed on, and how often the customer was told first', async () => {
    const case_ = (n: number, opened: string): string => `INSERT INTO cases (id, status, customer_id, opened_by, opened_at, acknowledged_at)
        VALUES ('cas_f${n}', 'OWNED', 'cus_x', 'per_priya', '${opened}', '${opened}');`;
    const owns = (n: number, who: string, from: string, until: string | null): string =>
      `INSERT INTO ownership (case_id, person_id, human_id, from_at, until_at) VALUES ('cas_f${n}', 'per_${who}', 'hum_${who}', '${from}', ${until ? `'${until}'` : 'NULL'});`;
    const handOff = (n: number, status: string, answered: string, returned: string | null): string =>
      `INSERT INTO hand_offs (id, case_id, from_id, from_human, to_id, to_human, status, customer_told_at, offered_at, expires_at, answered_at, answered_by, reason_id, first_touch_due_at, settled_at, returned_at)
        VALUES ('hof_f${n}${status}', 'cas_f${n}', 'per_priya', 'hum_priya', 'per_tom', 'hum_tom', '${status}', '2026-01-05T00:00:00Z', '2026-01-05T00:30:00Z', '2026-01-05T08:00:00Z', '${answered}', 'per_tom',
          ${status === 'REFUSED' ? `'rmk_x'` : 'NULL'}, ${status === 'REFUSED' ? 'NULL' : `'2026-01-05T09:00:00Z'`}, ${returned ? `'${returned}'` : 'NULL'}, ${returned ? `'${returned}'` : 'NULL'});`;
    const [t0, t1, t2, t3] = ['2026-01-05T00:00:00Z', '2026-01-05T01:00:00Z', '2026-01-05T02:00:00Z', '2026-01-06T00:00:00Z'];
    // 1: handed on, and fell back. 2: refused, then given away by an admin. 3: handed on too late to be counted. 4: opened too late. 5: opened too early, handed on in time.
    await house.admin.query(`BEGIN; SET LOCAL session_replication_role = replica;
      ${case_(1, t0)} ${owns(1, 'priya', t0, t1)} ${handOff(1, 'RETURNED', t1, t2)} ${owns(1, 'tom', t1, t2)} ${owns(1, 'priya', t2, null)}
      ${case_(2, t0)} ${owns(2, 'priya', t0, t1)} ${handOff(2, 'REFUSED', t1, null)} ${owns(2, 'sam', t1, null)}
      ${case_(3, t0)} ${owns(3, 'priya', t0, t3)} ${handOff(3, 'ACCEPTED', t3, null)} ${owns(3, 'tom', t3, null)}
      ${case_(4, t3)} ${owns(4, 'priya', t3, null)}
      ${case_(5, '2026-01-04T00:00:00Z')} ${owns(5, 'priya', '2026-01-04T00:00:00Z', t1)} ${handOff(5, 'ACCEPTED', t1, null)} ${owns(5, 'tom', t1, null)} COMMIT`);
    const { handOffsPerCase, toldFirst } = await new FiguresService(house.api).of({ from: BEGIN, until: END });
    expect(handOffsPerCase).toMatchObject({ part: 2, of: 3 });
    expect(toldFirst).toMatchObject({ part: 2, of: 4 });
    expect(toldFirst.formula).toContain('told before');
  });

  it('say which promises were kept, those that nobody has looked at included', async () => {
    const promise = (n: number, due: string, status: string, more = `NULL, NULL, NULL, NULL`): string =>
      `INSERT INTO get_backs (id, case_id, promised_by, promised_human, what_id, made_at, remind_at, due_at, status, ended_at, delivered_at, said_id, next_id, customer_told_at)
        VALUES ('gbk_i${n}', 'cas_f1', 'per_priya', 'hum_priya', 'rmk_x', '2026-01-01', '2026-01-02', '${due}', '${status}', ${status === 'MADE' ? 'NULL' : `'${due}'::timestamptz + interval '1 hour'`}, ${more});`;
    const [within, before, after] = ['2026-01-05T02:00:00Z', '2026-01-04T23:59:59.999Z', '2026-01-06T00:00:00Z'];
    const inTime = `'2026-01-05T01:00:00Z', 'rmk_x', NULL, NULL`;
    await house.admin.query(`BEGIN; SET LOCAL session_replication_role = replica;
      ${promise(1, within, 'KEPT', inTime)} ${promise(2, within, 'BROKEN')} ${promise(3, within, 'MADE')} ${promise(4, within, 'VOID')}
      ${promise(5, within, 'RENEGOTIATED', `NULL, NULL, 'gbk_i1', '2026-01-04'`)} ${promise(6, before, 'KEPT', `'2026-01-03', 'rmk_x', NULL, NULL`)}
      ${promise(7, after, 'BROKEN')} ${promise(8, '2026-01-05T00:00:00Z', 'KEPT', `'2026-01-04', 'rmk_x', NULL, NULL`)} COMMIT`);
    const { promisesKept } = await new FiguresService(house.api).of({ from: BEGIN, until: END });
    expect(promisesKept).toMatchObject({ part: 2, of: 4 });
  });

  it('say who solved it, and whether it helped, beside those whom nobody reached', async () => {
    const [t1, t2] = ['2026-01-05T01:00:00Z', '2026-01-06T00:00:00Z'];
    const solved = (
      n: number,
      at: string,
      owners: string[],
    ): string => `INSERT INTO case_answers (case_id, turn, kind, by_id, by_human, customer_told_at, words_id, at)
        VALUES ('cas_s${n}', 1, 'SOLUTION', 'per_priya', 'hum_priya', '${at}', 'rmk_s', '${at}');
      INSERT INTO ownership (case_id, person_id, human_id, from_at, until_at) ${owners
        .map(
          (who, o) => `SELECT 'cas_s${n}', 'per_${who}', 'hum_${who}', '2026-01-0${o + 1}'::timestamptz, '2026-01-0${o + 2}'::timestamptz`,
        )
        .join(' UNION ALL ')};`;
    const asked = (
      n: number,
      outcome: string,
      at: string,
    ): string => `INSERT INTO follow_ups (id, case_id, answer_turn, made_at, due_at, outcome, ended_turn, ended_at)
        VALUES ('fol_s${n}', 'cas_s${n}', 1, '2026-01-01', '2026-01-02', '${outcome}', 2, '${at}');`;
    // By one human; by two; taken up again; too late.
    await house.admin.query(`BEGIN; SET LOCAL session_replication_role = replica;
      ${solved(1, t1, ['priya'])} ${solved(2, t1, ['priya', 'tom'])} ${solved(3, t1, ['priya'])} ${solved(4, t2, ['priya'])} ${solved(5, t1, ['priya', 'priya'])}
      INSERT INTO case_reopenings (case_id, turn, answer_turn, by_id, reason_id, at) VALUES ('cas_s3', 2, 1, 'per_priya', 'rmk_s', '${t1}');
      ${asked(1, 'HELPED', t1)} ${asked(2, 'HELPED', t1)} ${asked(3, 'DID_NOT_HELP', t1)} ${asked(4, 'HELPED', t2)} ${asked(5, 'UNREACHABLE', t1)} COMMIT`);
    const found = await new FiguresService(house.api).of({ from: BEGIN, until: END });
    expect(found.solvedByFirstOwner).toMatchObject({ part: 2, of: 3 });
    expect(found.helped).toMatchObject({ part: 2, of: 3, unconfirmed: 1 });
  });

  it('each stand beside how they were counted', () => {
    const { timeToApprove, exceptionsToPolicy, handOffsPerCase, toldFirst, promisesKept, solvedByFirstOwner, helped } = found;
    const all = [timeToApprove, exceptionsToPolicy, handOffsPerCase, toldFirst, promisesKept, solvedByFirstOwner, helped];
    const formulas = all.map(({ formula }) => formula);
    expect(formulas.map((formula) => formula.split(/[ ,:]/)[0])).toEqual(formulas.map(() => 'Of'));
    expect(new Set(formulas).size).toBe(formulas.length);
    expect(Object.keys(found).sort()).toEqual(
      [
        ...['exceptionsToPolicy', 'from', 'handOffsPerCase', 'helped', 'promisesKept', 'solvedByFirstOwner', 'timeToApprove', 'toldFirst'],
        'until',
      ].sort(),
    );
  });

  it('are nothing where nothing happened, and are refused for too long a time', async () => {
    const none = await new FiguresService(house.api).of({ from: new Date(0), until: new Date(1) });
    expect(none).toMatchObject({ timeToApprove: { count: 0, p50Seconds: null, byTeam: [] }, exceptionsToPolicy: { part: 0, of: 0 } });
    await expect(new FiguresService(house.api).of({ from: new Date(0), until: END })).rejects.toMatchObject({ code: 'INVALID' });
  });

  it('are looked up once a minute, and write nothing', async () => {
    const service = new FiguresService(house.api);
    const range = { from: BEGIN, until: END };
    expect(await service.of(range)).toBe(await service.of({ ...range }));
    const said: string[] = [];
    const listening = {
      transaction: (work: Parameters<typeof house.api.transaction>[0]) =>
        house.api.transaction((tx) => work({ query: (statement, name) => (said.push(statement.text), tx.query(statement, name)) })),
    };
    await new FiguresService(listening as typeof house.api).of(range);
    expect(said[0]).toBe('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
  });
});
