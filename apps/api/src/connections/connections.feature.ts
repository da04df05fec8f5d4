import { Module } from '@nestjs/common';
import { PeopleModule } from '#people';
import { ApiTokensResolver } from './api-tokens.resolver.js';

/** Connections to other systems at the GraphQL door. */
@Module({ imports: [PeopleModule], providers: [ApiTokensResolver] })
export class ConnectionsFeature {}
