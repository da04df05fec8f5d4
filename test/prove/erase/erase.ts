import { setTimeout as sleep } from 'node:timers/promises';
import { type Finding, findingLine, verifyDatabase } from '#audit';
import { checkReceipt, readKeyRing } from '#receipts';
import { House } from '../../support/house.js';
import { startRedis, type TestRedis } from '../../support/redis.js';
import type { Proof } from '../proof.js';
import { enginesAsked } from '../queue-loss/engines.js';
import { Canaries } from './canaries.js';
import { forgottenPlaces } from './places.js';
import { type Heard, inRedis, inTables, Logs } from './search.js';
import { Counter, type Served } from './served.js';

const CANARIES = 1_000;
const MORE_CANARIES = 10_000;
const LANES = 4;
/** How long jobs may take to come through, in milliseconds. */
const QUIET_MS_MOST = 20_000;

/**
 * Promise 15: canaries in every place where the API takes words, through api and worker as they are shipped, with the most talkative log; then
 * every customer is erased, and every canary is searched for, everywhere. Half of them with the jobs in PostgreSQL, half in Redis where there
 * is one. With `--leave-one`, one is planted where erasing does not reach, and the programme must fail.
 */
export async function erase(proof: Proof): Promise<void> {
  const engines = enginesAsked(proof.options.engine);
  const each = Math.ceil(proof.rounds(CANARIES, MORE_CANARIES) / engines.length);
  for (const engine of engines) await eraseOn(proof, engine, each);
}

async function eraseOn(proof: Proof, engine: 'PostgreSQL' | 'Redis', least: number): Promise<void> {
  const redis = engine === 'Redis' ? await startRedis() : undefined;
  const house = await House.open({ ...(redis ? { redisUrl: redis.url } : {}), env: { LOG_LEVEL: 'trace' } });
  try {
    const canaries = new Canaries(proof.chance.between(1, 2 ** 30));
    const place = { proof, house, canaries, logs: new Logs(house), redis };
    const served = await serve(place, least);
    proof.say(`${engine}: ${canaries.count} canaries in the words of ${served.length} customers.`);
    await eraseAll(place, served);
    await isGone(place);
    await isReadable(place, served);
    await isVerified(place);
    await proof.judge(house.ground.urls.apiUrl);
  } finally {
    await house.close();
    await redis?.stop();
  }
}

interface Place {
  readonly proof: Proof;
  readonly house: House;
  readonly canaries: Canaries;
  readonly logs: Logs;
  readonly redis: TestRedis | undefined;
}

/** Facts say of everybody who they are, as they do of whoever was made by an admin: so that the verifier judges all that they do. */
const EVERYBODY_IS_TOLD = `INSERT INTO facts (subject_id, name, body) SELECT id, 'person.changed', json_build_object('changed', '[]'::json, 'active', active,
  'facesCustomers', faces_customers, 'roles', roles, 'awayUntil', away_until) FROM people`;

async function serve({ house, canaries, proof }: Place, least: number): Promise<Served[]> {
  await house.ground.admin.query(EVERYBODY_IS_TOLD);
  const counter = new Counter(house, canaries);
  const served: Served[] = [];
  const lane = async (): Promise<void> => {
    while (canaries.count < least) served.push(await counter.serve());
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  for (const one of served) await counter.disown(one);
  const { forgotten, unknown } = forgottenPlaces(counter.planted);
  proof.check(forgotten.length === 0, `No canary was planted in ${forgotten.join(', ')}: see served.ts, or places.ts.`);
  proof.check(unknown.length === 0, `There is no ${unknown.join(', ')} any more: see places.ts.`);
  await house.ground.admin.query('ANALYZE'); // what Postgres remembers of a column could hold words, too
  const stored = new Set((await inTables(house.ground.admin, canaries)).map(({ canary }) => canary)).size;
  // Else the search is blind. What was refused is not stored, and that is the smaller part.
  proof.check(stored > canaries.count / 2, `Of ${canaries.count} canaries only ${stored} were found before anything was erased.`);
  return served;
}

async function eraseAll({ proof, house, canaries }: Place, served: readonly Served[]): Promise<void> {
  if (proof.options['leave-one']) {
    await house.ground.admin.query('CREATE TABLE notes AS SELECT $1::text AS note', [canaries.chirp()]);
  }
  const wei = house.person('wei');
  for (const { customerId } of served) {
    const input = { customerId, reason: 'Asked by letter.' };
    const fields = 'customer { id name contact erased erasedBecause }';
    const { customer, userErrors } = await wei.run<{ customer: object | null }>('eraseCustomer', input, fields);
    const should = { id: customerId, name: null, contact: null, erased: true, erasedBecause: 'Asked by letter.' };
    proof.check(
      JSON.stringify(customer) === JSON.stringify(should),
      `Erased, a customer is ${JSON.stringify(customer)} ${JSON.stringify(userErrors)}.`,
    );
  }
}

/** Waits until the outbox is empty, so that what goes to the queue has gone, and searches. */
async function isGone({ proof, house, canaries, logs, redis }: Place): Promise<void> {
  for (const end = Date.now() + QUIET_MS_MOST; Date.now() < end; await sleep(100)) {
    const [row] = await house.ground.rows<{ waits: boolean }>('SELECT EXISTS (SELECT 1 FROM outbox) AS waits');
    if (!row?.waits) break;
  }
  const heard: Heard[] = [
    ...(await inTables(house.ground.admin, canaries)),
    ...(redis ? await inRedis(redis.url, canaries) : []),
    ...logs.search(canaries),
  ];
  proof.check(logs.length > 10_000, 'The logs were not heard.');
  for (const { canary, where } of heard) proof.fail(`${canary} is still in ${where}.`);
  proof.pass(canaries.count - new Set(heard.map(({ canary }) => canary)).size);
  proof.say(`Searched all tables, ${redis ? 'Redis, ' : ''}and ${Math.round(logs.length / 1_000)} kB of logs: ${heard.length} were heard.`);
}

/** Whoever reads afterwards gets an answer, without a word of it; and the receipts still verify, those given out before and those of now. */
async function isReadable({ proof, house, canaries }: Place, served: readonly Served[]): Promise<void> {
  const ring = readKeyRing(await (await fetch(`${house.urls[0] ?? ''}/.well-known/jwks.json`)).text());
  for (const { caseIds, exceptionIds, receipt } of served) {
    for (const id of exceptionIds) await answers(PAGE, { id });
    for (const id of caseIds) await answers(CASE, { id });
    await answers('{ thanks(first: 100) { nodes { deed case { need } } } }', {});
    const { exception } = await house.person('omar').ask<{ exception: { receipt: string } }>(RECEIPT, { id: exceptionIds[0] });
    for (const given of [receipt, exception.receipt]) proof.check(verifies(given), 'A receipt no longer verifies.');
  }

  async function answers(query: string, variables: Record<string, unknown>): Promise<void> {
    const answer = await house.person('omar').send(query, variables);
    const text = JSON.stringify(answer);
    proof.check(answer.status === 200 && !answer.errors, `After the erasure an answer was ${text}.`);
    proof.check(canaries.heardIn(text).length === 0, `An answer still holds words: ${text}.`);
  }

  function verifies(receipt: string): boolean {
    try {
      return Boolean(checkReceipt(receipt, ring).claims);
    } catch {
      return false;
    }
  }
}

/** The history holds, without the words: every chain, and that whoever did something might do it. */
async function isVerified({ proof, house }: Place): Promise<void> {
  const findings: Finding[] = [];
  const { counts } = await verifyDatabase(house.ground.admin, {}, (finding) => findings.push(finding));
  proof.check(counts.facts > 100, `Only ${counts.facts} facts were verified.`);
  for (const finding of findings) proof.fail(findingLine(finding));
  proof.say(`Verified ${counts.facts} facts: ${findings.length} findings.`);
}

const RECEIPT = 'query ($id: ID!) { exception(id: $id) { receipt } }';
const REVISION = 'number digest erased whatHappened whatPolicySays whatWeDo whyFair remedy { kind deed }';
const PAGE = `query ($id: ID!) { exception(id: $id) { id ref status fulfilmentReference openActions revision { ${REVISION} } revisions { ${REVISION} }
  coSignatures { words state } objections { reason } review { status reason } whyNot(action: AMEND) { code message }
  sign: whyNot(action: CO_SIGN) { code } timeline(first: 100) { nodes { name summary } } case { ref need customer { name contact erased } } }
  authorization(exceptionId: $id) { allowed because } }`;
const CASE = `query ($id: ID!) { customerCase(id: $id) { ref need externalRef customer { name contact erased erasedAt erasedBecause }
  exceptions { ref revision { whatHappened } } answers { words toldBy appealRoute reopenedBecause }
  followUps { note tries { note } } getBacks { what whatWasSaid } openActions recapDraft handOffs { why recap callbackContact newFact reason }
  questions { question answer } customerMessages { nodes { text } } timeline(first: 100) { nodes { name } } } }`;
