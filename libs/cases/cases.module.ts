import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CaseText } from './case-text.entity.js';
import { CustomerCase } from './case.entity.js';
import { CasesService } from './cases.service.js';
import { Ownership } from './ownership.entity.js';
import { RehomingService } from './rehoming.service.js';

/** Customers' problems: one owner at every instant, no hand-backs. */
@Module({
  imports: [TypeOrmModule.forFeature([CustomerCase, CaseText, Ownership])],
  providers: [CasesService, RehomingService],
  exports: [CasesService, RehomingService],
})
export class CasesModule {}
