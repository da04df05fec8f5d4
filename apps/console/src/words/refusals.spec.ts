import { describe, expect, it } from '@jest/globals';
import { createIntl } from 'react-intl';
import { sentenceOf, type Said, type Translated } from './refusals';

const VIENNA = createIntl({ locale: 'de', timeZone: 'Europe/Vienna' });
const SYDNEY = createIntl({ locale: 'en-AU', timeZone: 'Australia/Sydney' });
const AT = '2026-11-21T14:00:00.000Z';

const GERMAN: Translated = {
  'Until {at}.': 'Bis {at}.',
  '{left} is left.': '{left} sind übrig.',
  'At most {most}.': 'Höchstens {most}.',
  'Thank {names}.': 'Danken Sie {names}.',
  'Name {into}: {into}.': '{into}, nur {into}.',
};

const said = (template: string, ...values: Said['values']): Said => ({ message: 'As the service said it.', template, values });

describe('the words of a refusal', () => {
  it.each<[story: string, sentence: Said, german: string, english: string]>([
    [
      'an instant',
      said('Until {at}.', { name: 'at', kind: 'INSTANT', value: AT }),
      'Bis 21.11.2026, 15:00.',
      'Until 22 Nov 2026, 1:00 am.',
    ],
    [
      'money',
      said('{left} is left.', { name: 'left', kind: 'MONEY', value: '1202.40 EUR' }),
      '1.202,40 € sind übrig.',
      'EUR 1,202.40 is left.',
    ],
    [
      'money with no fraction',
      said('{left} is left.', { name: 'left', kind: 'MONEY', value: '202 JPY' }),
      '202 ¥ sind übrig.',
      'JPY 202 is left.',
    ],
    ['a number', said('At most {most}.', { name: 'most', kind: 'NUMBER', value: '10000' }), 'Höchstens 10.000.', 'At most 10,000.'],
    ['a text as it is', said('Thank {names}.', { name: 'names', kind: 'TEXT', value: '{at} $&' }), 'Danken Sie {at} $&.', 'Thank {at} $&.'],
    [
      'a list',
      said('Thank {names}.', ...['Tom', 'Lee', 'Ana'].map((value) => ({ name: 'names', kind: 'TEXT' as const, value }))),
      'Danken Sie Tom, Lee und Ana.',
      'Thank Tom, Lee and Ana.',
    ],
    ['a value in two places', said('Name {into}: {into}.', { name: 'into', kind: 'TEXT', value: 'x' }), 'x, nur x.', 'Name x: x.'],
  ])('have %s in the form of the reader', (_, sentence, german, english) => {
    const plain = (text: string) => text.replace(/\s/gu, ' ');
    expect(plain(sentenceOf(VIENNA, sentence, GERMAN))).toBe(german);
    expect(plain(sentenceOf(SYDNEY, sentence, undefined))).toBe(english);
  });

  it('are those of the service for a template that nobody here knows, or whose value did not come', () => {
    expect(sentenceOf(VIENNA, said('A newer sentence.'), GERMAN)).toBe('As the service said it.');
    expect(sentenceOf(VIENNA, said('Until {at}.'), GERMAN)).toBe('As the service said it.');
  });
});
