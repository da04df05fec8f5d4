import { Module } from '@nestjs/common';
import { PoliciesModule } from '#policies';
import { PoliciesLoaders } from './policies.loaders.js';
import { PoliciesQueries } from './policies.queries.js';
import { PoliciesResolver, PolicyFieldsResolver } from './policies.resolver.js';

/** Policies at the GraphQL door. */
@Module({
  imports: [PoliciesModule],
  providers: [PoliciesLoaders, PoliciesQueries, PoliciesResolver, PolicyFieldsResolver],
  exports: [PoliciesLoaders],
})
export class PoliciesFeature {}
