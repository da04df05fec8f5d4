import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, getNamedType, type GraphQLObjectType, type GraphQLSchema, isInputObjectType, isObjectType } from 'graphql';

const SCHEMA = readFileSync('apps/api/src/schema.graphql', 'utf8');

/**
 * Types that name people and carry a number all the same, each with what the number is. None of them measures a person's work: a new one is put
 * here only by somebody who has thought about that.
 */
const NUMBERS_BESIDE_PEOPLE: Readonly<Record<string, string>> = {
  Cause: 'How many exceptions have it; nothing in it depends on who put it on the list.',
  CoSignature: 'The revision.',
  Dispute: 'The revision.',
  EligibleCoSigners: 'How many could sign now, to know whether anybody can.',
  FollowUpTry: 'Which try it was.',
  Guardrails: 'The version.',
  LeavingPreview: 'What must be handed on before somebody leaves.',
  Objection: 'The revision.',
  PolicyException: 'Quorum and revision.',
  Rehomed: 'Cases that are left to be handed on.',
  Review: 'The risk of the remedy, by its amount and band; nothing in it depends on who proposed, signed or reviews.',
  Revision: 'Its number.',
  RingSignal: 'The statistics of a signal, shown to reviewers and never to rank.',
};

const WORDS_OF_RANK = /rank|score|leader|kudos|karma|points|badge|streak|thanksCount|thankedCount|timesThanked|callsPerDay|callsADay/i;

/** What in a schema counts thanks by person, or ranks anybody. */
function faults(schema: GraphQLSchema): string[] {
  const types = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith('__'));
  const objects = types.filter(isObjectType);
  const words = [...objects, ...types.filter(isInputObjectType)].flatMap((type) =>
    Object.keys(type.getFields())
      .filter((field) => WORDS_OF_RANK.test(field))
      .map((field) => `${type.name}.${field} ranks`),
  );
  const numbers = objects.filter((type) => namesPeople(type) && hasNumber(type) && !(type.name in NUMBERS_BESIDE_PEOPLE));
  const person = schema.getType('Person');
  const ofPerson = isObjectType(person) && hasNumber(person) ? ['Person has a number'] : [];
  const lists = objects.flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => /^Thanks(?:Connection|Edge)?$/.test(getNamedType(field.type).name) && !/^(?:Thanks|Mutation)/.test(type.name))
      .filter((field) => type.name !== 'Query' || field.args.some(({ name }) => !['first', 'after', 'last', 'before'].includes(name)))
      .map((field) => `${type.name}.${field.name} lists thanks of somebody`),
  );
  return [...words, ...numbers.map(({ name }) => `${name} has a number beside people`), ...ofPerson, ...lists];
}

function namesPeople(type: GraphQLObjectType): boolean {
  return (
    !['Query', 'Mutation'].includes(type.name) &&
    Object.values(type.getFields()).some((field) => getNamedType(field.type).name === 'Person')
  );
}

function hasNumber(type: GraphQLObjectType): boolean {
  return Object.values(type.getFields()).some((field) => ['Int', 'Float', 'SafeInt'].includes(getNamedType(field.type).name));
}

/** Lists of people have a total, which counts the people and not what they did. */
const isNoList = (fault: string): boolean => !fault.startsWith('PersonConnection ');

describe('nobody is counted or ranked by thanks', () => {
  it('nowhere in the schema', () => {
    expect(faults(buildSchema(SCHEMA)).filter(isNoList)).toEqual([]);
  });

  it.each<[story: string, more: string, fault: string]>([
    ['a count at the person', 'extend type Person { helped: Int }', 'Person has a number'],
    ['a rank by any other name', 'extend type Team { leaderboard: String }', 'Team.leaderboard ranks'],
    ['the thanks of one person', 'extend type Person { gratitude: ThanksConnection }', 'Person.gratitude lists thanks of somebody'],
    ['a filter by person', 'extend type Query { thanksTo(personId: ID): ThanksConnection }', 'Query.thanksTo lists thanks of somebody'],
    [
      'a table of numbers beside people',
      'type Row { who: Person n: Int } extend type Query { rows: [Row] }',
      'Row has a number beside people',
    ],
  ])('and this would be noticed: %s', (_, more, fault) => {
    expect(faults(buildSchema(`${SCHEMA} ${more}`)).filter(isNoList)).toContain(fault);
  });
});
