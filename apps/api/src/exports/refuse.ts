import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import { codeOf, present } from '../graphql/errors.js';

const STATUS = { UNAUTHENTICATED: 401, FORBIDDEN: 403, THROTTLED: 429, BAD_USER_INPUT: 400, INTERNAL: 500 } as const;

/** Nothing of the file was sent: tells what stands against it, in the form of GraphQL. */
export function refuse(error: GraphQLError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const code = codeOf(error);
  const told = present(error, request.id);
  const { http, path } = error.extensions as { http?: { status: number }; path?: readonly string[] };
  const status = http?.status ?? STATUS[code];
  if (code === 'INTERNAL') throw error;
  request.trace.codes = [code];
  if (typeof told.extensions?.retryAfterSeconds === 'number') reply.header('retry-after', told.extensions.retryAfterSeconds);
  return reply.code(status).send({ errors: [path ? { ...told, extensions: { ...told.extensions, path } } : told] });
}
