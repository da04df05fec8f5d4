import { buildClientSchema, getIntrospectionQuery, getNamedType, type GraphQLField, type IntrospectionQuery } from 'graphql';
import { type Place, placed, placesIn } from '../prove/inputs/places.js';
import { Grounds } from './grounds.js';
import type { House, HousePerson, UserError } from './house.js';

/** Fields of text that have a form of their own, so that nothing but that can stand there. Every other field of text is free. */
const FORMS = /^(idempotencyKey|digest|key|cause|causes|from|into|timeZone|dueLocal|handle|email|currency|channel)$/;
/** By these the words of ours are known again wherever they stand. */
const MARK = (index: number): string => `w${index}q`;
const PAYLOADS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(2)>',
  '<svg/onload=alert(3)>',
  `"'><a href="javascript:alert(4)">x</a>`,
  '[x](javascript:alert(5)) **b** `c`',
  '{{7*7}}${7*7}<%= 7*7 %>%s',
  '&lt;b&gt; __proto__ null',
  'مرحبا שלום',
  'W'.repeat(70),
].join(' ');
/** Also for a field of a few words, and for the shortest. */
const WORDS = [PAYLOADS, '<img src=x onerror=alert(6)>', '<b>'];

type Mutation = GraphQLField<unknown, unknown>;

/** A field of text of some mutation, and what was written there. */
interface Written {
  /** `mutation.input.field`, as the schema names it. */
  readonly field: string;
  readonly mark: string;
}

/** What stands in the house afterwards. */
export interface HostileWords {
  readonly written: readonly Written[];
  /** What no words would do for, as the house says it. */
  readonly refused: readonly string[];
}

/** Does every mutation that there is once, with words that attack in every field where words can stand. */
export async function writeHostileWords(house: House): Promise<HostileWords> {
  const schema = buildClientSchema(await house.person('priya').ask<IntrospectionQuery>(getIntrospectionQuery()));
  const grounds = new Grounds(house);
  const written: Written[] = [];
  const refused: string[] = [];
  for (const mutation of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const places = placesIn(mutation.args).filter(isFree);
    if (places.length === 0) continue;
    const tries = places.map((place, at) => ({ place, mark: MARK(written.length + at), size: 0 }));
    written.push(...tries.map(({ place, mark }) => ({ field: [mutation.name, ...place.path.slice(1)].join('.'), mark })));
    refused.push(...(await write(house, grounds, mutation, tries)));
    await grounds.signInAgain(); // whose signature was not theirs was signed out
  }
  return { written, refused };
}

function isFree({ path, field }: Place): boolean {
  return path.length > 1 && getNamedType(field.type).name === 'String' && !FORMS.test(field.name);
}

/** A field, its mark, and which of the words are tried there now. */
interface Try {
  readonly place: Place;
  readonly mark: string;
  size: number;
}

interface No {
  readonly code: string;
  readonly message: string;
  readonly path?: readonly string[];
}

/** Tries long words first, then shorter ones in the fields that do not take them. Answers what stood against that. */
async function write(house: House, grounds: Grounds, mutation: Mutation, tries: readonly Try[]): Promise<string[]> {
  const { who, input } = (await grounds.of[mutation.name]?.()) ?? { who: '', input: {} };
  for (;;) {
    const values = tries.reduce<Record<string, unknown>>(
      (before, { place, mark, size }) => placed(before, mutation.args, place, `${mark} ${WORDS[size]}`),
      { input },
    );
    const no = await refusalOf(house.person(who), mutation, values);
    if (!no) return [];
    const tooLong = tries.find(({ place }) => place.path.at(-1) === no.path?.at(-1));
    if (!tooLong || tooLong.size + 1 >= WORDS.length) return [`${mutation.name}: ${no.code} ${no.path?.join('.')} ${no.message}`];
    tooLong.size += 1;
  }
}

async function refusalOf(person: HousePerson, { name, args }: Mutation, values: Record<string, unknown>): Promise<No | undefined> {
  const query = `mutation ($input: ${String(args[0]?.type)}) { ${name}(input: $input) { userErrors { code path message } } }`;
  const { data, errors = [] } = await person.send<Record<string, { userErrors: UserError[] }>>(query, values);
  const [error] = errors;
  return error ? { ...(error.extensions as { code: string; path?: string[] }), message: error.message } : data?.[name]?.userErrors[0];
}
