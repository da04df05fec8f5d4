import { Module } from '@nestjs/common';
import { CasesModule } from '#cases';
import { CustomersModule } from '#customers';
import { FactsFeature } from '../facts/facts.feature.js';
import { PeopleFeature } from '../people/people.feature.js';
import { CaseAnswerResolver, CaseFieldsResolver, FollowUpResolver, FollowUpTryResolver } from './case-fields.resolver.js';
import { CaseLifeResolver } from './case-life.resolver.js';
import { CasesLoaders } from './cases.loaders.js';
import { CasesSubscriptions } from './cases.subscriptions.js';
import { CaseComplaintResolver, ComplaintsResolver } from './complaints.resolver.js';
import { CasesResolver } from './cases.resolver.js';
import { ContactsResolver } from './contacts.resolver.js';
import { CaseMessagesResolver, CustomerMessagesResolver } from './customer-messages.resolver.js';
import { ErasuresResolver } from './erasures.resolver.js';
import { CaseGetBacksResolver, GetBacksResolver } from './get-backs.resolver.js';
import { HandOffsLoaders } from './hand-offs.loaders.js';
import { HandOffCandidatesResolver, HandOffsResolver } from './hand-offs.resolver.js';
import { CaseHandOffsResolver, QuestionsResolver } from './questions.resolver.js';
import { CaseRehomingsResolver, RehomingFieldsResolver, RehomingResolver } from './rehoming.resolver.js';

/** Cases and customers at the GraphQL door. */
@Module({
  imports: [CasesModule, CustomersModule, FactsFeature, PeopleFeature],
  providers: [
    ...[CaseAnswerResolver, CaseFieldsResolver, CaseLifeResolver, CasesLoaders, CasesResolver, CasesSubscriptions],
    ...[ErasuresResolver, FollowUpResolver, FollowUpTryResolver, CaseGetBacksResolver, GetBacksResolver, RehomingResolver],
    ...[CaseComplaintResolver, CaseMessagesResolver, ComplaintsResolver, ContactsResolver, CustomerMessagesResolver],
    ...[CaseRehomingsResolver, RehomingFieldsResolver],
    ...[HandOffsLoaders, HandOffsResolver, HandOffCandidatesResolver, CaseHandOffsResolver, QuestionsResolver],
  ],
  exports: [CasesLoaders],
})
export class CasesFeature {}
