import type { FastifyInstance, FastifyReply } from 'fastify';
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { page } from './page.js';

/** Built files stand beside the built api, or, when the api runs from its source, in the folder of built files. */
const FOLDERS = ['../../../../explorer/', '../../../../dist/explorer/'];

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

interface BuiltFile {
  readonly path: string;
  readonly bytes: number;
}

/**
 * Serves the explorer (GraphiQL, built into files) at /explorer. The files are listed once, at the start, and only what is on the list is
 * served: no address can reach another file, whatever it says.
 */
export function serveExplorer(server: FastifyInstance): void {
  const folder = FOLDERS.map((path) => fileURLToPath(new URL(path, import.meta.url))).find((path) => existsSync(join(path, 'index.html')));
  const files = folder ? listed(folder) : undefined;
  server.get('/explorer', async (_, reply) => reply.redirect('/explorer/'));
  server.get<{ Params: { '*': string } }>('/explorer/*', async ({ params }, reply) => {
    if (!files) return notBuilt(reply);
    const name = params['*'] || 'index.html';
    const file = files.get(name);
    return file ? send(reply, name, file) : reply.callNotFound();
  });
}

function listed(folder: string): Map<string, BuiltFile> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(folder, path), { path, bytes: statSync(path).size }];
    }),
  );
}

/** Files carry a digest of their content in their name, and so never change; the page that names them may. */
function send(reply: FastifyReply, name: string, { path, bytes }: BuiltFile): FastifyReply {
  return reply
    .header('content-type', TYPES[extname(name)] ?? 'application/octet-stream')
    .header('content-length', bytes)
    .header('cache-control', name === 'index.html' ? 'no-cache' : 'public, max-age=31536000, immutable')
    .send(createReadStream(path));
}

function notBuilt(reply: FastifyReply): FastifyReply {
  const body = '<h1>The explorer is not built</h1><p>Run <code>npm run build</code>, then start again.</p>';
  return page(reply.code(503), { title: 'The explorer is not built', body });
}
