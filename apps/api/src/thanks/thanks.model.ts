import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { ThanksOffer } from '#thanks';
import { enumOf } from '../graphql/enum-of.js';
import { Node } from '../graphql/node.js';
import { connectionOf } from '../graphql/page.js';
import { DateTime } from '../graphql/scalars.js';

/** Public thanks. */
@ObjectType('Thanks', {
  implements: () => Node,
  description: 'Thanks in public: a deed, and the people. Nobody is counted or ranked, and there is no list of the thanks of one person.',
})
export class ThanksModel extends Node {
  @Field(() => ID, { description: 'The id, the same for ever.' })
  declare id: string;

  @Field(() => String, {
    description: 'What they did. Empty once erased with the customer, and while it names somebody who does not want to be named.',
  })
  deed: string;

  @Field(() => DateTime, { description: 'When it was said.' })
  at: Date;

  /** Not in the schema: the keys of `from`, `to` and `case`. */
  fromId: string;
  toIds: readonly string[];
  caseId: string | null;
}

/** A page of thanks. */
@ObjectType({ description: 'Part of all thanks, the newest first.' })
export class ThanksConnection extends connectionOf('Thanks', () => ThanksModel) {}

/** After what thanks are offered. */
const ThanksOccasion = enumOf<ThanksOffer['occasion']>('ThanksOccasion', 'After what thanks are offered.', {
  CO_SIGNED: 'What you proposed was approved: thank those whose signatures made it so.',
  IT_HELPED: 'The customer said that it helped: thank those who had a part in it.',
});

/** Something for which you may want to thank colleagues. */
@ObjectType('ThanksOffer', {
  description:
    'Something for which you may want to thank colleagues. Send it, change its words, or leave it; each is offered once, for two weeks.',
})
export class ThanksOfferModel {
  @Field(() => ID, { description: 'For `offerId` of giveThanks, or for leaveThanksOffer.' })
  id: string;

  @Field(() => ThanksOccasion, { description: 'What happened.' })
  occasion: ThanksOffer['occasion'];

  @Field(() => String, { description: 'Words to begin with.' })
  deed: string;

  @Field(() => DateTime, { description: 'Since when it is offered.' })
  at: Date;

  /** Not in the schema: the keys of `to` and `case`. */
  toIds: readonly string[];
  caseId: string;
}

/** What somebody said about themselves. */
@ObjectType('Preferences', { description: 'What you said about yourself. Nobody else reads it.' })
export class PreferencesModel {
  @Field(() => Boolean, {
    description:
      'Whether you may be named in public thanks. Without, you are left out of all of them, also of those that were said before, and get no offers.',
  })
  namedInThanks: boolean;
}
