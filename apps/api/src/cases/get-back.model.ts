import { ArgsType, Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayUnique, IsBoolean, IsDate, IsIn, IsOptional, ValidateNested } from 'class-validator';
import { GET_BACK_STATUSES, type GetBack, type GetBackStatus as StatusWord } from '#cases';
import { enumOf } from '../graphql/enum-of.js';
import { KeyedInput } from '../graphql/keyed.input.js';
import { Node } from '../graphql/node.js';
import { connectionOf, PageArgs } from '../graphql/page.js';
import { DateTime } from '../graphql/scalars.js';
import { Id, Line, Prose } from '../graphql/text.js';
import { Payload } from '../graphql/user-errors.js';

const GetBackStatus = enumOf<StatusWord>('GetBackStatus', 'What became of a promise to get back to a customer.', {
  MADE: 'It is open, and its time has not passed.',
  KEPT: 'The customer heard from us in time.',
  BROKEN: 'Its time passed. `deliveredAt` says when the customer heard from us after all.',
  RENEGOTIATED: 'Another time was agreed before this one had come: see `next`.',
  VOID: 'The customer had their answer before its time.',
});

/** A promise to a customer. */
@ObjectType('GetBack', {
  implements: () => Node,
  description: 'A promise to a customer: we return by that time. It goes with the case, whoever owns it.',
})
export class GetBackModel extends Node {
  @Field(() => ID, { description: 'The id, the same for ever.' })
  declare id: string;

  @Field(() => DateTime, { description: 'When it was promised.' })
  madeAt: Date;

  @Field(() => DateTime, { description: 'By when. The owner is reminded before it and when it has passed, once each.' })
  dueAt: Date;

  @Field(() => String, { description: 'By when on the clock of the customer, such as 2026-04-05T16:00.' })
  dueLocal: string;

  @Field(() => String, { description: 'The time zone of the customer, by its IANA name.' })
  timeZone: string;

  @Field(() => GetBackStatus, { description: 'What became of it, by the clock of the database.' })
  status: StatusWord;

  @Field(() => DateTime, { nullable: true, description: 'When the customer heard from us, in time or late; null while they did not.' })
  deliveredAt: Date | null;

  @Field(() => String, { nullable: true, description: 'What was said; null while nothing was, or once erased.' })
  whatWasSaid: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When the customer was told of another time; null when there is none.' })
  customerToldAt: Date | null;

  /** Not in the schema: words that may be erased, and keys of other types. */
  what: string | null;
  caseId: string;
  promisedById: string;
  nextId: string | null;
}

/** A page of promises. */
@ObjectType({ description: 'Part of a list of promises.' })
export class GetBackConnection extends connectionOf('GetBack', () => GetBackModel) {}

@InputType('GetBackFilter', { description: 'Which promises a list shows: all conditions that are given must hold.' })
class GetBackFilterInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'In cases that this person owns now, whoever promised. Only with `open: true`: what became of the promises of one person is not counted.',
  })
  @IsOptional()
  @Id()
  ownerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'In cases that somebody of this team owns now.' })
  @IsOptional()
  @Id()
  teamId?: string | null;

  @Field(() => [GetBackStatus], { nullable: true, description: 'In one of these states, by the clock of the database.' })
  @IsOptional()
  @IsIn(GET_BACK_STATUSES, { each: true })
  @ArrayUnique()
  status?: StatusWord[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: those for which a customer still waits, in time or late, in a case that is open. False: the others.',
  })
  @IsOptional()
  @IsBoolean()
  open?: boolean | null;

  @Field(() => DateTime, { nullable: true, description: 'Due after this time.' })
  @IsOptional()
  @IsDate()
  dueAfter?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Due before this time, which is later than `dueAfter`.' })
  @IsOptional()
  @IsDate()
  dueBefore?: Date | null;
}

/** Promises, and which of them. */
@ArgsType()
export class GetBacksArgs extends PageArgs {
  @Field(() => GetBackFilterInput, { nullable: true, description: 'Which ones; all when left out.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => GetBackFilterInput)
  filter?: GetBackFilterInput | null;
}

/** What every mutation of a promise answers. */
@ObjectType({ description: 'What every mutation of a get-back answers.' })
export class GetBackPayload extends Payload {
  @Field(() => GetBackModel, { nullable: true, description: 'The promise as it is now; null when it was refused.' })
  getBack: GetBack | null;
}

@InputType({ isAbstract: true })
abstract class ByWhen extends KeyedInput {
  @Field(() => DateTime, { nullable: true, description: 'By when, as an instant. Either this or `dueLocal`.' })
  @IsOptional()
  @IsDate()
  dueAt?: Date | null;

  @Field(() => String, {
    nullable: true,
    description:
      'By when on the clock of the customer: 2026-04-05T16:00, or with an offset where that clock shows the time twice. Either this or `dueAt`.',
  })
  @IsOptional()
  @Line(25)
  dueLocal?: string | null;
}

/** A new promise. */
@InputType({ description: 'A promise to the customer of an open case of yours.' })
export class PromiseGetBackInput extends ByWhen {
  @Field(() => ID, { description: 'Which case of yours.' })
  @Id()
  caseId: string;

  @Field(() => String, { description: 'What you will get back with.' })
  @Prose(2_000)
  what: string;
}

/** That it was kept. */
@InputType({ description: 'That the customer heard from you.' })
export class KeepGetBackInput extends KeyedInput {
  @Field(() => ID, { description: 'Which promise.' })
  @Id()
  getBackId: string;

  @Field(() => String, { description: 'What you said to the customer.' })
  @Prose(10_000)
  whatWasSaid: string;
}

/** Another time. */
@InputType({ description: 'Another time, of which the customer was told before the first had come.' })
export class RenegotiateGetBackInput extends ByWhen {
  @Field(() => ID, { description: 'Which promise.' })
  @Id()
  getBackId: string;

  @Field(() => DateTime, { description: 'When the customer was told of the other time: since the promise, and not in the future.' })
  @IsDate()
  customerToldAt: Date;
}
