import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SmallHouse } from '../../support/small-house.js';
import { Kept } from '../kept.js';
import type { Proof } from '../proof.js';
import { type Engine, enginesAsked, startEngine } from '../queue-loss/engines.js';
import { makeOpenItems } from '../queue-loss/open-items.js';

const POISON = new URL('poison.js', import.meta.url).href;
/** Of each manner, and of each of the two kinds of work. */
const THROWERS = 3;
const HANGERS = 6;
/** Each of their deaths costs the queue some fifteen seconds, until it believes that nobody holds the job any more. */
const KILLERS = { short: 1, long: 2 };
const STARTS_MAX = 3;
const JOB_MS_MAX = 2_000;
const EXPIRE_IN_MS = 3_000;
/** With so much of it, good work is under way whenever a killer strikes. */
const GOOD = { short: 400, long: 4_000 };
/** While poison starts and starts again, good work waits for a place, at most about so long. */
const GOOD_MS_MOST = 120_000;
const PARKED_MS_MOST = 240_000;

type Manner = 'throws' | 'kills' | 'hangs';
type Ids = Readonly<Record<Manner, readonly string[]>>;

/**
 * Promise 13: work that throws always, that kills its worker each time, and that never ends, among good work of the same kinds, on two workers
 * that are started again whenever they end. Poison is parked after its allowed starts, and told; all good work is done, once. With
 * `--no-parking` the workers allow a thousand starts, and the programme must fail.
 */
export async function jobs(proof: Proof): Promise<void> {
  const tries = enginesAsked(proof.options.engine).map((name) => tryEngine(proof, name));
  const failed = (await Promise.allSettled(tries)).find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}

async function tryEngine(proof: Proof, name: Engine['name']): Promise<void> {
  const house = await SmallHouse.open();
  const folder = await mkdtemp(join(tmpdir(), 'countersign-jobs-'));
  const engine = await startEngine(name, house);
  try {
    const good = proof.rounds(GOOD.short, GOOD.long);
    await makeOpenItems(house.admin, good / 2, good / 2, EXPIRE_IN_MS);
    const poison = await choosePoison(proof, house);
    const starts = join(folder, 'starts');
    await writeFile(starts, '');
    const workers = await startWorkers(proof, house, { ...engine.env, POISON: JSON.stringify(poison), POISON_STARTS: starts });
    try {
      const work = new Work(house, Object.values(poison).flat());
      await work.goodIsDone(proof, name);
      await work.poisonIsParked(proof, name, workers);
    } finally {
      await Promise.all(workers.map((worker) => worker.stop('SIGKILL')));
    }
    startedAsOften(proof, name, poison, readFileSync(starts, 'utf8').split('\n'));
    await toldOnce(proof, name, house, { good, poison: Object.values(poison).flat() });
    await proof.judge(house.urls.apiUrl);
  } finally {
    await engine.stop();
    await house.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of reviews to be routed, and of proposals that expire. */
async function choosePoison(proof: Proof, house: SmallHouse): Promise<Ids> {
  const killers = proof.long ? KILLERS.long : KILLERS.short;
  const chosen: Record<Manner, string[]> = { throws: [], kills: [], hangs: [] };
  for (const query of ['SELECT id FROM reviews ORDER BY id', `SELECT id FROM policy_exceptions WHERE status = 'PROPOSED' ORDER BY id`]) {
    const ids = proof.chance.shuffled((await house.rows<{ id: string }>(query)).map(({ id }) => id));
    chosen.throws.push(...ids.splice(0, THROWERS));
    chosen.hangs.push(...ids.splice(0, HANGERS));
    chosen.kills.push(...ids.splice(0, killers));
  }
  return chosen;
}

function startWorkers(proof: Proof, house: SmallHouse, more: Record<string, string>): Promise<Kept[]> {
  const env = {
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    PORT: '1',
    DATABASE_URL: house.urls.workerUrl,
    NODE_OPTIONS: `--import ${POISON}`,
    SWEEP_MS: '1000',
    JOB_MS_MAX: String(JOB_MS_MAX),
    JOB_STARTS_MAX: String(proof.options['no-parking'] === true ? 100 : STARTS_MAX),
    ...more,
  };
  return Promise.all([Kept.start('worker', env), Kept.start('worker', env)]);
}

/** What is to be done, and what never can be. */
class Work {
  private readonly began = performance.now();

  constructor(
    private readonly house: SmallHouse,
    private readonly poison: readonly string[],
  ) {}

  async goodIsDone(proof: Proof, engine: string): Promise<void> {
    const left = await this.until(async () => (await this.open()) === 0, GOOD_MS_MOST);
    proof.check(left, `${engine}: ${await this.open()} good things were not done within ${GOOD_MS_MOST / 1_000} s.`);
    proof.say(`${engine}: all good work was done after ${this.seconds} s.`);
  }

  async poisonIsParked(proof: Proof, engine: string, workers: readonly Kept[]): Promise<void> {
    const all = await this.until(async () => (await this.parked()) >= this.poison.length, PARKED_MS_MOST);
    proof.check(all, `${engine}: ${await this.parked()} of ${this.poison.length} things that cannot be done were parked.`);
    const deaths = workers.reduce((sum, { ended }) => sum + ended, 0);
    proof.say(`${engine}: ${await this.parked()} were parked after ${this.seconds} s and ${deaths} deaths of a worker.`);
    await sleep(2_500); // two more sweeps, which must leave them alone
    const said = await Promise.all(workers.map((worker) => worker.readiness()));
    for (const readiness of said) {
      proof.check(
        readiness?.parkedJobs === this.poison.length,
        `${engine}: readiness says that ${readiness?.parkedJobs} jobs are parked, and ${this.poison.length} are.`,
      );
      proof.check(readiness?.failing.length === 0, `${engine}: ${readiness?.failing.join()} fails although only jobs are parked.`);
    }
  }

  private get seconds(): string {
    return ((performance.now() - this.began) / 1_000).toFixed(1);
  }

  private async until(holds: () => Promise<boolean>, limitMs: number): Promise<boolean> {
    const end = Date.now() + limitMs;
    while (!(await holds())) {
      if (Date.now() > end) return false;
      await sleep(100);
    }
    return true;
  }

  private async open(): Promise<number> {
    const [row] = await this.house.rows<{ open: number }>(
      `SELECT (SELECT count(*)::int FROM reviews WHERE routed_at IS NULL AND id <> ALL ($1))
            + (SELECT count(*)::int FROM policy_exceptions WHERE status = 'PROPOSED' AND id <> ALL ($1)) AS open`,
      [this.poison],
    );
    return row?.open ?? 0;
  }

  private async parked(): Promise<number> {
    const [row] = await this.house.rows<{ parked: number }>('SELECT count(*)::int AS parked FROM job_starts WHERE parked_at IS NOT NULL');
    return row?.parked ?? 0;
  }
}

/** A killer as often as it may be. Of the others, a start may have been counted and its process killed by another before it came to anything. */
function startedAsOften(proof: Proof, engine: string, poison: Ids, started: readonly string[]): void {
  for (const [manner, ids] of Object.entries(poison)) {
    for (const id of ids) {
      const times = started.filter((other) => other === id).length;
      const least = manner === 'kills' ? STARTS_MAX : STARTS_MAX - 1;
      proof.check(
        times <= STARTS_MAX && times >= least,
        `${engine}: ${id}, which ${manner}, was started ${times} times and may be ${STARTS_MAX} times.`,
      );
    }
  }
}

async function toldOnce(
  proof: Proof,
  engine: string,
  house: SmallHouse,
  { good, poison }: { good: number; poison: readonly string[] },
): Promise<void> {
  const facts = await house.rows<{ name: string; told: number; subjects: number; poison: number }>(
    `SELECT name, count(*)::int AS told, count(DISTINCT subject_id)::int AS subjects, (count(*) FILTER (WHERE subject_id = ANY ($1)))::int AS poison
       FROM facts WHERE name IN ('review.routed', 'exception.expired', 'job.parked') GROUP BY name`,
    [poison],
  );
  const of = (name: string) => facts.find((fact) => fact.name === name) ?? { told: 0, subjects: 0, poison: 0 };
  const [routed, expired, parked] = [of('review.routed'), of('exception.expired'), of('job.parked')];
  const done = routed.told + expired.told;
  proof.check(done === good - poison.length, `${engine}: ${done} things were done, and ${good - poison.length} could be.`);
  proof.check(routed.told === routed.subjects && expired.told === expired.subjects, `${engine}: something was done twice.`);
  proof.check(routed.poison + expired.poison === 0, `${engine}: something was done that cannot be.`);
  proof.check(
    parked.told === poison.length && parked.poison === poison.length && parked.subjects === poison.length,
    `${engine}: ${parked.told} facts tell of ${parked.subjects} parked jobs, and should tell once of each of ${poison.length}.`,
  );
}
