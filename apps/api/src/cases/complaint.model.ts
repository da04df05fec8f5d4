import { ArgsType, Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsDate, IsIn, IsOptional, ValidateNested } from 'class-validator';
import { COMPLAINTS_SHOWN, type ClockState as StateWord, type ComplaintsShown as ShownWord } from '#cases';
import { enumOf } from '../graphql/enum-of.js';
import { KeyedInput } from '../graphql/keyed.input.js';
import { connectionOf, PageArgs } from '../graphql/page.js';
import { DateTime } from '../graphql/scalars.js';
import { Id, Line } from '../graphql/text.js';

const ClockState = enumOf<StateWord>('ClockState', 'How a clock of a complaint stands, by the clock of the database.', {
  RUNNING: 'Its time has not come, and it is not met.',
  MET: 'It was met in time.',
  MISSED: 'Its time passed before it was met.',
});

/** Which complaints. */
export const ComplaintsShown = enumOf<ShownWord>('ComplaintsShown', 'Which complaints a list shows.', {
  ALL: 'Every one.',
  OPEN: 'Those whose case is open.',
  LATE: 'Those of which something is late at this moment: nobody has taken it on, or it has no final answer, and the time has passed.',
});

/** A complaint. */
@ObjectType('Complaint', {
  description:
    'A case that is a complaint, with its three clocks. They run from when the customer complained, by the profile that the house had then, and never move.',
})
export class ComplaintModel {
  @Field(() => String, {
    description: 'The profile by which its clocks were set, such as HOUSE or AUSTRALIA. Kept when the house changes its own.',
  })
  profile: string;

  @Field(() => String, { description: 'The time zone in which its days are counted, by its IANA name: that of the customer.' })
  timeZone: string;

  @Field(() => DateTime, { description: 'When the customer complained.' })
  complainedAt: Date;

  @Field(() => DateTime, { description: 'When the case became a complaint here.' })
  markedAt: Date;

  @Field(() => DateTime, { description: 'Until when the customer is told that we have it.' })
  acknowledgeBy: Date;

  @Field(() => DateTime, { nullable: true, description: 'When they were told that we have it; null while nobody has taken it on.' })
  acknowledgedAt: Date | null;

  @Field(() => ClockState, { description: 'Whether they were told in time that we have it.' })
  acknowledged: StateWord;

  @Field(() => DateTime, { description: 'Until when an answer counts as one without ado.' })
  answerBy: Date;

  @Field(() => ClockState, { description: 'Whether it was answered without ado.' })
  answeredWithoutAdo: StateWord;

  @Field(() => DateTime, { description: 'Until when the customer has their final answer.' })
  finalBy: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the customer was told of the first answer; null while there is none.' })
  answeredAt: Date | null;

  @Field(() => ClockState, { description: 'Whether the final answer came in time.' })
  finalAnswer: StateWord;

  @Field(() => Boolean, {
    description:
      'Whether something is late at this moment: nobody has taken it on, or the case is open without an answer that stands, and the time has passed.',
  })
  isLate: boolean;

  /** Not in the schema: the key of `case`. */
  caseId: string;
}

/** A page of the register. */
@ObjectType({ description: 'Part of the register of complaints.' })
export class ComplaintConnection extends connectionOf('Complaint', () => ComplaintModel) {}

@InputType('ComplaintFilter', { description: 'Which complaints the register shows: all conditions that are given must hold.' })
class ComplaintFilterInput {
  @Field(() => ComplaintsShown, { nullable: true, description: 'Which ones; all when left out.' })
  @IsOptional()
  @IsIn(COMPLAINTS_SHOWN)
  show?: ShownWord | null;

  @Field(() => String, { nullable: true, description: 'With the clocks of this profile.' })
  @IsOptional()
  @Line(32)
  profile?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'The customer complained at this time or later.' })
  @IsOptional()
  @IsDate()
  since?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'The customer complained before this time.' })
  @IsOptional()
  @IsDate()
  until?: Date | null;
}

/** The register, and which part of it. */
@ArgsType()
export class ComplaintsArgs extends PageArgs {
  @Field(() => ComplaintFilterInput, { nullable: true, description: 'Which ones; all when left out.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => ComplaintFilterInput)
  filter?: ComplaintFilterInput | null;
}

/** A complaint about what a case is about. */
@InputType({ description: 'That the customer of an open case of yours complains. It cannot be taken back.' })
export class MarkComplaintInput extends KeyedInput {
  @Field(() => ID, { description: 'Which case of yours.' })
  @Id()
  caseId: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When they complained, which may be before the case was opened: the clocks run from then. When they were told, if left out.',
  })
  @IsOptional()
  @IsDate()
  complainedAt?: Date | null;

  @Field(() => DateTime, { description: 'When they were told that you have it and deal with it as a complaint: not in the future.' })
  @IsDate()
  customerToldAt: Date;
}
