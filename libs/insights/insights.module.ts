import { Module } from '@nestjs/common';
import { FiguresService } from './figures.service.js';
import { InsightsReads } from './insights.reads.js';
import { InsightsService } from './insights.service.js';

/** What a stretch of time shows when it is looked at as a whole: figures of the house, and signals as advice to reviewers. Never a decision. */
@Module({ providers: [FiguresService, InsightsReads, InsightsService], exports: [FiguresService, InsightsService] })
export class InsightsModule {}
