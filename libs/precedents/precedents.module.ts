import { Module } from '@nestjs/common';
import { PatternsClock } from './patterns.clock.js';
import { PatternsReads } from './patterns.reads.js';
import { PrecedentsGathering } from './precedents.gathering.js';
import { PrecedentsReads } from './precedents.reads.js';
import { PrecedentsService } from './precedents.service.js';
import { UnderServedClock } from './under-served.clock.js';

/** What was decided before in like cases. */
@Module({
  providers: [PatternsClock, PatternsReads, PrecedentsGathering, PrecedentsReads, PrecedentsService, UnderServedClock],
  exports: [PatternsClock, PatternsReads, PrecedentsGathering, PrecedentsService, UnderServedClock],
})
export class PrecedentsModule {}
