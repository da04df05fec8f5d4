import { ACCESS } from '../../../apps/api/src/graphql/access.js';
import type { Ground } from '../../support/ground.js';
import { Grounds } from '../../support/grounds.js';
import { House } from '../../support/house.js';
import type { Proof } from '../proof.js';
import { payloadOf, post, type Reply } from '../wire.js';
import { Mortal } from './mortal.js';
import { toldBy } from './told-grounds.js';

const MUTATIONS = Object.keys(ACCESS).flatMap((operation) => /^Mutation\.(.+)$/.exec(operation)?.[1] ?? []);
/** Mutations whose input has another name than their own. */
const INPUTS: Readonly<Record<string, string>> = {
  retractFromException: 'RetractInput',
  releaseReview: 'ClaimReviewInput',
  answerHonestNo: 'HonestNoInput',
  acceptHandOff: 'AnswerHandOffInput',
  refuseHandOff: 'AnswerHandOffInput',
  cancelHandOff: 'AnswerHandOffInput',
};
/** Nothing of the request itself: it comes and goes as it likes, and dying at it is dying between two statements. */
const BACKGROUND = /(LISTEN|NOTIFY|readiness|health)/i;
const DEATH_MS_MOST = 5_000;

interface Crash {
  readonly mutation: string;
  readonly point: string;
  /** Rows of facts, and of effects under keys, that the mutation makes when nobody dies. */
  readonly makes: string;
}

/**
 * The api dies by SIGKILL at each place of each mutation: before and after every statement and the reply. The client, which knows nothing, sends
 * the same call under the same key to the api that was started again: one effect, whatever was done before; and once more: the same answer.
 */
export async function crashMutations(proof: Proof, most: number): Promise<void> {
  const house = await House.open({ apis: 1, workers: 0 });
  const grounds = new Grounds(house, toldBy(house));
  const api = await Mortal.start('api', {
    ...house.env,
    PUBLIC_URL: `http://localhost:${house.port}`,
    DATABASE_URL: house.ground.urls.apiUrl,
  });
  try {
    const crashes = (await inTurn(MUTATIONS, (mutation) => trace(proof, { house, grounds, api }, mutation))).flat();
    const chosen = proof.chance.shuffled(crashes).slice(0, most);
    proof.say(`${crashes.length} places to die in ${MUTATIONS.length} mutations; ${chosen.length} of them are tried.`);
    for (const [n, crash] of chosen.entries()) await dieAt(proof, { house, grounds, api }, crash, `crash-${n}`);
    await proof.judge(house.ground.urls.apiUrl);
  } finally {
    await api.kill();
    await house.close();
  }
}

interface Scene {
  readonly house: House;
  readonly grounds: Grounds;
  readonly api: Mortal;
}

/** Does it once without dying, and answers where it could have died. */
async function trace(proof: Proof, scene: Scene, mutation: string): Promise<Crash[]> {
  const ground = await groundOf(scene, mutation);
  const before = await counts(scene.house);
  await scene.api.watch();
  const reply = await call(scene, mutation, ground, `trace-${mutation}`);
  const points = (await scene.api.watch()).filter((point) => !BACKGROUND.test(point));
  proof.check(payloadOf(reply, mutation)?.codes.length === 0, `${mutation} did not work at all: ${reply.text.slice(0, 300)}`);
  proof.check(
    points.some((point) => point.startsWith('before the reply')),
    `${mutation} was not traced: ${points.join()}`,
  );
  const makes = difference(before, await counts(scene.house));
  return points.map((point) => ({ mutation, point, makes }));
}

async function dieAt(proof: Proof, scene: Scene, { mutation, point, makes }: Crash, key: string): Promise<void> {
  const ground = await groundOf(scene, mutation);
  const before = await counts(scene.house);
  await scene.api.watch(point);
  const cut = await call(scene, mutation, ground, key).catch(() => undefined);
  const died = await scene.api.dies(DEATH_MS_MOST);
  await scene.api.revive();
  const [again, andAgain] = [await call(scene, mutation, ground, key), await call(scene, mutation, ground, key)];
  const made = difference(before, await counts(scene.house));
  const faults: [boolean, string][] = [
    [!died, 'it lives'],
    [codesOf(again, mutation) !== '', `the same call again is answered ${again.status} ${again.text.slice(0, 300)}`],
    [cut?.status === 200 && !isReplayed(again, mutation), 'what was answered was lost'],
    [!isReplayed(andAgain, mutation), 'the third call had an effect'],
    [made !== makes, `it made ${made} and should make ${makes}`],
  ];
  const fault = faults.find(([isSo]) => isSo)?.[1];
  proof.check(fault === undefined, `${mutation}, killed ${point}: ${fault}`);
}

async function groundOf({ grounds }: Scene, mutation: string): Promise<Ground> {
  await grounds.signInAgain();
  const ground = await grounds.of[mutation]?.();
  if (!ground) throw new Error(`Nobody knows how to prepare ${mutation}: see test/support/grounds.ts.`);
  return ground;
}

async function call({ house, grounds, api }: Scene, mutation: string, { who, input }: Ground, idempotencyKey: string): Promise<Reply> {
  if (mutation === 'disownSignature') await grounds.signInAgain(); // an earlier call, or this very one, ended the session that it came with
  const type = INPUTS[mutation] ?? `${mutation[0]?.toUpperCase() ?? ''}${mutation.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code message } replayed } }`;
  return post(api.url, await house.person(who).bearer(), { query, variables: { input: { ...input, idempotencyKey } } });
}

function codesOf(reply: Reply, mutation: string): string {
  return payloadOf(reply, mutation)?.codes.join() ?? 'no payload';
}

function isReplayed(reply: Reply, mutation: string): boolean {
  return payloadOf(reply, mutation)?.payload.replayed === true;
}

/** How much there is of what is only ever added. */
async function counts(house: House): Promise<Readonly<Record<string, number>>> {
  const [row] = await house.ground.rows<Record<string, number>>(
    `SELECT (SELECT count(*)::int FROM facts) AS facts, (SELECT count(*)::int FROM outbox) AS outbox, (SELECT count(*)::int FROM idempotency_keys) AS keys`,
  );
  return row ?? {};
}

function difference(before: Readonly<Record<string, number>>, after: Readonly<Record<string, number>>): string {
  return Object.entries(after)
    .map(([name, count]) => `${count - (before[name] ?? 0)} ${name}`)
    .join(', ');
}

async function inTurn<T, R>(things: readonly T[], work: (thing: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const thing of things) results.push(await work(thing));
  return results;
}
