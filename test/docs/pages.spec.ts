import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { faultsOf, fencesOf } from './fences.js';

const GUIDES = readdirSync('docs/guides').map((name) => join('docs/guides', name));
const IN_DOCS = readdirSync('docs', { recursive: true, encoding: 'utf8' }).map((name) => join('docs', name));
const PAGES = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...IN_DOCS.filter((path) => path.endsWith('.md'))];

const LINK = /\[[^\]]*\]\((?!https?:|#)([^)#\s]+)/g;

describe('a page that people copy from', () => {
  it.each(['README.md', 'CONTRIBUTING.md', ...GUIDES])('%s marks everything that can be copied', (file) => {
    expect(faultsOf(fencesOf(file, readFileSync(file, 'utf8')))).toEqual([]);
  });
});

describe('a page', () => {
  it.each(PAGES)('%s links to what is there', (file) => {
    const links = [...readFileSync(file, 'utf8').matchAll(LINK)].map(([, path = '']) => path);
    expect(links.filter((path) => !existsSync(join(dirname(file), path)))).toEqual([]);
  });

  it('that draws the states of an exception draws them as the code has them', () => {
    const [drawn] = fencesOf('', readFileSync('docs/pictures/exception-states.md', 'utf8'));
    expect(fencesOf('', readFileSync('README.md', 'utf8')).find(({ language }) => language === 'mermaid')?.text).toBe(drawn?.text);
  });

  it('of the decisions lists every decision', () => {
    const files = readdirSync('docs/adr').filter((name) => /^\d{4}-/.test(name));
    const listed = [...readFileSync('docs/adr/README.md', 'utf8').matchAll(LINK)].map(([, path]) => path);
    expect(listed).toEqual(files.sort());
  });
});
