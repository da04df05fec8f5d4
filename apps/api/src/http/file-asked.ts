import type { FastifyRequest } from 'fastify';
import { badRequest } from '../graphql/refuse.js';
import { isKey } from '../graphql/text.js';

/** What is asked for a file beside its body: only to say what it would do, and the key under which it may be sent again. @throws GraphQLError BAD_USER_INPUT */
export function fileAsked({ query, headers }: FastifyRequest): { dryRun: boolean; idempotencyKey: string | null } {
  const { dryRun = 'false' } = query as { dryRun?: unknown };
  if (dryRun !== 'true' && dryRun !== 'false') throw badRequest('dryRun is true or false.');
  return { dryRun: dryRun === 'true', idempotencyKey: keyIn(headers['idempotency-key']) };
}

function keyIn(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  if (typeof header !== 'string' || !isKey(header))
    throw badRequest('An idempotency key has 1 to 100 printable ASCII characters and no blanks.');
  return header;
}
