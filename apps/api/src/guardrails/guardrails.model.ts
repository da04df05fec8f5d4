import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { RemedyKind as KindWord } from '#exceptions';
import type { CapScope as ScopeWord, GuardrailsStatus as StatusWord } from '#people';
import { RemedyKind } from '../exceptions/exception.model.js';
import { enumOf } from '../graphql/enum-of.js';
import { MoneyModel } from '../graphql/money.model.js';
import { Node } from '../graphql/node.js';
import { connectionOf } from '../graphql/page.js';
import { DateTime } from '../graphql/scalars.js';

/** Over what a cap sums. */
export const CapScope = enumOf<ScopeWord>('CapScope', 'Over what a cap sums.', {
  PERSON_DAY: 'What one person proposes in a day.',
  PAIR_30_DAYS: 'What two people approve for each other in 30 days.',
  TEAM_DAY: 'What one team approves in a day.',
  CUSTOMER_30_DAYS: 'What one customer receives in 30 days.',
});

/** Where a version of the guardrails stands. */
const GuardrailsStatus = enumOf<StatusWord>('GuardrailsStatus', 'Where a version of the guardrails stands.', {
  PROPOSED: 'An admin asks for it to be activated by another one.',
  ACTIVE: 'In force.',
  SUPERSEDED: 'A newer version took its place, at that very instant.',
  OVERTAKEN: 'Never activated: other guardrails came into force first, and what was proposed was written against older ones.',
});

/** One band. */
@ObjectType('Band', { description: 'How many co-signatures remedies up to an amount need. Bands are read from top to bottom.' })
export class BandModel {
  @Field(() => MoneyModel, { nullable: true, description: 'The greatest amount; null: everything above.' })
  upTo: MoneyModel | null;

  @Field(() => Int, { description: 'Co-signatures needed besides the proposer.' })
  quorum: number;

  @Field(() => [RemedyKind], { nullable: true, description: 'Only these kinds of remedy; null: all.' })
  kinds: KindWord[] | null;
}

/** One cap. */
@ObjectType('Cap', { description: 'A limit on a sum over time. A currency that no cap of a scope names is not capped there.' })
export class CapModel {
  @Field(() => CapScope, { description: 'Over what it sums.' })
  scope: ScopeWord;

  @Field(() => MoneyModel, { description: 'The greatest sum.' })
  limit: MoneyModel;
}

/** One version of the limits of the house. */
@ObjectType('Guardrails', {
  implements: () => Node,
  description: 'One version of the limits of the house. It is never edited: one admin proposes the next one, another activates it.',
})
export class GuardrailsModel extends Node {
  @Field(() => ID, { description: 'The id, the same for ever.' })
  declare id: string;

  @Field(() => Int, { description: '1, 2, 3 … in the order in which they were proposed.' })
  version: number;

  @Field(() => Boolean, { description: 'Whether this is the version in force.' })
  active: boolean;

  @Field(() => GuardrailsStatus, { description: 'Where it stands.' })
  status: StatusWord;

  @Field(() => DateTime, { description: 'When it was proposed.' })
  createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'From when it was, or is, in force; null while nobody has activated it.' })
  activatedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Until when it was in force; null while nothing took its place.' })
  supersededAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Since when it is known that too few people are here for its strictest band; null while enough are. An alarm: a fact told it.',
  })
  unsatisfiableSince: Date | null;
}

/** A page of versions. */
@ObjectType({ description: 'Part of the list of versions of the guardrails.' })
export class GuardrailsConnection extends connectionOf('Guardrails', () => GuardrailsModel) {}
