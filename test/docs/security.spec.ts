import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const page = readFileSync('docs/security.md', 'utf8');
const walls = readFileSync('libs/database/walls.expected.json', 'utf8');
const programmes = readFileSync('test/prove/programmes.ts', 'utf8');

/** `[text](../path) "words of that file", "and more"`, also several of them beside each other. */
const QUOTING = /\]\((\.\.\/[^)#]+)\)((?:,? "[^"]+")+)/g;
const quotes = [...page.matchAll(QUOTING)].flatMap(([, path = '', words = '']) =>
  [...words.matchAll(/"([^"]+)"/g)].map(([, quote = '']) => ({ path: join('docs', path), quote })),
);

/** How many items each section of ASVS 5.0.0 has, of the chapters that the page goes through. */
const SECTIONS: Readonly<Record<string, number>> = {
  ...{ '2.1': 3, '2.2': 3, '2.3': 5, '2.4': 2 },
  ...{ '4.1': 5, '4.2': 5, '4.3': 2, '4.4': 4 },
  ...{ '8.1': 4, '8.2': 4, '8.3': 3, '8.4': 2 },
  ...{ '9.1': 3, '9.2': 4 },
  ...{ '10.1': 2, '10.2': 3, '10.3': 5, '10.4': 16, '10.5': 5, '10.6': 2, '10.7': 3 },
  ...{ '15.1': 5, '15.2': 5, '15.3': 7, '15.4': 4 },
  ...{ '16.1': 1, '16.2': 5, '16.3': 4, '16.4': 3, '16.5': 4 },
};
const items = [...page.matchAll(/^\| (\d+\.\d+\.\d+) \| .+? \| (.+?) \| (.*) \|$/gm)].map(([, item = '', state = '', why = '']) => ({
  item,
  state,
  why,
}));

describe('the page of security', () => {
  it.each(quotes)('quotes $path: "$quote"', ({ path, quote }) => {
    expect(readFileSync(path, 'utf8')).toContain(quote);
  });

  it('names walls that stand', () => {
    const named = new Set([...page.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, name = '']) => name));
    const others = ['auth_time', 'authorization_details', 'search_path', 'this_form'];
    expect(named.size).toBeGreaterThan(12);
    expect([...named].filter((name) => !others.includes(name) && !walls.includes(name))).toEqual([]);
  });

  it('names programmes that run', () => {
    const rows = [...page.matchAll(/^\| .+ \|$/gm)].flatMap(([row]) => [...row.matchAll(/`([a-z]+(?:-[a-z]+)*)(?: --[a-z-]+)?`/g)]);
    const named = new Set(rows.map(([, name = '']) => name));
    const others = ['acr', 'authorization', 'canary', 'class-transformer', 'demo', 'jti', 'openid-client', 'scope', 'starve', 'sub'];
    expect([...named].filter((name) => !others.includes(name) && !new RegExp(`^ {2}'?${name}'?: `, 'm').test(programmes))).toEqual([]);
  });

  it('goes through every item of its chapters, once', () => {
    const all = Object.entries(SECTIONS).flatMap(([section, count]) =>
      Array.from({ length: count }, (_, place) => `${section}.${place + 1}`),
    );
    expect(items.map(({ item }) => item)).toEqual(all);
  });

  it.each(items)('says of item $item how it stands, and why', ({ state, why }) => {
    expect(['met', 'not met', 'n/a']).toContain(state);
    expect(why).not.toBe('');
    if (state === 'met') expect(why).toMatch(/\]\(|^as \d|`[a-z]|the same/);
  });
});
