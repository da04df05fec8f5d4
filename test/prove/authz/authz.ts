import { readFileSync } from 'node:fs';
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { House } from '../../support/house.js';
import { Matrix } from '../../support/matrix.js';
import type { Proof } from '../proof.js';

const EXPECTED = 'test/contract/access.expected';

/**
 * Promise 10: every operation (on one's own, another's, nothing, and what was an erased customer's) and every field of the schema that is served, by each kind of person
 * and machine, compared line by line with the one list that was reviewed. What the list does not have fails, and what only the list has.
 */
export async function authz(proof: Proof): Promise<void> {
  const house = await House.open({ workers: 0 });
  try {
    const served = await house.person('priya').ask<IntrospectionQuery>(getIntrospectionQuery());
    const schema = buildClientSchema(served);
    const matrix = await Matrix.of(house);
    const acts = await matrix.acts(schema);
    proof.say('Every operation was tried by everybody.');
    const found = (acts + (await matrix.reads(schema))).split('\n');
    proof.say('Every field was read by everybody.');
    compare(proof, found, readFileSync(EXPECTED, 'utf8').split('\n'));
    proof.judgeNothing('the grounds were put straight into the tables');
  } finally {
    await house.close();
  }
}

function compare(proof: Proof, found: readonly string[], expected: readonly string[]): void {
  found.forEach((line, n) =>
    proof.check(line === expected[n], `Line ${n + 1} of ${EXPECTED} says "${expected[n] ?? ''}", and it is "${line}".`),
  );
  proof.check(found.length === expected.length, `${EXPECTED} has ${expected.length} lines, and ${found.length} were found.`);
  proof.check(!found.some((line) => line.includes('INTERNAL')), 'Somebody met an INTERNAL.');
}
