import { getNamedType, type GraphQLArgument, type GraphQLInputField, isInputObjectType, isListType, getNullableType } from 'graphql';

/** A field of an input, or an argument, by the names that lead to it. */
export interface Place {
  readonly path: readonly string[];
  readonly field: GraphQLInputField | GraphQLArgument;
}

const AMOUNT = { amountMinor: 100, currency: 'AUD' };

/** What stands around a place within an input that a good call leaves out: with less, the place itself would not be looked at. */
const AROUND: Readonly<Record<string, object>> = {
  BandInput: { quorum: 1 },
  CapInput: { scope: 'PERSON_DAY', limit: AMOUNT },
  CustomerInput: { name: 'A', contact: 'a@b.example', timeZone: 'UTC' },
  MayIInput: { kind: 'FEE_WAIVER', cause: 'flood' },
  MoneyInput: AMOUNT,
  PrecedentSearch: { cause: 'flood' },
  RemedyInput: { kind: 'FEE_WAIVER', amount: AMOUNT },
};

/** All fields, those inside other inputs, and in lists of them, included. */
export function placesIn(fields: readonly Place['field'][], above: readonly string[] = []): Place[] {
  return fields.flatMap((field) => {
    const type = getNamedType(field.type);
    const path = [...above, field.name];
    return [{ path, field }, ...(isInputObjectType(type) ? placesIn(Object.values(type.getFields()), path) : [])];
  });
}

/** The same values with another one at a place. @param fields of which the values are */
export function placed(values: unknown, fields: readonly Place['field'][], place: Place, value: unknown): Record<string, unknown> {
  const [name = ''] = place.path.slice(-1);
  return within(values, fields, place.path.slice(0, -1), (object) => ({ ...object, [name]: value }));
}

type Change = (object: object) => object;

function within(values: unknown, fields: readonly Place['field'][], path: readonly string[], change: Change): Record<string, unknown> {
  const object = (values ?? {}) as Record<string, unknown>;
  const [name, ...rest] = path;
  const field = fields.find((one) => one.name === name);
  if (name === undefined || !field) return change(object) as Record<string, unknown>;
  const type = getNamedType(field.type);
  const inner = isInputObjectType(type) ? Object.values(type.getFields()) : [];
  const first: unknown = [object[name]].flat()[0];
  const changed = within(first ?? AROUND[type.name], inner, rest, change);
  return { ...object, [name]: isListType(getNullableType(field.type)) ? [changed] : changed };
}
