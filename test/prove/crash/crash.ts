import { JOB_KINDS } from '#jobs';
import type { Proof } from '../proof.js';
import { crashJobs } from './jobs.js';
import { killUnderLoad } from './kills.js';
import { crashMutations } from './mutations.js';

/** One place in each kind of job, and one between two jobs. */
const JOBS = JOB_KINDS.length + 1;
/** The parts, and how many of its places or kills the short form tries; the long one tries all places, and ten times the kills. */
const PARTS = { mutations: [crashMutations, 12, 100_000], jobs: [crashJobs, JOBS, 100_000], kills: [killUnderLoad, 30, 300] } as const;

/**
 * Promises 5 to 8: whoever dies, and wherever, nothing is lost and nothing is done twice. The seed chooses the places of the short form.
 * `--path mutations`, `jobs` or `kills` runs one part alone.
 */
export async function crash(proof: Proof): Promise<void> {
  for (const [name, [part, short, long]] of Object.entries(PARTS)) {
    if (proof.options.path === undefined || proof.options.path === name) await part(proof, proof.rounds(short, long));
  }
}
