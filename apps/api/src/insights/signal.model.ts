import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import type { SignalKind as KindWord } from '#insights';
import { enumOf } from '../graphql/enum-of.js';
import { DateTime } from '../graphql/scalars.js';

/** What a signal is about. */
const SignalKind = enumOf<KindWord>('SignalKind', 'What a signal is about.', {
  AMONG_THREE: 'Three people sign for each other.',
  CIRCLE_OF_THREE: 'The second of three signs for the first, the third for the second, the first for the third.',
  EACH_OTHER: 'Two people sign for each other.',
  ONE_FOR_THE_OTHER: 'The second of two people signs for the first.',
  FASTER_THAN_READING: 'Somebody signs sooner after the proposal than its words can be read.',
  SELDOM_A_NO: 'Somebody says yes more often than the others.',
});

/** Something that chance would hardly explain. */
@ObjectType('RingSignal', {
  description:
    'Something in the last ninety days that chance would hardly explain, given who was here and how readily each signs. It is advice to whoever reviews: there are often good reasons, and nothing follows from it by itself.',
})
export class RingSignalModel {
  @Field(() => SignalKind, { description: 'What it is about.' })
  kind: KindWord;

  @Field(() => Int, { description: 'How often it was counted.' })
  observed: number;

  @Field(() => Float, { description: 'How often chance would give it.' })
  expected: number;

  @Field(() => Int, { description: 'Out of how many.' })
  of: number;

  @Field(() => Float, {
    description:
      'The chance of counting so many or more, even if those concerned preferred each other by as much as the formula tolerates.',
  })
  pValue: number;

  @Field(() => Int, { description: 'How many people, pairs or groups of three were looked at, each an occasion for an accident.' })
  lookedAt: number;

  @Field(() => Float, { description: 'pValue times lookedAt, at most 1. Only what is 0.05 or less is told.' })
  adjusted: number;

  @Field(() => DateTime, { description: 'From when on was counted.' })
  since: Date;

  @Field(() => DateTime, { description: 'Until when was counted. One look serves for a minute.' })
  until: Date;

  /** Not in the schema: keys of other types. */
  personIds: readonly string[];
  exceptionIds: readonly string[];
}
