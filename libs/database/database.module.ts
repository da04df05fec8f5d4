import { type DynamicModule, Inject, Module } from '@nestjs/common';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import { SETTINGS, type Settings } from '#settings';
import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { Database } from './database.js';
import { lineOptions } from './line.js';
import { SelfCheck } from './self-check.js';

/**
 * The one pool of the process, for TypeORM's repositories and for `Database` alike. Global: imported once, at the door.
 * A process that imports it starts only when the walls in the database stand; see self-check.ts.
 */
@Module({})
export class DatabaseModule {
  constructor(@Inject(SETTINGS) readonly settings: Settings) {}

  /** The module for a process that says its name to Postgres, such as `countersign api`. */
  static of(applicationName: string): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      imports: [
        TypeOrmModule.forRootAsync({
          inject: [SETTINGS],
          useFactory: (settings: Settings) => ({
            type: 'postgres',
            url: settings.databaseUrl,
            autoLoadEntities: true,
            applicationName,
            poolSize: settings.databasePoolMax,
            retryAttempts: 0,
            poolErrorHandler: () => undefined, // an idle connection that died is replaced by the next query; the query itself tells
            extra: lineOptions(settings),
          }),
        }),
      ],
      providers: [
        {
          provide: Database,
          inject: [getDataSourceToken()],
          useFactory: (source: DataSource) => new Database((source.driver as unknown as { master: pg.Pool }).master),
        },
        { provide: SelfCheck, inject: [Database, SETTINGS], useFactory: (db: Database, settings: Settings) => new SelfCheck(db, settings) },
      ],
      exports: [Database],
    };
  }
}
