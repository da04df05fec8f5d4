import { Extensions, Field, ID, ObjectType } from '@nestjs/graphql';
import { enumOf } from '../graphql/enum-of.js';
import type { PresentDoing as DoingWord } from './roster.js';

/** What somebody does with it. */
export const PresenceDoing = enumOf<DoingWord>('PresenceDoing', 'What somebody does with what they have open.', {
  ABOUT_TO_CO_SIGN: 'Has the confirmation of a co-signature open.',
  READING: 'Has it on the screen.',
});

/** Somebody who is there, too. */
@ObjectType('Presence', { description: 'Somebody who has the same open at this moment. Since when is not known.' })
export class PresenceModel {
  @Field(() => PresenceDoing, { description: 'What they do with it.' })
  doing: DoingWord;

  /** Not in the schema: the key of `person`. */
  personId: string;
}

/** Who is there. */
@ObjectType({ description: 'Who else has it open, each time that this changes, and once when you begin to listen.' })
export class PresenceEvent {
  @Field(() => ID, { description: 'Which exception or case.' })
  subjectId: string;

  @Extensions({ atMost: 20 })
  @Field(() => [PresenceModel], { description: 'Everybody else who has it open, in an order that says nothing; 20 at most.' })
  others: PresenceModel[];
}
