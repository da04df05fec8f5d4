import { Module } from '@nestjs/common';
import { PatternsClock } from './patterns.clock.js';
import { PatternsReads } from './patterns.reads.js';
import { PrecedentsGathering } from './precedents.gathering.js';
import { PrecedentsReads } from './precedents.reads.js';
import { PrecedentsService } from './precedents.service.js';

/** What was decided before in like cases. */
@Module({
  providers: [PatternsClock, PatternsReads, PrecedentsGathering, PrecedentsReads, PrecedentsService],
  exports: [PatternsClock, PatternsReads, PrecedentsGathering, PrecedentsService],
})
export class PrecedentsModule {}
