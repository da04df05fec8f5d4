import { Module } from '@nestjs/common';
import { InsightsModule } from '#insights';
import { ExceptionsFeature } from '../exceptions/exceptions.feature.js';
import { PeopleFeature } from '../people/people.feature.js';
import { ReviewSignalsResolver, SignalsResolver } from './signals.resolver.js';

/** The ring radar at the GraphQL door. */
@Module({ imports: [InsightsModule, ExceptionsFeature, PeopleFeature], providers: [SignalsResolver, ReviewSignalsResolver] })
export class InsightsFeature {}
