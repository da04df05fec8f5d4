import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApiToken } from './api-token.entity.js';
import { ApiTokensReads } from './api-tokens.reads.js';
import { ApiTokens } from './api-tokens.service.js';
import { Band, Cap, Guardrails } from './guardrails.entity.js';
import { GuardrailsChanges } from './guardrails-changes.service.js';
import { GuardrailsClock } from './guardrails.clock.js';
import { GuardrailsService } from './guardrails.service.js';
import { PeopleImports } from './people-imports.service.js';
import { PeopleService } from './people.service.js';
import { Person } from './person.entity.js';
import { PersonLinks } from './person-links.service.js';
import { SyncedPeople } from './synced-people.service.js';
import { SyncedTeams } from './synced-teams.service.js';
import { Team } from './team.entity.js';
import { Teams } from './teams.service.js';

/** Who works here, what they may do, and the limits that hold for all of them. */
@Module({
  imports: [TypeOrmModule.forFeature([ApiToken, Person, Team, Guardrails, Band, Cap])],
  providers: [
    ApiTokens,
    ApiTokensReads,
    PeopleImports,
    PeopleService,
    PersonLinks,
    SyncedPeople,
    SyncedTeams,
    Teams,
    GuardrailsService,
    GuardrailsChanges,
    GuardrailsClock,
  ],
  exports: [
    ApiTokens,
    ApiTokensReads,
    PeopleImports,
    PeopleService,
    PersonLinks,
    SyncedPeople,
    SyncedTeams,
    Teams,
    GuardrailsService,
    GuardrailsChanges,
    GuardrailsClock,
  ],
})
export class PeopleModule {}
