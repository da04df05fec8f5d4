import { SmallHouse } from '../../support/small-house.js';
import type { Proof } from '../proof.js';
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
    'settle STAY',
    'rehome done',
  ],
  ...['promise MADE', 'keep KEPT', 'keep BROKEN', 'keep GET_BACK_MOVED_ON', 'renegotiate RENEGOTIATED', 'renegotiate GET_BACK_MOVED_ON'],
  ...['remind true', 'solve SOLVED', 'sayNo HONEST_NO', 'takeUp OWNED', 'takeUp DID_NOT_HELP', 'followUp HELPED', 'message RECORDED'],
];
/** Every way in which a promise ends. By the end of the programme none is open any more. */
const ENDS = ['KEPT', 'BROKEN', 'RENEGOTIATED', 'VOID'];
/** How often each of both, in a thousand cases: else the rounds do not try what they say. */
const EACH_LEAST = 20;

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
    const least = Math.max(1, Math.min(EACH_LEAST, Math.floor((EACH_LEAST * count) / 1_000)));
    const hasSeenAll = (soFar: ReadonlyMap<string, number>): boolean => SEEN.every((what) => (soFar.get(what) ?? 0) >= least);
    const { seen, ends, faults } = await playCases(house, proof.chance, count, careless ? { ways: CARELESS_WAYS } : { hasSeenAll });
    for (const [what, times] of [...seen].sort(([a], [b]) => (a < b ? -1 : 1))) proof.say(`${String(times).padStart(6)} × ${what}`);
    for (const [end, times] of ends) proof.say(`${String(times).padStart(6)} × a promise ended ${end}`);
    for (const fault of faults) proof.fail(fault);
    proof.pass(count);
    const often = (what: string, times = 0): void => proof.check(times >= least, `${what} ${times} times, and should be ${least} times.`);
    for (const what of SEEN) often(`"${what}" was seen`, seen.get(what));
    for (const end of ENDS) often(`A promise ended ${end}`, ends.get(end));
    await proof.judge(house.urls.apiUrl);
  } finally {
    await house.close();
  }
}
