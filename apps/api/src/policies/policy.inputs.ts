import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsDate, IsIn, IsOptional, ValidateNested } from 'class-validator';
import { isCauseKey } from '#causes';
import { CONDITION_KINDS, type ConditionKind } from '#policies';
import { say } from '#errors';
import { Cause } from '../exceptions/exception.inputs.js';
import { RemedyKind } from '../exceptions/exception.model.js';
import { KeyedInput } from '../graphql/keyed.input.js';
import { MoneyInput } from '../graphql/money.input.js';
import { DateTime } from '../graphql/scalars.js';
import { Id, Ids, Line, Prose, sentence } from '../graphql/text.js';

/** What a request of 64 KiB holds besides everything else that it says; the room keeps more, which comes by file. */
const TEXT_LENGTH_MAX = 60_000;
const CAUSES_MOST = 50;
const PRECEDENTS_MOST = 100;

const Causes = (): PropertyDecorator =>
  sentence('areCauses', (value) =>
    Array.isArray(value) && value.every(isCauseKey)
      ? undefined
      : say`Causes are short codes of lower-case letters, digits and hyphens, such as branch-flood.`,
  );

/** What a version allows. */
@InputType({ description: 'What a version allows. All conditions that are given must hold; without kinds and causes it covers nothing.' })
class PolicyConditionsInput {
  @Field(() => [RemedyKind], { nullable: true, description: 'The kinds of remedy; any kind when left out.' })
  @IsOptional()
  @IsIn(CONDITION_KINDS, { each: true })
  @ArrayUnique()
  kinds?: ConditionKind[] | null;

  @Field(() => [String], { nullable: true, description: 'The causes; any cause when left out.' })
  @IsOptional()
  @Causes()
  @ArrayUnique()
  @ArrayMaxSize(CAUSES_MOST)
  causes?: string[] | null;

  @Field(() => MoneyInput, { nullable: true, description: 'The greatest amount; only deeds without money when left out.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => MoneyInput)
  amountUpTo?: MoneyInput | null;
}

@InputType({ isAbstract: true })
abstract class Draft extends KeyedInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The policy of which this is the next version. Either this or a title for a new policy.',
  })
  @IsOptional()
  @Id()
  policyId?: string | null;

  @Field(() => String, { nullable: true, description: 'The title of a new policy. Either this or `policyId`.' })
  @IsOptional()
  @Line(200)
  title?: string | null;

  @Field(() => String, {
    description: 'The whole text, at most 60,000 characters, and no more than a request of 64 KiB holds. A longer rule is better two.',
  })
  @Prose(TEXT_LENGTH_MAX)
  text: string;

  @Field(() => PolicyConditionsInput, { description: 'What it allows, as data.' })
  @ValidateNested()
  @Type(() => PolicyConditionsInput)
  conditions: PolicyConditionsInput;
}

/** A draft. */
@InputType({ description: 'A draft of a new policy, or of the next version of one.' })
export class DraftPolicyInput extends Draft {
  @Field(() => DateTime, { nullable: true, description: 'By when somebody looks at it again.' })
  @IsOptional()
  @IsDate()
  reviewBy?: Date | null;
}

/** A draft from precedents. */
@InputType({ description: 'A draft made from approved exceptions, with links both ways.' })
export class PromoteToPolicyInput extends Draft {
  @Field(() => [ID], { description: 'The approved exceptions that it is made from, at least one.' })
  @Ids(PRECEDENTS_MOST)
  exceptionIds: string[];

  @Field(() => DateTime, { description: 'By when somebody looks at it again.' })
  @IsDate()
  reviewBy: Date;
}

/** Which version is put forward. */
@InputType({ description: 'Which draft is put forward.' })
export class ProposePolicyVersionInput extends KeyedInput {
  @Field(() => ID, { description: 'The draft.' })
  @Id()
  policyVersionId: string;
}

/** Which version is a draft again. */
@InputType({ description: 'Which proposed version is a draft again.' })
export class TakeBackPolicyVersionInput extends KeyedInput {
  @Field(() => ID, { description: 'The proposed version.' })
  @Id()
  policyVersionId: string;
}

/** Which version takes effect, and when. */
@InputType({ description: 'Which version takes effect, and when.' })
export class ActivatePolicyVersionInput extends KeyedInput {
  @Field(() => ID, { description: 'The version that another reviewer proposed.' })
  @Id()
  policyVersionId: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'From when; when left out, from when its proposer wanted it, or at once. Not in the past.',
  })
  @IsOptional()
  @IsDate()
  effectiveFrom?: Date | null;
}

/** Which policy ends, and why. */
@InputType({ description: 'Which policy ends. The first call asks for it, a second reviewer’s call ends it.' })
export class RetirePolicyInput extends KeyedInput {
  @Field(() => ID, { description: 'The policy.' })
  @Id()
  policyId: string;

  @Field(() => String, { description: 'Why.' })
  @Prose(2000)
  reason: string;
}

/** What somebody would like to do. */
@InputType({ description: 'What you would like to do.' })
export class MayIInput {
  @Field(() => String, { description: 'The cause, a short code.' })
  @Cause()
  cause: string;

  @Field(() => RemedyKind, { description: 'What kind of remedy it is.' })
  @IsIn(CONDITION_KINDS)
  kind: ConditionKind;

  @Field(() => MoneyInput, { nullable: true, description: 'The amount; left out for a deed without money.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => MoneyInput)
  amount?: MoneyInput | null;
}

/** One policy, by id or ref. */
@ArgsType()
export class OnePolicyArgs {
  @Field(() => ID, { nullable: true, description: 'The id. Either this or the ref.' })
  @IsOptional()
  @Id()
  id?: string | null;

  @Field(() => String, { nullable: true, description: 'The ref, such as POL-7. Either this or the id.' })
  @IsOptional()
  @Line(40)
  ref?: string | null;
}

/** A policy at an instant. */
@ArgsType()
export class PolicyAtArgs {
  @Field(() => ID, { description: 'The policy.' })
  @Id()
  policyId: string;

  @Field(() => DateTime, { description: 'The instant.' })
  @IsDate()
  at: Date;
}
