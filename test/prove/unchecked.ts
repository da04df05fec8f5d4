import type { Proof } from './proof.js';

const NO_CHECKS = new URL('no-checks.js', import.meta.url).href;

/** What an api is started with: nothing more, or, with `--no-checks`, what takes its checks of inputs away. */
export function uncheckedIn(proof: Proof): Record<string, string> {
  return proof.options['no-checks'] === true ? { NODE_OPTIONS: `--import ${NO_CHECKS}` } : {};
}
