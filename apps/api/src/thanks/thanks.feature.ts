import { Module } from '@nestjs/common';
import { ThanksModule } from '#thanks';
import { CasesFeature } from '../cases/cases.feature.js';
import { PeopleFeature } from '../people/people.feature.js';
import { ThanksOffersResolver, ThanksResolver } from './thanks.resolver.js';
import { PreferencesResolver } from './preferences.resolver.js';

/** Thanks at the GraphQL door. */
@Module({ imports: [ThanksModule, CasesFeature, PeopleFeature], providers: [PreferencesResolver, ThanksOffersResolver, ThanksResolver] })
export class ThanksFeature {}
