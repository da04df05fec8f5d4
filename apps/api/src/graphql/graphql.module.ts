import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { lineOptions } from '#database';
import { SETTINGS, type Settings } from '#settings';
import { ErrorsFilter } from '../http/errors.filter.js';
import { LOG, type Log } from '../http/log.js';
import { AccessInterceptor } from './access.interceptor.js';
import { Door, GUARDED_SCHEMA } from './door.js';
import { FACT_LINE, FactLine, type FactLineOptions } from './fact-line.js';
import { Feed } from './feed.js';
import { InputsPipe } from './inputs.pipe.js';
import { MoneyResolver } from './money.model.js';
import { NodeKinds, NodeResolver } from './node.js';
import { GRAPHQL_DRIVER, graphqlOptions } from './options.js';
import { RefusalsInterceptor } from './refusals.interceptor.js';
import { Sockets } from './sockets.js';
import { Subscriptions } from './subscriptions.js';
import { tellingPlugin } from './telling.js';
import { Vigil } from './vigil.js';
import { WakeInterceptor } from './wake.interceptor.js';

/**
 * The GraphQL door: what all features share. Global, so that every feature can reach `Feed` and `NodeKinds`.
 * Needs `SETTINGS`, `LOG` and, from the identity, `RIGHTS`, each from a global module.
 */
@Global()
@Module({
  imports: [
    GraphQLModule.forRootAsync({
      driver: GRAPHQL_DRIVER,
      inject: [LOG],
      useFactory: (log: Log) => graphqlOptions(tellingPlugin(log)),
    }),
  ],
  providers: [
    { provide: APP_PIPE, useClass: InputsPipe },
    { provide: APP_INTERCEPTOR, useClass: RefusalsInterceptor }, // first, so that it turns what the next one refuses into a payload
    { provide: APP_INTERCEPTOR, useExisting: AccessInterceptor },
    { provide: APP_INTERCEPTOR, useClass: WakeInterceptor },
    { provide: APP_FILTER, useClass: ErrorsFilter },
    { provide: GUARDED_SCHEMA, inject: [SETTINGS], useFactory: ({ nodeEnv }: Settings) => nodeEnv === 'production' },
    { provide: FACT_LINE, inject: [SETTINGS], useFactory: lineOf },
    AccessInterceptor,
    Door,
    FactLine,
    Feed,
    MoneyResolver,
    NodeKinds,
    NodeResolver,
    Sockets,
    Subscriptions,
    Vigil,
  ],
  exports: [FactLine, Feed, NodeKinds],
})
export class GraphqlModule {}

function lineOf(settings: Settings): FactLineOptions {
  const connection = { ...lineOptions(settings), connectionString: settings.databaseUrl, application_name: 'countersign api: facts' };
  return { connection, patienceMs: settings.databaseConnectMs };
}
