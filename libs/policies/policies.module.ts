import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PolicyBooks } from './books.service.js';
import { CoverageService } from './coverage.service.js';
import { PolicyDraftsService } from './drafts.service.js';
import { PoliciesClock } from './policies.clock.js';
import { PoliciesReads } from './policies.reads.js';
import { PoliciesService } from './policies.service.js';
import { PolicyPrecedent, PolicyVersion } from './policy-version.entity.js';
import { Policy } from './policy.entity.js';

/** The rules of the house: numbered, dated, made by two reviewers, and readable by machines. */
@Module({
  imports: [TypeOrmModule.forFeature([Policy, PolicyVersion, PolicyPrecedent])],
  providers: [PoliciesClock, PoliciesReads, PolicyDraftsService, PoliciesService, PolicyBooks, CoverageService],
  exports: [PoliciesClock, PoliciesReads, PolicyDraftsService, PoliciesService, PolicyBooks, CoverageService],
})
export class PoliciesModule {}
