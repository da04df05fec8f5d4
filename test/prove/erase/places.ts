import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, type GraphQLInputObjectType, isInputObjectType } from 'graphql';

const LIST = "the list of causes is the house's own";
const RULE = 'a rule of the house, which names no customer';
const STAFF = 'it is of a colleague, a team or a machine, and not of a customer';
const CALLER = 'the program of the caller chooses it, and what comes of it is looked for in its input';

/** The fields of text in which no canary is planted, with the reason; a star is every mutation. Whoever adds a field decides which it is. */
const NOT_PLANTED: Readonly<Record<string, string>> = {
  '*.idempotencyKey': CALLER,
  '*.digest': 'it is that of what was read, and else refused',
  '*.cause': LIST,
  '*.conditions.causes': LIST,
  'createCause.key': LIST,
  'createCause.name': LIST,
  'createCause.description': LIST,
  'renameCause.key': LIST,
  'renameCause.name': LIST,
  'renameCause.description': LIST,
  'mergeCauses.from': LIST,
  'mergeCauses.into': LIST,
  'mergeCauses.why': LIST,
  'draftPolicy.title': RULE,
  'draftPolicy.text': RULE,
  'promoteToPolicy.title': RULE,
  'promoteToPolicy.text': RULE,
  'retirePolicy.reason': RULE,
  'createPerson.name': STAFF,
  'createPerson.handle': STAFF,
  'createPerson.email': STAFF,
  'createPerson.subject': STAFF,
  'updatePerson.name': STAFF,
  'updatePerson.email': STAFF,
  'createTeam.name': STAFF,
  'renameTeam.name': STAFF,
  'createApiToken.name': STAFF,
  'proposeAccountLink.reason': STAFF,
  'endAccountLink.reason': STAFF,
  'eraseCustomer.reason': 'it says why there is nothing any more, and stays',
  'promiseGetBack.dueLocal': 'a time on a clock, and else refused',
  'renegotiateGetBack.dueLocal': 'a time on a clock, and else refused',
  'recordCustomerMessage.channel': 'one short word for how somebody said it',
  'recordFollowUp.channel': 'one short word for how somebody was asked',
};

/** The fields of text of every input of the schema that is served which are neither planted nor known not to be; and what is known of no field. */
export function forgottenPlaces(planted: ReadonlySet<string>): { forgotten: string[]; unknown: string[] } {
  const places = placesOf('apps/api/src/schema.graphql');
  const named = (place: string): string[] => [place, place.replace(/^\w+/, '*')];
  return {
    forgotten: places.filter((place) => !planted.has(place) && !named(place).some((name) => name in NOT_PLANTED)),
    unknown: Object.keys(NOT_PLANTED).filter((name) => !places.some((place) => named(place).includes(name))),
  };
}

/** Every field of text that a mutation takes: its name and the names that lead there. */
function placesOf(path: string): string[] {
  const mutations = Object.values(buildSchema(readFileSync(path, 'utf8')).getMutationType()?.getFields() ?? {});
  return mutations.flatMap(({ name, args }) =>
    args.flatMap(({ type }) => {
      const input = getNamedType(type);
      return isInputObjectType(input) ? textsOf(input, name) : [];
    }),
  );
}

function textsOf(input: GraphQLInputObjectType, path: string): string[] {
  return Object.values(input.getFields()).flatMap(({ name, type }) => {
    const of = getNamedType(type);
    if (isInputObjectType(of)) return textsOf(of, `${path}.${name}`);
    return of.name === 'String' ? [`${path}.${name}`] : [];
  });
}
