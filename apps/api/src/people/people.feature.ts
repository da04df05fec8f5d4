import { Module } from '@nestjs/common';
import { PeopleModule } from '#people';
import { AccountLinksResolver } from './account-links.resolver.js';
import { PeopleImportRoute } from './people-import.route.js';
import { PeopleLoaders } from './people.loaders.js';
import { PeopleResolver, WhoCouldResolver } from './people.resolver.js';
import { TeamsResolver } from './teams.resolver.js';

/** People and teams at the GraphQL door. */
@Module({
  imports: [PeopleModule],
  providers: [AccountLinksResolver, PeopleImportRoute, PeopleLoaders, PeopleResolver, TeamsResolver, WhoCouldResolver],
  exports: [PeopleLoaders],
})
export class PeopleFeature {}
