import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { FastifyInstance } from 'fastify';
import {
  GraphQLError,
  OperationTypeNode,
  specifiedRules,
  validate,
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLFormattedError,
} from 'graphql';
import { CloseCode, handleProtocols, type Context, type ServerOptions, type SubscribePayload } from 'graphql-ws';
import type { Extra } from 'graphql-ws/use/ws';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { LOG, type Log } from '../http/log.js';
import { isFromOwnPage } from '../http/own-page.js';
import { newContext, RIGHTS, type Credentials, type GraphContext, type Rights } from './context.js';
import { Door } from './door.js';
import { asGraphQLError, present } from './errors.js';
import { LIMITS } from './limits.js';
import { badRequest } from './refuse.js';
import { Subscriptions } from './subscriptions.js';
import { noteErrors, noteName } from './telling.js';
import { wire } from './wire.js';

type Opening = Record<string, unknown>;
type Socket = Context<Opening, Extra>;

/** How long a client may take to say goodbye when the process stops, in milliseconds. */
const GOODBYE_MS = 2_000;

/**
 * Subscriptions over WebSockets at /graphql, protocol graphql-transport-ws, with the same limits and the same errors as requests over HTTP.
 * Own, instead of the framework's: that one takes messages of 100 MB, and asks nobody whether a running subscription may go on.
 */
@Injectable()
export class Sockets implements OnModuleInit {
  private readonly server = new WebSocketServer({
    noServer: true,
    maxPayload: LIMITS.bodyBytes,
    perMessageDeflate: false,
    handleProtocols,
  });
  /** Whose each open socket is, and how many each has. */
  private readonly holders = new Map<Socket, string>();
  private readonly held = new Map<string, number>();
  /** The operations under way on each socket, by their id there. */
  private readonly contexts = new WeakMap<Socket, Map<string, GraphContext>>();

  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly schemas: GraphQLSchemaHost,
    private readonly door: Door,
    private readonly subscriptions: Subscriptions,
    @Inject(RIGHTS) private readonly rights: Rights,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Takes connections from now on; says "going away" (1001) to every client when the server begins to close. */
  onModuleInit(): void {
    const app: FastifyInstance = this.adapters.httpAdapter.getInstance();
    this.server.on(
      'connection',
      wire(this.hooks(), (error) => this.log.error({ err: error }, 'a message on a socket could not be handled')),
    );
    app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => this.upgrade(request, socket, head));
    app.addHook('preClose', () => this.close());
  }

  private async close(): Promise<void> {
    const { clients } = this.server;
    clients.forEach((client) => client.close(1001, 'Going away'));
    const cut = setTimeout(() => clients.forEach((client) => client.terminate()), GOODBYE_MS);
    await new Promise((resolve) => this.server.close(resolve));
    clearTimeout(cut);
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (request.url?.split('?')[0] !== '/graphql') return void socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
    this.rights.openSocket(request).then(
      () => this.server.handleUpgrade(request, socket, head, (client) => this.server.emit('connection', client, request)),
      (error: unknown) => turnAway(socket, error),
    );
  }

  /** Takes a socket of somebody who is known, unless they have as many as one person may. */
  private async connect(socket: Socket): Promise<boolean> {
    const caller = await this.rights.callerOf(credentialsOf(socket));
    if (!caller) return false;
    const count = this.held.get(caller.personId) ?? 0;
    if (count >= LIMITS.sockets) {
      socket.extra.socket.close(CloseCode.TooManyInitialisationRequests, `At most ${LIMITS.sockets} sockets at a time`);
      return false;
    }
    this.holders.set(socket, caller.personId);
    this.held.set(caller.personId, count + 1);
    return true;
  }

  private leave(socket: Socket): void {
    const personId = this.holders.get(socket);
    if (personId === undefined) return;
    this.holders.delete(socket);
    const left = (this.held.get(personId) ?? 1) - 1;
    if (left > 0) this.held.set(personId, left);
    else this.held.delete(personId);
  }

  private hooks(): ServerOptions<Opening, Extra> {
    return {
      subscribe: (args) => this.subscriptions.subscribe(args),
      onConnect: (socket) => this.connect(socket),
      onClose: (socket) => this.leave(socket),
      onSubscribe: (socket, id, payload) => this.begin(socket, id, payload),
      onNext: (socket, id, ...[, , result]) => this.told(socket, id, result),
      onError: (socket, id, _payload, errors) => this.failed(socket, id, errors),
      onComplete: (socket, id) => void this.contexts.get(socket)?.delete(id),
    };
  }

  private async begin(socket: Socket, id: string, payload: SubscribePayload): Promise<ExecutionArgs | readonly GraphQLError[]> {
    const context = this.open(socket, id);
    try {
      return await this.judged(socket, context, payload);
    } catch (error) {
      if (error instanceof GraphQLError) return [error];
      throw error;
    }
  }

  private open(socket: Socket, id: string): GraphContext {
    const context = newContext({ requestId: randomUUID() }, credentialsOf(socket));
    const known = this.contexts.get(socket) ?? new Map<string, GraphContext>();
    this.contexts.set(socket, known.set(id, context));
    return context;
  }

  private async judged(socket: Socket, context: GraphContext, payload: SubscribePayload): Promise<ExecutionArgs | readonly GraphQLError[]> {
    if (Object.keys(socket.subscriptions).length > LIMITS.subscriptions)
      throw badRequest(`At most ${LIMITS.subscriptions} subscriptions at a time on one socket.`);
    noteName(context.trace, payload.operationName);
    const { document, node, cost } = await this.door.read(payload, context.credentials);
    context.trace.cost = cost;
    if (node.operation !== OperationTypeNode.SUBSCRIPTION)
      throw badRequest('Sockets are for subscriptions. Send queries and mutations with POST.');
    const { schema } = this.schemas;
    const errors = validate(schema, document, specifiedRules, { maxErrors: 10, hideSuggestions: true });
    if (errors.length > 0) return errors;
    return { schema, document, operationName: payload.operationName, variableValues: payload.variables, contextValue: context };
  }

  private told(socket: Socket, id: string, result: ExecutionResult): FormattedExecutionResult {
    const { errors, ...rest } = result;
    return errors ? { ...rest, errors: this.presented(socket, id, errors) } : rest;
  }

  private failed(socket: Socket, id: string, errors: readonly GraphQLError[]): readonly GraphQLFormattedError[] {
    const presented = this.presented(socket, id, errors);
    this.contexts.get(socket)?.delete(id);
    return presented;
  }

  private presented(socket: Socket, id: string, errors: readonly GraphQLError[]): readonly GraphQLFormattedError[] {
    const context = this.contexts.get(socket)?.get(id) ?? newContext({ requestId: randomUUID() }, {});
    noteErrors(errors, context, this.log);
    return errors.map((error) => present(asGraphQLError(error), context.requestId));
  }
}

/** Tells a client that is turned away when to come again. */
function turnAway(socket: Duplex, error: unknown): void {
  const seconds = error instanceof GraphQLError ? error.extensions.retryAfterSeconds : undefined;
  const [status, more] =
    typeof seconds === 'number' ? ['429 Too Many Requests', `Retry-After: ${seconds}\r\n`] : ['503 Service Unavailable', ''];
  socket.end(`HTTP/1.1 ${status}\r\n${more}Connection: close\r\n\r\n`);
}

/** What the client showed when it opened the socket. Cookies count only on sockets of our own pages: any page can open one, and the browser sends them. */
function credentialsOf({ connectionParams, extra: { request } }: Socket): Credentials {
  const { headers } = request;
  const said = connectionParams?.['authorization'] ?? connectionParams?.['Authorization'] ?? headers.authorization;
  const authorization = typeof said === 'string' ? said : undefined;
  return { authorization, cookie: isFromOwnPage(headers) ? headers.cookie : undefined };
}
