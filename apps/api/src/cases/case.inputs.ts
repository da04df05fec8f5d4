import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayUnique, IsBoolean, IsDate, IsIn, IsOptional, ValidateNested } from 'class-validator';
import { CASE_STATUSES, type CaseStatus as StatusWord, COMPLAINTS_SHOWN, type ComplaintsShown as ShownWord } from '#cases';
import { KeyedInput } from '../graphql/keyed.input.js';
import { DateTime } from '../graphql/scalars.js';
import { Id, Line, Prose } from '../graphql/text.js';
import { CaseStatus } from './case.model.js';
import { ComplaintsShown } from './complaint.model.js';

/** A customer who is not known yet. */
@InputType({ description: 'A customer who is not known yet.' })
export class CustomerInput {
  @Field(() => String, { description: 'Their name.' })
  @Line(200)
  name: string;

  @Field(() => String, { description: 'Where they are reached: a telephone number or mail address.' })
  @Line(320)
  contact: string;

  @Field(() => String, { description: 'Their time zone by its IANA name, such as Australia/Sydney.' })
  @Line(64)
  timeZone: string;
}

/** A customer's problem that is taken on. */
@InputType({ description: 'A customer’s problem that you take on: of a customer who is known, or of a new one.' })
export class OpenCaseInput extends KeyedInput {
  @Field(() => ID, { nullable: true, description: 'The customer, when known. Either this or `customer`.' })
  @IsOptional()
  @Id()
  customerId?: string | null;

  @Field(() => CustomerInput, { nullable: true, description: 'The customer, when new. Either this or `customerId`.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => CustomerInput)
  customer?: CustomerInput | null;

  @Field(() => String, { description: 'What the customer needs, in their words.' })
  @Prose(10_000)
  need: string;

  @Field(() => Boolean, { nullable: true, description: 'True when the customer is a colleague inside the company.' })
  @IsOptional()
  @IsBoolean()
  internal?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Its reference in another system, such as the ticket of a help desk.' })
  @IsOptional()
  @Line(200)
  externalRef?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the customer complained: the case is a complaint then, and its clocks run from there. Left out: it is none.',
  })
  @IsOptional()
  @IsDate()
  complainedAt?: Date | null;
}

/** Which cases a list shows. */
@InputType('CaseFilter', { description: 'Which cases a list shows: all conditions that are given must hold.' })
export class CaseFilterInput {
  @Field(() => [CaseStatus], { nullable: true, description: 'In one of these states.' })
  @IsOptional()
  @IsIn(CASE_STATUSES, { each: true })
  @ArrayUnique()
  status?: StatusWord[] | null;

  @Field(() => ID, { nullable: true, description: 'Owned by this person now.' })
  @IsOptional()
  @Id()
  ownerId?: string | null;

  @Field(() => String, { nullable: true, description: 'Part of what the customer needs, or a ref.' })
  @IsOptional()
  @Line(200)
  text?: string | null;

  @Field(() => ComplaintsShown, { nullable: true, description: 'Complaints only: all, those that are open, or those that are late.' })
  @IsOptional()
  @IsIn(COMPLAINTS_SHOWN)
  complaint?: ShownWord | null;

  @Field(() => ID, { nullable: true, description: 'Of this customer.' })
  @IsOptional()
  @Id()
  customerId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: of customers who are colleagues inside the company. False: of all others.',
  })
  @IsOptional()
  @IsBoolean()
  internal?: boolean | null;

  @Field(() => DateTime, { nullable: true, description: 'Opened after this time.' })
  @IsOptional()
  @IsDate()
  openedAfter?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Opened before this time, which is later than `openedAfter`.' })
  @IsOptional()
  @IsDate()
  openedBefore?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Something of it is due before this time, or is overdue: `nextDueAt`.' })
  @IsOptional()
  @IsDate()
  dueBefore?: Date | null;
}
