import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { GqlContextType } from '@nestjs/graphql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { isOverloaded } from '#database';
import { asGraphQLError, present } from '../graphql/errors.js';
import { page } from './page.js';
import { LOG, type Log } from './log.js';

/** How an error of a plain request is told. */
interface Told {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** After how many seconds to try again, where that helps. */
  readonly retryAfterSeconds?: unknown;
}

const SENTENCES: Readonly<Record<number, string>> = {
  404: 'There is nothing at this address.',
  408: 'The request took too long to arrive. Please send it again.',
  413: 'The request is larger than 64 KiB (a file of people: 4 MiB, a policy book: 16 MiB). Send less at a time.',
  414: 'The address is too long.',
  415: 'Send JSON encoded as UTF-8, with the header Content-Type: application/json (a file of people: text/csv).',
};

/**
 * Answers errors that happen outside of GraphQL (a body that cannot be read, an address that does not exist) in GraphQL's own form, so that
 * clients need to know one form only; people in a browser get a page. Errors of resolvers go on to GraphQL.
 */
@Catch()
export class ErrorsFilter implements ExceptionFilter {
  constructor(@Inject(LOG) private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType<GqlContextType>() === 'graphql') throw asGraphQLError(error);
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const told = tell(error);
    if (told.status >= 500 && told.retryAfterSeconds === undefined) this.log.error({ ...request.trace, err: error }, 'internal error');
    answer(told, request, reply);
  }
}

function tell(given: unknown): Told {
  const error = isOverloaded(given) ? asGraphQLError(given) : given;
  const status = statusOf(error);
  if (status >= 500 && !isThrottled(error))
    return {
      status,
      code: 'INTERNAL',
      message: 'Something went wrong on our side. Please try again; if it stays so, tell the operator the request id.',
    };
  if (error instanceof GraphQLError) {
    const { code, retryAfterSeconds } = error.extensions;
    return { status, code: typeof code === 'string' ? code : 'BAD_USER_INPUT', message: error.message, retryAfterSeconds };
  }
  return { status, code: 'BAD_USER_INPUT', message: SENTENCES[status] ?? 'The request could not be read. Check its headers and its body.' };
}

function isThrottled(error: unknown): boolean {
  return error instanceof GraphQLError && error.extensions.code === 'THROTTLED';
}

/** Ours carry the status in their extensions, the framework's by a method, the server's in a field. */
function statusOf(error: unknown): number {
  if (error instanceof GraphQLError) return (error.extensions.http as { status: number } | undefined)?.status ?? 500;
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number') return error.statusCode;
  return 500;
}

function answer({ status, code, message, retryAfterSeconds }: Told, request: FastifyRequest, reply: FastifyReply): void {
  const told = present(new GraphQLError(message, { extensions: { code, retryAfterSeconds } }), request.id);
  if (typeof retryAfterSeconds === 'number') reply.header('retry-after', retryAfterSeconds);
  if (request.trace) request.trace.codes = [code];
  if (request.headers.accept?.includes('text/html'))
    void page(reply.code(status), { title: message, body: `<h1>${message}</h1><p>Go <a href="/">to the start</a>.</p>` });
  else
    void reply
      .code(status)
      .header('content-type', 'application/json; charset=utf-8')
      .send(JSON.stringify({ errors: [told] }));
}
