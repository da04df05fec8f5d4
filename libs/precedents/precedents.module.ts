import { Module } from '@nestjs/common';
import { PatternsReads } from './patterns.reads.js';
import { PrecedentsGathering } from './precedents.gathering.js';
import { PrecedentsReads } from './precedents.reads.js';
import { PrecedentsService } from './precedents.service.js';

/** What was decided before in like cases. */
@Module({
  providers: [PatternsReads, PrecedentsGathering, PrecedentsReads, PrecedentsService],
  exports: [PatternsReads, PrecedentsGathering, PrecedentsService],
})
export class PrecedentsModule {}
