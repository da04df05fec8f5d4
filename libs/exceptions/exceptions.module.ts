import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PolicyException } from './exception.entity.js';
import { Dispute } from './dispute.entity.js';
import { DisputesReads } from './disputes.reads.js';
import { DisputesService } from './disputes.service.js';
import { ExceptionsClock } from './exceptions.clock.js';
import { ExceptionsReads } from './exceptions.reads.js';
import { ExceptionsService } from './exceptions.service.js';
import { Forecasts } from './forecasts.service.js';
import { ProposalsService } from './proposals.service.js';

/** Exceptions: what is proposed, who signed which text, what was approved. */
@Module({
  imports: [TypeOrmModule.forFeature([Dispute, PolicyException])],
  providers: [DisputesReads, DisputesService, ExceptionsClock, ExceptionsReads, ExceptionsService, Forecasts, ProposalsService],
  exports: [DisputesReads, DisputesService, ExceptionsClock, ExceptionsReads, ExceptionsService, Forecasts, ProposalsService],
})
export class ExceptionsModule {}
