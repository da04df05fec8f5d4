/**
 * Ends a test run with the plain line `N passed, N failed` on stdout, for programs that read only that. A file that could not
 * even be loaded counts as one failure, so the line never says 0 failed while the exit code says otherwise.
 */
export default class ClosingLine {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, wasInterrupted }) {
    const failed = numFailedTests + numRuntimeErrorTestSuites + (wasInterrupted ? 1 : 0);
    // Jest prints its own summary after every other reporter, so the last word is said when the process ends.
    process.once('exit', () => process.stdout.write(`${numPassedTests} passed, ${failed} failed\n`));
  }
}
