import { FastifyAdapter } from '@nestjs/platform-fastify';
import { LogController, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Trace } from '../graphql/context.js';
import { LIMITS } from '../graphql/limits.js';
import { unanswered } from '../graphql/errors.js';
import { badRequest } from '../graphql/refuse.js';
import { securityHeaders } from './headers.js';
import type { Settings } from '#settings';
import type { Log } from './log.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the log will say of this request. */
    trace: Trace;
  }
  interface FastifyContextConfig {
    /** In milliseconds, where an answer may take longer than elsewhere. */
    requestMsMax?: number;
  }
}

/** How long a request may take to arrive, in milliseconds: one that comes byte by byte holds no connection for ever. */
const ARRIVAL_MS = 30_000;
const REQUEST_ID = /^[\w.:-]{8,100}$/;

/** The HTTP server under Nest: an end to each request, bounded bodies that must be UTF-8, a request id in and out, security headers, and one log line for each request. */
export function httpServer(log: Log, { publicUrl, requestMsMax }: Pick<Settings, 'publicUrl' | 'requestMsMax'>): FastifyAdapter {
  const adapter = new FastifyAdapter({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: LIMITS.bodyBytes,
    requestTimeout: ARRIVAL_MS,
    forceCloseConnections: 'idle',
    genReqId: requestId,
  });
  const server: FastifyInstance = adapter.getInstance();
  readJson(adapter, server);
  trace(server, log);
  answerInTime(server, requestMsMax);
  letGo(server);
  securityHeaders(server, publicUrl);
  return adapter;
}

type Parsed = (error: Error | null, value?: unknown) => void;

/** The caller's own request id, where it has a form that is safe to write into a log; a new one otherwise. */
function requestId({ headers }: { headers: IncomingMessage['headers'] }): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

/** Reads JSON bodies. Bytes that are not UTF-8 are refused; decoding them anyway would store question marks in place of a customer's words. */
function readJson(adapter: FastifyAdapter, server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  const options = { bodyLimit: LIMITS.bodyBytes };
  adapter.useBodyParser('application/json', false, options, (request: FastifyRequest, body: Buffer, done: Parsed) => {
    if (!isUtf8(body)) return done(badRequest('The body is not valid UTF-8. Send JSON encoded as UTF-8.'));
    return parse(request, body.toString('utf8'), (error, value) => done(error ? badRequest('The body is not valid JSON.') : null, value));
  });
}

/**
 * Tells whoever waits too long for an answer to come again; what was begun goes on. Counted from when the request has arrived. Not by the
 * server's own `handlerTimeout`, which forgets a request as soon as its body was read (fastify's pull request 6725).
 */
function answerInTime(server: FastifyInstance, requestMsMax: number): void {
  server.addHook('preValidation', async ({ routeOptions }, reply) => {
    // An answer that has begun is none to wait for: a file may take its time.
    const tell = (): void => void (reply.sent || reply.raw.headersSent || reply.send(unanswered()));
    const late = setTimeout(tell, routeOptions.config.requestMsMax ?? requestMsMax);
    reply.raw.once('close', () => clearTimeout(late));
  });
}

/** While the server closes, each answer ends its connection: one kept alive for the next request would hold up the end for as long as it is kept. */
function letGo(server: FastifyInstance): void {
  let isClosing = false;
  server.addHook('preClose', async () => {
    isClosing = true;
  });
  server.addHook('onSend', async (_, reply) => {
    if (isClosing) reply.header('connection', 'close');
  });
}

function trace(server: FastifyInstance, log: Log): void {
  server.decorateRequest('trace');
  server.addHook('onRequest', async (request, reply) => {
    request.trace = { requestId: request.id };
    reply.header('x-request-id', request.id);
    // Not onResponse, which never comes when the caller hangs up before all was handed over, be it in the same instant.
    reply.raw.once('close', () => logRequest(log, request, reply));
  });
}

function logRequest(log: Log, request: FastifyRequest, reply: FastifyReply): void {
  const { url } = request.routeOptions; // the pattern of the route: the address itself may hold what somebody typed
  const level = url === '/healthz' || url === '/readyz' ? 'debug' : 'info';
  log[level](
    { ...request.trace, method: request.method, route: url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
    'request',
  );
}
