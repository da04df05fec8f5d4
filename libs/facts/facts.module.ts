import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Fact } from './fact.entity.js';
import { FactsService } from './facts.service.js';

/** What happened: read here, written as an arm of each room's own statement. */
@Module({ imports: [TypeOrmModule.forFeature([Fact])], providers: [FactsService], exports: [FactsService] })
export class FactsModule {}
