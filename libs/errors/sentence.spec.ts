import { say, type Sentence } from './sentence.js';

const AT = new Date('2026-11-21T14:00:00Z');

const SAID: readonly [story: string, sentence: Sentence, template: string, english: string][] = [
  ['no value', say`Sign in as yourself.`, 'Sign in as yourself.', 'Sign in as yourself.'],
  ['a text', say`${{ ref: 'EX-7' }} is frozen.`, '{ref} is frozen.', 'EX-7 is frozen.'],
  ['a number, as programs read it', say`At most ${{ most: 10_000 }} rows.`, 'At most {most} rows.', 'At most 10000 rows.'],
  ['an instant', say`Until ${{ until: AT }}.`, 'Until {until}.', 'Until 2026-11-21T14:00:00.000Z.'],
  ['money', say`${{ left: { amountMinor: 20_240, currency: 'AUD' } }} is left.`, '{left} is left.', 'A$202.40 is left.'],
  ['money without a fraction', say`${{ left: { amountMinor: 202, currency: 'JPY' } }} is left.`, '{left} is left.', '¥202 is left.'],
  ['one of a list', say`Thank ${{ names: ['Tom'] }}.`, 'Thank {names}.', 'Thank Tom.'],
  ['a list', say`Thank ${{ names: ['Tom', 'Lee', 'Ana'] }}.`, 'Thank {names}.', 'Thank Tom, Lee and Ana.'],
  ['a value twice', say`${{ into: 'b' }}: name ${{ into: 'b' }}.`, '{into}: name {into}.', 'b: name b.'],
  ['a value with braces of its own', say`${{ name: '{ref} $&' }} left.`, '{name} left.', '{ref} $& left.'],
];

it.each(SAID)('says %s', (_, sentence, template, english) => {
  expect(sentence.template).toBe(template);
  expect(String(sentence)).toBe(english);
});

it('keeps its values by their names', () => {
  expect(say`${{ ref: 'EX-7' }} has time until ${{ until: AT }}.`.values).toEqual({ ref: 'EX-7', until: AT });
});

it('takes one name for each value', () => {
  expect(() => say`${{}} left.`).toThrow('one key');
  expect(() => say`${{ one: 1, two: 2 }} left.`).toThrow('one key');
});
