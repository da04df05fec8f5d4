import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Band, Guardrails } from './guardrails.entity.js';
import { GuardrailsService } from './guardrails.service.js';
import { PeopleService } from './people.service.js';
import { Person } from './person.entity.js';
import { Team } from './team.entity.js';

/** Who works here, what they may do, and the limits that hold for all of them. */
@Module({
  imports: [TypeOrmModule.forFeature([Person, Team, Guardrails, Band])],
  providers: [PeopleService, GuardrailsService],
  exports: [PeopleService, GuardrailsService],
})
export class PeopleModule {}
