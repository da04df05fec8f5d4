import { createServer } from 'node:net';
import { CommandError, EXIT } from './command.errors.js';

/** A port of the loopback that nobody uses; chosen by the system when none is wished for, or when the one wished for is taken. */
export async function freePort(wished = 0): Promise<number> {
  return (await tryPort(wished, '127.0.0.1')) ?? (await tryPort(0, '127.0.0.1')) ?? 0;
}

/**
 * Looks whether a door could be opened at the port, so that the answer comes before anything was started.
 * @param variable the variable to set to another value, as the sentence names it
 * @throws CommandError `unavailable` when somebody else listens there, `noPermission` when this user may not
 */
export async function mustBeFree(port: number, host: string, variable: string): Promise<void> {
  // A browser asks for `localhost` at ::1 first; whoever listens only there would answer in our place.
  const hosts = isLoopback(host) ? ['127.0.0.1', '::1'] : [host];
  for (const address of hosts) {
    const isFree = await tryPort(port, address);
    if (isFree === undefined) throw new CommandError(EXIT.unavailable, `Port ${port} is in use by another program. ${variable}`);
  }
}

function isLoopback(host: string): boolean {
  return ['localhost', '127.0.0.1', '::1'].includes(host);
}

/** The port when it could be opened, undefined when it is taken. An address that this machine does not have is not taken by anybody. */
function tryPort(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'EADDRINUSE') resolve(undefined);
      else if (code === 'EACCES')
        reject(new CommandError(EXIT.noPermission, `Port ${port} needs the rights of an administrator; choose one above 1023.`));
      else if (host === '::1') resolve(port);
      else
        reject(
          new CommandError(EXIT.unavailable, `Nothing can listen at ${host}:${port} (${code}). Set HOST to an address of this machine.`),
        );
    });
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? port) : port));
    });
  });
}
