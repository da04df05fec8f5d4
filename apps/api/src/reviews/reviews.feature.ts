import { Module } from '@nestjs/common';
import { ReviewsModule } from '#reviews';
import { ExceptionsFeature } from '../exceptions/exceptions.feature.js';
import { PeopleFeature } from '../people/people.feature.js';
import { ExceptionReviewResolver, ReviewsResolver } from './reviews.resolver.js';

/** Reviews at the GraphQL door. */
@Module({ imports: [ReviewsModule, ExceptionsFeature, PeopleFeature], providers: [ExceptionReviewResolver, ReviewsResolver] })
export class ReviewsFeature {}
