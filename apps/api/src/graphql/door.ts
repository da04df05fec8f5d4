import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, OperationTypeNode } from 'graphql';
import { RIGHTS, type Credentials, type Rights } from './context.js';
import { present } from './errors.js';
import { readOperation, type Operation, type OperationRequest } from './operation.js';
import { badRequest } from './refuse.js';
import { noteName } from './telling.js';

/** Whether the schema may be asked for only by those who are signed in. Injection token of a boolean: true in production. */
export const GUARDED_SCHEMA = Symbol('GUARDED_SCHEMA');

const JSON_TYPE = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;
const ACCEPTED = /(?:^|,)\s*(?:\*\/\*|application\/\*|application\/json|application\/graphql-response\+json)\s*(?:;|,|$)/i;

/** What is judged of each request to /graphql before GraphQL sees it: the form of the request, the limits, and who may ask for the schema. */
@Injectable()
export class Door implements OnModuleInit {
  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly schemas: GraphQLSchemaHost,
    @Inject(RIGHTS) private readonly rights: Rights,
    @Inject(GUARDED_SCHEMA) private readonly isSchemaGuarded: boolean,
  ) {}

  /** Hooks into the server. Both run for /graphql only: before a body is read, and before Apollo gets it. */
  onModuleInit(): void {
    const server: FastifyInstance = this.adapters.httpAdapter.getInstance();
    server.addHook('onRequest', async (request, reply) => this.judged(request, reply, () => judgeHead(request)));
    server.addHook('preHandler', async (request, reply) => this.judged(request, reply, () => this.judgeBody(request)));
  }

  /**
   * Reads an operation, holds it to the limits, and lets only those ask for the schema who may.
   * @throws GraphQLError to be answered as it is
   */
  async read(request: OperationRequest, credentials: Credentials): Promise<Operation> {
    const operation = readOperation(request, this.schemas.schema);
    if (operation.introspects && this.isSchemaGuarded && !(await this.rights.callerOf(credentials))) {
      throw new GraphQLError('Sign in to ask for the schema.', { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } });
    }
    return operation;
  }

  private async judged(request: FastifyRequest, reply: FastifyReply, judge: () => void | Promise<void>): Promise<unknown> {
    if (request.routeOptions.url !== '/graphql') return undefined;
    try {
      await judge();
      return undefined;
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      return answer(error, request, reply);
    }
  }

  private async judgeBody(request: FastifyRequest): Promise<void> {
    const asked = operationRequest(request.body);
    delete (request.body as { extensions?: unknown }).extensions; // none is read; one for persisted queries would only be refused
    noteName(request.trace, asked.operationName);
    const { node, introspects, cost, mutation } = await this.read(asked, request.headers);
    Object.assign(request.trace, { cost, mutation });
    if (introspects) await this.rights.giveSchema(request.raw);
    if (node.operation === OperationTypeNode.SUBSCRIPTION)
      throw badRequest('Subscriptions need a WebSocket with the protocol graphql-transport-ws, at this same address.');
  }
}

function judgeHead({ method, headers }: FastifyRequest): void {
  if (method !== 'POST') throw badRequest('Send GraphQL operations with POST. People find an explorer at /explorer.', 405);
  if (!JSON_TYPE.test(headers['content-type'] ?? ''))
    throw badRequest('Send JSON encoded as UTF-8, with the header Content-Type: application/json.', 415);
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') throw badRequest('Send the body as it is, without compression.', 415);
  if (!ACCEPTED.test(headers.accept ?? '*/*'))
    throw badRequest('The answer is JSON: let the header Accept allow application/json or application/graphql-response+json.', 406);
}

/** What the fields of a body must be, and the sentence for one that is not. */
const FIELDS: readonly [string, (value: unknown) => boolean, string][] = [
  [
    'query',
    (value) => typeof value === 'string' && value.trim() !== '',
    'The body must have a field `query` with the text of a GraphQL operation.',
  ],
  ['operationName', (value) => isNone(value) || typeof value === 'string', '`operationName` must be text.'],
  ['variables', (value) => isNone(value) || isRecord(value), '`variables` must be a JSON object.'],
  ['extensions', (value) => isNone(value) || isRecord(value), '`extensions` must be a JSON object.'],
];

/** The body as an operation, or a sentence about what it is instead. */
function operationRequest(body: unknown): OperationRequest {
  if (Array.isArray(body)) throw badRequest('Batches are not read: send one operation per request.');
  if (!isRecord(body)) throw badRequest('The body must be a JSON object with the field `query`.');
  const fault = FIELDS.find(([field, isWell]) => !isWell(body[field]));
  if (fault) throw badRequest(fault[2]);
  return body as unknown as OperationRequest;
}

function answer(error: GraphQLError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status } = error.extensions.http as { status: number };
  const told = present(error, request.id);
  request.trace.codes = [String(told.extensions?.code)];
  const { retryAfterSeconds } = told.extensions as { retryAfterSeconds?: number };
  if (status === 405) reply.header('allow', 'POST');
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
  return reply
    .code(status)
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify({ errors: [told] }));
}

function isNone(value: unknown): boolean {
  return value === undefined || value === null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
