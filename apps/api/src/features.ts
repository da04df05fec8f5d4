import type { DynamicModule, Type } from '@nestjs/common';
import { CasesFeature } from './cases/cases.feature.js';
import { CausesFeature } from './causes/causes.feature.js';
import { ConnectionsFeature } from './connections/connections.feature.js';
import { ExceptionsFeature } from './exceptions/exceptions.feature.js';
import { ExportsFeature } from './exports/exports.feature.js';
import { FactsFeature } from './facts/facts.feature.js';
import { GuardrailsFeature } from './guardrails/guardrails.feature.js';
import { LeaversFeature } from './leavers/leavers.feature.js';
import { InsightsFeature } from './insights/insights.feature.js';
import { NoticesFeature } from './notices/notices.feature.js';
import { OpsFeature } from './ops/ops.feature.js';
import { PeopleFeature } from './people/people.feature.js';
import { PoliciesFeature } from './policies/policies.feature.js';
import { PresenceFeature } from './presence/presence.feature.js';
import { PromotionsFeature } from './promotions/promotions.feature.js';
import { PrecedentsFeature } from './precedents/precedents.feature.js';
import { ReceiptsFeature } from './receipts/receipts.feature.js';
import { ReviewsFeature } from './reviews/reviews.feature.js';
import { ScimFeature } from './scim/scim.feature.js';
import { ThanksFeature } from './thanks/thanks.feature.js';

/**
 * The features of the API, one module each: its resolvers, and the rooms that they call. A new feature is one line here; the service and the
 * schema snapshot both read this list.
 */
export const FEATURES: readonly (Type | DynamicModule)[] = [
  CasesFeature,
  CausesFeature,
  ConnectionsFeature,
  ExceptionsFeature,
  ExportsFeature,
  FactsFeature,
  GuardrailsFeature,
  LeaversFeature,
  InsightsFeature,
  NoticesFeature,
  OpsFeature,
  PeopleFeature,
  PoliciesFeature,
  PresenceFeature,
  PromotionsFeature,
  PrecedentsFeature,
  ReceiptsFeature,
  ReviewsFeature,
  ScimFeature,
  ThanksFeature,
];
