import { setTimeout as sleep } from 'node:timers/promises';
import type { ReminderKind } from '#cases';
import { JOB_KINDS } from '#jobs';
import { House } from '../../support/house.js';
import { MailSink } from '../../support/mail-sink.js';
import type { Proof } from '../proof.js';
import { onceEach, openWork } from './job-ends.js';
import { JobWork } from './job-work.js';
import { Mortal } from './mortal.js';

/** What the worker does beside its jobs, and while it starts. Dying there is dying between two jobs. */
const BACKGROUND =
  /(canary|health|sweep|LISTEN|NOTIFY|advisory|SELECT 1|SELECT version|jobStarts\.parked|reviews\.due|exceptions\.due|handOffs\.due|reply)/i;

/** Of one kind of job are all reminders of cases; each has a clock of its own: what it is of, and which clock of that. */
const REMINDERS = {
  ACKNOWLEDGE: 'cas 1',
  ACKNOWLEDGE_SOON: 'cas 8',
  FOLLOW_UP: 'fol 1',
  GET_BACK_SOON: 'gbk 1',
  GET_BACK_DUE: 'gbk 2',
  COMPLAINT_ACKNOWLEDGE_SOON: 'cas 2',
  COMPLAINT_ACKNOWLEDGE_DUE: 'cas 3',
  COMPLAINT_ANSWER_SOON: 'cas 4',
  COMPLAINT_ANSWER_DUE: 'cas 5',
  COMPLAINT_FINAL_SOON: 'cas 6',
  COMPLAINT_FINAL_DUE: 'cas 7',
} as const satisfies Record<ReminderKind, string>;

/** Every kind of job, as its places are named. Whoever adds a kind makes work for it in job-work.ts. */
const KINDS: readonly string[] = JOB_KINDS.flatMap((kind) =>
  kind === 'remind-owner' ? Object.values(REMINDERS).map((clock) => `${kind} ${clock}`) : [kind],
);

/** Now; minutes before a get-back is due; and before and after each of what else falls due. */
const CLOCKS = ['0', '23 hours 50 minutes', '4 days 12 hours', '26 days', '40 days'];
/** A mail that a worker took before it died waits for two minutes. */
const AT_LAST = '41 days';
const DONE_MS_MOST = 90_000;
/** So long a dying round stays at one clock. */
const CLOCK_MS_MOST = 30_000;
const DEATH_MS_MOST = 20_000;
const LOOK_MS = 200;

/**
 * The worker dies by SIGKILL at each place of each job (the relay and the acknowledgement are among them), again and again, on work of every
 * kind that waits; the one that lives in the end leaves nothing undone, and nothing done twice. Jobs travel through Postgres. A kind of which
 * no place was met fails by its name.
 */
export async function crashJobs(proof: Proof, most: number): Promise<void> {
  const sink = await MailSink.open();
  const mail = { SMTP_URL: sink.url, MAIL_FROM: 'countersign@bank.example' };
  const house = await House.open({
    apis: 1,
    workers: 0,
    env: { ...mail, JOB_STARTS_MAX: '100', SWEEP_MS: '1000', REVIEW_DUE_DAYS: '7', PATTERN_COUNT: '2' },
  });
  try {
    const work = await JobWork.begin(house);
    await work.make(2);
    const worker = await Mortal.start('worker', { ...house.env, PORT: '1', DATABASE_URL: house.ground.urls.workerUrl });
    await allDone(proof, house, 'The first worker');
    const places = [...new Set(await worker.watch())].filter((point) => point.endsWith(' #1') && !BACKGROUND.test(point));
    for (const kind of KINDS)
      proof.check(
        places.some((place) => jobOf(place) === kind),
        `The job ${kind} was never traced: nothing in job-work.ts makes one.`,
      );
    const chosen = oneOfEach(proof.chance.shuffled(places)).slice(0, most);
    proof.say(`${places.length} places to die in jobs of ${KINDS.length} kinds; ${chosen.length} of them are tried.`);
    for (const place of chosen) await dieAt(proof, { house, work, worker }, place);
    await house.ground.clock('0');
    await worker.revive();
    await allDone(proof, house, 'The last worker');
    await worker.kill();
    await onceEach(proof, house, sink);
    await proof.judge(house.ground.urls.apiUrl);
  } finally {
    await house.close();
    await sink.close();
  }
}

/** In the midst of which job a place is; undefined: between two jobs, such as in the relay. */
function jobOf(place: string): string | undefined {
  return /^\w+ \[([^\]]+)\]/.exec(place)?.[1];
}

/** One place of each kind of job before any other. */
function oneOfEach(places: readonly string[]): string[] {
  const kindOf = (place: string): string => jobOf(place)?.split(' ')[0] ?? '';
  const isFirst = (place: string, n: number): boolean => places.findIndex((other) => kindOf(other) === kindOf(place)) === n;
  return [...places.filter(isFirst), ...places.filter((place, n) => !isFirst(place, n))];
}

interface Scene {
  readonly house: House;
  readonly work: JobWork;
  readonly worker: Mortal;
}

async function dieAt(proof: Proof, { house, work, worker }: Scene, place: string): Promise<void> {
  await worker.kill();
  await work.make(1);
  await worker.revive(place);
  let died = false;
  for (const clock of CLOCKS) {
    await house.ground.clock(clock);
    for (const end = Date.now() + CLOCK_MS_MOST; !died && Date.now() < end && (await openWork(house)).length > 0;)
      died = await worker.dies(LOOK_MS);
    if (died) break;
  }
  proof.check(died || (await worker.dies(DEATH_MS_MOST)), `The worker did not come to ${place}.`);
}

/** First what is to be done now, then what falls due, one clock after the other. */
async function allDone(proof: Proof, house: House, who: string): Promise<void> {
  for (const clock of [...CLOCKS, AT_LAST]) {
    await house.ground.clock(clock);
    let left = await openWork(house);
    for (const end = Date.now() + DONE_MS_MOST; left.length > 0 && Date.now() < end; await sleep(LOOK_MS)) left = await openWork(house);
    proof.check(left.length === 0, `${who} left undone, ${clock} later: ${left.join(', ')}.`);
  }
}
