import { Module } from '@nestjs/common';
import { Database } from '#database';
import { SETTINGS, type Settings } from '#settings';
import { HouseCount } from './house-count.js';
import { Shares } from './shares.service.js';

/** Shares that hold in all processes: counted in Redis where the settings name one, else in Postgres. */
@Module({
  providers: [
    {
      provide: HouseCount,
      inject: [SETTINGS, Database],
      useFactory: ({ redisUrl }: Settings, { pool }: Database) => (redisUrl ? HouseCount.inRedis(redisUrl) : new HouseCount(pool)),
    },
    { provide: Shares, inject: [HouseCount], useFactory: (store: HouseCount) => new Shares(store) },
  ],
  exports: [Shares],
})
export class SharesModule {}
