import { House } from '../../support/house.js';
import type { Proof } from '../proof.js';
import { approveAll } from '../queue-loss/open-items.js';
import { type SetScene, setScenes } from '../stage.js';
import { payloadOf, post } from '../wire.js';
import { type Cut, requestBytes, type Rest, sendAndCut } from './cut.js';
import { callOf, type Operation, OPERATIONS } from './operations.js';

/** Each key is called three times: once cut, twice whole. */
const CALLS_PER_KEY = 3;
const LANES = 12;
const HOUR_MS = 3_600_000;
const BATCH = 500;

interface Job {
  readonly n: number;
  readonly key: string;
  readonly operation: Operation;
  readonly call: object;
  readonly token: string;
}

/**
 * Promises 6 and 7: calls whose connection is cut after each byte of the request, or of the reply, and which are then sent again under the
 * same key, and again: one effect, and the same answer. The short form makes as many of the 20,000 calls as fit into a minute, and says so.
 */
export async function idem(proof: Proof): Promise<void> {
  const keys = Math.ceil(proof.rounds(9_000, 60_000) / CALLS_PER_KEY);
  const house = await House.open({ apis: 2, workers: 0 });
  try {
    const each = Math.ceil(keys / OPERATIONS.length);
    const jobs = (await Promise.all(OPERATIONS.map((operation, n) => makeJobs(house, operation, n * each, each)))).flat();
    proof.say(`${jobs.length} keys, ${OPERATIONS.length} mutations, 2 api processes.`);
    const queue = proof.chance.shuffled(jobs);
    const lengths = new Map<Operation, number>();
    await Promise.all(Array.from({ length: LANES }, (_, lane) => drain(proof, house.urls, queue, { lane, lengths })));
    proof.say(`${CALLS_PER_KEY * jobs.length} calls, a third of them cut.`);
    await oneEffectEach(proof, house, jobs);
    await proof.judge(house.ground.urls.apiUrl);
  } finally {
    await house.close();
  }
}

let scenesMade: Promise<unknown> = Promise.resolve();

/** The calls of one operation, each under a key and on an exception of its own. */
async function makeJobs(house: House, operation: Operation, first: number, count: number): Promise<Job[]> {
  const token = await house.person(operation.as).bearer();
  const made = scenesMade.then(() => makeScenes(house, operation, count));
  scenesMade = made; // one after the other, on the one connection of the superuser
  const scenes = await made;
  return Array.from({ length: count }, (_, n) => {
    const key = `${operation.fact}-${operation.as}-${n}`;
    return { n: first + n, key, operation, token, call: callOf(operation, key, scenes[n]) };
  });
}

async function makeScenes({ ground }: House, { needs }: Operation, count: number): Promise<SetScene[]> {
  const scenes: SetScene[] = [];
  for (let left = needs ? count : 0; left > 0; left -= BATCH) {
    const scene = { proposerId: 'per_priya', quorum: needs?.quorum ?? 1, expiresInMs: HOUR_MS };
    scenes.push(
      ...(await setScenes(
        ground.admin,
        Array.from({ length: Math.min(BATCH, left) }, () => scene),
      )),
    );
  }
  const ids = scenes.map(({ id }) => id);
  if (needs?.approved) await approveAll(ground.admin, ids);
  return scenes;
}

interface Lane {
  readonly lane: number;
  /** The bytes of a whole reply to each operation, learnt from the first one that came whole. */
  readonly lengths: Map<Operation, number>;
}

async function drain(proof: Proof, urls: readonly string[], queue: Job[], { lane, lengths }: Lane): Promise<void> {
  for (let job = queue.pop(); job; job = queue.pop()) {
    const url = (at: number): string => urls[(lane + at) % urls.length] ?? '';
    const bytes = requestBytes(new URL(url(0)).host, job.token, job.call);
    const cut = cutOf(job, bytes.length, lengths.get(job.operation));
    const rest = await sendAndCut(url(0), bytes, cut);
    if (cut.afterBytes === Infinity) lengths.set(job.operation, rest.bytes);
    // The same process or the other one: the key is kept by the database.
    const again = await post(url(job.n % 2), job.token, job.call);
    const andAgain = await post(url(1), job.token, job.call);
    const fault = faultIn({
      cut,
      rest,
      replies: [again, andAgain].map((reply) => payloadOf(reply, job.operation.mutation)),
      texts: [again.text, andAgain.text],
    });
    proof.check(fault === undefined, `${job.key}, ${cut.of} cut after ${cut.afterBytes} bytes by ${cut.how}: ${fault}`);
  }
}

/** Every place in turn: of the request, of the reply. The first call of an operation is left whole, to learn how long the reply is. */
function cutOf({ n }: Job, requestLength: number, replyLength: number | undefined): Cut {
  const how = n % 3 === 0 ? 'reset' : 'end';
  if (n % 2 === 0) return { of: 'request', afterBytes: Math.floor(n / 2) % requestLength, how };
  return { of: 'reply', afterBytes: replyLength === undefined ? Infinity : Math.floor(n / 2) % replyLength, how };
}

interface Came {
  readonly cut: Cut;
  readonly rest: Rest;
  readonly replies: readonly ReturnType<typeof payloadOf>[];
  readonly texts: readonly string[];
}

/** What is wrong with what came, in words. */
function faultIn({ cut, rest, replies: [again, andAgain], texts }: Came): string | undefined {
  const [text, secondText] = texts.map(upToReplayed) as [string, string];
  if (!again || !andAgain) return `an answer of another form: ${texts.join(' and ').slice(0, 500)}`;
  const begun = rest.text.slice(rest.text.indexOf(END_OF_HEAD) + END_OF_HEAD.length).slice(0, text.length);
  const faults: [boolean, string][] = [
    [again.codes.length > 0, `refused with ${again.codes.join()}`],
    [text !== secondText, `two answers: ${text} and ${secondText}`],
    [andAgain.payload.replayed !== true, 'the third call had an effect'],
    [cut.of === 'request' && again.payload.replayed !== false, 'half a request had an effect'],
    [rest.bytes > 0 && again.payload.replayed !== true, `a reply began, and its effect was not kept: ${rest.text.slice(0, 100)}`],
    [rest.text.includes(END_OF_HEAD) && !text.startsWith(begun), `the answer that was cut was another: ${begun} and ${text}`],
  ];
  return faults.find(([isSo]) => isSo)?.[1];
}

const END_OF_HEAD = '\r\n\r\n';

/** Everything that must be the same each time: only whether it was replayed may differ, and comes last. */
function upToReplayed(text: string): string {
  return text.slice(0, text.lastIndexOf(':') + 1);
}

async function oneEffectEach(proof: Proof, house: House, jobs: readonly Job[]): Promise<void> {
  const rows = await house.ground.rows<{ key: string; effects: number }>(
    `SELECT j.key, count(f.*)::int AS effects FROM json_to_recordset($1::json) AS j(key text, fact text)
       LEFT JOIN idempotency_keys k ON k.key = j.key LEFT JOIN facts f ON f.subject_id = k.result_id AND f.name = j.fact GROUP BY j.key`,
    [JSON.stringify(jobs.map(({ key, operation: { fact } }) => ({ key, fact })))],
  );
  const wrong = rows.filter(({ effects }) => effects !== 1);
  proof.check(wrong.length === 0, `${wrong.length} keys have not one effect: ${JSON.stringify(wrong.slice(0, 5))}`);
  const [made] = await house.ground.rows<{ cases: number; exceptions: number }>(
    `SELECT (SELECT count(*)::int FROM cases WHERE id NOT LIKE 'cas_p%') AS cases, (SELECT count(*)::int FROM policy_exceptions WHERE id NOT LIKE 'exc_p%') AS exceptions`,
  );
  const planned = (mutation: string): number => jobs.filter(({ operation }) => operation.mutation === mutation).length;
  proof.check(made?.cases === planned('openCase'), `${made?.cases} cases were opened under ${planned('openCase')} keys.`);
  proof.check(
    made?.exceptions === planned('proposeException'),
    `${made?.exceptions} exceptions were proposed under ${planned('proposeException')} keys.`,
  );
}
