import { expect, it, jest } from '@jest/globals';
import { dos } from './dos/dos.js';
import { fuzz } from './fuzz/fuzz.js';
import { inputs } from './inputs/inputs.js';
import { Proof } from './proof.js';
import { tokens } from './tokens/tokens.js';

jest.setTimeout(600_000);

/** A slice of each programme, so that none rots; `npm run prove -- NAME` runs all of it. */
it.each([
  ['tokens', tokens, 1],
  ['inputs', inputs, 8],
  ['fuzz', fuzz, 150],
  ['dos', dos, 5],
])('promise 13: a slice of %s holds', async (name, programme, rounds) => {
  const proof = new Proof({ name, seed: 1, long: false, options: { rounds: String(rounds) } });
  const told: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((line: unknown) => void told.push(String(line)));
  await programme(proof);
  proof.mustHaveJudged();
  const code = proof.end();
  log.mockRestore();
  expect([code, told.filter((line) => line.startsWith('FAILED'))]).toEqual([0, []]);
});
