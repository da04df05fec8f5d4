import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';

/** A wire to a PostgreSQL that counts the statements of whoever speaks through it. */
export interface CountingWire {
  /** The address that was given, through this wire. */
  readonly url: string;
  /** Statements that were executed so far: plain queries, and executions of prepared ones. */
  readonly count: () => number;
  close(): Promise<void>;
}

const EXECUTE = 'E'.charCodeAt(0);
const QUERY = 'Q'.charCodeAt(0);

/** Lays such a wire. Connections whose application name holds `quiet` are not counted, such as the line on which an api hears facts. */
export async function countingWireTo(address: string, quiet: string): Promise<CountingWire> {
  const target = new URL(address);
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createServer((near) => {
    const far = createConnection(Number(target.port), target.hostname);
    const heard = frames((type, startup) => (count += !startup.includes(quiet) && (type === EXECUTE || type === QUERY) ? 1 : 0));
    near.on('data', heard);
    near.setNoDelay(true).pipe(far).pipe(near);
    for (const [one, other] of [[near, far] as const, [far, near] as const]) {
      sockets.add(one);
      one.on('error', () => other.destroy()).on('close', () => (other.destroy(), sockets.delete(one)));
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = new URL(address);
  url.port = String((server.address() as AddressInfo).port);
  const close = async (): Promise<void> => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
    await once(server, 'close');
  };
  return { url: url.href, count: () => count, close };
}

/** Cuts what a client sends into messages: the first has only a length, every other a type before it. Tells each type, and the first message. */
function frames(tell: (type: number, startup: string) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  let startup: string | undefined;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const typeBytes = startup === undefined ? 0 : 1;
      if (rest.length < typeBytes + 4) return;
      const size = typeBytes + rest.readInt32BE(typeBytes);
      if (rest.length < size) return;
      if (startup === undefined) startup = rest.subarray(0, size).toString('latin1');
      else tell(rest[0] ?? 0, startup);
      rest = rest.subarray(size);
    }
  };
}
