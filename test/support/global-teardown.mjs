/** Ends the PostgreSQL of the run, if the run started it. */
export default async function globalTeardown() {
  await globalThis.stopTestServer?.();
}
