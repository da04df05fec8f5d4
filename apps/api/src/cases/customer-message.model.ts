import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { IsDate, IsOptional } from 'class-validator';
import type { CustomerMessage } from '#cases';
import { KeyedInput } from '../graphql/keyed.input.js';
import { Node } from '../graphql/node.js';
import { connectionOf } from '../graphql/page.js';
import { DateTime } from '../graphql/scalars.js';
import { Id, Line, Prose } from '../graphql/text.js';
import { Payload } from '../graphql/user-errors.js';

/** What a customer said. */
@ObjectType('CustomerMessage', {
  implements: () => Node,
  description: 'What a customer said of their own accord while their case went on. It changes no time that is due, and calls nobody.',
})
export class CustomerMessageModel extends Node {
  @Field(() => ID, { description: 'The id, the same for ever.' })
  declare id: string;

  @Field(() => String, { description: 'How they said it, by one short word: telephone, email, letter.' })
  channel: string;

  @Field(() => DateTime, { description: 'When they said it.' })
  receivedAt: Date;

  @Field(() => DateTime, { description: 'When it was recorded.' })
  recordedAt: Date;

  /** Not in the schema: words that may be erased, and keys of other types. */
  text: string | null;
  caseId: string;
  recordedById: string;
}

/** A page of messages. */
@ObjectType({ description: 'Part of what a customer said.' })
export class CustomerMessageConnection extends connectionOf('CustomerMessage', () => CustomerMessageModel) {}

/** What the record of a message answers. */
@ObjectType({ description: 'What the record of a message answers.' })
export class CustomerMessagePayload extends Payload {
  @Field(() => CustomerMessageModel, { nullable: true, description: 'The message; null when it was refused.' })
  message: CustomerMessage | null;
}

/** What a customer said. */
@InputType({ description: 'What the customer of a case said of their own accord.' })
export class RecordCustomerMessageInput extends KeyedInput {
  @Field(() => ID, { description: 'Which case: not over yet, whoever owns it.' })
  @Id()
  caseId: string;

  @Field(() => String, { description: 'How they said it, by one short word: telephone, email, letter. No name and no number.' })
  @Line(32)
  channel: string;

  @Field(() => String, { description: 'What they said, in their words.' })
  @Prose(10_000)
  text: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When they said it: after the case came in, and not later than now. Now when left out.',
  })
  @IsOptional()
  @IsDate()
  receivedAt?: Date | null;
}
