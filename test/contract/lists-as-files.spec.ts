import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { LISTS } from '../../apps/api/src/exports/lists.js';

/** Lists that are no file, each with why not, in one sentence. */
const NO_FILE: Readonly<Record<string, string>> = {
  accountLinks: 'Few, whole in one answer, and looked after by admins where they are ended.',
  apiTokens: 'Keys of machines: few, and looked after where they are taken back.',
  approvalsOfOneHuman: 'Exceptions to be looked into one by one; the exceptions are a file.',
  blindAgreement: 'Figures with their intervals, and no rows.',
  blindLooks: 'What waits for one person at this moment.',
  causes: 'The list of the house, whole in one answer.',
  cautions: 'Those in force, few and whole in one answer; each is of a review, and the reviews are a file.',
  guardrailsVersions: 'A version is a table of its own, not a row.',
  handOffCandidates: 'Who is here at this moment, for one case.',
  handOffsForMe: 'What waits for one person at this moment.',
  inbox: 'What waits for one person at this moment; as a file it is old when it is read.',
  notices: 'One person’s own.',
  precedents: 'Ten at the most, ranked for one proposal.',
  questionsForMe: 'What waits for one person at this moment.',
  reachBack: 'Customers to whom a person may go back, one by one; no list to be sent around.',
  ringSignals: 'Advice that is read with its statistics, and with whoever it names.',
  teams: 'The list of the house, whole in one answer.',
  thanksOffers: 'What one person is offered at this moment.',
};

const queries = Object.values(buildSchema(readFileSync('apps/api/src/schema.graphql', 'utf8')).getQueryType()?.getFields() ?? {});

it('every list of the API is a file, or is known not to be one', () => {
  const lists = queries.filter(({ type }) => /Connection!?$|^\[/.test(String(type))).map(({ name }) => name);
  const files = Object.values(LISTS).map(({ query }) => query);
  expect([...files, ...Object.keys(NO_FILE)].sort()).toEqual(lists.sort());
});

it.each(Object.entries(NO_FILE))('why %s is none is said in one sentence', (_name, why) => {
  expect(why).toMatch(/^[A-Z][^.]{10,}[.]$/);
});
