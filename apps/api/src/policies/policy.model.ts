import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { ConditionKind, PolicyVersionStatus as StatusWord, TextChange as ChangeWord } from '#policies';
import { RemedyKind } from '../exceptions/exception.model.js';
import { enumOf } from '../graphql/enum-of.js';
import { MoneyModel } from '../graphql/money.model.js';
import { Node } from '../graphql/node.js';
import { connectionOf } from '../graphql/page.js';
import { DateTime } from '../graphql/scalars.js';

/** Where a policy version stands. */
const PolicyVersionStatus = enumOf<StatusWord>('PolicyVersionStatus', 'Where a policy version stands.', {
  DRAFT: 'Being written.',
  PROPOSED: 'A reviewer asks for it to be activated.',
  ACTIVE: 'Activated by another reviewer; in force from its date on.',
  SUPERSEDED: 'A newer version took its place, at that very instant.',
  RETIRED: 'Two reviewers ended the policy.',
});

/** Conditions as data. */
@ObjectType('PolicyConditions', {
  description: 'What a version allows, as data, so that a machine can answer "may I?". Without any condition it covers nothing.',
})
export class PolicyConditionsModel {
  @Field(() => [RemedyKind], { description: 'The kinds of remedy that it allows; empty: any kind.' })
  kinds: ConditionKind[];

  @Field(() => [String], { description: 'The causes for which it allows them; empty: any cause.' })
  causes: string[];

  @Field(() => MoneyModel, { nullable: true, description: 'The greatest amount; null: deeds without money only.' })
  amountUpTo: MoneyModel | null;

  @Field(() => String, { description: 'All of it in one sentence for a person.' })
  inWords: string;
}

/** One numbered text of a policy. */
@ObjectType('PolicyVersion', {
  implements: () => Node,
  description: 'One numbered, dated text of a policy with its conditions. Once proposed it is never edited.',
})
export class PolicyVersionModel extends Node {
  @Field(() => ID, { description: 'The id, the same for ever.' })
  declare id: string;

  @Field(() => Int, { description: '1, 2, 3 … within the policy.' })
  number: number;

  @Field(() => PolicyVersionStatus, { description: 'Where it stands.' })
  status: StatusWord;

  @Field(() => String, { description: 'The whole text.' })
  text: string;

  @Field(() => DateTime, { nullable: true, description: 'From when it is in force; null while it is not activated.' })
  effectiveFrom: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Until when it was in force; null while nothing took its place.' })
  supersededAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'By when somebody looks at it again; always there on versions made from exceptions.',
  })
  reviewBy: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'From when whoever proposed it wants it in force: what activating it without an instant takes, where that is still to come.',
  })
  wantedFrom: Date | null;

  @Field(() => String, { nullable: true, description: 'Who answers for it, in the words of the company’s own policy book.' })
  owner: string | null;

  /** Not in the schema: the keys of other fields. */
  policyId: string;
  kinds: ConditionKind[];
  causes: string[];
  amountUpTo: number | null;
  currency: string | null;
}

const TextChange = enumOf<ChangeWord>('TextChange', 'What became of a piece of text from one version to another.', {
  SAME: 'It is in both.',
  ADDED: 'It is in the later one only.',
  REMOVED: 'It is in the earlier one only.',
});

/** A piece of two texts. */
@ObjectType('TextPart', { description: 'A piece of two texts that are read side by side.' })
class TextPartModel {
  @Field(() => TextChange, { description: 'What became of it.' })
  change: ChangeWord;

  @Field(() => String, { description: 'The words, with their blanks.' })
  text: string;
}

/** What one version says otherwise. */
@ObjectType('PolicyVersionChanges', { description: 'What one version says otherwise than another.' })
export class PolicyVersionChangesModel {
  @Field(() => PolicyVersionModel, { description: 'The earlier one.' })
  from: PolicyVersionModel;

  @Field(() => [TextPartModel], {
    description:
      'Both texts as one: without the pieces that were added it is the earlier text, without those that were removed the later one.',
  })
  text: readonly TextPartModel[];

  @Field(() => [String], { description: 'A sentence for each condition that changed.' })
  conditions: readonly string[];
}

/** A rule of the house. */
@ObjectType('Policy', {
  implements: () => Node,
  description: 'A rule of the house, with its versions. At most one version is in force at any instant.',
})
export class PolicyModel extends Node {
  @Field(() => ID, { description: 'The id, the same for ever.' })
  declare id: string;

  @Field(() => String, { description: 'The name for people, such as POL-7.' })
  ref: string;

  @Field(() => String, { nullable: true, description: 'How the company’s own policy book calls it; null when it did not come from there.' })
  bookRef: string | null;

  @Field(() => String, { description: 'What it is about.' })
  title: string;
}

/** A page of policies. */
@ObjectType({ description: 'Part of a list of policies.' })
export class PolicyConnection extends connectionOf('Policy', () => PolicyModel) {}

/** May I? */
@ObjectType('MayIAnswer', { description: 'The answer to "may I do this?".' })
export class MayIAnswerModel {
  @Field(() => Boolean, { description: 'True: do it and cite the version. False: propose an exception.' })
  allowed: boolean;

  @Field(() => PolicyVersionModel, { nullable: true, description: 'The version that allows it; null when none does.' })
  policyVersion: PolicyVersionModel | null;

  @Field(() => String, { description: 'Why, or what to do instead, in one sentence.' })
  because: string;
}
