import type { OnModuleInit } from '@nestjs/common';
import { Context, Field, ID, Int, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { RemedyKind as KindWord } from '#exceptions';
import { GuardrailsService, type GuardrailsWithBands, type Person } from '#people';
import type { GraphContext } from '../graphql/context.js';
import { enumOf } from '../graphql/enum-of.js';
import { byKey, loader } from '../graphql/loaders.js';
import { MoneyModel } from '../graphql/money.model.js';
import { Node, NodeKinds } from '../graphql/node.js';
import { PeopleLoaders } from '../people/people.loaders.js';
import { PersonModel } from '../people/person.model.js';
import { RemedyKind } from './exception.model.js';

const CapScope = enumOf('CapScope', 'Over what a cap sums.', {
  PERSON_DAY: 'What one person proposes in a day.',
  PAIR_30_DAYS: 'What two people approve for each other in 30 days.',
  TEAM_DAY: 'What one team approves in a day.',
  CUSTOMER_30_DAYS: 'What one customer receives in 30 days.',
});

@ObjectType('Band', { description: 'How many co-signatures remedies up to an amount need.' })
class BandModel {
  @Field(() => MoneyModel, { nullable: true, description: 'The greatest amount; null: everything above.' })
  upTo: MoneyModel | null;

  @Field(() => Int, { description: 'Co-signatures needed besides the proposer.' })
  quorum: number;

  @Field(() => [RemedyKind], { nullable: true, description: 'Only these kinds of remedy; null: all.' })
  kinds: KindWord[] | null;
}

@ObjectType('Cap', { description: 'A limit on a sum over time.' })
class CapModel {
  @Field(() => CapScope, { description: 'Over what it sums.' })
  scope: keyof typeof CapScope;

  @Field(() => MoneyModel, { description: 'The greatest sum.' })
  limit: MoneyModel;
}

@ObjectType('Guardrails', { implements: () => Node, description: 'One version of the limits of the house.' })
class GuardrailsModel extends Node {
  @Field(() => ID, { description: 'The id, the same for ever.' })
  declare id: string;

  @Field(() => Int, { description: '1, 2, 3 … in the order in which they were proposed.' })
  version: number;

  @Field(() => Boolean, { description: 'Whether this is the version in force.' })
  active: boolean;
}

/** The limits in force, as clients read them. */
@Resolver(() => GuardrailsModel)
export class GuardrailsResolver implements OnModuleInit {
  constructor(
    private readonly guardrails: GuardrailsService,
    private readonly people: PeopleLoaders,
    private readonly nodes: NodeKinds,
  ) {}

  onModuleInit(): void {
    const read = async (ids: readonly string[]) => byKey(await this.guardrails.byIds(ids), (row) => row.id);
    const load = (id: string, context: GraphContext) => loader<string, GuardrailsWithBands>(context, 'guardrails', read).load(id);
    this.nodes.add({ prefix: 'grd', type: 'Guardrails', load });
  }

  @Query(() => GuardrailsModel, { name: 'guardrails', description: 'The limits in force.' })
  active(): Promise<GuardrailsWithBands> {
    return this.guardrails.active();
  }

  @ResolveField(() => [BandModel], { description: 'The bands that choose the quorum, in their order.' })
  bands(@Parent() { bands }: GuardrailsWithBands): BandModel[] {
    return bands.map(({ upTo, currency, quorum, kinds }) => ({
      quorum,
      kinds: kinds as KindWord[] | null,
      upTo: upTo !== null && currency !== null ? { amountMinor: Number(upTo), currency } : null,
    }));
  }

  @ResolveField(() => [CapModel], { description: 'The limits over time; empty while the house has set none.' })
  caps(): CapModel[] {
    return [];
  }

  @ResolveField(() => PersonModel, { description: 'Who proposed this version.' })
  proposedBy(@Parent() { proposedBy }: GuardrailsWithBands, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, proposedBy);
  }

  @ResolveField(() => PersonModel, { nullable: true, description: 'The other admin who activated it; null while nobody has.' })
  activatedBy(@Parent() { activatedBy }: GuardrailsWithBands, @Context() context: GraphContext): Promise<Person> | null {
    return activatedBy ? this.people.person(context, activatedBy) : null;
  }
}
