import { SmallHouse } from '../../support/small-house.js';
import type { Proof } from '../proof.js';
import { WAYS } from './acts.js';
import { CARELESS_WAYS, takeDownTheWalls } from './careless.js';
import { playCases } from './rounds.js';

/** What must have been seen, or the chance tried too little. */
const SEEN = [
  ...[
    'offer OFFERED',
    'accept ACCEPTED',
    'accept EXPIRED',
    'refuse REFUSED',
    'cancel CANCELLED',
    'expire true',
    'settle RETURN',
    'settle SETTLE',
  ],
  ...['promise MADE', 'keep KEPT', 'keep BROKEN', 'keep GET_BACK_MOVED_ON', 'renegotiate RENEGOTIATED', 'renegotiate GET_BACK_MOVED_ON'],
  ...['remind true', 'solve SOLVED', 'sayNo HONEST_NO', 'takeUp OWNED', 'takeUp DID_NOT_HELP', 'followUp HELPED'],
];
/** Every way in which a promise ends. By the end of the programme none is open any more. */
const ENDS = ['KEPT', 'BROKEN', 'RENEGOTIATED', 'VOID'];

/**
 * Promise 12: random lives of a thousand cases, with hand-offs, promises, answers, leavers, expiries and jumps of the clock; one owner at every instant, and
 * one end of every promise. With `--no-wall`, by a service that reads, checks and then writes, past the walls: it must fail.
 */
export async function cases(proof: Proof): Promise<void> {
  const house = await SmallHouse.open();
  const careless = proof.options['no-wall'] === true;
  try {
    if (careless) await takeDownTheWalls(house);
    const count = proof.rounds(1_000, 10_000);
    const { seen, ends, faults } = await playCases(house, proof.chance, count, careless ? CARELESS_WAYS : WAYS);
    for (const [what, times] of [...seen].sort(([a], [b]) => (a < b ? -1 : 1))) proof.say(`${String(times).padStart(6)} × ${what}`);
    for (const [end, times] of ends) proof.say(`${String(times).padStart(6)} × a promise ended ${end}`);
    for (const fault of faults) proof.fail(fault);
    proof.pass(count);
    for (const what of SEEN) proof.check(seen.has(what), `"${what}" was never seen.`);
    for (const end of ENDS) proof.check(ends.has(end), `No promise ended ${end}.`);
    await proof.judge(house.urls.apiUrl);
  } finally {
    await house.close();
  }
}
