import { Module } from '@nestjs/common';
import { PeopleModule } from '#people';
import { PeopleFeature } from '../people/people.feature.js';
import { ApiTokensResolver } from './api-tokens.resolver.js';

/** Connections to other systems at the GraphQL door. */
@Module({ imports: [PeopleFeature, PeopleModule], providers: [ApiTokensResolver] })
export class ConnectionsFeature {}
