import { Module, type DynamicModule } from '@nestjs/common';
import { DatabaseModule } from '#database';
import { SettingsModule, type Settings } from '#settings';
import { FEATURES } from './features.js';
import { GraphqlModule } from './graphql/graphql.module.js';
import { HttpModule } from './http/http.module.js';
import { IdentityModule } from './http/identity.module.js';
import { LogModule } from './http/log.module.js';
import type { Log } from './http/log.js';

/** The api: what every feature stands on, and the features. */
@Module({})
export class ApiModule {
  /** The module for these settings, which the process read before anything else. */
  static of(settings: Settings, log: Log): DynamicModule {
    const ground = [
      SettingsModule.of(settings),
      LogModule.of(log),
      DatabaseModule.of('countersign api'),
      IdentityModule,
      GraphqlModule,
      HttpModule,
    ];
    return { module: ApiModule, imports: [...ground, ...FEATURES] };
  }
}
