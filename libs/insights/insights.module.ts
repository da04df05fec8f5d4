import { Module } from '@nestjs/common';
import { InsightsReads } from './insights.reads.js';
import { InsightsService } from './insights.service.js';

/** What ninety days show when they are looked at together: advice to reviewers, never a decision. */
@Module({ providers: [InsightsReads, InsightsService], exports: [InsightsService] })
export class InsightsModule {}
