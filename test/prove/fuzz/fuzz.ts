import { Agent, request } from 'node:http';
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { Directory } from '../../support/directory.js';
import { House } from '../../support/house.js';
import { faultOf } from '../insides.js';
import type { Proof } from '../proof.js';
import { type Scene, setScenes } from '../stage.js';
import type { Reply } from '../wire.js';
import { mutated } from './bodies.js';
import { uncheckedIn } from '../unchecked.js';
import { ScimRequests } from './directories.js';
import { Documents } from './documents.js';

const AGENT = new Agent({ keepAlive: true, maxSockets: 32 });
const LANES = 16;
const PEOPLE = ['priya', 'tom', 'omar', 'wei', 'ivy'];
const TYPES = [
  'application/json',
  'application/json',
  'application/json',
  'application/json; charset=utf-8',
  'text/plain',
  'application/graphql',
  '',
];

/**
 * 20,000 documents made from the schema that is served, and 20,000 bodies that were broken in some places, sent to the real api by people who
 * may do something; then 4,000 by a directory, at its own door: no failure of ours, no inside told, no process ended, and the house in order afterwards.
 * With `--no-checks` the api looks at no input, and the programme must fail.
 */
export async function fuzz(proof: Proof): Promise<void> {
  const each = proof.rounds(20_000, 200_000);
  const house = await House.open({ apis: 1, workers: 0, env: uncheckedIn(proof) });
  try {
    const schema = buildClientSchema(await house.person('priya').ask<IntrospectionQuery>(getIntrospectionQuery()));
    const documents = new Documents(schema, proof.chance, await thingsOf(house));
    const tokens = await Promise.all(PEOPLE.map((handle) => house.person(handle).bearer()));
    const statuses = new Map<number, number>();
    const send = async (body: Buffer, type: string): Promise<void> => {
      const reply = await sendBytes(`${house.urls[0] ?? ''}/graphql`, body, { type, token: proof.chance.of(tokens) });
      statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
      const fault = faultOf(reply);
      proof.check(fault === undefined, `${fault}\n  sent: ${JSON.stringify(body.toString().slice(0, 1_500))}`);
    };
    await inLanes(each, () => send(Buffer.from(JSON.stringify(documents.make())), 'application/json'));
    proof.say(`${each} documents from the schema: ${told(statuses)}.`);
    statuses.clear();
    await inLanes(each, () => send(mutated(documents.make(), proof.chance), proof.chance.of(TYPES)));
    proof.say(`${each} broken bodies: ${told(statuses)}.`);
    await directories(proof, house);
    proof.check(
      house.running.every(({ hasEnded }) => !hasEnded),
      `A process ended: ${house.running[0]?.log ?? ''}`,
    );
    proof.check(
      !/internal error/.test(house.running[0]?.log ?? ''),
      `The log tells of an internal error: ${(house.running[0]?.log ?? '').slice(-2_000)}`,
    );
    await proof.judge(house.ground.urls.apiUrl);
  } finally {
    await house.close();
  }
}

/** The same for the door of directories: a tenth as many, which change people and teams for real, and a tenth with something broken. */
async function directories(proof: Proof, house: House): Promise<void> {
  const each = Math.ceil(proof.rounds(20_000, 200_000) / 10);
  const { token } = await Directory.open(house);
  const ids = ['per_tom', 'per_ivy', 'per_wei', 'per_ana', 'per_none', 'tea_none', 'per_pay-1', '../x', '%'];
  const requests = new ScimRequests(ids, proof.chance);
  const statuses = new Map<number, number>();
  const send = async (isBroken: boolean): Promise<void> => {
    const { method, path, document } = requests.make();
    const body =
      method === 'GET' || method === 'DELETE'
        ? Buffer.alloc(0)
        : isBroken
          ? mutated(document, proof.chance)
          : Buffer.from(JSON.stringify(document));
    const type = body.length > 0 ? 'application/scim+json' : '';
    const { status, text } = await sendBytes(`${house.urls[0] ?? ''}/scim/v2${path}`, body, { type, token, method });
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    const fault = faultOf({ status, text: status === 204 ? '{}' : text });
    proof.check(fault === undefined, `${fault}\n  sent: ${method} ${path} ${body.toString().slice(0, 1_500)}`);
  };
  await inLanes(each, () => send(false));
  await inLanes(each, () => send(true));
  proof.say(`${2 * each} requests of a directory: ${told(statuses)}.`);
}

/** Ids of things that are there, of many kinds. */
async function thingsOf(house: House): Promise<string[]> {
  const scene = { proposerId: 'per_priya', quorum: 1, expiresInMs: 3_600_000 };
  await setScenes(house.ground.admin, Array<Scene>(10).fill(scene));
  const rows = await house.ground.rows<{ id: string }>(
    'SELECT id FROM policy_exceptions UNION ALL SELECT id FROM cases UNION ALL SELECT id FROM reviews UNION ALL SELECT id FROM policy_versions UNION ALL SELECT id FROM people',
  );
  return rows.map(({ id }) => id);
}

async function inLanes(times: number, work: () => Promise<void>): Promise<void> {
  let left = times;
  const lane = async (): Promise<void> => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

function sendBytes(
  url: string,
  body: Buffer,
  { type, token, method = 'POST' }: { type: string; token: string; method?: string },
): Promise<Reply> {
  const headers = { 'content-length': body.length, authorization: `Bearer ${token}`, ...(type ? { 'content-type': type } : {}) };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, agent: AGENT, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
    });
    // An answer may come, and the connection end, before a body that is refused was read: that is no failure.
    sent.on('error', (error: NodeJS.ErrnoException) =>
      ['EPIPE', 'ECONNRESET'].includes(error.code ?? '') ? resolve({ status: 400, text: '{}' }) : reject(error),
    );
    sent.end(body);
  });
}

function told(statuses: ReadonlyMap<number, number>): string {
  return [...statuses]
    .sort(([a], [b]) => a - b)
    .map(([status, count]) => `${count} × ${status}`)
    .join(', ');
}
