import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  buildASTSchema,
  buildSchema,
  type DefinitionNode,
  type DocumentNode,
  findBreakingChanges,
  getNamedType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  parse,
} from 'graphql';
import { LATER } from './later.js';

const ours = buildSchema(readFileSync('apps/api/src/schema.graphql', 'utf8'));
const contract = parse(readFileSync('test/contract/api.graphql', 'utf8'));
const later = LATER.flatMap(({ names }) => names);

/** Our own types with what can be named in them: fields, arguments, values. */
const types: GraphQLNamedType[] = Object.values(ours.getTypeMap()).filter(
  (type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type),
);
const mutations = Object.values(ours.getMutationType()?.getFields() ?? {});

/** The contract without the names that wait. */
function without(names: readonly string[]): DocumentNode {
  const definitions = contract.definitions
    .filter((definition) => !('name' in definition && names.includes(definition.name?.value ?? '')))
    .map((definition) => {
      if (!('fields' in definition)) return definition;
      const fields = definition.fields?.filter((field) => !names.includes(`${definition.name.value}.${field.name.value}`));
      return { ...definition, fields } as DefinitionNode;
    });
  return { ...contract, definitions };
}

/** Whether a schema has a type, or a field of a type. */
function has(schema: GraphQLSchema, coordinate: string): boolean {
  const [typeName = '', field] = coordinate.split('.');
  const type = schema.getType(typeName);
  if (field === undefined || type === undefined) return type !== undefined;
  return 'getFields' in type && field in type.getFields();
}

function nameless(type: GraphQLNamedType): string[] {
  const own = type.description ? [] : [type.name];
  if (isEnumType(type)) return own.concat(type.getValues().flatMap((value) => (value.description ? [] : [`${type.name}.${value.name}`])));
  if (isInputObjectType(type)) return own.concat(withoutDescription(type, Object.values(type.getFields())));
  if (!isObjectType(type) && !isInterfaceType(type)) return own;
  const fields: GraphQLField<unknown, unknown>[] = Object.values(type.getFields());
  const args = fields.flatMap((field) => field.args.flatMap((arg) => (arg.description ? [] : [`${type.name}.${field.name}(${arg.name})`])));
  return [...own, ...withoutDescription(type, fields), ...args];
}

function withoutDescription(type: GraphQLNamedType, fields: readonly { name: string; description?: string | null }[]): string[] {
  return fields.flatMap((field) => (field.description ? [] : [`${type.name}.${field.name}`]));
}

describe('the schema', () => {
  it('has everything that the contract promises, in a form that its clients can rely on', () => {
    const promised = buildASTSchema(without(later));
    expect(findBreakingChanges(promised, ours).map(({ description }) => description)).toEqual([]);
  });

  it('lacks what waits for later, and every name that waits is in the contract', () => {
    const promised = buildASTSchema(contract);
    expect(later.filter((name) => has(ours, name))).toEqual([]);
    expect(later.filter((name) => !has(promised, name))).toEqual([]);
    expect(new Set(later).size).toBe(later.length);
  });

  it('would notice a name that is gone', () => {
    const promised = buildASTSchema(contract);
    const gone = findBreakingChanges(promised, ours).map(({ description }) => description);
    expect(gone).toContain('Mutation.createWebhookEndpoint was removed.');
    expect(gone).toHaveLength(later.length);
  });

  it('is described for a stranger: every type, field, argument, input field and value', () => {
    expect(types.flatMap(nameless)).toEqual([]);
  });

  it('answers every mutation with user errors and whether it is a replay', () => {
    const faults = mutations.flatMap(({ name, type }) => {
      const payload = getNamedType(type);
      const fields = isObjectType(payload) ? payload.getFields() : {};
      const isWell = String(fields.userErrors?.type) === '[UserError!]!' && String(fields.replayed?.type) === 'Boolean!';
      return isWell && String(type).endsWith('Payload!') ? [] : [name];
    });
    expect(faults).toEqual([]);
    expect(mutations.length).toBeGreaterThan(20);
  });

  it('shows beside the user errors only things that may be absent, since a refusal has none', () => {
    const payloads = mutations.map(({ type }) => getNamedType(type)).filter(isObjectType);
    const certain = payloads.flatMap((payload) =>
      Object.values(payload.getFields())
        .filter(({ name, type }) => !['userErrors', 'replayed'].includes(name) && String(type).endsWith('!'))
        .map(({ name }) => `${payload.name}.${name}`),
    );
    expect(certain).toEqual([]);
  });

  it('gives every mutation one input, and every input an optional idempotency key', () => {
    const faults = mutations.filter(({ args: [input, ...more] }) => {
      const type = input && getNamedType(input.type);
      const key = isInputObjectType(type) ? type.getFields().idempotencyKey : undefined;
      return input?.name !== 'input' || String(key?.type) !== 'String' || more.length > 0;
    });
    expect(faults.map(({ name }) => name)).toEqual([]);
  });

  it('pages every list by its keys, with totals that are counted only when asked for', () => {
    const connections = types.filter(({ name }) => name.endsWith('Connection')).filter(isObjectType);
    expect(connections.map(({ name }) => name).sort()).toEqual([
      'ApiTokenConnection',
      'ComplaintConnection',
      'CustomerCaseConnection',
      'CustomerMessageConnection',
      'DisputeConnection',
      'FactConnection',
      'GetBackConnection',
      'GuardrailsConnection',
      'NoticeConnection',
      'PatternConnection',
      'PersonConnection',
      'PolicyConnection',
      'PolicyExceptionConnection',
      'ReviewConnection',
      'ThanksConnection',
    ]);
    for (const type of connections) {
      expect(Object.keys(type.getFields()).sort()).toEqual(['edges', 'nodes', 'pageInfo', 'totalCount']);
      expect(String(type.getFields().pageInfo?.type)).toBe('PageInfo!');
    }
  });
});
