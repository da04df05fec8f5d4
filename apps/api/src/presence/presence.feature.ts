import { Module } from '@nestjs/common';
import { CasesModule } from '#cases';
import { ExceptionsModule } from '#exceptions';
import { PeopleFeature } from '../people/people.feature.js';
import { PresenceResolver } from './presence.resolver.js';
import { Presences } from './presences.js';

/** Who else is there, at the GraphQL door. */
@Module({ imports: [CasesModule, ExceptionsModule, PeopleFeature], providers: [PresenceResolver, Presences] })
export class PresenceFeature {}
