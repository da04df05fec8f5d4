import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { IsDate, IsOptional } from 'class-validator';
import type { GetBack, GetBackStatus as StatusWord } from '#cases';
import { enumOf } from '../graphql/enum-of.js';
import { KeyedInput } from '../graphql/keyed.input.js';
import { Node } from '../graphql/node.js';
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
