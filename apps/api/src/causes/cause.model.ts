import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Node } from '../graphql/node.js';
import { DateTime } from '../graphql/scalars.js';

/** One cause of the curated list. */
@ObjectType('Cause', {
  implements: () => Node,
  description:
    'Why remedies were needed, in a short code with a name. Exceptions with one cause are summed, compared and gathered. One that was merged is from then on the same as what it was merged into.',
})
export class CauseModel extends Node {
  @Field(() => ID, { description: 'The id, the same for ever.' })
  declare id: string;

  @Field(() => String, { description: 'The code by which it is named in proposals, policies and filters, the same for ever.' })
  key: string;

  @Field(() => String, { description: 'What people read.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'When it fits; null when nobody said.' })
  description: string | null;

  @Field(() => DateTime, { description: 'Since when it is on the list.' })
  createdAt: Date;

  @Field(() => String, { nullable: true, description: 'Why a first reviewer asked to merge it; null while nobody does, and once erased.' })
  mergeWhy: string | null;
}
