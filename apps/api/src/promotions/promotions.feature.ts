import { Module } from '@nestjs/common';
import { PromotionsModule } from '#promotions';
import { CausesFeature } from '../causes/causes.feature.js';
import { CasesFeature } from '../cases/cases.feature.js';
import { ExceptionsFeature } from '../exceptions/exceptions.feature.js';
import { PromotedVersionsResolver, PromotionDraftFieldsResolver, PromotionsResolver, ReplayFieldsResolver } from './promotions.resolver.js';
import { ReachBacksResolver } from './reach-backs.resolver.js';

/** What shows whether a policy is a good one, at the GraphQL door. */
@Module({
  imports: [PromotionsModule, ExceptionsFeature, CasesFeature, CausesFeature],
  providers: [PromotionsResolver, PromotionDraftFieldsResolver, ReplayFieldsResolver, PromotedVersionsResolver, ReachBacksResolver],
})
export class PromotionsFeature {}
