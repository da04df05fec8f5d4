import { Module } from '@nestjs/common';
import { PromotionsModule } from '#promotions';
import { ExceptionsFeature } from '../exceptions/exceptions.feature.js';
import { PromotedVersionsResolver, PromotionDraftFieldsResolver, PromotionsResolver, ReplayFieldsResolver } from './promotions.resolver.js';

/** What shows whether a policy is a good one, at the GraphQL door. */
@Module({
  imports: [PromotionsModule, ExceptionsFeature],
  providers: [PromotionsResolver, PromotionDraftFieldsResolver, ReplayFieldsResolver, PromotedVersionsResolver],
})
export class PromotionsFeature {}
