import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const FORGE = readFileSync(new URL('./in-page/forge.js', import.meta.url), 'utf8');

/** A site of somebody else, whose one page can do what such pages do. Reached as `localhost` it is the same site as a house there, and not the same origin. */
export interface ForeignSite {
  /** Its page, by the name of the machine or by its number. */
  at(host: 'localhost' | '127.0.0.1'): string;
  close(): Promise<void>;
}

/** Starts one. */
export async function foreignSite(): Promise<ForeignSite> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end(`<!doctype html><title>A prize</title><script>${FORGE}</script>`);
  });
  await once(server.listen(0), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    at: (host) => `http://${host}:${port}/`,
    close: async () => {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
}
