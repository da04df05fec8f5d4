import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** What the console may weigh, in thousands of bytes as gzip makes them. */
const KB_MAX = { firstJs: 230, firstCss: 40, page: 40 } as const;

interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
  /** Loaded only when something asks for it. */
  readonly isDynamicEntry?: boolean;
}

const BUILT = new URL('../../dist/console/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', BUILT), 'utf8')) as Record<string, Chunk>;
const START = 'index.html';
const LANGUAGES = Object.keys(manifest).filter((name) => /^src[/]words[/][a-z]+[.]json$/.test(name));
/** Pages, and what a page loads only when it is opened. */
const LATER = Object.keys(manifest).filter((name) => /^src[/](pages|parts)[/].*[.]tsx$/.test(name) && manifest[name]?.isDynamicEntry);

/** All that a browser loads before it can run these: each with what it imports, and so on. */
function loadedBy(names: readonly string[], seen = new Set<string>()): ReadonlySet<string> {
  for (const name of names) {
    if (seen.has(name)) continue;
    seen.add(name);
    loadedBy(manifest[name]?.imports ?? [], seen);
  }
  return seen;
}

function kB(kind: 'js' | 'css', names: Iterable<string>): number {
  const files = [...names].flatMap((name) => [manifest[name]?.file ?? '', ...(manifest[name]?.css ?? [])]);
  const weighed = [...new Set(files)].filter((file) => file.endsWith(`.${kind}`));
  return weighed.reduce((bytes, file) => bytes + gzipSync(readFileSync(new URL(file, BUILT))).length, 0) / 1000;
}

describe('what the console weighs', () => {
  const shell = loadedBy([START]);

  it.each(LANGUAGES)('comes light, before any page, with %s', (words) => {
    expect(kB('js', loadedBy([START, words]))).toBeLessThanOrEqual(KB_MAX.firstJs);
    expect(kB('css', shell)).toBeLessThanOrEqual(KB_MAX.firstCss);
  });

  it.each(LATER)('brings little more for %s', (name) => {
    const own = [...loadedBy([name])].filter((one) => !shell.has(one));
    expect(kB('js', own)).toBeLessThanOrEqual(KB_MAX.page);
  });

  it('weighs every page that the router knows', () => {
    const router = readFileSync(new URL('../../apps/console/src/router.tsx', import.meta.url), 'utf8');
    const pages = [...router.matchAll(/import\('[.]\/(pages\/[^']+)'\)/g)].map(([, path]) => `src/${path}.tsx`);
    expect(LATER).toEqual(expect.arrayContaining(pages));
    expect(LANGUAGES).toEqual(['src/words/de.json', 'src/words/en.json']);
  });
});
