import { Module } from '@nestjs/common';
import { FactsModule } from '#facts';
import { PeopleFeature } from '../people/people.feature.js';
import { FactsResolver } from './facts.resolver.js';
import { Timelines } from './timelines.js';

/** Facts at the GraphQL door: other features hang timelines on their types with `Timelines`. */
@Module({ imports: [FactsModule, PeopleFeature], providers: [FactsResolver, Timelines], exports: [Timelines] })
export class FactsFeature {}
