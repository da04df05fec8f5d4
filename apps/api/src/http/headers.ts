import type { FastifyInstance } from 'fastify';

/** What our own pages may do: show our text, style and pictures, and send forms to ourselves. No script at all. */
const PAGES = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Puts headers on every answer that keep browsers from guessing, framing, leaking addresses and loading from elsewhere. */
export function securityHeaders(server: FastifyInstance, publicUrl: string): void {
  const isHttps = publicUrl.startsWith('https:');
  server.addHook('onRequest', async (_, reply) => {
    reply.headers({
      'content-security-policy': PAGES,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), microphone=(), geolocation=()',
      ...(isHttps ? { 'strict-transport-security': 'max-age=31536000' } : {}),
    });
  });
}
