import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';

/** A refusal of the whole request, before anything of it ran: what is asked cannot be done as it is written. */
export function badRequest(message: string, status = 400): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status } } });
}

/** Nothing is wrong with the request: it may be sent again after so many seconds, which the header Retry-After says too. */
export function notNow(message: string, seconds: number, status: 429 | 503): GraphQLError {
  const http = { status, headers: new HeaderMap([['retry-after', String(seconds)]]) };
  return new GraphQLError(message, { extensions: { code: 'THROTTLED', retryAfterSeconds: seconds, http } });
}
