import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { Disposition as DispositionWord, ReviewStatus as StatusWord } from '#reviews';
import { enumOf } from '../graphql/enum-of.js';
import { Node } from '../graphql/node.js';
import { connectionOf } from '../graphql/page.js';
import { DateTime } from '../graphql/scalars.js';

/** Where a review stands. */
export const ReviewStatus = enumOf<StatusWord>('ReviewStatus', 'Where a review stands.', {
  QUEUED: 'Waits for a reviewer.',
  CLAIMED: 'A reviewer took it up, until the lease ends.',
  DISPOSED: 'Management has drawn its conclusion. The remedy stands, whatever it is.',
});

/** What management made of an approved exception. */
export const Disposition = enumOf<DispositionWord>(
  'Disposition',
  'What management makes of an approved exception. The remedy stands in every case.',
  {
    PROMOTE: 'Should become policy.',
    PRECEDENT: 'Good to cite in like cases.',
    ONE_OFF: 'Right this time, and no pattern.',
    COACH: 'Something for the two to learn from.',
    NOT_AGAIN: 'Like proposals need one more co-signer, and say why.',
  },
);

/** What is learnt from one approved exception. */
@ObjectType('Review', {
  implements: () => Node,
  description: 'Management reads an approved exception afterwards, to learn. There is no way from here back to the approval.',
})
export class ReviewModel extends Node {
  @Field(() => ID, { description: 'The id, the same for ever.' })
  declare id: string;

  @Field(() => ReviewStatus, { description: 'Where it stands.' })
  status: StatusWord;

  @Field(() => DateTime, { nullable: true, description: 'When the claim ends by itself; null while nobody holds it.' })
  claimedUntil: Date | null;

  @Field(() => DateTime, { description: 'By when it should be disposed. Later is a reminder, never a decision.' })
  dueAt: Date;

  @Field(() => Boolean, { description: 'Whether that time has passed.' })
  overdue: boolean;

  @Field(() => Disposition, { nullable: true, description: 'What management made of it; null while it is not disposed.' })
  disposition: DispositionWord | null;

  @Field(() => String, { nullable: true, description: 'Why, for both signers to read; null while it is not disposed, or once erased.' })
  reason: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was disposed.' })
  disposedAt: Date | null;

  /** Not in the schema: keys of other types. */
  exceptionId: string;
  reviewerId: string | null;
}

/** A page of reviews. */
@ObjectType({ description: 'Part of a list of reviews.' })
export class ReviewConnection extends connectionOf('Review', () => ReviewModel) {}
