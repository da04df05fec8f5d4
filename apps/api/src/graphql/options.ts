import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import type { FastifyRequest } from 'fastify';
import { credentialsOf, newContext, type GraphContext } from './context.js';
import { describe } from './describe.js';
import { asGraphQLError, present } from './errors.js';
import { LIMITS } from './limits.js';
import { veiled } from './veil.js';

/** The driver is named apart from the options, since Nest wants to know it before the options are made. */
export const GRAPHQL_DRIVER = ApolloDriver;

/**
 * How GraphQL is served: code first over HTTP with Apollo. Limits, the shape of requests and introspection are judged before (door.ts), and
 * subscriptions have a door of their own (sockets.ts). Nothing is fetched from elsewhere: no landing page, no GraphiQL of the framework.
 */
export function graphqlOptions(
  plugin: ApolloServerPlugin<GraphContext>,
  schemaFile: string | true = true,
): Omit<ApolloDriverConfig, 'driver'> {
  return {
    path: '/graphql',
    autoSchemaFile: schemaFile,
    sortSchema: true,
    transformSchema: (schema) => veiled(describe(schema)),
    graphiql: false,
    introspection: true, // decided for each request by the door, which knows who asks
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    autoTransformHttpErrors: false,
    preserveHttpStatusForExecutionErrors: false, // who is not let in is told so by the status too: 401, 403, or 503 to try again
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: LIMITS.tokens },
    validationOptions: { maxErrors: 10 },
    context: (request: FastifyRequest) => newContext(request.trace, credentialsOf(request), request.headers['x-cost'] === '1'),
    formatError: (_, error) => present(asGraphQLError(error), 'in the header X-Request-Id'),
    plugins: [ApolloServerPluginCacheControlDisabled(), plugin],
  };
}
