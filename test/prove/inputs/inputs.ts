import {
  buildClientSchema,
  getIntrospectionQuery,
  getNamedType,
  getNullableType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLSchema,
  type IntrospectionQuery,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { fingerprint } from '../../support/fingerprint.js';
import { type Ground, Grounds } from '../../support/grounds.js';
import { House } from '../../support/house.js';
import { faultOf } from '../leaks.js';
import type { Proof } from '../proof.js';
import { post, type Reply } from '../wire.js';
import { BAD_VALUES, type BadValue } from './bad-values.js';

/** A field of an input, by the names that lead to it. */
interface Place {
  readonly path: readonly string[];
  readonly field: GraphQLInputField;
}

interface Answer {
  data?: Record<string, { userErrors: { code: string; path: string[] }[] } | null>;
  errors?: { extensions: { code: string; path?: string[] } }[];
}

/** How an answer was meant. */
interface No {
  readonly code: string;
  readonly path: readonly string[];
}

const LANES = 8;
const ABOUT_THE_VALUE = new Set(['INVALID', 'BAD_USER_INPUT']);

/**
 * Every field of every input of the schema that is served, and every argument of every query, with every kind of bad value: never our failure,
 * never an inside told, nothing written by what was refused, and the field at fault is named.
 */
export async function inputs(proof: Proof): Promise<void> {
  const house = await House.open({ workers: 0 });
  try {
    const schema = buildClientSchema(await house.person('priya').ask<IntrospectionQuery>(getIntrospectionQuery()));
    const values = proof.chance.shuffled(BAD_VALUES).slice(0, proof.rounds(BAD_VALUES.length, BAD_VALUES.length));
    const fields = await ofMutations(proof, { house, schema, values });
    proof.say(`${fields} fields of inputs, ${values.length} kinds of values each.`);
    const asked = await ofQueries(proof, { house, schema, values });
    proof.say(`${asked} arguments of queries, the same values each.`);
    await proof.judge(house.ground.urls.apiUrl);
  } finally {
    await house.close();
  }
}

interface Trial {
  readonly house: House;
  readonly schema: GraphQLSchema;
  readonly values: readonly BadValue[];
}

async function ofMutations(proof: Proof, trial: Trial): Promise<number> {
  const grounds = new Grounds(trial.house);
  let count = 0;
  for (const [mutation, { args }] of Object.entries(trial.schema.getMutationType()?.getFields() ?? {})) {
    const places = placesOf(args[0]);
    const query = `mutation ($input: ${String(args[0]?.type)}) { ${mutation}(input: $input) { userErrors { code path } } }`;
    for (const place of places) await ofPlace(proof, trial, { mutation, query, place, ground: await groundOf(grounds, mutation) });
    count += places.length;
  }
  return count;
}

function groundOf(grounds: Grounds, mutation: string): Promise<Ground> {
  const make = grounds.of[mutation];
  if (!make) throw new Error(`${mutation} needs a ground in test/support/grounds.ts.`);
  return make();
}

interface Call {
  readonly mutation: string;
  readonly query: string;
  readonly place: Place;
  readonly ground: Ground;
}

/** Every value at one place. When none of them was taken, nothing at all may have changed. */
async function ofPlace(proof: Proof, { house, values }: Trial, { mutation, query, place, ground }: Call): Promise<void> {
  const token = await house.person(ground.who).bearer();
  const name = `${mutation}, ${place.path.join('.')}`;
  const before = await fingerprint(house.ground);
  let taken = 0;
  await inLanes(values, async (bad) => {
    const input = placed(ground.input, place.path, bad.value);
    const reply = await post(house.urls[0] ?? '', token, { query, variables: { input } });
    const insides = faultOf(reply);
    const no = insides === undefined ? noOf(reply, mutation) : undefined;
    const fault = insides ?? faultOfNo(no, place, bad);
    if (!no) taken += 1;
    proof.check(fault === undefined, `${name}, ${bad.kind}: ${fault}`);
  });
  if (taken === 0) proof.check(same(before, await fingerprint(house.ground)), `${name}: something was written.`);
}

function placesOf(argument: GraphQLArgument | undefined): Place[] {
  const type = getNamedType(argument?.type);
  return type && isInputObjectType(type) ? placesIn(Object.values(type.getFields())) : [];
}

/** The fields of an input, those inside other inputs included. */
function placesIn(fields: readonly GraphQLInputField[], above: readonly string[] = []): Place[] {
  return fields.flatMap((field) => {
    const type = getNamedType(field.type);
    const path = [...above, field.name];
    const inner =
      isInputObjectType(type) && !isListType(getNullableType(field.type)) ? placesIn(Object.values(type.getFields()), path) : [];
    return [{ path, field }, ...inner];
  });
}

/** The same input with another value at a place. */
function placed(input: unknown, [name = '', ...rest]: readonly string[], value: unknown): Record<string, unknown> {
  const object = typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
  return { ...object, [name]: rest.length === 0 ? value : placed(object[name], rest, value) };
}

function noOf({ text }: Reply, mutation: string): No | undefined {
  const { data, errors } = JSON.parse(text) as Answer;
  const [error] = errors ?? [];
  if (error) return { code: error.extensions.code, path: error.extensions.path ?? [] };
  return data?.[mutation]?.userErrors[0];
}

function faultOfNo(no: No | undefined, { path, field }: Place, bad: BadValue): string | undefined {
  if (!no) return mayPass(field, bad) ? undefined : 'was taken';
  if (!ABOUT_THE_VALUE.has(no.code)) return undefined;
  return no.path[0] === path[0] ? undefined : `the refusal ${no.code} names ${no.path.join('.') || 'no field'}`;
}

/** Whether a value is odd for a field, and no more. What only a room can judge (a number, a time, a list) is judged by its refusals. */
function mayPass(field: GraphQLInputField, { value, isText }: BadValue): boolean {
  if (value === null) return !isNonNullType(field.type);
  if (typeof value !== 'string') return !['String', 'ID'].includes(String(getNullableType(field.type)));
  return isText === true || getNamedType(field.type).name === 'DateTime' || /T00|T23/.test(value);
}

async function ofQueries(proof: Proof, { house, schema, values }: Trial): Promise<number> {
  const token = await house.person('priya').bearer();
  let count = 0;
  for (const [field, { args, type }] of Object.entries(schema.getQueryType()?.getFields() ?? {})) {
    const selection = 'getFields' in getNamedType(type) ? ' { __typename }' : '';
    for (const { name } of args) {
      const query = `query (${args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(' ')}) { ${field}(${args.map((arg) => `${arg.name}: $${arg.name}`).join(' ')})${selection} }`;
      const needed = Object.fromEntries(args.filter((arg) => isNonNullType(arg.type)).map((arg) => [arg.name, 'exc_none']));
      await inLanes(values, async ({ kind, value }) => {
        const fault = faultOf(await post(house.urls[0] ?? '', token, { query, variables: { ...needed, [name]: value } }));
        proof.check(fault === undefined, `${field}, ${name}, ${kind}: ${fault}`);
      });
      count += 1;
    }
  }
  return count;
}

async function inLanes<T>(things: readonly T[], work: (thing: T) => Promise<void>): Promise<void> {
  const left = [...things];
  const lane = async (): Promise<void> => {
    for (let thing = left.pop(); thing !== undefined; thing = left.pop()) await work(thing);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

function same(one: Record<string, string>, other: Record<string, string>): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
