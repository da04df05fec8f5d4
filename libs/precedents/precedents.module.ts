import { Module } from '@nestjs/common';
import { PrecedentsGathering } from './precedents.gathering.js';
import { PrecedentsReads } from './precedents.reads.js';
import { PrecedentsService } from './precedents.service.js';

/** What was decided before in like cases. */
@Module({
  providers: [PrecedentsGathering, PrecedentsReads, PrecedentsService],
  exports: [PrecedentsGathering, PrecedentsService],
})
export class PrecedentsModule {}
