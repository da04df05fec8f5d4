import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Review } from './review.entity.js';
import { ReviewsClock } from './reviews.clock.js';
import { ReviewsReads } from './reviews.reads.js';
import { ReviewsService } from './reviews.service.js';

/** Management reads afterwards, not to take back, but to learn: every approved exception has exactly one review. */
@Module({
  imports: [TypeOrmModule.forFeature([Review])],
  providers: [ReviewsReads, ReviewsService, ReviewsClock],
  exports: [ReviewsReads, ReviewsService, ReviewsClock],
})
export class ReviewsModule {}
