import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { parseValue } from 'graphql';
import { formatMoney } from '#errors';
import { InputsPipe } from './inputs.pipe.js';
import { MoneyInput } from './money.input.js';
import { CurrencyCode, DateTime, SafeInt } from './scalars.js';

const outcome = (work: () => unknown) => {
  try {
    return work();
  } catch (error) {
    return (error as Error).constructor.name;
  }
};

describe('DateTime', () => {
  it('is written in UTC with milliseconds', () => {
    expect(DateTime.serialize(new Date('2026-03-01T20:30:00+11:00'))).toBe('2026-03-01T09:30:00.000Z');
    expect(outcome(() => DateTime.serialize(new Date(Number.NaN)))).toBe('TypeError');
  });

  it.each([
    ['2026-03-01T09:30:00Z', '2026-03-01T09:30:00.000Z'],
    ['2026-03-01T09:30:00.5Z', '2026-03-01T09:30:00.500Z'],
    ['2026-03-01T20:30:00+11:00', '2026-03-01T09:30:00.000Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
  ])('reads %s', (text, iso) => {
    expect(DateTime.parseValue(text).toISOString()).toBe(iso);
    expect(DateTime.parseLiteral(parseValue(`"${text}"`)).toISOString()).toBe(iso);
  });

  it.each([
    '2026-02-30T00:00:00Z',
    '2027-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-03-01T25:00:00Z',
    '2026-03-01',
    '2026-03-01T09:30:00',
    '2026-03-01T09:30Z',
    'now',
    '',
    0,
    null,
    true,
    {},
    '2026-03-01T09:30:00.123456789Z',
    '+002026-03-01T09:30:00Z',
  ])('refuses %p', (value) => expect(outcome(() => DateTime.parseValue(value))).toBe('GraphQLError'));
});

describe('SafeInt', () => {
  it.each([0, -1, 2 ** 53 - 1, -(2 ** 53 - 1)])('takes %d', (value) => {
    expect(SafeInt.parseValue(value)).toBe(value);
    expect(SafeInt.parseLiteral(parseValue(String(value)))).toBe(value);
    expect(SafeInt.serialize(value)).toBe(value);
  });

  it.each([2 ** 53, 1.5, Number.NaN, Infinity, '1', null, true, [], {}])('refuses %p', (value) => {
    expect(outcome(() => SafeInt.parseValue(value))).toBe('GraphQLError');
    expect(outcome(() => SafeInt.serialize(value))).toBe('TypeError');
  });

  it.each(['1.0', '"1"', '9007199254740993', 'true', '1e3'])('refuses the literal %s', (text) => {
    expect(outcome(() => SafeInt.parseLiteral(parseValue(text)))).toBe('GraphQLError');
  });

  it('writes what Postgres gives as bigint', () => expect(SafeInt.serialize(20240n)).toBe(20240));
});

describe('CurrencyCode', () => {
  it.each(['AUD', 'JPY'])('takes %s', (code) => expect(CurrencyCode.parseValue(code)).toBe(code));
  it.each(['aud', 'AU', 'AUDX', '', 5, null])('refuses %p', (code) =>
    expect(outcome(() => CurrencyCode.parseValue(code))).toBe('GraphQLError'),
  );
});

describe('money', () => {
  const pipe = new InputsPipe();
  const read = (amountMinor: number, currency: string) =>
    pipe.transform({ amountMinor, currency }, { type: 'body', metatype: MoneyInput }) as Promise<MoneyInput>;

  it.each([
    [1, 'AUD'],
    [2 ** 53 - 1, 'JPY'],
  ])('of %d %s is accepted', async (amount, currency) => expect(await read(amount, currency)).toEqual({ amountMinor: amount, currency }));

  it.each([
    [0, 'AUD'],
    [-1, 'AUD'],
    [1.5, 'AUD'],
    [1, 'QQQ'],
    [1, 'XXX'],
    [1, 'XTS'],
  ])('of %d %s is refused', async (amount, currency) => expect(read(amount, currency)).rejects.toThrow('not acceptable'));

  it.each([
    [20240, 'AUD', 'en', 'A$202.40'],
    [5, 'AUD', 'en', 'A$0.05'],
    [-5, 'AUD', 'en', '-A$0.05'],
    [20240, 'JPY', 'en', '¥20,240'],
    [1234567, 'BHD', 'en', 'BHD 1,234.567'],
    [2 ** 53 - 1, 'AUD', 'en', 'A$90,071,992,547,409.91'],
    [20240, 'EUR', 'de', '202,40 €'],
  ])('of %d %s is written in %s as %s', (amountMinor, currency, locale, text) => {
    expect(formatMoney({ amountMinor, currency }, locale).replace(/\s/gu, ' ')).toBe(text);
  });
});
