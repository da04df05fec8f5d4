import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BlindLooksService } from './blind-looks.service.js';
import { CautionsReads } from './cautions.reads.js';
import { CautionsService } from './cautions.service.js';
import { Review } from './review.entity.js';
import { ReviewsClock } from './reviews.clock.js';
import { ReviewsReads } from './reviews.reads.js';
import { ReviewsService } from './reviews.service.js';

/** Management reads afterwards, not to take back, but to learn: every approved exception has exactly one review. */
@Module({
  imports: [TypeOrmModule.forFeature([Review])],
  providers: [ReviewsReads, ReviewsService, ReviewsClock, CautionsReads, CautionsService, BlindLooksService],
  exports: [ReviewsReads, ReviewsService, ReviewsClock, CautionsReads, CautionsService, BlindLooksService],
})
export class ReviewsModule {}
