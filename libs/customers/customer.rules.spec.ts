import { describe, expect, it } from '@jest/globals';
import { type NewCustomer, newCustomerRefusal } from './customer.rules.js';

const adele: NewCustomer = { name: 'Adele Novak', contact: '+61 2 5550 1234', timeZone: 'Australia/Sydney' };

describe('a new customer', () => {
  it.each<[string, Partial<NewCustomer>, string | undefined]>([
    ['Adele of Sydney', {}, undefined],
    ['a zone with daylight saving on the other side of the world', { timeZone: 'Europe/Berlin' }, undefined],
    ['a zone without any', { timeZone: 'UTC' }, undefined],
    ['a zone with an underscore and two slashes', { timeZone: 'America/Argentina/Buenos_Aires' }, undefined],
    ['a zone that nobody knows', { timeZone: 'Australia/Atlantis' }, 'timeZone'],
    ['an offset, which knows no daylight saving', { timeZone: '+10:00' }, 'timeZone'],
    ['no zone', { timeZone: '' }, 'timeZone'],
    ['no name', { name: '' }, 'name'],
    ['a name of 200 characters', { name: 'n'.repeat(200) }, undefined],
    ['a name of 201', { name: 'n'.repeat(201) }, 'name'],
    ['a name of 200 code points, each of two units', { name: '𝒜'.repeat(200) }, undefined],
    ['no contact', { contact: '' }, 'contact'],
    ['a contact of 320 characters', { contact: 'c'.repeat(320) }, undefined],
    ['a contact of 321', { contact: 'c'.repeat(321) }, 'contact'],
  ])('%s', (_story, more, field) => {
    const refusal = newCustomerRefusal({ ...adele, ...more }, ['customer']);
    expect(refusal?.code).toBe(field && 'INVALID');
    expect(refusal?.path).toEqual(field && ['customer', field]);
  });
});
