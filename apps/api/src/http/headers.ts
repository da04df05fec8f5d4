import type { FastifyInstance } from 'fastify';

/** What our own pages may do: show our text, style and pictures, and send forms to ourselves. No script at all. */
const PAGES = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * The explorer is a program: its scripts and workers come from us only, and it talks to us only. Its editor writes style elements, which is
 * why inline style, and nothing else inline, is allowed.
 */
const EXPLORER =
  "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Puts headers on every answer that keep browsers from guessing, framing, leaking addresses and loading from elsewhere. */
export function securityHeaders(server: FastifyInstance, publicUrl: string): void {
  const isHttps = publicUrl.startsWith('https:');
  server.addHook('onRequest', async ({ url }, reply) => {
    reply.headers({
      'content-security-policy': url.startsWith('/explorer') ? EXPLORER : PAGES,
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
