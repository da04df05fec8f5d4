import { CasesModule } from '#cases';
import { ExceptionsModule } from '#exceptions';
import { NoticesModule } from '#notices';
import { PeopleModule } from '#people';
import { PoliciesModule } from '#policies';
import { PrecedentsModule } from '#precedents';
import { ReviewsModule } from '#reviews';
import type { WorkerParts } from './worker.module.js';

/** The rooms whose services the reactions and timers of the house call. */
export const ROOMS: WorkerParts['rooms'] = [
  CasesModule,
  ExceptionsModule,
  NoticesModule,
  PeopleModule,
  PoliciesModule,
  PrecedentsModule,
  ReviewsModule,
];
