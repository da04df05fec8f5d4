import { Module } from '@nestjs/common';
import { PeopleModule } from '#people';
import { PeopleLoaders } from './people.loaders.js';
import { PeopleResolver, WhoCouldResolver } from './people.resolver.js';

/** People at the GraphQL door. */
@Module({ imports: [PeopleModule], providers: [PeopleLoaders, PeopleResolver, WhoCouldResolver], exports: [PeopleLoaders] })
export class PeopleFeature {}
