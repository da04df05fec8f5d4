import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { LISTS } from '../../apps/api/src/exports/lists.js';

/** Lists that are no file, each with why not. */
const NO_FILE: Readonly<Record<string, string>> = {
  guardrailsVersions: 'A version is a table of its own, not a row.',
  inbox: 'What waits for one person at this moment; as a file it is old when it is read.',
  notices: 'One person’s own.',
  patterns: 'Groups of exceptions, counted anew each time; the exceptions are a file.',
  precedents: 'Ten at the most, ranked for one proposal.',
  reachBack: 'Customers to whom a person may go back, one by one; no list to be sent around.',
};

const queries = Object.values(buildSchema(readFileSync('apps/api/src/schema.graphql', 'utf8')).getQueryType()?.getFields() ?? {});

it('every list of the API is a file, or is known not to be one', () => {
  const lists = queries.filter(({ type }) => /Connection!?$/.test(String(type))).map(({ name }) => name);
  const files = Object.values(LISTS).map(({ query }) => query);
  expect([...files, ...Object.keys(NO_FILE)].sort()).toEqual(lists.sort());
});
