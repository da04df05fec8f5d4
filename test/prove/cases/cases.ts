import { SmallHouse } from '../../support/small-house.js';
import type { Proof } from '../proof.js';
import { playHandOffs } from './hand-off-rounds.js';

/** What must have been seen, or the chance tried too little. */
const SEEN = [
  'offer OFFERED',
  'accept ACCEPTED',
  'accept EXPIRED',
  'refuse REFUSED',
  'cancel CANCELLED',
  'expire true',
  'settle RETURN',
  'settle SETTLE',
];

/** Promise 12: random hand-offs of a thousand cases, with leavers, expiries and jumps of the clock; one owner at every instant. */
export async function cases(proof: Proof): Promise<void> {
  const house = await SmallHouse.open();
  try {
    const count = proof.rounds(1_000, 10_000);
    const { seen, faults } = await playHandOffs(house, proof.chance, count);
    for (const [what, times] of [...seen].sort(([a], [b]) => (a < b ? -1 : 1))) proof.say(`${String(times).padStart(6)} × ${what}`);
    for (const fault of faults) proof.fail(fault);
    proof.pass(count);
    for (const what of SEEN) proof.check(seen.has(what), `"${what}" was never seen.`);
    await proof.judge(house.urls.apiUrl);
  } finally {
    await house.close();
  }
}
