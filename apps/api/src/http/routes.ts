import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { HOUSE_CSS, MARK_SVG } from './assets.js';
import { serveBuiltPages } from './built-pages.js';
import { Readiness } from './readiness.js';

/** The public keys with which receipts are verified, as a JWK set (RFC 7517). */
export interface PublicKeys {
  publicJwks(): Promise<{ readonly keys: readonly object[] }>;
}

/** Injection token of the `PublicKeys`; the room of receipts provides it. */
export const PUBLIC_KEYS = Symbol('PUBLIC_KEYS');

/** Keys change by rotation only, and old ones stay: five minutes is soon enough. */
const KEYS_FRESH_SECONDS = 300;

/** Everything that is not GraphQL: health, keys, our pages, and the files that they need. Plain routes of the server: none of them knows a caller. */
@Injectable()
export class Routes implements OnModuleInit {
  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly readiness: Readiness,
    @Inject(PUBLIC_KEYS) private readonly keys: PublicKeys,
  ) {}

  /** Adds the routes to the server. */
  onModuleInit(): void {
    const server: FastifyInstance = this.adapters.httpAdapter.getInstance();
    this.health(server);
    this.receiptKeys(server);
    assets(server);
    serveBuiltPages(server);
  }

  private health(server: FastifyInstance): void {
    server.get('/healthz', async (_, reply) => reply.header('cache-control', 'no-store').send({ status: 'alive' }));
    server.get('/readyz', async (_, reply) => {
      const { isReady, failing } = await this.readiness.report();
      return reply
        .code(isReady ? 200 : 503)
        .header('cache-control', 'no-store')
        .send({ status: isReady ? 'ready' : 'not ready', failing });
    });
  }

  private receiptKeys(server: FastifyInstance): void {
    server.get('/.well-known/jwks.json', async (_, reply) =>
      reply
        .header('content-type', 'application/jwk-set+json')
        .header('cache-control', `public, max-age=${KEYS_FRESH_SECONDS}`)
        .header('cross-origin-resource-policy', 'cross-origin')
        .send(JSON.stringify(await this.keys.publicJwks())),
    );
  }
}

function assets(server: FastifyInstance): void {
  const asset = (path: string, type: string, text: string) =>
    server.get(path, async (_, reply) => reply.header('content-type', type).header('cache-control', 'public, max-age=3600').send(text));
  asset('/assets/house.css', 'text/css; charset=utf-8', HOUSE_CSS);
  asset('/assets/mark.svg', 'image/svg+xml; charset=utf-8', MARK_SVG);
}
