import { Module } from '@nestjs/common';
import { ExceptionsModule } from '#exceptions';
import { PeopleModule } from '#people';
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
import { DisputesResolver, ExceptionDisputesResolver } from './disputes.resolver.js';
import { ExceptionsLoaders } from './exceptions.loaders.js';
import { ExceptionsQueries } from './exceptions.queries.js';
import { CoveredByResolver, ExceptionPolicyResolver, PolicyPrecedentsResolver } from './policy-exceptions.resolver.js';
import { PoliciesFeature } from '../policies/policies.feature.js';
import { ForecastsResolver, WarningFieldsResolver } from './forecasts.resolver.js';
import { ExceptionsSubscriptions } from './exceptions.subscriptions.js';
import { ExceptionsResolver } from './exceptions.resolver.js';

/** Exceptions at the GraphQL door. */
@Module({
  imports: [ExceptionsModule, CasesFeature, FactsFeature, PeopleFeature, PeopleModule, PoliciesFeature],
  providers: [
    CaseExceptionsResolver,
    ExceptionCaseResolver,
    CoSignatureFieldsResolver,
    DisputesResolver,
    ExceptionDisputesResolver,
    EligibleCoSignersResolver,
    ExceptionFieldsResolver,
    ExceptionsLoaders,
    ExceptionsQueries,
    ExceptionsResolver,
    ExceptionsSubscriptions,
    ForecastsResolver,
    ExceptionPolicyResolver,
    CoveredByResolver,
    PolicyPrecedentsResolver,
    ObjectionFieldsResolver,
    RevisionFieldsResolver,
    WarningFieldsResolver,
  ],
  exports: [ExceptionsLoaders],
})
export class ExceptionsFeature {}
