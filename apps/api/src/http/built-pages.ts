import type { FastifyInstance, FastifyReply } from 'fastify';
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { page } from './page.js';

/** Built files stand beside the built api, or, when the api runs from its source, in the folder of built files. */
const PLACES = ['../../../../', '../../../../dist/'];

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

/**
 * These are programs: their scripts and workers come from us only, and they talk to us only. Their libraries write style elements, which is why
 * inline style, and nothing else inline, is allowed.
 */
const PROGRAM =
  "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Every address that is a page of the console; its router knows the same ones, which a test compares. */
export const CONSOLE_PAGES = [
  '/',
  '/inbox',
  '/proposals',
  '/exceptions/:id',
  '/propose',
  '/cases',
  '/cases/:id',
  '/me',
  '/looks',
  '/patterns',
  '/policies',
  '/promote',
  '/reviews',
  '/follow-ups',
  '/promises',
  '/thanks',
  '/insights',
  '/guardrails',
  '/ops',
  '/people',
  '/precedents',
  '/signals',
  '/tokens',
];

interface BuiltFile {
  readonly path: string;
  readonly bytes: number;
}

/**
 * Serves what Vite built into files: the console at its pages, the explorer (GraphiQL) at /explorer. The files are listed once, at the start, and
 * only what is on the list is served: no address can reach another file, whatever it says.
 */
export function serveBuiltPages(server: FastifyInstance): void {
  const explorer = builtFiles('explorer');
  server.get('/explorer', async (_, reply) => reply.redirect('/explorer/'));
  server.get<{ Params: { '*': string } }>('/explorer/*', async ({ params }, reply) => send(reply, explorer, params['*'] || 'index.html'));
  const console = builtFiles('console');
  for (const path of CONSOLE_PAGES) server.get(path, async (_, reply) => send(reply, console, 'index.html'));
  server.get<{ Params: { '*': string } }>('/console/*', async ({ params }, reply) => send(reply, console, `console/${params['*']}`));
}

/** The files of one program by their names in its folder; undefined when it was not built. */
function builtFiles(program: string): Map<string, BuiltFile> | undefined {
  const folder = PLACES.map((place) => fileURLToPath(new URL(`${place}${program}/`, import.meta.url))).find((path) =>
    existsSync(join(path, 'index.html')),
  );
  if (!folder) return undefined;
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(folder, path), { path, bytes: statSync(path).size }];
    }),
  );
}

/** Files carry a digest of their content in their name, and so never change; the page that names them may. */
function send(reply: FastifyReply, files: Map<string, BuiltFile> | undefined, name: string): FastifyReply | void {
  if (!files) return notBuilt(reply);
  const file = files.get(name);
  if (!file) return reply.callNotFound();
  return reply
    .header('content-security-policy', PROGRAM)
    .header('content-type', TYPES[extname(name)] ?? 'application/octet-stream')
    .header('content-length', file.bytes)
    .header('cache-control', name === 'index.html' ? 'no-cache' : 'public, max-age=31536000, immutable')
    .send(createReadStream(file.path));
}

function notBuilt(reply: FastifyReply): FastifyReply {
  const body = '<h1>This page is not built</h1><p>Run <code>npm run build</code>, then start again.</p>';
  return page(reply.code(503), { title: 'This page is not built', body });
}
