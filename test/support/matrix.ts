import type { TokenScope } from '#people';
import { getNamedType, type GraphQLSchema, isLeafType } from 'graphql';
import { ACCESS } from '../../apps/api/src/graphql/access.js';
import { anErasedOne, onErased } from './erased.js';
import { Grounds } from './grounds.js';
import type { House, HousePerson } from './house.js';
import { askedFor, objectTypes, pathsOf, rules } from './fields-asked.js';
import { listens } from './listens.js';
import { refusalOf } from './refusals.js';

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
const STAR = 'The fields of each type; a star marks what a machine without READ may select of what it changed.';

type Outcome = string;

/** Everybody who may come to a house, and what each may do and read there: the whole matrix of promise 10, as text. */
export class Matrix {
  private readonly callers = new Map<string, HousePerson>();
  private readonly grounds: Grounds;
  private calls = 0;

  private constructor(private readonly house: House) {
    this.grounds = new Grounds(house);
  }

  /** Makes the people of a house what the list calls them, and gives a robot one token for each scope. */
  static async of(house: House): Promise<Matrix> {
    const matrix = new Matrix(house);
    await house.ground.admin.query(`
      INSERT INTO people (id, human_id, kind, name, handle, email) VALUES ('per_robot', 'hum_priya', 'MACHINE', 'Robot', 'robot', 'robot@bank.example');
      UPDATE people SET away_until = house_now() + interval '1 year' WHERE handle = 'sam';
      UPDATE people SET faces_customers = false WHERE handle = 'noor';
      UPDATE people SET faces_customers = false, roles = '{AUDITOR}' WHERE handle = 'ivy';
      UPDATE people SET active = false WHERE handle = 'mia'`);
    for (const [word, handle] of Object.entries(PEOPLE)) matrix.callers.set(word, house.person(handle));
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    for (const scope of SCOPES) {
      const input = { name: scope, scopes: [scope], expiresAt, machineId: 'per_robot' };
      const { secret } = await house.person('ana').run<{ secret: string }>('createApiToken', input, 'secret');
      matrix.callers.set(`robot with ${scope}`, house.holder(secret));
    }
    matrix.callers.set('nobody', house.holder('none'));
    return matrix;
  }

  /** Every operation, on what there is and what is not, and the rule of every field: the first part of what is committed. */
  async acts(schema: GraphQLSchema): Promise<string> {
    const told = [...(await this.operations()), ...(await this.missing()), ...(await this.erased())];
    return [...told, STAR, ...rules(schema), ''].join('\n');
  }

  /** Who reads every field that can be reached by asking: the second part. Fields of one outcome stand together. */
  async reads(schema: GraphQLSchema): Promise<string> {
    const queries = await this.queries();
    const { unreached, outcomes } = await this.readings(schema, queries);
    const [usual, ...others] = [...together(outcomes)].sort(([, a], [, b]) => b.length - a.length);
    const told = others.flatMap(([outcome, names]) => [names.join(' '), outcome]);
    const { outcomes: ofErased } = await this.readings(schema, onErased(queries, await anErasedOne(this.house)));
    const changed = new Map([...ofErased].filter(([name, outcome]) => outcomes.get(name) !== outcome));
    const toldOfErased = [...together(changed)].flatMap(([outcome, names]) => [names.join(' '), outcome]);
    const ends = [
      'Every field of an erased case, exception or review, as above',
      ...(toldOfErased.length ? ['but', ...toldOfErased] : []),
      '',
    ];
    return [`No query reaches ${unreached.join(', ')}.`, 'Every other field', usual?.[0] ?? '', ...told, ...ends].join('\n');
  }

  /** Every operation on what there is: the owner's own, and for everybody else another's. @throws Error for one that nobody knows how to try */
  private async operations(): Promise<string[]> {
    const asked = await this.queries();
    mustBe(fields('Query'), Object.keys(asked));
    mustBe(fields('Mutation'), Object.keys(this.grounds.of));
    const told: string[] = [];
    for (const [field, query] of Object.entries(asked)) told.push(await this.row(`Query.${field}`, (caller) => ofQuery(caller, query)));
    for (const field of fields('Mutation')) told.push(await this.row(`Mutation.${field}`, (caller) => this.ofMutation(caller, field)));
    return [...told, ...(await this.subscriptions())];
  }

  /** Every subscription, by everybody at once: whoever is not refused hears nothing for a while. */
  private async subscriptions(): Promise<string[]> {
    const { exceptionId } = await this.grounds.approved();
    const asked: Record<string, string> = {
      caseChanged: `caseChanged(id: "${await this.house.ground.caseOf('priya')}")`,
      exceptionChanged: `exceptionChanged(id: "${exceptionId}")`,
      inboxChanged: 'inboxChanged',
      noticesChanged: 'noticesChanged',
      presence: `presence(subjectId: "${exceptionId}")`,
    };
    mustBe(fields('Subscription'), Object.keys(asked));
    const told: string[] = [];
    for (const [field, one] of Object.entries(asked)) {
      const listening = [...this.callers].map(async ([word, caller]) => [word, await listens(this.house, caller, one)] as const);
      told.push(rowOf(`Subscription.${field}`, await Promise.all(listening)));
    }
    return told;
  }

  /** Every operation that names a case, an exception or a review, on those of a customer who was erased: each time others. */
  private async erased(): Promise<string[]> {
    const told: string[] = [];
    for (const [field, query] of Object.entries(onErased(await this.queries(), await anErasedOne(this.house))))
      told.push(await this.row(`Query.${field} of an erased one`, (caller) => ofQuery(caller, query)));
    for (const field of fields('Mutation')) {
      const { input } = await this.ground(field);
      const [lost] = Object.values(onErased({ input: JSON.stringify(input) }, await anErasedOne(this.house)));
      if (lost === undefined) continue;
      const sent = JSON.parse(lost) as Record<string, unknown>;
      told.push(await this.row(`Mutation.${field} of an erased one`, (caller) => this.refusal(caller, field, sent)));
    }
    return told;
  }

  /** Every operation that names something, on something that is not there. */
  private async missing(): Promise<string[]> {
    const told: string[] = [];
    for (const [field, query] of Object.entries(await this.queries())) {
      const lost = withoutThings(query);
      if (lost !== query) told.push(await this.row(`Query.${field} of nothing`, (caller) => ofQuery(caller, lost)));
    }
    for (const field of fields('Mutation')) {
      const { input } = await this.ground(field);
      const lost = JSON.parse(withoutThings(JSON.stringify(input))) as Record<string, unknown>;
      if (JSON.stringify(lost) !== JSON.stringify(input))
        told.push(await this.row(`Mutation.${field} of nothing`, (caller) => this.refusal(caller, field, lost)));
    }
    return told;
  }

  /** Who reads each field that a way leads to from these queries. @throws Error for a field that nobody knows how to ask for */
  private async readings(
    schema: GraphQLSchema,
    queries: Readonly<Record<string, string>>,
  ): Promise<{ unreached: string[]; outcomes: Map<string, string> }> {
    const paths = pathsOf(schema, queries);
    const outcomes = new Map<string, string>();
    const types = objectTypes(schema);
    for (const type of types) {
      const path = paths.get(type.name);
      for (const field of Object.values(type.getFields())) {
        const asked = askedFor(type.name, field);
        if (!path) continue;
        const query = path(isLeafType(getNamedType(field.type)) ? asked : `${asked} { __typename }`);
        const [, ...told] = (await this.row(field.name, (caller) => ofQuery(caller, query))).split('\n');
        outcomes.set(`${type.name}.${field.name}`, told.join('\n'));
      }
    }
    return { unreached: types.filter(({ name }) => !paths.has(name)).map(({ name }) => name), outcomes };
  }

  private async row(operation: string, ask: (caller: HousePerson) => Promise<Outcome>): Promise<string> {
    const told: [word: string, outcome: Outcome][] = [];
    for (const [word, caller] of this.callers) told.push([word, await ask(caller)]);
    return rowOf(operation, told);
  }

  private async ofMutation(caller: HousePerson, mutation: string): Promise<Outcome> {
    const { input } = await this.ground(mutation);
    return this.refusal(caller, mutation, input);
  }

  private async refusal(caller: HousePerson, mutation: string, input: object): Promise<Outcome> {
    const { code } = await refusalOf(caller, mutation, { ...input, idempotencyKey: `call-${++this.calls}` });
    if (mutation === 'disownSignature') await this.grounds.signInAgain(); // it ends the session that it came with
    return code === 'DONE' ? 'yes' : code;
  }

  private ground(mutation: string): Promise<{ input: Record<string, unknown> }> {
    const make = this.grounds.of[mutation];
    if (!make) throw new Error(`${mutation} needs a ground in test/support/grounds.ts.`);
    return make();
  }

  /** A query of each kind, on what there is. */
  private async queries(): Promise<Record<string, string>> {
    const { exceptionId } = await this.grounds.approved();
    const caseId = await this.house.ground.caseOf('priya');
    const { id: versionId, policy } = await this.grounds.version('ACTIVE');
    const remedy = '{ kind: REFUND, amount: { amountMinor: 1, currency: "AUD" } }';
    return {
      accountLinks: 'accountLinks { id }',
      approvalsOfOneHuman: 'approvalsOfOneHuman { id }',
      authorization: `authorization(exceptionId: "${exceptionId}") { allowed }`,
      blindAgreement: 'blindAgreement { answered }',
      blindLooks: 'blindLooks { id }',
      causes: 'causes(search: "other") { key }',
      cautions: 'cautions { cause }',
      customerCase: `customerCase(id: "${caseId}") { id }`,
      complaintRegister: 'complaintRegister(first: 1) { nodes { profile } }',
      customerCases: 'customerCases(first: 1) { nodes { id } }',
      disputes: 'disputes(first: 1) { nodes { id } }',
      eligibilityForecast: 'eligibilityForecast { now }',
      exception: `exception(id: "${exceptionId}") { id }`,
      exceptions: 'exceptions(first: 1) { nodes { id } }',
      getBacks: 'getBacks(first: 1) { nodes { id } }',
      guardrails: 'guardrails { id }',
      guardrailsVersions: 'guardrailsVersions(first: 1) { nodes { id } }',
      apiTokens: 'apiTokens(first: 1) { nodes { id } }',
      handOffCandidates: `handOffCandidates(caseId: "${caseId}") { isInLoop }`,
      handOffsForMe: 'handOffsForMe { id }',
      house: 'house { at }',
      inbox: 'inbox(first: 1) { nodes { id } }',
      insights: 'insights(range: { from: "2026-01-01T00:00:00Z", until: "2026-02-01T00:00:00Z" }) { from }',
      mayI: 'mayI(input: { cause: "x", kind: DEED }) { allowed }',
      leavingPreview: 'leavingPreview(personId: "per_priya") { caseCount }',
      me: 'me { id }',
      node: `node(id: "${exceptionId}") { id }`,
      patterns: 'patterns(first: 1) { nodes { id } }',
      precedents: 'precedents(search: { cause: "x" }) { nodes { id } }',
      myPreferences: 'myPreferences { namedInThanks }',
      notices: 'notices(first: 1) { nodes { id } }',
      people: 'people(first: 1) { nodes { id } }',
      policies: 'policies(first: 1) { nodes { id } }',
      policy: `policy(id: "${policy.id}") { id }`,
      policyAt: `policyAt(policyId: "${policy.id}", at: "2099-01-01T00:00:00Z") { id }`,
      promotionDraft: `promotionDraft(exceptionIds: ["${exceptionId}"]) { title }`,
      questionsForMe: 'questionsForMe { id }',
      quorumFor: `quorumFor(remedy: ${remedy})`,
      reachBack: `reachBack(policyVersionId: "${versionId}", first: 1) { nodes { id } }`,
      replay: `replay(policyVersionId: "${versionId}") { of }`,
      reviews: 'reviews(first: 1) { nodes { id } }',
      ringSignals: 'ringSignals { kind }',
      teams: 'teams { id }',
      thanks: 'thanks(first: 1) { nodes { id } }',
      thanksOffers: 'thanksOffers { id }',
      unreadNotices: 'unreadNotices',
    };
  }
}

async function ofQuery(caller: HousePerson, field: string): Promise<Outcome> {
  const { errors } = await caller.send(`{ ${field} }`);
  return errors?.[0]?.extensions.code ?? 'yes';
}

/** Who gets which outcome. */
function rowOf(operation: string, told: readonly (readonly [word: string, outcome: Outcome])[]): string {
  const rows = [...together(new Map(told))].sort(([a], [b]) => Number(b === 'yes') - Number(a === 'yes') || a.localeCompare(b));
  return [operation, ...rows.map(([outcome, words]) => `  ${outcome.padEnd(22)}${words.join(', ')}`)].join('\n');
}

/** The names of each outcome. */
function together(outcomes: ReadonlyMap<string, Outcome>): Map<Outcome, string[]> {
  const names = new Map<Outcome, string[]>();
  for (const [name, outcome] of outcomes) names.set(outcome, [...(names.get(outcome) ?? []), name]);
  return names;
}

function fields(root: string): string[] {
  return Object.keys(ACCESS).flatMap((operation) => (operation.startsWith(`${root}.`) ? [operation.slice(root.length + 1)] : []));
}

function mustBe(operations: readonly string[], known: readonly string[]): void {
  const untried = operations.filter((operation) => !known.includes(operation));
  if (untried.length > 0) throw new Error(`Nobody knows how to try ${untried.join(', ')}: see test/support/matrix.ts and grounds.ts.`);
}

/** The same with ids of things that are not there. */
function withoutThings(text: string): string {
  return text.replace(/"([a-z]{3})_\w+"/g, '"$1_none"');
}
