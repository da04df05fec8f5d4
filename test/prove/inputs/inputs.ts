import {
  buildClientSchema,
  getIntrospectionQuery,
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLSchema,
  type IntrospectionQuery,
  isCompositeType,
  isInputObjectType,
  isNonNullType,
} from 'graphql';
import { fingerprint } from '../../support/fingerprint.js';
import type { Ground } from '../../support/ground.js';
import { Grounds } from '../../support/grounds.js';
import { House } from '../../support/house.js';
import { faultOf } from '../insides.js';
import type { Proof } from '../proof.js';
import { uncheckedIn } from '../unchecked.js';
import { post, type Reply } from '../wire.js';
import { BAD_VALUES, type BadValue } from './bad-values.js';
import { type Place, placed, placesIn } from './places.js';

/** A place, and the operation whose it is. */
interface Spot {
  readonly operation: GraphQLField<unknown, unknown>;
  readonly place: Place;
}

interface Answer {
  data?: Record<string, { userErrors?: No[] } | null>;
  errors?: { extensions: { code: string; path?: string[] } }[];
}

/** A refusal. */
interface No {
  readonly code: string;
  readonly path: readonly string[];
}

const LANES = 8;
const ABOUT_THE_VALUE = new Set(['INVALID', 'BAD_USER_INPUT']);
const LONGEST = 60_000;
const A_TIME = /^(?:0000|9999)-/;
const TEXTS = new Set(['String', 'ID']);

/**
 * Every field of every input of the schema that is served, and every argument of every query, with every kind of bad value: never our failure,
 * never an inside told, nothing written by what was refused, and the field at fault is named. `--rounds N` tries N fields of each.
 * With `--no-checks` the api looks at no input, and the programme must fail.
 */
export async function inputs(proof: Proof): Promise<void> {
  const house = await House.open({ workers: 0, env: uncheckedIn(proof) });
  try {
    const schema = buildClientSchema(await house.person('priya').ask<IntrospectionQuery>(getIntrospectionQuery()));
    const grounds = new Grounds(house);
    const fields = chosen(proof, spotsIn(schema, 'mutation'));
    for (const spot of fields) await ofField(proof, house, spot, await groundOf(grounds, spot.operation.name));
    proof.say(`${fields.length} fields of inputs, ${BAD_VALUES.length} kinds of values each.`);
    const asked = chosen(proof, spotsIn(schema, 'query'));
    for (const spot of asked) await ofArgument(proof, house, spot);
    proof.say(`${asked.length} arguments of queries, the same values each.`);
    proof.check(!/internal error/.test(house.running[0]?.log ?? ''), `The log tells of an internal error: ${house.running[0]?.log ?? ''}`);
    proof.judgeNothing('the grounds were put straight into the tables');
  } finally {
    await house.close();
  }
}

function spotsIn(schema: GraphQLSchema, kind: 'mutation' | 'query'): Spot[] {
  const type = kind === 'mutation' ? schema.getMutationType() : schema.getQueryType();
  const spots = Object.values(type?.getFields() ?? {}).flatMap((operation) =>
    placesIn(operation.args).map((place) => ({ operation, place })),
  );
  return kind === 'query' ? spots : spots.filter(({ place }) => place.path.length > 1);
}

/** As many as are asked for, in the order of the schema. */
function chosen(proof: Proof, spots: readonly Spot[]): Spot[] {
  const some = new Set(proof.chance.shuffled(spots).slice(0, proof.rounds(spots.length, spots.length)));
  return spots.filter((spot) => some.has(spot));
}

async function groundOf(grounds: Grounds, mutation: string): Promise<Ground> {
  await grounds.signInAgain();
  const make = grounds.of[mutation];
  if (!make) throw new Error(`${mutation} needs a ground in test/support/grounds.ts.`);
  return make();
}

/** Every value in one field: first those that must be refused, which may change nothing; then those that may be taken, and use the ground up. */
async function ofField(proof: Proof, house: House, { operation, place }: Spot, { who, input }: Ground): Promise<void> {
  const token = await house.person(who).bearer();
  const query = `mutation ($input: ${String(operation.args[0]?.type)}) { ${operation.name}(input: $input) { userErrors { code path } } }`;
  const send = async (bad: BadValue, whyNot: (no: No | undefined) => string | undefined): Promise<void> => {
    const reply = await post(house.urls[0] ?? '', token, { query, variables: placed({ input }, operation.args, place, bad.value) });
    const fault = faultOf(reply) ?? whyNot(noOf(reply, operation.name));
    proof.check(fault === undefined, `${operation.name}, ${place.path.join('.')}, ${bad.kind}: ${fault}`);
  };
  const before = await fingerprint(house.ground);
  const mustNot = BAD_VALUES.filter((bad) => !mayPass(place, bad));
  await inLanes(mustNot, (bad) => send(bad, (no) => faultOfNo(no) ?? faultOfPath(no, place)));
  const written = changed(before, await fingerprint(house.ground));
  proof.check(written === '', `${operation.name}, ${place.path.join('.')}: what was refused has changed ${written}.`);
  const others = BAD_VALUES.filter((bad) => mayPass(place, bad));
  await inLanes(others, (bad) => send(bad, (no) => no && faultOfNo(no)));
}

async function ofArgument(proof: Proof, house: House, { operation, place }: Spot): Promise<void> {
  const token = await house.person('priya').bearer();
  const selection = isCompositeType(getNamedType(operation.type)) ? ' { __typename }' : '';
  const heads = operation.args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const query = `query (${heads}) { ${operation.name}(${operation.args.map(({ name }) => `${name}: $${name}`).join(', ')})${selection} }`;
  const needed = operation.args.filter(({ type }) => isNonNullType(type) && !isInputObjectType(getNullableType(type)));
  const good = Object.fromEntries(needed.map(({ name }) => [name, 'exc_none']));
  await inLanes(BAD_VALUES, async ({ kind, value }) => {
    const fault = faultOf(await post(house.urls[0] ?? '', token, { query, variables: placed(good, operation.args, place, value) }));
    proof.check(fault === undefined, `${operation.name}, ${place.path.join('.')}, ${kind}: ${fault}`);
  });
}

function noOf({ text }: Reply, mutation: string): No | undefined {
  const { data, errors } = JSON.parse(text) as Answer;
  const [error] = errors ?? [];
  if (error) return { code: error.extensions.code, path: error.extensions.path ?? [] };
  return data?.[mutation]?.userErrors?.[0];
}

/** What is wrong with a refusal: there is none, or it blames the input and does not say which field. */
function faultOfNo(no: No | undefined): string | undefined {
  if (!no) return 'was taken';
  if (!ABOUT_THE_VALUE.has(no.code)) return undefined;
  return no.path.length > 0 ? undefined : `the refusal ${no.code} does not say which field`;
}

/** Of what must be refused: another field is blamed. What may be taken is, once it was, refused for what the call means. */
function faultOfPath(no: No | undefined, { path }: Place): string | undefined {
  if (!no || !ABOUT_THE_VALUE.has(no.code)) return undefined;
  return names(no.path, path.slice(1)) ? undefined : `the refusal ${no.code} names "${no.path.join('.')}", which is another field`;
}

/** Whether a refusal is about this field, one within it, or the input that it stands in. Places in lists are passed over. */
function names(told: readonly string[], path: readonly string[]): boolean {
  const fields = told.filter((name) => !/^\d+$/.test(name));
  return fields.length > 0 && fields.every((name, at) => path[at] === undefined || path[at] === name);
}

/** Whether a value is odd for a field, and no more. What only a room can judge (a number, a time, a list) is judged by its refusals. */
function mayPass({ field }: Place, { value, isText }: BadValue): boolean {
  if (value === null) return !isNonNullType(field.type);
  if (Number.isInteger(value) && getNamedType(field.type).name === 'ID') return true; // GraphQL takes whole numbers for ids
  if (typeof value !== 'string') return !TEXTS.has(String(getNullableType(field.type)));
  return isText === true ? getNamedType(field.type).name !== 'DateTime' || A_TIME.test(value) : isPolicysText(field.name, value);
}

/** It may be longer than the longest value: how long an input is at most, is then the body's affair. */
function isPolicysText(field: string, value: string): boolean {
  return field === 'text' && value.length === LONGEST;
}

async function inLanes<T>(things: readonly T[], work: (thing: T) => Promise<void>): Promise<void> {
  const left = [...things];
  const lane = async (): Promise<void> => {
    for (let thing = left.pop(); thing !== undefined; thing = left.pop()) await work(thing);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

function changed(one: Record<string, string>, other: Record<string, string>): string {
  return Object.keys(other)
    .filter((table) => one[table] !== other[table])
    .join(', ');
}
