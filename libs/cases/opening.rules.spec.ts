import { describe, expect, it } from '@jest/globals';
import { InvalidError, say } from '#errors';
import { type OpeningAttempt, openingRefusal } from './opening.rules.js';

const priya: OpeningAttempt = {
  mayOpen: true,
  ownerId: 'per_priya',
  customerIsKnown: true,
  namesKnown: true,
  namesNew: false,
  customerRefusal: undefined,
  need: 'A late fee that came while the branch was under water.',
  externalRef: null,
  complainedAt: null,
  now: new Date('2026-03-03T12:00:00Z'),
};
const forANewCustomer = { namesKnown: false, namesNew: true, customerIsKnown: false };

describe('opening a case', () => {
  it.each<[string, Partial<OpeningAttempt>, string | undefined, string[]]>([
    ['Priya, for a customer whom the house knows', {}, undefined, []],
    ['Priya, for a new customer', forANewCustomer, undefined, []],
    ['somebody who left', { mayOpen: false, ownerId: null }, 'NOT_ALLOWED', []],
    ['a machine without the scope', { mayOpen: false }, 'NOT_ALLOWED', []],
    ['a machine that works for nobody', { ownerId: null }, 'NOT_ALLOWED', []],
    ['for no customer', { namesKnown: false }, 'INVALID', ['customerId']],
    ['for two customers at once', { namesNew: true }, 'INVALID', ['customer']],
    ['for an unknown or erased customer', { customerIsKnown: false }, 'NOT_FOUND', ['customerId']],
    [
      'for a new customer of no known time zone',
      { ...forANewCustomer, customerRefusal: new InvalidError(['customer', 'timeZone'], say`No.`) },
      'INVALID',
      ['customer', 'timeZone'],
    ],
    ['without a need', { need: '' }, 'INVALID', ['need']],
    ['a need of 10,000 characters', { need: 'n'.repeat(10_000) }, undefined, []],
    ['a need of 10,001', { need: 'n'.repeat(10_001) }, 'INVALID', ['need']],
    ['with the number of a ticket', { externalRef: 'ZD-123' }, undefined, []],
    ['a complaint of yesterday', { complainedAt: new Date('2026-03-02T12:00:00Z') }, undefined, []],
    ['a complaint of tomorrow', { complainedAt: new Date('2026-03-04T12:00:00Z') }, 'INVALID', ['complainedAt']],
    ['with an empty number', { externalRef: '' }, 'INVALID', ['externalRef']],
    ['with a number of 201 characters', { externalRef: '1'.repeat(201) }, 'INVALID', ['externalRef']],
  ])('%s', (_story, more, code, path) => {
    const refusal = openingRefusal({ ...priya, ...more });
    expect(refusal?.code).toBe(code);
    expect(refusal?.path ?? []).toEqual(path);
  });
});
