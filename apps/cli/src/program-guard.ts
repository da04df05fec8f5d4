/**
 * Runs in a supervised program, before its own first line. It loads what the program will need while that is still waiting for its database,
 * takes the last variables (with the secrets, which so stand in no list of processes) from the supervisor, and then lets the program begin.
 * When the supervisor is gone, however it died, the program ends too, in the same way as on SIGTERM; if that takes longer than the
 * grace, at once. So no api is left behind that holds the port of the next start.
 * Nothing outside of it may be named in it: its text is what travels.
 */
async function guard(graceMs: number, preload: string): Promise<void> {
  process.once('disconnect', () => {
    setTimeout(() => process.exit(143), graceMs).unref();
    process.kill(process.pid, 'SIGTERM');
  });
  // What cannot be loaded fails again, and is told, when the program itself asks for it.
  const loaded = preload && import(preload).catch(() => undefined);
  const variables = await new Promise<NodeJS.ProcessEnv>((resolve) => process.once('message', resolve));
  Object.assign(process.env, variables);
  // Listening alone would keep a program alive that is otherwise done.
  process.channel?.unref();
  await loaded;
}

/** The option of Node that puts the guard into a program. Carried as an address with the text in it, so that it needs no file of its own beside the built ones. */
export function programGuard(graceMs: number, preload = ''): string {
  const text = `await (${guard.toString()})(${graceMs}, ${JSON.stringify(preload)})`;
  return `--import=data:text/javascript,${encodeURIComponent(text)}`;
}
