import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';

/** A wire between a process and a server, which a test can cut in the ways in which wires fail. */
export interface Proxy {
  /** The address that was given, through this wire. */
  readonly url: string;
  /** What is connected now stays connected, but nothing arrives any more, in either direction: half-open. New connections work. */
  freeze(): void;
  /** What is connected is reset, and new connections are reset as well, until `heal`. */
  cut(): void;
  heal(): void;
  /** What connects from now on gets to this server instead. */
  turnTo(address: string): void;
  close(): Promise<void>;
}

/** Lays a wire to the server of an address. */
export async function proxyTo(address: string): Promise<Proxy> {
  let target = new URL(address);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket, end: () => void) => {
    sockets.add(socket);
    socket
      .setNoDelay(true)
      .on('error', end)
      .on('close', () => (sockets.delete(socket), end()));
  };
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) return void near.resetAndDestroy();
    const far = createConnection(Number(target.port), target.hostname);
    keep(near, () => far.destroy());
    keep(far, () => near.destroy());
    near.pipe(far).pipe(near);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = new URL(address);
  url.port = String((server.address() as AddressInfo).port);
  const reset = () => sockets.forEach((socket) => socket.resetAndDestroy());
  return {
    url: url.href,
    freeze: () => sockets.forEach((socket) => socket.unpipe().resume()),
    cut: () => ((isCut = true), reset()),
    heal: () => void (isCut = false),
    turnTo: (other) => void (target = new URL(other)),
    close: async () => {
      const closed = once(server.close(), 'close');
      reset();
      await closed;
    },
  };
}
