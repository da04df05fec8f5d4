import { Module } from '@nestjs/common';
import { Avoidances } from './avoided.service.js';
import { PromotionDrafts } from './promotion-drafts.service.js';
import { Replays } from './replays.service.js';

/** From exceptions to policy, with evidence: what a version would have done, what it saved, and from what it is drafted. */
@Module({ providers: [Avoidances, PromotionDrafts, Replays], exports: [Avoidances, PromotionDrafts, Replays] })
export class PromotionsModule {}
