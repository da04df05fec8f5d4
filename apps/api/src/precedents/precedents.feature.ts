import { Module } from '@nestjs/common';
import { ExceptionsModule } from '#exceptions';
import { PrecedentsModule } from '#precedents';
import { ExceptionsFeature } from '../exceptions/exceptions.feature.js';
import { PoliciesFeature } from '../policies/policies.feature.js';
import { NoticePatternResolver } from './notice-pattern.resolver.js';
import { PatternFieldsResolver, PatternsResolver, ReviewPatternResolver } from './patterns.resolver.js';
import { PrecedentsResolver } from './precedents.resolver.js';

/** Precedents at the GraphQL door. */
@Module({
  imports: [ExceptionsModule, PrecedentsModule, ExceptionsFeature, PoliciesFeature],
  providers: [NoticePatternResolver, PatternFieldsResolver, PatternsResolver, PrecedentsResolver, ReviewPatternResolver],
})
export class PrecedentsFeature {}
