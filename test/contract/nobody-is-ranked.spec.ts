import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  getNamedType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInputObjectType,
  isObjectType,
} from 'graphql';

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

/** Fields that are asked about one person and carry a number all the same, each with what the number is. */
const NUMBERS_BY_PERSON: Readonly<Record<string, string>> = {
  'Query.customerCases': 'A list to work from; its total says how many are on it.',
  'Query.eligibilityForecast': 'How many could still sign after an edit of that colleague.',
  'Query.exceptions': 'A list to work from; its total says how many are on it.',
  'Query.getBacks': 'A list to work from: of one person only what is still open; its total says how many are on it.',
  'Query.leavingPreview': 'What must be handed on before somebody leaves.',
};
/** Ids that are asked about and are of no person. Any other may be one. */
const OF_NO_PERSON = ['canCoSign', 'caseId', 'customerId', 'exceptionId', 'exceptionIds', 'patternId', 'policyId', 'policyVersionId'];
const WORDS_OF_PEOPLE = /person|people|human|owner|proposer|signer|reviewer|colleague|handle|email|who/i;
const NUMBERS = ['Int', 'Float', 'SafeInt'];

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
  const byPerson = objects.flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => countsSomebody(getNamedType(field.type), field.args) && !(`${type.name}.${field.name}` in NUMBERS_BY_PERSON))
      .map((field) => `${type.name}.${field.name} counts somebody who is asked about`),
  );
  return [...words, ...numbers.map(({ name }) => `${name} has a number beside people`), ...ofPerson, ...lists, ...byPerson];
}

/** A number, or something with numbers in it, that is answered to a question which may be about one person. The thing of an `id` is looked at itself. */
function countsSomebody(answer: GraphQLNamedType, args: readonly GraphQLArgument[]): boolean {
  const isNumber = NUMBERS.includes(answer.name);
  const asked = args.filter(({ name }) => isNumber || name !== 'id');
  return (
    asked.some((arg) => mayBePerson(arg)) &&
    (isNumber || (isObjectType(answer) && !answer.name.endsWith('Payload') && hasNumberWithin(answer)))
  );
}

function mayBePerson({ name, type }: GraphQLArgument | GraphQLInputField): boolean {
  const named = getNamedType(type);
  if (isInputObjectType(named)) return Object.values(named.getFields()).some(mayBePerson);
  return (named.name === 'ID' && !OF_NO_PERSON.includes(name)) || (named.name === 'String' && WORDS_OF_PEOPLE.test(name));
}

/** Also in what belongs to it and has no id of its own. */
function hasNumberWithin(type: GraphQLObjectType, seen: readonly GraphQLObjectType[] = []): boolean {
  const parts = Object.values(type.getFields()).map((field) => getNamedType(field.type));
  const inside = parts.filter(isObjectType).filter((part) => !part.getFields()['id'] && !seen.includes(part));
  return hasNumber(type) || inside.some((part) => hasNumberWithin(part, [...seen, type]));
}

function namesPeople(type: GraphQLObjectType): boolean {
  return (
    !['Query', 'Mutation'].includes(type.name) &&
    Object.values(type.getFields()).some((field) => getNamedType(field.type).name === 'Person')
  );
}

function hasNumber(type: GraphQLObjectType): boolean {
  return Object.values(type.getFields()).some((field) => NUMBERS.includes(getNamedType(field.type).name));
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
    ...(
      [
        ['a count of whoever is asked about', 'extend type Query { x(personId: ID!): Int }', 'Query.x'],
        ['of several', 'extend type Query { x(of: [ID!]!): [Float!]! }', 'Query.x'],
        ['by an id that does not say whose', 'extend type Query { x(id: ID!): SafeInt }', 'Query.x'],
        ['by the name that they sign in with', 'extend type Query { x(handle: String!): Int }', 'Query.x'],
        ['by a filter', 'input Whose { mine: WhoseOwn } input WhoseOwn { of: ID } extend type Query { x(filter: Whose): Int }', 'Query.x'],
        ['at a team', 'extend type Team { x(personId: ID): Int }', 'Team.x'],
        ['inside of something', 'type Tally { of: Figure } type Figure { n: Int } extend type Query { x(by: ID!): Tally }', 'Query.x'],
        ['as a total', 'extend type Query { x(personId: ID!): ReviewConnection }', 'Query.x'],
        ['told as it grows', 'extend type Subscription { x(personId: ID!): Int }', 'Subscription.x'],
      ] as const
    ).map(([story, more, field]): [string, string, string] => [story, more, `${field} counts somebody who is asked about`]),
  ])('and this would be noticed: %s', (_, more, fault) => {
    expect(faults(buildSchema(`${SCHEMA} ${more}`)).filter(isNoList)).toContain(fault);
  });
});
