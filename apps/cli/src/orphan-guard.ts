/**
 * Runs in a supervised program, before its own first line: when the supervisor is gone, however it died, the program ends too, in the same
 * way as on SIGTERM; if that takes longer than the grace, at once. So no api is left behind that holds the port of the next start.
 * Nothing outside of it may be named in it: its text is what travels.
 */
function endWithParent(graceMs: number): void {
  process.once('disconnect', () => {
    setTimeout(() => process.exit(143), graceMs).unref();
    process.kill(process.pid, 'SIGTERM');
  });
  // Listening alone would keep a program alive that is otherwise done.
  process.channel?.unref();
}

/** The option of Node that puts the guard into a program. Carried as an address with the text in it, so that it needs no file of its own beside the built ones. */
export function orphanGuard(graceMs: number): string {
  return `--import=data:text/javascript,${encodeURIComponent(`(${endWithParent.toString()})(${graceMs})`)}`;
}
