import type { ApolloServerPlugin } from '@apollo/server';
import type { Log } from '../http/log.js';
import type { GraphContext, Trace } from './context.js';
import { asGraphQLError, causeOf, codeOf, present } from './errors.js';

const LONGEST_NAME = 80;

/** Gives every top-level error its code and request id, notes in the trace what the request was, and logs what is our own fault. */
export function tellingPlugin(log: Log): ApolloServerPlugin<GraphContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ operationName, contextValue }) => noteName(contextValue.trace, operationName),
      didEncounterErrors: async ({ errors, contextValue }) => noteErrors(errors, contextValue, log),
      willSendResponse: async ({ errors, response, contextValue }) => {
        if (contextValue.wantsCost && response.body.kind === 'single')
          response.body.singleResult.extensions = { cost: costOf(contextValue) };
        contextValue.trace.actorId ??= contextValue.actor?.personId;
        if (errors && response.body.kind === 'single')
          response.body.singleResult.errors = errors.map((error) => present(asGraphQLError(error), contextValue.requestId));
      },
    }),
  };
}

/** What the operation cost, and how much of the share is left; the latter is not known of what nobody was asked for. */
function costOf({ trace, share }: GraphContext): Record<string, unknown> {
  const throttleStatus = share && {
    maximumAvailable: share.share.points,
    currentlyAvailable: share.left,
    resetAfterSeconds: Math.ceil(share.resetMs / 1_000),
  };
  return { requestedQueryCost: trace.cost ?? 0, throttleStatus };
}

/** Notes the name that the client gave its operation. */
export function noteName(trace: Trace, operationName: string | null | undefined): void {
  if (operationName) trace.operationName = operationName.slice(0, LONGEST_NAME);
}

/** Notes the codes that are answered; an INTERNAL is logged with all that the operator needs to find its cause. */
export function noteErrors(raw: readonly Error[], context: GraphContext, log: Log): void {
  const { trace } = context;
  const errors = raw.map(asGraphQLError);
  trace.actorId ??= context.actor?.personId;
  trace.codes = errors.map(codeOf);
  for (const error of errors) {
    if (codeOf(error) === 'INTERNAL') log.error({ ...trace, path: error.path?.join('.'), err: causeOf(error) ?? error }, 'internal error');
  }
}
