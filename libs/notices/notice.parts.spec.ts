import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createIntl, type IntlShape } from 'react-intl';
import { partsOf } from './notice.parts.js';
import { NOTICES, type Told, type ToldFact, wordsOf } from './notice.words.js';

const NAMES = Object.keys(NOTICES) as ToldFact[];
const PLAIN: Told = { ref: 'EX-1', mark: 2, signature: null, outcome: 'x', reader: null, toAsk: null };

/** What the same fact may say otherwise; the outcomes are those that have words of their own. */
const OTHERWISE: Partial<Record<ToldFact, readonly Partial<Told>[]>> = {
  'exception.coSigned': (['GIVEN', 'CARRIED', 'ALSO_AGREED'] as const).map((signature) => ({ signature })),
  'exception.signatureVoided': [null, [], ['Ivy'], ['Ivy', 'Jack']].map((toAsk) => ({ reader: 'PROPOSER', toAsk })),
  'handOff.cancelled': ['TAKEN_BACK', 'RECEIVER_LEFT', 'REHOMED', 'CASE_ENDED'].map((outcome) => ({ outcome })),
  'complaint.dueSoon': ['ACKNOWLEDGE', 'ANSWER', 'FINAL'].map((outcome) => ({ outcome })),
  'complaint.fellDue': ['ACKNOWLEDGE', 'ANSWER', 'FINAL'].map((outcome) => ({ outcome })),
  'dispute.settled': ['FORGED', 'GENUINE'].map((outcome) => ({ outcome })),
};
const ALL = NAMES.flatMap((name) => [{}, ...(OTHERWISE[name] ?? [])].map((otherwise) => ({ name, told: { ...PLAIN, ...otherwise } })));

function catalogue(language: string): Record<string, string> {
  return JSON.parse(readFileSync(`apps/console/src/words/told-${language}.json`, 'utf8')) as Record<string, string>;
}

/** As parts/notice-words.ts of the console does it, with codes as they are. */
function saidBy(teller: IntlShape, name: ToldFact, told: Told): string {
  const { ref, revision, detail, toAsk } = partsOf(name, told);
  const ask = toAsk ? (toAsk.length > 0 ? 'SOMEBODY' : 'NOBODY') : 'NO';
  const names = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(toAsk ?? []);
  return teller.formatMessage({ id: name }, { ref, revision, detail: detail ?? 'NONE', said: detail, ask, names });
}

const tellerOf = (locale: string): IntlShape => createIntl({ locale, messages: catalogue(locale) });

describe('the parts of a notice', () => {
  it.each(NAMES)('are as many as %s says of how it ended, and no more', (name) => {
    const [one, other] = ['ONE', 'OTHER'].map((outcome) => ({ ...PLAIN, outcome }) as const);
    if (!one || !other) throw new Error('There are two.');
    const known = ['handOff.cancelled', 'complaint.dueSoon', 'complaint.fellDue']; // say of codes that they do not know what they say of one that they do
    const differs = known.includes(name) || wordsOf(name, one) !== wordsOf(name, other);
    expect(partsOf(name, one).detail !== partsOf(name, other).detail).toBe(differs);
  });

  it.each(ALL)('are enough for the console to say in English what the service says: $name $told', ({ name, told }) => {
    expect(saidBy(tellerOf('en'), name, told)).toBe(wordsOf(name, told));
  });

  it('are all said in German, and nothing is lost', () => {
    const [english, german] = ['en', 'de'].map(catalogue);
    expect(Object.keys(german ?? {})).toEqual(Object.keys(english ?? {}));
    expect(Object.keys(english ?? {}).sort()).toEqual([...NAMES].sort());
    const filled = (sentence = ''): string[] => [...new Set(sentence.match(/\{[a-zA-Z]+[,}]/g))].sort();
    for (const name of NAMES) expect({ name, filled: filled(german?.[name]) }).toEqual({ name, filled: filled(english?.[name]) });
    for (const { name, told } of ALL) expect(saidBy(tellerOf('de'), name, told)).toMatch(/[.]$/);
  });
});
