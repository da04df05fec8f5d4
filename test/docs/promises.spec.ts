import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const PAGE = 'docs/promises.md';
const SPECS = ['apps', 'libs', 'test'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => path.endsWith('spec.ts')),
);
/** At the begin of the name of a test or of a group of them: promise 9, or promises 1, 4 and 9, then a colon. */
const NUMBERED = /['"`]promises? ([\d, and]+): /g;

/** One promise, as the page has it. */
interface Promised {
  readonly number: number;
  readonly isHeld: boolean;
  readonly tests: readonly string[];
}

const page = readFileSync(PAGE, 'utf8');
const promises: Promised[] = page.split(/^## /m).flatMap((section) => {
  const number = Number(/^(\d+)\. /.exec(section)?.[1] ?? 0);
  const tests = [...section.matchAll(/\]\(([^)#\s]+spec\.ts)\)/g)].map(([, path = '']) => normalize(join('docs', path)));
  return number > 0 ? [{ number, isHeld: section.includes('**Held by**'), tests }] : [];
});

const numbersIn = (path: string): number[] =>
  [...readFileSync(path, 'utf8').matchAll(NUMBERED)].flatMap(([, numbers = '']) => numbers.match(/\d+/g) ?? []).map(Number);
const named = new Map(SPECS.map((path) => [path, new Set(numbersIn(path))]));
const provenIn = (number: number): string[] => SPECS.filter((path) => named.get(path)?.has(number));

describe('the page of promises', () => {
  it('has all seventeen', () => {
    expect(promises.map(({ number }) => number)).toEqual(Array.from({ length: 17 }, (_, place) => place + 1));
  });

  it.each(promises.filter(({ isHeld }) => isHeld))('says of promise $number, which is held, which tests carry its number', (promise) => {
    expect(promise.tests.filter((path) => named.get(path)?.has(promise.number))).not.toEqual([]);
  });

  it.each(promises)('links promise $number to every file of tests that carry its number', ({ number, tests }) => {
    expect(provenIn(number).filter((path) => !tests.includes(path))).toEqual([]);
  });

  it('names no promise that there is none of', () => {
    expect([...named].filter(([, numbers]) => [...numbers].some((number) => number < 1 || number > promises.length))).toEqual([]);
  });

  it('lists every programme, and none that does not run', () => {
    const rows = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name);
    const programmes = [...readFileSync('test/prove/programmes.ts', 'utf8').matchAll(/^ {2}'?([a-z-]+)'?: async \(\) =>/gm)].map(
      ([, name]) => name,
    );
    expect(rows.sort()).toEqual(programmes.sort());
  });
});
