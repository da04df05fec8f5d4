import type { Proof } from './proof.js';

/** Each programme by its name; loaded only when it runs, since most load a whole house. */
export const PROGRAMMES: Readonly<Record<string, () => Promise<(proof: Proof) => Promise<void>>>> = {
  race: async () => (await import('./race/race.js')).race,
  'race-mix': async () => (await import('./race-mix/race-mix.js')).raceMix,
  dbwall: async () => (await import('./dbwall/dbwall.js')).dbwall,
  model: async () => (await import('./model/prove-model.js')).proveModel,
  idem: async () => (await import('./idem/idem.js')).idem,
  erase: async () => (await import('./erase/erase.js')).erase,
  cases: async () => (await import('./cases/cases.js')).cases,
  year: async () => (await import('./year/year.js')).year,
  radar: async () => (await import('./radar/radar.js')).radar,
  tamper: async () => (await import('./tamper/tamper.js')).tamper,
  leaks: async () => (await import('./leaks/leaks.js')).leaks,
  crash: async () => (await import('./crash/crash.js')).crash,
  jobs: async () => (await import('./jobs/jobs.js')).jobs,
  authz: async () => (await import('./authz/authz.js')).authz,
  tokens: async () => (await import('./tokens/tokens.js')).tokens,
  inputs: async () => (await import('./inputs/inputs.js')).inputs,
  fuzz: async () => (await import('./fuzz/fuzz.js')).fuzz,
  dos: async () => (await import('./dos/dos.js')).dos,
  partition: async () => (await import('./partition/partition.js')).partition,
  clock: async () => (await import('./clock/clock.js')).clock,
  starve: async () => (await import('./starve/starve.js')).starve,
  'queue-loss': async () => (await import('./queue-loss/queue-loss.js')).queueLoss,
};
