import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { House } from '../../support/house.js';
import type { Proof } from '../proof.js';
import { type Outcome, Sender } from './flood.js';

const REQUESTS_MAX = 80;
const SHED_MS_MOST = 1_000;
/** No request may hang for longer. */
const ANSWER_MS_MOST = 10_000;
/** What others ask meanwhile, while the database works for them. */
const OTHERS_MS_MOST = 8_000;
const RECOVERED_MS_MOST = 2_000;

const INBOX = '{ inbox(first: 5) { nodes { id } } }';
const ME = '{ me { id } }';

/** The whole stage: a house, floods of different people, and one who only wants to work. */
interface Stage {
  readonly proof: Proof;
  readonly house: House;
  readonly flooders: readonly Sender[];
  readonly other: Sender;
  readonly size: number;
}

/**
 * Promise 13: far more than an api can do, in five ways. What is too much is told so within a second, by status 503, THROTTLED and a time;
 * everything else is answered; and when it is over, everything is as before, at once. With `--no-limit` nothing is turned away, and the
 * programme must fail.
 */
export async function starve(proof: Proof): Promise<void> {
  const isOpen = proof.options['no-limit'] === true;
  const env = { REQUESTS_MAX: isOpen ? '100000' : String(REQUESTS_MAX), REQUEST_WAIT_MS: isOpen ? '60000' : '700' };
  const house = await House.open({ env });
  const senderOf = async (handle: string): Promise<Sender> => new Sender(house.urls[0] ?? '', await house.person(handle).bearer());
  const people = await Promise.all(['priya', 'tom', 'lachlan', 'mia', 'sam', 'ivy'].map(senderOf));
  const stage = { proof, house, flooders: people.slice(0, 5), other: people[5] as Sender, size: proof.rounds(400, 4_000) };
  try {
    await Promise.all(people.map((person) => person.send(ME))); // known from now on
    for (const person of people) await person.many(8, () => INBOX); // and warm
    for (const [name, way] of Object.entries(WAYS)) await starveBy(stage, name, way);
    await proof.judge(house.ground.urls.apiUrl);
  } finally {
    people.forEach((person) => person.end());
    await house.close();
  }
}

type Way = (stage: Stage) => Promise<void>;

const WAYS: Readonly<Record<string, Way>> = {
  'one caller': oneCaller,
  'costly documents': costlyDocuments,
  'a locked table': lockedTable,
  'a database that is asleep': asleep,
  'thousands of connections': connections,
};

async function starveBy(stage: Stage, name: string, way: Way): Promise<void> {
  await way(stage);
  const { proof, other } = stage;
  const began = performance.now();
  let back = await other.send(INBOX);
  while (back.status !== 200 && performance.now() - began < 20_000) {
    await sleep(50);
    back = await other.send(INBOX);
  }
  const ms = performance.now() - began;
  proof.check(back.status === 200 && ms <= RECOVERED_MS_MOST, `${name}: others were answered ${Math.round(ms)} ms after it was over.`);
}

/** One sends whatever they can, while the database is slow; there is room for others. */
async function oneCaller({ proof, house, flooders, other, size }: Stage): Promise<void> {
  await slowly(house, 0.2, async () => {
    const flood = flooders[0]?.many(size, () => INBOX) ?? Promise.resolve([]);
    const others = await meanwhile(other, 5);
    told(proof, 'one caller', await flood, size / 4);
    unchanged(proof, 'one caller', others);
  });
}

/** Each takes long to read: hundreds of fields, no two documents alike. */
async function costlyDocuments({ proof, flooders, size }: Stage): Promise<void> {
  const document = (n: number): string => `query Costly${n} { inbox(first: 1) { nodes { ${'id '.repeat(280)} } } }`;
  const floods = await Promise.all(flooders.map((person, who) => person.many(size / 4, (n) => document(who * size + n))));
  told(proof, 'costly documents', floods.flat(), 1);
}

/** Whoever asks for people waits for a lock that is not given back; the pool is full of them. */
async function lockedTable({ proof, house, flooders, size }: Stage): Promise<void> {
  const client = new pg.Client({ connectionString: house.ground.urls.adminUrl });
  await client.connect();
  await client.query('BEGIN; LOCK TABLE people IN ACCESS EXCLUSIVE MODE');
  const floods = Promise.all(flooders.map((person) => person.many(size / 4, () => ME)));
  const health = await fetch(`${house.urls[0]}/healthz`, { signal: AbortSignal.timeout(5_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
  proof.check(health, 'a locked table: the process did not say that it lives.');
  told(proof, 'a locked table', (await floods).flat(), size / 4);
  await client.query('ROLLBACK');
  await client.end();
}

/** Every connection of the pool sleeps, as if each statement took long; all of them wake up at once. */
async function asleep({ proof, house, flooders, size }: Stage): Promise<void> {
  await slowly(house, 1, async () => {
    const floods = await Promise.all(flooders.map((person) => person.many(size / 4, () => INBOX)));
    told(proof, 'a database that is asleep', floods.flat(), size / 4);
  });
}

/** Lets the house's clock, which every statement asks, take so many seconds to answer. */
async function slowly(house: House, seconds: number, work: () => Promise<void>): Promise<void> {
  const { admin } = house.ground;
  const clock = (before: string): string =>
    `CREATE OR REPLACE FUNCTION house_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$ ${before} SELECT date_trunc('milliseconds', clock_timestamp()) $$`;
  await admin.query(clock(`SELECT pg_sleep(${seconds});`));
  await work().finally(() => admin.query(clock('')));
}

/** Thousands that connect and say nothing, and some that say half a request. */
async function connections({ proof, house, other, size }: Stage): Promise<void> {
  const { port } = new URL(house.urls[0] ?? '');
  const sockets: Socket[] = [];
  for (let n = 0; n < size * 5; n++) {
    const socket = createConnection(Number(port), '127.0.0.1').on('error', () => undefined);
    sockets.push(socket);
    if (n % 100 === 0) await once(socket, 'connect').catch(() => undefined);
    if (n % 4 === 0)
      socket.write('POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"que');
  }
  unchanged(proof, 'thousands of connections', await meanwhile(other, 10));
  sockets.forEach((socket) => socket.destroy());
}

async function meanwhile(other: Sender, times: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let n = 0; n < times; n++) {
    outcomes.push(await other.send(INBOX));
    await sleep(50);
  }
  return outcomes;
}

/** Each was answered in time, with what it asked for or in the one form of "not now"; at least so many of them were too much. */
function told(proof: Proof, name: string, outcomes: readonly Outcome[], tooManyAtLeast: number): void {
  const isShed = ({ status, ms }: Outcome): boolean => status === 503 && ms <= SHED_MS_MOST;
  const shed = outcomes.filter(isShed).length;
  const answered = outcomes.filter(({ status }) => status === 200).length;
  const late = Math.round(Math.max(...outcomes.map(({ ms }) => ms)));
  proof.say(`${name}: ${outcomes.length} at once, ${answered} answered, ${shed} told at once to come again; the last after ${late} ms.`);
  const odd = outcomes.filter(({ status, code, retryAfter }) =>
    status === 200 ? code !== undefined : status !== 503 || code !== 'THROTTLED' || !(Number(retryAfter) > 0),
  );
  proof.check(odd.length === 0, `${name}: ${odd.length} were answered in another form: ${JSON.stringify(odd.slice(0, 3))}`);
  proof.check(late <= ANSWER_MS_MOST, `${name}: a request took ${late} ms.`);
  proof.check(shed >= tooManyAtLeast, `${name}: only ${shed} were told within a second, and ${tooManyAtLeast} are too many.`);
}

function unchanged(proof: Proof, name: string, others: readonly Outcome[]): void {
  const odd = others.filter(({ status, ms, code }) => status !== 200 || code !== undefined || ms > OTHERS_MS_MOST);
  proof.check(
    odd.length === 0,
    `${name}: ${odd.length} of ${others.length} requests of others suffered: ${JSON.stringify(odd.slice(0, 3))}`,
  );
}
