import { Module } from '@nestjs/common';
import { PeopleModule } from '#people';
import { PeopleFeature } from '../people/people.feature.js';
import { ChangedPersonGuardrailsResolver, GuardrailsFieldsResolver, GuardrailsResolver } from './guardrails.resolver.js';

/** The limits of the house at the GraphQL door. */
@Module({
  imports: [PeopleModule, PeopleFeature],
  providers: [ChangedPersonGuardrailsResolver, GuardrailsFieldsResolver, GuardrailsResolver],
})
export class GuardrailsFeature {}
