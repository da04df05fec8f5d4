import { Field, ObjectType } from '@nestjs/graphql';
import { decimalOf, type Sentence, type SentenceValue } from '#errors';
import { enumOf } from './enum-of.js';

const KINDS = {
  TEXT: 'To be shown as it is.',
  NUMBER: 'A whole number.',
  INSTANT: 'An instant as ISO 8601 in UTC, such as `2026-11-21T14:00:00.000Z`.',
  MONEY: 'An exact decimal and its ISO 4217 currency, such as `202.40 AUD`.',
} as const;

const UserErrorValueKind = enumOf('UserErrorValueKind', 'How a value of a sentence is read.', KINDS);

/** A value of a sentence, as text that a program can read. */
@ObjectType('UserErrorValue', { description: 'A value in the sentence of a refusal.' })
export class SaidValueModel {
  @Field(() => String, { description: 'Its name in the template.' })
  name: string;

  @Field(() => UserErrorValueKind, { description: 'How it is read.' })
  kind: keyof typeof KINDS;

  @Field(() => String, { description: 'The value itself.' })
  value: string;
}

/** The values of a sentence, one after the other; those of a list under one name. */
export function valuesOf({ values }: Sentence): SaidValueModel[] {
  return Object.entries(values).flatMap(([name, value]) => (isList(value) ? value.map((one) => said(name, one)) : [said(name, value)]));
}

function said(name: string, value: Exclude<SentenceValue, readonly string[]>): SaidValueModel {
  if (value instanceof Date) return { name, kind: 'INSTANT', value: value.toISOString() };
  if (typeof value === 'object') return { name, kind: 'MONEY', value: `${decimalOf(value)} ${value.currency}` };
  return { name, kind: typeof value === 'number' ? 'NUMBER' : 'TEXT', value: String(value) };
}

function isList(value: SentenceValue): value is readonly string[] {
  return Array.isArray(value);
}
