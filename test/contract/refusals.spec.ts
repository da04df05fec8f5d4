import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { WALL_CODES, wallRefusal } from '#database';
import { LIBRARY } from '../../apps/api/src/graphql/library-checks.js';
import { sentencesOfTheCode } from '../support/sentences.js';

const SAID = sentencesOfTheCode();

describe('the sentences of refusals', () => {
  it('are found', () => {
    expect(SAID.length).toBeGreaterThan(300);
  });

  it('give one value to each name, and one name only to each place', () => {
    const unsound = SAID.filter(({ values }) =>
      values.some(({ name, from }) => values.some((one) => one.name === name && one.from !== from)),
    );
    expect(unsound).toEqual([]);
  });

  it('have no braces but those of names, and end as sentences do', () => {
    const unsound = SAID.filter(({ template }) => /[{}]/.test(template.replace(/\{[a-z]\w*\}/gi, '')) || !/[.?”]$/.test(template));
    expect(unsound).toEqual([]);
  });
});

describe('the checks of class-validator', () => {
  it('have a sentence of ours for every decorator that is used', () => {
    const used = readdirSync('apps/api/src', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('spec.ts'))
      .flatMap((file) => [...readFileSync(`apps/api/src/${file}`, 'utf8').matchAll(/import \{([^}]*)\} from 'class-validator'/g)])
      .flatMap(([, names = '']) => names.split(',').map((name) => name.trim()))
      .filter((name) => /^[A-Z]/.test(name) && !NO_CHECK.includes(name));
    const checks = [...new Set(used)].map((name) => NAMED[name] ?? name.charAt(0).toLowerCase() + name.slice(1));
    expect(checks.filter((name) => !(name in LIBRARY))).toEqual([]);
  });
});

/** Says nothing by itself: what is not there, and how a class is checked. */
const NO_CHECK = ['IsOptional', 'ValidateIf'];
/** The library calls the check of this decorator otherwise. */
const NAMED: Readonly<Record<string, string>> = { ValidateNested: 'nestedValidation' };

describe('the German of refusals', () => {
  const german = JSON.parse(readFileSync('apps/console/src/words/refusals-de.json', 'utf8')) as Record<string, string>;
  const ofWalls = Object.keys(WALL_CODES).map((code) => wallRefusal(Object.assign(new Error(), { code }))?.sentence.template);
  const english = [...new Set([...SAID.map(({ template }) => template), ...ofWalls])];

  it('has each sentence, and none that nobody says', () => {
    expect(Object.keys(german).sort()).toEqual(english.sort());
  });

  it.each(Object.entries(german))('names what the English names: %s', (from, to) => {
    expect(namesIn(to)).toEqual(namesIn(from));
    expect(to).not.toBe(from);
    expect(to).toMatch(/^["„{A-ZÄÖÜ].*[.?“]$/u);
    expect(to).not.toMatch(/TODO|\b(Du|Dir|Dein)/u);
  });
});

function namesIn(sentence: string): string[] {
  return [...new Set(sentence.match(/\{[^}]*\}/g))].sort();
}
