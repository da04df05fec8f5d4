import { Module } from '@nestjs/common';
import { ExportsModule } from '#exports';
import { PoliciesModule } from '#policies';
import { CausesFeature } from '../causes/causes.feature.js';
import { PoliciesLoaders } from './policies.loaders.js';
import { PoliciesQueries } from './policies.queries.js';
import { PolicyBookRoute } from './policy-book.route.js';
import { PoliciesResolver, PolicyFieldsResolver } from './policies.resolver.js';
import { RetirementResolver } from './retirement.resolver.js';

/** Policies at the GraphQL door. */
@Module({
  imports: [ExportsModule, PoliciesModule, CausesFeature],
  providers: [PoliciesLoaders, PoliciesQueries, PoliciesResolver, PolicyBookRoute, PolicyFieldsResolver, RetirementResolver],
  exports: [PoliciesLoaders],
})
export class PoliciesFeature {}
