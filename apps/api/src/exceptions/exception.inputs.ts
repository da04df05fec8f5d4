import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsBoolean, IsDate, IsIn, IsInt, IsOptional, Min, ValidateNested } from 'class-validator';
import { isCauseKey } from '#causes';
import { type RemedyKind as KindWord, REMEDY_KINDS } from '#exceptions';
import { say } from '#errors';
import { KeyedInput } from '../graphql/keyed.input.js';
import { MoneyInput } from '../graphql/money.input.js';
import { DateTime } from '../graphql/scalars.js';
import { Id, Ids, Line, Prose, sentence } from '../graphql/text.js';
import { RemedyKind } from './exception.model.js';

const ANSWER_MOST = 10_000;
const PRECEDENTS_MOST = 10;

/** The digest of the revision that was read: 64 hexadecimal digits. */
const Digest = (): PropertyDecorator =>
  sentence('isDigest', (value) =>
    /^[0-9a-f]{64}$/i.test(String(value))
      ? undefined
      : say`A digest has 64 hexadecimal digits; send the one of the revision that you read.`,
  );

/** A short code, such as branch-flood. */
export const Cause = (): PropertyDecorator =>
  sentence('isCause', (value) =>
    isCauseKey(value) ? undefined : say`A cause is a short code of lower-case letters, digits and hyphens, such as branch-flood.`,
  );

@InputType({ isAbstract: true })
abstract class OfException extends KeyedInput {
  @Field(() => ID, { description: 'Which exception.' })
  @Id()
  exceptionId: string;
}

/** A remedy as it is asked for. */
@InputType({ description: 'What we do for the customer: amount, or deed, or both.' })
export class RemedyInput {
  @Field(() => RemedyKind, { description: 'What kind of remedy it is.' })
  @IsIn(REMEDY_KINDS)
  kind: KindWord;

  @Field(() => MoneyInput, { nullable: true, description: 'The amount.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => MoneyInput)
  amount?: MoneyInput | null;

  @Field(() => String, { nullable: true, description: 'What is done, in words. Needed when the kind is DEED.' })
  @IsOptional()
  @Prose(2000)
  deed?: string | null;
}

/** A new proposal. */
@InputType({ description: 'A new proposal: four answers and a remedy.' })
export class ProposeExceptionInput extends KeyedInput {
  @Field(() => ID, { description: 'The open case of yours that it is for.' })
  @Id()
  caseId: string;

  @Field(() => ID, { nullable: true, description: 'The active policy version that it departs from.' })
  @IsOptional()
  @Id()
  policyVersionId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True when no policy exists; then policyVersionId is left out.' })
  @IsOptional()
  @IsBoolean()
  noPolicyExists?: boolean | null;

  @Field(() => String, { description: 'The cause: one of `causes`, such as branch-flood; `other` always fits.' })
  @Cause()
  cause: string;

  @Field(() => String, { description: 'What happened to the customer?' })
  @Prose(ANSWER_MOST)
  whatHappened: string;

  @Field(() => String, { description: 'What does policy say?' })
  @Prose(ANSWER_MOST)
  whatPolicySays: string;

  @Field(() => String, { description: 'What do we do?' })
  @Prose(ANSWER_MOST)
  whatWeDo: string;

  @Field(() => String, { description: 'Why is that fair?' })
  @Prose(ANSWER_MOST)
  whyFair: string;

  @Field(() => RemedyInput, { description: 'The remedy in figures.' })
  @ValidateNested()
  @Type(() => RemedyInput)
  remedy: RemedyInput;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: asks for one co-signature more than the bands do, and books the amount beside the caps. Offered by CAP_EXCEEDED.',
  })
  @IsOptional()
  @IsBoolean()
  oneMoreCoSigner?: boolean | null;

  @Field(() => [ID], { nullable: true, description: 'The precedents that you were shown, at most ten.' })
  @IsOptional()
  @Ids(PRECEDENTS_MOST)
  shownPrecedentIds?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Why this is different from those precedents, or why it is not.' })
  @IsOptional()
  @Prose(2000)
  whyDifferent?: string | null;

  @Field(() => ID, { nullable: true, description: 'An expired proposal of the same case that is taken up again, once.' })
  @IsOptional()
  @Id()
  clonedFromId?: string | null;
}

/** A change of an open proposal. */
@InputType({ description: 'What changes in an open proposal. What is left out stays.' })
export class AmendExceptionInput extends OfException {
  @Field(() => Int, { description: 'The number of the revision that you read.' })
  @IsInt()
  @Min(1)
  expectedRevision: number;

  @Field(() => String, { nullable: true, description: 'The cause, a short code.' })
  @IsOptional()
  @Cause()
  cause?: string | null;

  @Field(() => String, { nullable: true, description: 'What happened to the customer?' })
  @IsOptional()
  @Prose(ANSWER_MOST)
  whatHappened?: string | null;

  @Field(() => String, { nullable: true, description: 'What does policy say?' })
  @IsOptional()
  @Prose(ANSWER_MOST)
  whatPolicySays?: string | null;

  @Field(() => String, { nullable: true, description: 'What do we do? A material change.' })
  @IsOptional()
  @Prose(ANSWER_MOST)
  whatWeDo?: string | null;

  @Field(() => String, { nullable: true, description: 'Why is that fair?' })
  @IsOptional()
  @Prose(ANSWER_MOST)
  whyFair?: string | null;

  @Field(() => RemedyInput, { nullable: true, description: 'The remedy in figures. A material change.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => RemedyInput)
  remedy?: RemedyInput | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: one co-signature more than the bands ask for, and the amount beside the caps; false: the other way round. Makes signatures stale.',
  })
  @IsOptional()
  @IsBoolean()
  oneMoreCoSigner?: boolean | null;
}

/** Who may help with the wording. */
@InputType({ description: 'A colleague who may amend, and so may not co-sign once they did.' })
export class InviteHelperInput extends OfException {
  @Field(() => ID, { description: 'The colleague.' })
  @Id()
  personId: string;
}

/** A co-signature. */
@InputType({ description: 'A co-signature on what was read.' })
export class CoSignExceptionInput extends OfException {
  @Field(() => String, { description: 'The digest of the revision that you read.' })
  @Digest()
  digest: string;

  @Field(() => String, { nullable: true, description: 'Why you stand behind it, in your own words.' })
  @IsOptional()
  @Prose(2000)
  words?: string | null;
}

/** An objection. */
@InputType({ description: 'An objection to what was read.' })
export class ObjectToExceptionInput extends OfException {
  @Field(() => String, { description: 'The digest of the revision that you read.' })
  @Digest()
  digest: string;

  @Field(() => String, { description: 'What is wrong with it.' })
  @Prose(2000)
  reason: string;
}

/** A pass. */
@InputType({ description: 'Leaves the decision on what was read to others.' })
export class PassOnExceptionInput extends OfException {
  @Field(() => String, { description: 'The digest of the revision that you read.' })
  @Digest()
  digest: string;
}

/** What is taken back. */
@InputType({ description: 'Takes back one’s own co-signature or objection.' })
export class RetractInput extends OfException {}

/** What a policy allows by now. */
@InputType({ description: 'Ends a proposal with a yes, because a policy allows it by now.' })
export class CoverExceptionInput extends OfException {}

/** Why it is taken back. */
@InputType({ description: 'Takes a proposal back.' })
export class WithdrawExceptionInput extends OfException {
  @Field(() => String, { description: 'Why.' })
  @Prose(2000)
  reason: string;
}

/** Why it is stopped. */
@InputType({ description: 'Stops an approved remedy, for fraud or law. It takes two admins.' })
export class StopExceptionInput extends OfException {
  @Field(() => String, { description: 'Why.' })
  @Prose(2000)
  reason: string;
}

/** When the customer was told. */
@InputType({ description: 'That the customer was told of the yes.' })
export class RecordCustomerToldInput extends OfException {
  @Field(() => DateTime, { description: 'When: not before the approval, not in the future.' })
  @IsDate()
  toldAt: Date;
}

/** Under which reference it was carried out. */
@InputType({ description: 'That the remedy was carried out.' })
export class FulfilExceptionInput extends OfException {
  @Field(() => String, { description: 'Where the payment or deed is found outside. Another reference later is refused.' })
  @Line(200)
  reference: string;
}
