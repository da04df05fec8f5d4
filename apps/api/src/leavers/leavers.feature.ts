import { Module } from '@nestjs/common';
import { CasesModule } from '#cases';
import { PeopleModule } from '#people';
import { ReviewsModule } from '#reviews';
import { CasesFeature } from '../cases/cases.feature.js';
import { ExceptionsFeature } from '../exceptions/exceptions.feature.js';
import { PeopleFeature } from '../people/people.feature.js';
import { LeaversResolver } from './leavers.resolver.js';

/** What hangs on somebody who leaves, at the GraphQL door: it reaches over all rooms, and stands after them. */
@Module({
  imports: [CasesModule, PeopleModule, ReviewsModule, CasesFeature, ExceptionsFeature, PeopleFeature],
  providers: [LeaversResolver],
})
export class LeaversFeature {}
