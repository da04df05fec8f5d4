import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { RemedyKind as KindWord } from '#exceptions';
import type { Disposition as DispositionWord, ReviewOrder as OrderWord, ReviewStatus as StatusWord } from '#reviews';
import { RemedyKind } from '../exceptions/exception.model.js';
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

/** How the queue is sorted. */
export const ReviewOrder = enumOf<OrderWord>('ReviewOrder', 'How a list of reviews is sorted.', {
  DUE_FIRST: 'What is due first on top.',
  RISK_FIRST: 'The most points of risk on top.',
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

  @Field(() => Int, {
    description:
      'How much it is worth reading first, in points. 100 for each co-signature that the band asked for besides the first, and in percent how much of the band the amount fills (100 in the last band); 50 for one objection, 100 for more; 50 booked beside the caps; 50 when a review of a like one said not again. Signals add nothing: they are advice.',
  })
  risk: number;

  @Field(() => DateTime, { nullable: true, description: 'When a second reader was last looked for; null while it is not that late.' })
  secondReaderAt: Date | null;

  @Field(() => Disposition, { nullable: true, description: 'What management made of it; null while it is not disposed.' })
  disposition: DispositionWord | null;

  @Field(() => String, { nullable: true, description: 'Why, for both signers to read; null while it is not disposed, or once erased.' })
  reason: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was disposed.' })
  disposedAt: Date | null;

  /** Not in the schema: keys of other types. */
  exceptionId: string;
  reviewerId: string | null;
  secondReaderId: string | null;
}

/** What a review asks of like proposals. */
@ObjectType('Caution', {
  description: 'A review said not to do the like again: every proposal with this cause and this kind of remedy needs one co-signer more.',
})
export class CautionModel {
  @Field(() => String, { description: 'The cause that like proposals have.' })
  cause: string;

  @Field(() => RemedyKind, { description: 'The kind of remedy that like proposals have.' })
  kind: KindWord;

  @Field(() => DateTime, { description: 'From when on: proposals and revisions written before keep their quorum.' })
  since: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when: the review was reopened, or two reviewers lifted it. Null while neither happened.',
  })
  endedAt: Date | null;

  @Field(() => Boolean, {
    description: 'Whether it asks for somebody now. It rests while a policy version in force covers what was reviewed.',
  })
  stands: boolean;

  @Field(() => String, { nullable: true, description: 'Why: the words of the review; null once erased.' })
  reason: string | null;

  @Field(() => String, { nullable: true, description: 'Why a first reviewer asks to lift it; null while nobody does.' })
  liftReason: string | null;

  /** Not in the schema: keys of other types. */
  exceptionId: string;
  reviewId: string;
  liftProposedBy: string | null;
}

/** A page of reviews. */
@ObjectType({ description: 'Part of a list of reviews.' })
export class ReviewConnection extends connectionOf('Review', () => ReviewModel) {}
