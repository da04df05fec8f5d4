import { describe, expect, it } from '@jest/globals';
import { maskedContact } from './contact.rules.js';

describe('how a customer is reached, as it is shown unasked', () => {
  it.each<[story: string, contact: string | null, shown: string | null]>([
    ['a telephone number', '+61 2 5550 1234', '•••• 34'],
    ['a number of six digits', '555-012', '•••• 12'],
    ['a number of five, whose end would tell too much', '555-01', '••••'],
    ['a number with what to ask for', '02 5550 1234, ask for Adele', '•••• 34'],
    ['an address', 'adele.novak@example.org', 'a••••@••••'],
    ['an address with the name before it', 'Adele Novak <adele@example.org>', 'A••••@••••'],
    ['an address in quotes', '"adele"@example.org', '••••@••••'],
    ['an address that begins with a letter of two units', '𝒜dele@example.org', '𝒜••••@••••'],
    ['a place', 'At the counter, George Street', '••••'],
    ['nothing, since it was erased', null, null],
    ['nothing, where the schema knows no null', '', ''],
  ])('%s', (_, contact, shown) => {
    expect(maskedContact(contact)).toBe(shown);
  });
});
