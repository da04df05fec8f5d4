import type { FastifyInstance, FastifyReply } from 'fastify';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Coding, CODINGS, codingFor, isKnown } from './coding.js';
import { page } from './page.js';

/** Built files stand beside the built api, or, when the api runs from its source, in the folder of built files. */
const PLACES = ['../../../../', '../../../../dist/'];

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
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
  '/causes',
  '/complaints',
  '/cases/:id',
  '/me',
  '/notices',
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
  '/start',
  '/tokens',
];

/** How the build calls a file that it packed (tools/setup/pack.mjs). */
const ENDINGS: Readonly<Record<Coding, string>> = { br: '.br', gzip: '.gz' };
const PACKED = /[.](?:br|gz)$/;

/** Where some bytes are, and how many. */
interface Bytes {
  readonly path: string;
  readonly bytes: number;
}

/** A file that is served: as it is, and as the build packed it. */
export interface BuiltFile extends Bytes {
  readonly digest: string;
  readonly packed: ReadonlyMap<Coding, Bytes>;
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
  return folder === undefined ? undefined : filesIn(folder);
}

/** Every file in a folder and below it, by its path there; what was packed belongs to its file, and has no name of its own. */
export function filesIn(folder: string): Map<string, BuiltFile> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.filter((path) => !PACKED.test(path)).map((path) => [relative(folder, path), builtFile(path, paths)]));
}

function builtFile(path: string, paths: readonly string[]): BuiltFile {
  const packed = CODINGS.map((coding) => [coding, `${path}${ENDINGS[coding]}`] as const).filter(([, one]) => paths.includes(one));
  const digest = createHash('sha256').update(readFileSync(path)).digest('base64url').slice(0, 27);
  return { ...bytesOf(path), digest, packed: new Map(packed.map(([coding, one]) => [coding, bytesOf(one)])) };
}

function bytesOf(path: string): Bytes {
  return { path, bytes: statSync(path).size };
}

function send(reply: FastifyReply, files: Map<string, BuiltFile> | undefined, name: string): FastifyReply | void {
  if (!files) return notBuilt(reply);
  const cached = name === 'index.html' ? 'no-cache' : 'public, max-age=31536000, immutable';
  return sendFile(reply.header('content-security-policy', PROGRAM), files.get(name), cached);
}

/**
 * Sends a file, packed where whoever asks takes it so, for as long as `cached` says: files that carry a digest of their content in their name
 * never change; the page that names them may. Each way of sending it has an entity tag of its own, so that no cache mixes them up.
 */
export function sendFile(reply: FastifyReply, file: BuiltFile | undefined, cached: string): FastifyReply | void {
  if (!file) return reply.callNotFound();
  const { headers } = reply.request;
  const coding = codingFor(headers['accept-encoding'], [...file.packed.keys()]);
  const tag = `"${[file.digest, coding ?? []].flat().join('-')}"`;
  reply.headers({ 'cache-control': cached, etag: tag, ...(file.packed.size > 0 ? { vary: 'accept-encoding' } : {}) });
  return isKnown(headers['if-none-match'], tag) ? reply.code(304).send() : sendBytes(reply, file, coding);
}

function sendBytes(reply: FastifyReply, file: BuiltFile, coding: Coding | undefined): FastifyReply {
  const { path, bytes } = (coding && file.packed.get(coding)) ?? file;
  return reply
    .headers({
      'content-type': TYPES[extname(file.path)] ?? 'application/octet-stream',
      'content-length': bytes,
      ...(coding ? { 'content-encoding': coding } : {}),
    })
    .send(createReadStream(path));
}

function notBuilt(reply: FastifyReply): FastifyReply {
  const body = '<h1>This page is not built</h1><p>Run <code>npm run build</code>, then start again.</p>';
  return page(reply.code(503), { title: 'This page is not built', body });
}
