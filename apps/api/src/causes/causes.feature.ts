import { Module } from '@nestjs/common';
import { CausesModule } from '#causes';
import { PeopleFeature } from '../people/people.feature.js';
import { CausesLoaders } from './causes.loaders.js';
import { CausesResolver } from './causes.resolver.js';

/** The list of causes at the GraphQL door. */
@Module({ imports: [CausesModule, PeopleFeature], providers: [CausesLoaders, CausesResolver], exports: [CausesLoaders] })
export class CausesFeature {}
