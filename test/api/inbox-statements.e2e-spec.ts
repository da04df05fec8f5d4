import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { House, Running } from '../support/house.js';
import { freePort } from '../support/server.mjs';
import { say } from '../support/temporary-house.js';
import { type CountingWire, countingWireTo } from '../support/statements.js';

jest.setTimeout(120_000);

/** What an inbox shows of its rows, with everything that hangs on a row. */
const INBOX = `{ inbox(first: 20) {
  pageInfo { hasNextPage endCursor }
  nodes {
    id ref status quorum createdAt expiresAt openActions
    case { id ref need status customer { id name timeZone } owner { name } }
    proposer { id name facesCustomers team { name } }
    revision { number digest cause whatHappened whatPolicySays whatWeDo whyFair author { name } remedy { kind deed amount { amountMinor currency formatted } } }
    coSignatures { state words at signer { name } }
    objections { reason stale at }
    policyVersion { number policy { ref title } }
    eligibleCoSigners { count }
    receipt
  }
} }`;

interface Inbox {
  data: { inbox: { nodes: { coSignatures: object[]; objections: object[]; policyVersion: object | null; case: { owner: object } }[] } };
}

let house: House;
let wire: CountingWire;
let api: Running;

beforeAll(async () => {
  house = await House.open({ apis: 1, workers: 0 });
  wire = await countingWireTo(house.ground.urls.apiUrl, 'facts');
  const port = String(await freePort());
  api = new Running('api', Number(port), { ...house.env, PORT: port, PUBLIC_URL: `http://localhost:${port}`, DATABASE_URL: wire.url });
  await api.ready();
});
afterAll(async () => {
  await api?.stop();
  await wire?.close();
  await house?.close();
});

const PROPOSERS = ['priya', 'lachlan', 'mia', 'sam', 'ivy'];

/** Proposals of five colleagues, most with a signature, some edited, some with an objection. */
async function fill(rows: number): Promise<void> {
  for (let index = 0; index < rows; index++) {
    const proposer = PROPOSERS[index % PROPOSERS.length] ?? '';
    const editor = index % 3 === 0 ? { editor: 'jack' } : {};
    const id = await house.ground.proposal({ proposer, ...editor, signers: index % 4 === 0 ? [] : ['noor'], amountMinor: 1_000 + index });
    if (index % 5 === 0) await object(id);
  }
}

async function object(exceptionId: string): Promise<void> {
  const [read] = await house.ground.rows<{ digest: string }>(
    `SELECT encode(digest, 'hex') AS digest FROM revisions WHERE exception_id = $1 ORDER BY number DESC LIMIT 1`,
    [exceptionId],
  );
  const input = { exceptionId, digest: read?.digest, reason: 'Too much.' };
  expect((await house.person('renee').run('objectToException', input, 'exception { id }')).userErrors).toEqual([]);
}

async function read(): Promise<{ statements: number; nodes: Inbox['data']['inbox']['nodes'] }> {
  const before = wire.count();
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${await house.person('tom').bearer()}` };
  const answer = await fetch(`${api.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query: INBOX }) });
  const { data } = (await answer.json()) as Inbox;
  return { statements: wire.count() - before, nodes: data.inbox.nodes };
}

/** Statements of one reading: the caller, the rows, and one for each kind of thing that hangs on them. */
const LEAST = 8;
/** People hang on a row in four ways. Where these become known at different moments, each is a statement of its own; which is chance. */
const BY_CHANCE = 3;

it('reads an inbox of 20 rows in as many statements as one of 5', async () => {
  await fill(5);
  await read(); // the first one fetches the keys of the issuer and opens connections
  const five = [await read(), await read(), await read()];
  expect(five.map(({ nodes }) => nodes.length)).toEqual([5, 5, 5]);
  await fill(15);
  const twenty = [await read(), await read(), await read()];
  const [{ nodes } = { nodes: [] }] = twenty;
  expect(nodes).toHaveLength(20);
  expect(nodes.some(({ coSignatures }) => coSignatures.length > 0)).toBe(true);
  expect(nodes.some(({ objections }) => objections.length > 0)).toBe(true);
  const [few, many] = [five, twenty].map((readings) => readings.map(({ statements }) => statements)) as [number[], number[]];
  expect(Math.min(...few)).toBeGreaterThanOrEqual(LEAST);
  expect(Math.max(...many)).toBeLessThanOrEqual(Math.min(...few) + BY_CHANCE);
  expect(Math.max(...many)).toBeLessThanOrEqual(LEAST + 6);
  say(`${Math.min(...few)} to ${Math.max(...few)} statements for 5 rows, ${Math.min(...many)} to ${Math.max(...many)} for 20`);
});
