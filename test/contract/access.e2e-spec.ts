import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { TokenScope } from '#people';
import { accessRefusal } from '../../apps/api/src/graphql/access.interceptor.js';
import { ACCESS } from '../../apps/api/src/graphql/access.js';
import { Grounds } from '../support/grounds.js';
import { House, type HousePerson } from '../support/house.js';
import { refusalOf } from '../support/refusals.js';

jest.setTimeout(300_000);

/** The committed list; `ACCEPT_ACCESS=1 npm test -- access` writes it anew, and the commit then shows what changed. */
const EXPECTED = 'test/contract/access.expected';

/** Who asks: a word for the list, and the handle of the person; see Grounds for their part in it. The robots work for the owner. */
const PEOPLE: Readonly<Record<string, string>> = {
  owner: 'priya',
  editor: 'jack',
  peer: 'tom',
  'peer who is away': 'sam',
  'agent without customers': 'noor',
  reviewer: 'omar',
  admin: 'wei',
  auditor: 'ivy',
  'somebody who left': 'mia',
};
const SCOPES: readonly TokenScope[] = ['READ', 'PROPOSE', 'FULFIL', 'CASES', 'WEBHOOKS', 'SCIM'];

let house: House;
let grounds: Grounds;
const callers = new Map<string, HousePerson>();

beforeAll(async () => {
  house = await House.open({ workers: 0 });
  grounds = new Grounds(house);
  await house.ground.admin.query(`
    INSERT INTO people (id, human_id, kind, name, handle, email) VALUES ('per_robot', 'hum_priya', 'MACHINE', 'Robot', 'robot', 'robot@bank.example');
    UPDATE people SET away_until = house_now() + interval '1 year' WHERE handle = 'sam';
    UPDATE people SET faces_customers = false WHERE handle = 'noor';
    UPDATE people SET faces_customers = false, roles = '{AUDITOR}' WHERE handle = 'ivy';
    UPDATE people SET active = false WHERE handle = 'mia'`);
  for (const [word, handle] of Object.entries(PEOPLE)) callers.set(word, house.person(handle));
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  for (const scope of SCOPES) {
    const input = { name: scope, scopes: [scope], expiresAt, machineId: 'per_robot' };
    const { secret } = await house.person('ana').run<{ secret: string }>('createApiToken', input, 'secret');
    callers.set(`robot with ${scope}`, house.holder(secret));
  }
  callers.set('nobody', house.holder('none'));
});
afterAll(() => house?.close());

/** A query of each kind, on what there is. */
async function queries(): Promise<Record<string, string>> {
  const { exceptionId } = await grounds.approved();
  const caseId = await house.ground.caseOf('priya');
  const { policy } = await grounds.version('ACTIVE');
  const remedy = '{ kind: REFUND, amount: { amountMinor: 1, currency: "AUD" } }';
  return {
    accountLinks: 'accountLinks { id }',
    approvalsOfOneHuman: 'approvalsOfOneHuman { id }',
    authorization: `authorization(exceptionId: "${exceptionId}") { allowed }`,
    customerCase: `customerCase(id: "${caseId}") { id }`,
    customerCases: 'customerCases(first: 1) { nodes { id } }',
    disputes: 'disputes(first: 1) { nodes { id } }',
    eligibilityForecast: 'eligibilityForecast { now }',
    exception: `exception(id: "${exceptionId}") { id }`,
    exceptions: 'exceptions(first: 1) { nodes { id } }',
    guardrails: 'guardrails { id }',
    guardrailsVersions: 'guardrailsVersions(first: 1) { nodes { id } }',
    inbox: 'inbox(first: 1) { nodes { id } }',
    mayI: 'mayI(input: { cause: "x", kind: DEED }) { allowed }',
    leavingPreview: 'leavingPreview(personId: "per_priya") { caseCount }',
    me: 'me { id }',
    node: `node(id: "${exceptionId}") { id }`,
    notices: 'notices(first: 1) { nodes { id } }',
    people: 'people(first: 1) { nodes { id } }',
    policies: 'policies(first: 1) { nodes { id } }',
    policy: `policy(id: "${policy.id}") { id }`,
    policyAt: `policyAt(policyId: "${policy.id}", at: "2099-01-01T00:00:00Z") { id }`,
    quorumFor: `quorumFor(remedy: ${remedy})`,
    reviews: 'reviews(first: 1) { nodes { id } }',
    ringSignals: 'ringSignals { kind }',
    unreadNotices: 'unreadNotices',
  };
}

/** What an operation comes to for each caller: yes, or the code of the refusal, with those who are told so. */
async function outcomes(operation: string, ask: (caller: HousePerson) => Promise<string>): Promise<string> {
  const told = new Map<string, string[]>();
  for (const [word, caller] of callers) {
    const outcome = await ask(caller);
    told.set(outcome, [...(told.get(outcome) ?? []), word]);
  }
  const rows = [...told].sort(([a], [b]) => Number(b === 'yes') - Number(a === 'yes') || a.localeCompare(b));
  return [operation, ...rows.map(([outcome, words]) => `  ${outcome.padEnd(22)}${words.join(', ')}`)].join('\n');
}

async function ofQuery(caller: HousePerson, field: string): Promise<string> {
  const { errors } = await caller.send(`{ ${field} }`);
  return errors?.[0]?.extensions.code ?? 'yes';
}

let calls = 0;

async function ofMutation(caller: HousePerson, mutation: string): Promise<string> {
  const { input } = await (grounds.of[mutation] ?? noGround(mutation))();
  const { code } = await refusalOf(caller, mutation, { ...input, idempotencyKey: `call-${++calls}` });
  if (mutation === 'disownSignature') await grounds.signInAgain(); // it ends the session that it came with
  return code === 'DONE' ? 'yes' : code;
}

function noGround(mutation: string): never {
  throw new Error(`${mutation} needs a ground in test/support/grounds.ts.`);
}

/** Machines are judged by the table alone; people may listen when they are signed in. */
function ofSubscription(field: string): string {
  const machines = SCOPES.filter((scope) => !accessRefusal(`Subscription.${field}`, robotWith(scope), {}));
  return `Subscription.${field}\n  ${'yes'.padEnd(22)}people, ${machines.map((scope) => `robots with ${scope}`).join(', ') || 'no robot'}`;
}

function robotWith(scope: TokenScope): Parameters<typeof accessRefusal>[1] {
  const person = { personId: 'per_robot', humanId: 'hum_priya', roles: [], facesCustomers: false, active: true, away: false };
  return { ...person, kind: 'MACHINE', tokenId: 'tok_1', scopes: [scope] };
}

it('promise 10: lets everybody do what the committed list says, and nothing else', async () => {
  const fields = (root: string) =>
    Object.keys(ACCESS)
      .filter((operation) => operation.startsWith(root))
      .map((operation) => operation.slice(root.length));
  const asked = await queries();
  expect(fields('Query.').sort()).toEqual(Object.keys(asked).sort());
  expect(fields('Mutation.').sort()).toEqual(Object.keys(grounds.of).sort());
  const told: string[] = [];
  for (const [field, query] of Object.entries(asked)) told.push(await outcomes(`Query.${field}`, (caller) => ofQuery(caller, query)));
  for (const field of fields('Mutation.')) told.push(await outcomes(`Mutation.${field}`, (caller) => ofMutation(caller, field)));
  told.push(...fields('Subscription.').map(ofSubscription));
  const printed = `${told.join('\n')}\n`;
  if (process.env.ACCEPT_ACCESS) writeFileSync(EXPECTED, printed);
  expect(printed).toBe(readFileSync(EXPECTED, 'utf8'));
});
