import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?(?:Z|[+-]\d{2}:\d{2})$/;
const CURRENCY = /^[A-Z]{3}$/;

/** An instant. Out: UTC with milliseconds. In: ISO 8601 with seconds and an explicit zone; a day that does not exist is refused. */
export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description:
    'An instant as ISO 8601 text, in UTC with milliseconds: 2026-03-01T09:30:00.000Z. Input may carry another offset, but must carry one.',
  serialize: (value) => {
    if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
    throw new TypeError('A DateTime field holds no valid Date.');
  },
  parseValue: instant,
  parseLiteral: (node) => instant(textOf(node), node),
});

/** A whole number of at most 2^53 - 1, as a JSON number. */
export const SafeInt = new GraphQLScalarType<number, number>({
  name: 'SafeInt',
  description:
    'A whole number between -(2^53 - 1) and 2^53 - 1, as a JSON number: what JavaScript holds without loss. Text and fractions are refused.',
  serialize: (value) => {
    const number = typeof value === 'bigint' ? Number(value) : value;
    if (Number.isSafeInteger(number)) return number as number;
    throw new TypeError('A SafeInt field holds no safe integer.');
  },
  parseValue: safeInteger,
  parseLiteral: (node) => {
    if (node.kind === Kind.INT) return safeInteger(Number(node.value), node);
    throw refusal('This must be a whole number between -(2^53 - 1) and 2^53 - 1, written without quotes.', node);
  },
});

/** Three capital letters. Whether such a currency exists is judged by `MoneyInput`, so that the refusal names the field. */
export const CurrencyCode = new GraphQLScalarType<string, string>({
  name: 'CurrencyCode',
  description: 'A currency by its ISO 4217 code: three capital letters, such as AUD.',
  serialize: (value) => currencyCode(value),
  parseValue: currencyCode,
  parseLiteral: (node) => currencyCode(textOf(node), node),
});

function instant(value: unknown, node?: ValueNode): Date {
  if (typeof value === 'string' && INSTANT.test(value)) {
    const date = new Date(value);
    if (!Number.isNaN(date.getTime()) && isRealDay(value)) return date;
  }
  throw refusal('This must be an instant as ISO 8601 text with an offset, such as 2026-03-01T09:30:00.000Z.', node);
}

/** `Date` reads 30 February as 2 March; a promise made for a day that does not exist must be refused instead. */
function isRealDay(text: string): boolean {
  const [year, month, day] = text.slice(0, 10).split('-').map(Number) as [number, number, number];
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function safeInteger(value: unknown, node?: ValueNode): number {
  if (Number.isSafeInteger(value)) return value as number;
  throw refusal('This must be a whole number between -(2^53 - 1) and 2^53 - 1, written without quotes.', node);
}

function currencyCode(value: unknown, node?: ValueNode): string {
  if (typeof value === 'string' && CURRENCY.test(value)) return value;
  throw refusal('This must be the ISO 4217 code of a currency: three capital letters, such as AUD.', node);
}

function textOf(node: ValueNode): string | undefined {
  return node.kind === Kind.STRING ? node.value : undefined;
}

function refusal(message: string, node: ValueNode | undefined): GraphQLError {
  return new GraphQLError(message, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } });
}
