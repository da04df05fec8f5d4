import { Field, ID, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../graphql/page.js';
import { DateTime } from '../graphql/scalars.js';

/** Something that happened. */
@ObjectType('Fact', { description: 'Something that happened: to what, by whom, when. Facts are never changed.' })
export class FactModel {
  @Field(() => ID, { description: 'The id, the same for ever.' })
  id: string;

  @Field(() => String, { description: 'What happened, as noun.pastParticiple, such as exception.approved.' })
  name: string;

  @Field(() => DateTime, { description: 'When, by the clock of the database.' })
  at: Date;

  /** Not in the schema: the key of `actor`; null: the system. */
  actorId: string | null;
}

/** A page of facts. */
@ObjectType({ description: 'Part of a timeline, the first fact first.' })
export class FactConnection extends connectionOf('Fact', () => FactModel) {}
