import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import type { ConfidenceState as StateWord } from '#promotions';
import { enumOf } from '../graphql/enum-of.js';
import { MoneyModel } from '../graphql/money.model.js';
import { DateTime } from '../graphql/scalars.js';
import { PolicyConditionsModel } from '../policies/policy.model.js';

/** History played against a rule. */
@ObjectType('Replay', {
  description: 'How a policy version would have judged what was proposed in a time that is over. It changes nothing.',
})
export class ReplayModel {
  @Field(() => Int, { description: 'How many it would have allowed without a second signature.' })
  covered: number;

  @Field(() => Int, { description: 'How many were proposed in that time, whatever became of them.' })
  of: number;

  @Field(() => [MoneyModel], { description: 'What the covered ones came to, one amount for each currency.' })
  cost: readonly MoneyModel[];

  @Field(() => Int, { description: 'How many of the covered ones people had said no to; `alsoCaught` names the latest of them.' })
  alsoCaughtCount: number;

  @Field(() => DateTime, { description: 'From when on was looked at.' })
  from: Date;

  @Field(() => DateTime, { description: 'Until before when.' })
  to: Date;

  @Field(() => DateTime, { nullable: true, description: 'The last change that is counted; null when nothing was proposed in that time.' })
  horizon: Date | null;

  @Field(() => String, {
    description: 'SHA-256 in hex over the rule, the time and every exception in it: two replays with one digest counted the same.',
  })
  digest: string;

  /** Not in the schema: keys of exceptions. */
  alsoCaughtIds: readonly string[];
}

/** What a version saved. */
@ObjectType('ExceptionsAvoided', { description: 'How many exceptions nobody had to ask for, because a version was in force.' })
export class ExceptionsAvoidedModel {
  @Field(() => Int, {
    description: 'Citations: customers who got a yes because of it, in place of a proposal or at the end of one. No signature was needed.',
  })
  count: number;

  @Field(() => DateTime, { description: 'From when on it is in force.' })
  since: Date;

  @Field(() => DateTime, { description: 'Until when was counted: now, or the end of its time.' })
  until: Date;

  @Field(() => Int, { description: 'Remedies like it that two people had to sign in the time before.' })
  before: number;

  @Field(() => Float, { description: 'How long that time before was, in days: at most 90.' })
  beforeDays: number;

  @Field(() => Float, { description: 'How many the rate before would have made in the same time.' })
  expected: number;

  @Field(() => String, { description: 'How it was counted, in words.' })
  formula: string;
}

const ConfidenceState = enumOf<StateWord>('PolicyConfidenceState', 'How far a policy version is proven.', {
  NEW: 'Nobody cited it yet.',
  CITED: 'It was cited.',
  HELPED: 'Enough customers were asked whether it helped.',
});

/** How far a version is proven. */
@ObjectType('PolicyConfidence', { description: 'How far a policy version is proven: new, then cited so often, then how many it helped.' })
export class PolicyConfidenceModel {
  @Field(() => ConfidenceState, { description: 'How far.' })
  state: StateWord;

  @Field(() => Int, { description: 'How often it was cited.' })
  cited: number;

  @Field(() => Int, { description: 'How many of its customers answered whether it helped.' })
  asked: number;

  @Field(() => Int, { description: 'How many said that it did.' })
  helped: number;

  @Field(() => String, { description: 'The same in a sentence.' })
  sentence: string;
}

/** A draft that waits to be read. */
@ObjectType('PromotionDraft', {
  description: 'A draft that would have allowed each of some exceptions: read it, put your own words, and send it with `promoteToPolicy`.',
})
export class PromotionDraftModel {
  @Field(() => String, { description: 'A title.' })
  title: string;

  @Field(() => String, {
    description: 'A text, made of codes and numbers alone: what was written about a customer does not belong into a policy.',
  })
  text: string;

  @Field(() => PolicyConditionsModel, { description: 'What it would allow, as data.' })
  conditions: PolicyConditionsModel;

  @Field(() => DateTime, { description: 'By when somebody might look at it again: half a year from now.' })
  reviewBy: Date;

  @Field(() => [String], { description: 'What to know before it is sent, a sentence each.' })
  remarks: readonly string[];

  /** Not in the schema: keys of exceptions. */
  exceptionIds: readonly string[];
}
