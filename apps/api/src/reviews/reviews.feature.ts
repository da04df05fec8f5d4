import { Module } from '@nestjs/common';
import { ReviewsModule } from '#reviews';
import { ExceptionsFeature } from '../exceptions/exceptions.feature.js';
import { PeopleFeature } from '../people/people.feature.js';
import { BlindLooksResolver, ReviewSecondLookResolver } from './blind-looks.resolver.js';
import { CautionFieldsResolver, CautionsResolver, ExceptionCautionsResolver } from './cautions.resolver.js';
import { ExceptionReviewResolver, ReviewsResolver } from './reviews.resolver.js';

/** Reviews at the GraphQL door. */
@Module({
  imports: [ReviewsModule, ExceptionsFeature, PeopleFeature],
  providers: [
    BlindLooksResolver,
    ReviewSecondLookResolver,
    CautionFieldsResolver,
    CautionsResolver,
    ExceptionCautionsResolver,
    ExceptionReviewResolver,
    ReviewsResolver,
  ],
})
export class ReviewsFeature {}
