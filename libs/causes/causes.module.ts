import { Module } from '@nestjs/common';
import { CausesReads } from './causes.reads.js';
import { CausesService } from './causes.service.js';

/** The curated list of causes. */
@Module({ providers: [CausesReads, CausesService], exports: [CausesReads, CausesService] })
export class CausesModule {}
