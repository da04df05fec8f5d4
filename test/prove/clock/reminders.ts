import { setTimeout as sleep } from 'node:timers/promises';
import { House, Running } from '../../support/house.js';
import { freePort } from '../../support/server.mjs';
import type { Proof } from '../proof.js';
import { startEngine } from '../queue-loss/engines.js';
import { Expectations } from './expected.js';
import { LivedNight, type Night, type Stop } from './night.js';

const HOUR_MS = 3_600_000;
const DONE_MS_MOST = 60_000;
const LOOK_MS = 100;
/** Shares of the stops: at which nothing is done; which somebody works off before the clock moves on; before which a worker comes or goes; before which the clock goes back. */
const LOOKED_AT = 0.4;
const WORKED_OFF = 0.75;
const COMES_OR_GOES = 0.5;
const GOES_BACK = 0.1;

/** What is due by the clock of the house, and of which nobody was reminded; and what the relay still has. */
const DUE = `SELECT (SELECT count(*)::int FROM outbox)
  + (SELECT count(*)::int FROM follow_ups f WHERE f.outcome IS NULL AND f.due_at <= house_now() AND NOT EXISTS (SELECT 1 FROM case_reminders r WHERE r.thing_id = f.id))
  + (SELECT count(*)::int FROM get_backs g WHERE g.status = 'MADE' AND (g.due_at < house_now() OR g.remind_at <= house_now()
      AND NOT EXISTS (SELECT 1 FROM case_reminders r WHERE r.thing_id = g.id))) AS due`;

/** How often each thing was told of; and of these, those that were told at a wrong time by the clock of the database. */
const TOLD = `SELECT coalesce(f.body ->> 'getBackId', f.body ->> 'followUpId') AS "thingId", f.name, count(*)::int AS times,
    count(*) FILTER (WHERE CASE f.name WHEN 'getBack.dueSoon' THEN f.at < g.remind_at OR f.at > g.due_at WHEN 'getBack.broken' THEN f.at <= g.due_at
      ELSE f.at < u.due_at END)::int AS wrong
  FROM facts f LEFT JOIN get_backs g ON g.id = f.body ->> 'getBackId' LEFT JOIN follow_ups u ON u.id = f.body ->> 'followUpId'
  WHERE f.name IN ('getBack.dueSoon', 'getBack.broken', 'followUp.fellDue') GROUP BY 1, 2`;

/**
 * Promise 12 across nights that are an hour longer or shorter: what is promised, kept, renegotiated, broken and followed up around them is
 * called to mind once each, by the clock of the database alone; whatever comes first, a move of the clock, a worker that dies, or one that comes
 * back. One worker lives where the clocks change, another by UTC.
 */
export async function remindAcross(proof: Proof, nights: readonly Night[], engineName: 'PostgreSQL' | 'Redis'): Promise<void> {
  const zone = nights[0]?.zone ?? 'UTC';
  const house = await House.open({ workers: 0, env: { SWEEP_MS: '500', TZ: zone, HOUSE_TIME_ZONE: zone } });
  const engine = await startEngine(engineName, house.ground);
  const shift = new Shift(house, { ...house.env, ...engine.env });
  const expected = new Expectations();
  try {
    await shift.comeOrGo(0, proof);
    const all = nights.flatMap((night) => new LivedNight(proof, house, expected, night).stops);
    const chosen = all.filter(({ act }) => act !== undefined || proof.chance.happens(LOOKED_AT)).sort((one, other) => one.at - other.at);
    const walk = new Walk(proof, house, shift, expected);
    for (const stop of chosen) await walk.to(stop);
    await walk.end((chosen.at(-1)?.at ?? 0) + 30 * 24 * HOUR_MS);
    await judge(proof, house, expected);
    const { YES, MAYBE, NO } = expected.counts;
    proof.say(
      `${nights.length} nights, ${engineName}: ${YES} reminders once each, ${NO} not at all, ${MAYBE} once at most; nobody worked at ${walk.alone} of ${chosen.length} stops.`,
    );
    await proof.judge(house.ground.urls.apiUrl);
  } finally {
    await shift.close();
    await engine.stop();
    await house.close();
  }
}

async function judge(proof: Proof, house: House, expected: Expectations): Promise<void> {
  const told = await house.ground.rows<{ thingId: string; name: string; times: number; wrong: number }>(TOLD);
  const wrong = told.reduce((sum, one) => sum + one.wrong, 0);
  proof.check(wrong === 0, `${wrong} reminders came before their time, or said that something is due soon when it was over.`);
  const times = new Map(told.map(({ thingId, name, times: found }) => [`${thingId} ${name}`, found]));
  for (const { holds, otherwise } of expected.judge(times)) proof.check(holds, otherwise);
  const [row] = await house.ground.rows<{
    parked: number;
    untold: number;
  }>(`SELECT (SELECT count(*)::int FROM job_starts WHERE parked_at IS NOT NULL) AS parked,
    (SELECT count(*)::int FROM case_reminders r WHERE (SELECT count(*) FROM notices n WHERE (n.subject_id, n.mark) = (r.case_id, r.fact_seq)) <> 1) AS untold`);
  proof.check(row?.parked === 0, `${row?.parked} jobs were parked.`);
  proof.check(row?.untold === 0, `Of ${row?.untold} reminders the owner was not told, or more than once.`);
}

/** Two workers that come and go. */
class Shift {
  private readonly workers: (Running | undefined)[] = [undefined, undefined];

  constructor(
    private readonly house: House,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  get isHere(): boolean {
    return this.workers.some((worker) => worker !== undefined);
  }

  /** One that works ends, at once or tidily; one that does not begins. */
  async comeOrGo(which: number, { chance }: Proof): Promise<void> {
    const worker = this.workers[which];
    if (worker) {
      await worker.stop(chance.happens(0.5) ? 'SIGKILL' : 'SIGTERM');
      this.workers[which] = undefined;
      return;
    }
    const port = await freePort();
    const own = { WORKER_HEALTH_PORT: String(port), PORT: String(this.house.port), DATABASE_URL: this.house.ground.urls.workerUrl };
    const running = new Running('worker', port, { ...this.env, ...own, ...(which === 1 ? { TZ: 'UTC' } : {}) });
    this.workers[which] = running;
    await running.ready();
  }

  async close(): Promise<void> {
    for (const worker of this.workers) await worker?.stop('SIGKILL');
  }
}

/** Goes from stop to stop, and keeps in mind what must be told. */
class Walk {
  private now = Date.now();
  /** Whether it is known of every reminder that was due by now if it was told. */
  private isKnown = true;
  /** At how many stops no worker was there. */
  alone = 0;

  constructor(
    private readonly proof: Proof,
    private readonly house: House,
    private readonly shift: Shift,
    private readonly expected: Expectations,
  ) {}

  async to({ at, act }: Stop): Promise<void> {
    const isBefore = this.proof.chance.happens(0.5);
    if (isBefore) await this.comeOrGo();
    if (this.isKnown && this.proof.chance.happens(GOES_BACK)) await this.clock(at - HOUR_MS);
    await this.clock(at);
    if (!isBefore) await this.comeOrGo();
    await act?.();
    await this.look();
    if (!this.shift.isHere) this.alone += 1;
  }

  /** In the end somebody is there, and the time of everything has passed. */
  async end(at: number): Promise<void> {
    if (!this.shift.isHere) await this.shift.comeOrGo(0, this.proof);
    await this.clock(at, 1);
    await sleep(2_500); // whatever would be done twice is done by the next sweeps
  }

  private async comeOrGo(): Promise<void> {
    const { chance } = this.proof;
    if (!chance.happens(COMES_OR_GOES)) return;
    await this.shift.comeOrGo(chance.between(0, 1), this.proof);
    await this.look();
  }

  private async clock(at: number, share?: number): Promise<void> {
    await this.house.ground.clock(`${at - Date.now()} milliseconds`);
    this.now = at;
    await this.look(share);
  }

  /** Whoever is there works off what is due, or not all of it before something else happens. */
  private async look(share = WORKED_OFF): Promise<void> {
    if (!this.shift.isHere) return;
    this.isKnown = this.proof.chance.happens(share);
    if (this.isKnown) await this.workOff();
    else await sleep(this.proof.chance.between(0, 400));
    this.expected.look(this.now, this.isKnown);
  }

  private async workOff(): Promise<void> {
    const due = async (): Promise<number> => (await this.house.ground.rows<{ due: number }>(DUE))[0]?.due ?? 0;
    for (const end = Date.now() + DONE_MS_MOST; (await due()) > 0 && Date.now() < end;) await sleep(LOOK_MS);
    this.proof.check((await due()) === 0, `${await due()} things were left undone at ${new Date(this.now).toISOString()}.`);
  }
}
