import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { TABLES_OF_WORDS } from '../support/columns-of-words.js';

/** What stands between two marks on a page. */
const between = (page: string, from: string, to: string): string => {
  const text = readFileSync(page, 'utf8');
  const at = text.indexOf(from);
  return at < 0 ? '' : text.slice(at + from.length, text.indexOf(to, at + from.length));
};
const inCode = (text: string): string[] => [...text.matchAll(/`([a-z_]+)`/g)].map(([, table = '']) => table);

describe('every table in which words of customers stand', () => {
  it('is named by promise 15', () => {
    const named = inCode(between('docs/promises.md', '**Held by** where things stand: ', ' Facts, signatures'));
    expect(named.sort()).toEqual(TABLES_OF_WORDS);
  });

  it('is freed of dead rows by what operators are told to run', () => {
    const vacuumed = between('docs/guides/operate.md', '`VACUUM ', '`').split(', ');
    expect(vacuumed.sort()).toEqual(TABLES_OF_WORDS);
  });

  it('is not counted anew where threats are told', () => {
    const row = between('docs/security.md', "| Customers' words in logs, facts, jobs, errors |", '\n');
    expect(row).toContain('promises.md#15-erasable-people-intact-proof');
    expect(row).not.toMatch(/\btables only\b/);
  });
});
