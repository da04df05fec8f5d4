import { Module } from '@nestjs/common';
import { ExceptionsModule } from '#exceptions';
import { CasesFeature } from '../cases/cases.feature.js';
import { FactsFeature } from '../facts/facts.feature.js';
import { PeopleFeature } from '../people/people.feature.js';
import {
  CoSignatureFieldsResolver,
  EligibleCoSignersResolver,
  ExceptionFieldsResolver,
  ObjectionFieldsResolver,
  RevisionFieldsResolver,
} from './exception-fields.resolver.js';
import { CaseExceptionsResolver, ExceptionCaseResolver } from './case-exceptions.resolver.js';
import { ExceptionsLoaders } from './exceptions.loaders.js';
import { ExceptionsQueries } from './exceptions.queries.js';
import { GuardrailsResolver } from './guardrails.resolver.js';
import { ExceptionsSubscriptions } from './exceptions.subscriptions.js';
import { ExceptionsResolver } from './exceptions.resolver.js';

/** Exceptions at the GraphQL door. */
@Module({
  imports: [ExceptionsModule, CasesFeature, FactsFeature, PeopleFeature],
  providers: [
    CaseExceptionsResolver,
    ExceptionCaseResolver,
    CoSignatureFieldsResolver,
    EligibleCoSignersResolver,
    ExceptionFieldsResolver,
    ExceptionsLoaders,
    ExceptionsQueries,
    ExceptionsResolver,
    ExceptionsSubscriptions,
    GuardrailsResolver,
    ObjectionFieldsResolver,
    RevisionFieldsResolver,
  ],
  exports: [ExceptionsLoaders],
})
export class ExceptionsFeature {}
