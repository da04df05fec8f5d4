import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
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
