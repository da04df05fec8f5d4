import { GraphQLError } from 'graphql';

/** A refusal of the whole request, before anything of it ran: what is asked cannot be done as it is written. */
export function badRequest(message: string, status = 400): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status } } });
}
