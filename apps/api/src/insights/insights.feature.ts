import { Module } from '@nestjs/common';
import { InsightsModule } from '#insights';
import { ExceptionsFeature } from '../exceptions/exceptions.feature.js';
import { PeopleFeature } from '../people/people.feature.js';
import { InsightsResolver, TeamWaitingResolver } from './insights.resolver.js';
import { ReviewSignalsResolver, SignalsResolver } from './signals.resolver.js';

/** Figures and the ring radar at the GraphQL door. */
@Module({
  imports: [InsightsModule, ExceptionsFeature, PeopleFeature],
  providers: [InsightsResolver, TeamWaitingResolver, SignalsResolver, ReviewSignalsResolver],
})
export class InsightsFeature {}
