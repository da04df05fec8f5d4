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
  close(): Promise<void>;
}

/** Lays a wire to the server of an address. */
export async function proxyTo(address: string): Promise<Proxy> {
  const target = new URL(address);
  const pairs = new Set<readonly [Socket, Socket]>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) return void near.resetAndDestroy();
    const far = createConnection(Number(target.port), target.hostname);
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const [one, other] of [pair, [far, near] as const]) {
      one.setNoDelay(true).pipe(other);
      one.on('error', () => other.destroy()).on('close', () => (other.destroy(), pairs.delete(pair)));
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = new URL(address);
  url.port = String((server.address() as AddressInfo).port);
  const reset = () => pairs.forEach(([near]) => near.resetAndDestroy());
  return {
    url: url.href,
    freeze: () => pairs.forEach(([near, far]) => (near.unpipe().resume(), far.unpipe().resume())),
    cut: () => ((isCut = true), reset()),
    heal: () => void (isCut = false),
    close: async () => {
      reset();
      server.close();
      await once(server, 'close');
    },
  };
}
