import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { type Job as BullJob, Worker } from 'bullmq';
import pg from 'pg';

/**
 * Loaded into an api or a worker before it starts (`--import`), and only ever by the programme `crash`: gives a name to each place at which the
 * process could die (before a statement is sent, when it is sent, when its answer has come; before and after the reply), with the job in the midst
 * of which that is; writes them down, and ends the process by SIGKILL at the one it was told. With the queue in Postgres, a worker's
 * acknowledgement is a statement as well.
 */
const met: string[] = [];
const times = new Map<string, number>();
let deadly = process.env['FAIL_POINTS_DEADLY'];

function at(when: string, what: string): void {
  const name = `${when} ${what}`;
  const time = (times.get(name) ?? 0) + 1;
  times.set(name, time);
  met.push(`${name} #${time}`);
  if (met.at(-1) === deadly) process.kill(process.pid, 'SIGKILL');
}

const jobUnderWay = new AsyncLocalStorage<string>();

type Process = (this: Worker, job: BullJob<{ kind?: string; id?: string; generation?: number }>, ...more: unknown[]) => Promise<unknown>;
const workers = Worker.prototype as unknown as { processJob: Process };
const processJob = workers.processJob;
workers.processJob = function (job, ...more) {
  return jobUnderWay.run(nameOfJob(job), () => processJob.call(this, job, ...more));
};

/** Its kind. Of a reminder also of what, and which of the clocks of that. */
function nameOfJob({ data: { kind = 'canary', id = '', generation } }: Parameters<Process>[0]): string {
  return kind === 'remind-owner' ? `${kind} ${id.slice(0, 3)} ${generation}` : kind;
}

type Connect = (this: pg.Pool, told?: (...results: unknown[]) => void) => unknown;
const pools = pg.Pool.prototype as unknown as { connect: Connect };
const connect = pools.connect;
// Whoever waits for a connection is told by whoever gave it back: without this, in the name of another job.
pools.connect = function (told) {
  return connect.call(this, told && AsyncResource.bind(told));
};

type Query = (this: pg.Client, ...given: unknown[]) => unknown;
const client = pg.Client.prototype as unknown as { query: Query };
const send = client.query;

client.query = function (...given) {
  const job = jobUnderWay.getStore();
  const what = job ? `[${job}] ${nameOf(given[0])}` : nameOf(given[0]);
  at('before', what);
  const told = given.at(-1) as ((...results: unknown[]) => void) | undefined;
  if (typeof told === 'function') {
    given[given.length - 1] = (...results: unknown[]): void => {
      at('after', what);
      told(...results);
    };
  }
  const answer = send.apply(this, given);
  setImmediate(() => at('sent', what));
  return answer instanceof Promise ? answer.finally(() => at('after', what)) : answer;
};

/** The name under which it is prepared, else its first words. */
function nameOf(given: unknown): string {
  const { name, text } = typeof given === 'string' ? { name: undefined, text: given } : (given as { name?: string; text?: string });
  return name ?? (text ?? '').trim().replace(/\s+/g, ' ').slice(0, 40);
}

const end = ServerResponse.prototype.end as (this: ServerResponse, ...given: unknown[]) => ServerResponse;
ServerResponse.prototype.end = function (this: ServerResponse, ...given: unknown[]) {
  at('before', 'the reply');
  this.once('finish', () => at('after', 'the reply'));
  return end.apply(this, given);
} as typeof ServerResponse.prototype.end;

/** One line of JSON asks: begin anew, with this deadly point or none. Whatever was met before is the answer. */
createServer((socket) => {
  socket.on('error', () => undefined);
  socket.on('data', (line) => {
    const asked = JSON.parse(line.toString()) as { deadly?: string };
    socket.end(JSON.stringify(met.splice(0)));
    times.clear();
    deadly = asked.deadly;
  });
})
  .listen(Number(process.env['FAIL_POINTS_PORT']), '127.0.0.1')
  .unref();
