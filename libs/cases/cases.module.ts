import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CaseText } from './case-text.entity.js';
import { CustomerCase } from './case.entity.js';
import { CaseLifeService } from './case-life.service.js';
import { CaseSteps } from './case-steps.js';
import { CasesClock } from './cases.clock.js';
import { CasesService } from './cases.service.js';
import { GetBacksReads } from './get-backs.reads.js';
import { GetBacksService } from './get-backs.service.js';
import { ComplaintsReads } from './complaints.reads.js';
import { ComplaintsService } from './complaints.service.js';
import { ContactsService } from './contacts.service.js';
import { CustomerMessagesService } from './customer-messages.service.js';
import { FollowUpsReads } from './follow-ups.reads.js';
import { HandOff } from './hand-off.entity.js';
import { HandOffText } from './hand-off-text.entity.js';
import { HandOffsClock } from './hand-offs.clock.js';
import { HandOffsReads } from './hand-offs.reads.js';
import { HandOffsService } from './hand-offs.service.js';
import { Ownership } from './ownership.entity.js';
import { Question } from './question.entity.js';
import { QuestionsService } from './questions.service.js';
import { RecapsService } from './recaps.service.js';
import { RehomingService } from './rehoming.service.js';

/** Customers' problems: one owner at every instant, no hand-backs. */
@Module({
  imports: [TypeOrmModule.forFeature([CustomerCase, CaseText, HandOff, HandOffText, Ownership, Question])],
  providers: [
    CaseLifeService,
    CaseSteps,
    CasesClock,
    CasesService,
    ComplaintsReads,
    ComplaintsService,
    ContactsService,
    CustomerMessagesService,
    FollowUpsReads,
    GetBacksReads,
    GetBacksService,
    HandOffsClock,
    HandOffsReads,
    HandOffsService,
    QuestionsService,
    RecapsService,
    RehomingService,
  ],
  exports: [
    CaseLifeService,
    CaseSteps,
    CasesClock,
    CasesService,
    ComplaintsReads,
    ComplaintsService,
    ContactsService,
    CustomerMessagesService,
    FollowUpsReads,
    GetBacksReads,
    GetBacksService,
    HandOffsClock,
    HandOffsReads,
    HandOffsService,
    QuestionsService,
    RecapsService,
    RehomingService,
  ],
})
export class CasesModule {}
