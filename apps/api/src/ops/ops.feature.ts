import { Module } from '@nestjs/common';
import { SeenQueues } from '#jobs';
import { SETTINGS, type Settings } from '#settings';
import { HouseFigures } from './house-figures.js';
import { HouseResolver } from './house.resolver.js';
import { QueueBoardRoute } from './queue-board.route.js';

/** How the house is run: its figures at the GraphQL door, and its queues to look at. */
@Module({
  providers: [
    HouseFigures,
    HouseResolver,
    QueueBoardRoute,
    {
      provide: SeenQueues,
      inject: [SETTINGS],
      useFactory: ({ databaseUrl, redisUrl }: Settings) => new SeenQueues({ databaseUrl, redisUrl }),
    },
  ],
})
export class OpsFeature {}
