import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { RemedyKind as KindWord } from '#exceptions';
import { RemedyKind } from '../exceptions/exception.model.js';
import { MoneyModel } from '../graphql/money.model.js';
import { Node } from '../graphql/node.js';
import { connectionOf } from '../graphql/page.js';

/** How widely amounts differ. */
@ObjectType('Spread', { description: 'How widely the amounts of a pattern differ, in the currency in which most were given.' })
export class SpreadModel {
  @Field(() => MoneyModel, { description: 'Half were given less.' })
  median: MoneyModel;

  @Field(() => MoneyModel, { description: 'One in ten was given less.' })
  p10: MoneyModel;

  @Field(() => MoneyModel, { description: 'One in ten was given more.' })
  p90: MoneyModel;
}

/** Approved exceptions with one cause and one kind of remedy. */
@ObjectType('Pattern', {
  implements: () => Node,
  description:
    'Approved exceptions with one cause and one kind of remedy: what colleagues decide again and again may become policy. Nothing follows from it by itself.',
})
export class PatternModel extends Node {
  @Field(() => ID, { description: 'The id, the same for ever.' })
  declare id: string;

  @Field(() => String, { description: 'The cause that they have in common.' })
  cause: string;

  @Field(() => RemedyKind, { description: 'The kind of remedy that they have in common.' })
  kind: KindWord;

  @Field(() => Int, { description: 'How many were approved and not stopped.' })
  count: number;

  @Field(() => Int, { description: 'How many of them within the last days, as many as the setting PATTERN_DAYS says.' })
  lately: number;

  @Field(() => Boolean, {
    description: 'Whether these are at least as many as the setting PATTERN_COUNT says: then it should perhaps be policy.',
  })
  isCandidate: boolean;
}

/** A page of patterns. */
@ObjectType({ description: 'Part of a list of patterns.' })
export class PatternConnection extends connectionOf('Pattern', () => PatternModel) {}
