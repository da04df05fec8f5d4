/** How long after the last test the process may take to end; the shared database needs a part of a second to stop. */
const TIME_TO_END_MS = 20_000;

/**
 * Ends a test run with the plain line `N passed, N failed` on stdout, for programs that read only that. A file that could not
 * even be loaded counts as one failure, and so does a run that does not end by itself, which would otherwise hang for ever in CI.
 */
export default class ClosingLine {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, wasInterrupted, testResults }) {
    sayWhySkipped(testResults);
    let failed = numFailedTests + numRuntimeErrorTestSuites + (wasInterrupted ? 1 : 0);
    // Jest prints its own summary after every other reporter, so the last word is said when the process ends.
    process.once('exit', () => process.stdout.write(`${numPassedTests} passed, ${failed} failed\n`));

    const giveUp = () => {
      failed += 1;
      process.stderr.write(`All tests are over, and something keeps the run alive: ${process.getActiveResourcesInfo().join(', ')}\n`);
      process.exit(1);
    };
    setTimeout(giveUp, TIME_TO_END_MS).unref();
  }
}

/** Whoever runs the tests must see what was not tried, and what it would need: the reason stands in the name, which jest shows only when asked. */
function sayWhySkipped(testResults) {
  const pending = testResults.flatMap(({ testResults: tests }) => tests).filter(({ status }) => status === 'pending');
  const reasons = pending.flatMap(({ fullName }) => /\(skipped: ([^)]+)\)/.exec(fullName)?.[1] ?? []);
  for (const reason of new Set(reasons)) {
    process.stderr.write(`Skipped ${reasons.filter((one) => one === reason).length} tests: ${reason}.\n`);
  }
}
