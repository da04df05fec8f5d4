import { Module } from '@nestjs/common';
import { Avoidances } from './avoided.service.js';
import { CasesModule } from '#cases';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PromotionDrafts } from './promotion-drafts.service.js';
import { ReachBack } from './reach-back.entity.js';
import { ReachBacks } from './reach-backs.service.js';
import { Replays } from './replays.service.js';

/** From exceptions to policy, with evidence: what a version would have done, what it saved, and from what it is drafted. */
@Module({
  imports: [TypeOrmModule.forFeature([ReachBack]), CasesModule],
  providers: [Avoidances, PromotionDrafts, ReachBacks, Replays],
  exports: [Avoidances, PromotionDrafts, ReachBacks, Replays],
})
export class PromotionsModule {}
