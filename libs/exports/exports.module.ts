import { Module } from '@nestjs/common';
import { ExportsService } from './exports.service.js';

/** What is known of lists that were taken out of the house. */
@Module({ providers: [ExportsService], exports: [ExportsService] })
export class ExportsModule {}
