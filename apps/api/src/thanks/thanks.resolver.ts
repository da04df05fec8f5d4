import type { OnModuleInit } from '@nestjs/common';
import { Args, Context, Field, ID, Mutation, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { CaseView } from '#cases';
import type { Actor, Person } from '#people';
import { type ThanksOffer, ThanksOffers, ThanksService, type ThanksView } from '#thanks';
import { CustomerCaseModel } from '../cases/case.model.js';
import { CasesLoaders } from '../cases/cases.loaders.js';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { byKey, loader } from '../graphql/loaders.js';
import { NodeKinds } from '../graphql/node.js';
import { type Connection, connection, PageArgs, pageRequest } from '../graphql/page.js';
import { payload, Payload } from '../graphql/user-errors.js';
import { PeopleLoaders } from '../people/people.loaders.js';
import { PersonModel } from '../people/person.model.js';
import { GiveThanksInput, LeaveThanksOfferInput } from './thanks.inputs.js';
import { ThanksConnection, ThanksModel, ThanksOfferModel } from './thanks.model.js';

@ObjectType({ description: 'What giveThanks answers.' })
class ThanksPayload extends Payload {
  @Field(() => ThanksModel, { nullable: true, description: 'The thanks as everybody reads them; null when they were refused.' })
  thanks: ThanksView | null;
}

@ObjectType({ description: 'What leaveThanksOffer answers.' })
class ThanksOfferPayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'The offer that is not made again; null when it was refused.' })
  leftOfferId: string | null;
}

/** Public thanks, for everybody to read and to say. */
@Resolver(() => ThanksModel)
export class ThanksResolver implements OnModuleInit {
  constructor(
    private readonly thanks: ThanksService,
    private readonly people: PeopleLoaders,
    private readonly cases: CasesLoaders,
    private readonly nodes: NodeKinds,
  ) {}

  onModuleInit(): void {
    const load = (id: string, context: GraphContext) =>
      loader<string, ThanksView>(context, 'thanks', async (ids) => byKey(await this.thanks.byIds(ids), (row) => row.id)).load(id);
    this.nodes.add({ prefix: 'thx', type: 'Thanks', load });
  }

  @Query(() => ThanksConnection, {
    name: 'thanks',
    description: 'Thanks in public, the newest first. Nobody can ask for those of one person.',
  })
  async feed(@Args() args: PageArgs, @CurrentActor() { blindTo }: Actor): Promise<Connection<ThanksView & { pageKey: string }>> {
    return connection(await this.thanks.feed(pageRequest(args, 'thanks'), blindTo), 'thanks', () => this.thanks.count(blindTo));
  }

  @Mutation(() => ThanksPayload, { description: 'Thanks colleagues in public for a deed. They are told.' })
  giveThanks(@Args('input') input: GiveThanksInput, @CurrentActor() actor: Actor): Promise<ThanksPayload> {
    return payload('thanks', () => this.thanks.give(input, actor));
  }

  @ResolveField(() => String, {
    description: 'What they did. Empty once erased, and while it names somebody who does not want to be named.',
  })
  deed(@Parent() { deed }: ThanksView): string {
    return deed ?? '';
  }

  @ResolveField(() => PersonModel, { description: 'Who says it.' })
  from(@Parent() { fromId }: ThanksView, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, fromId);
  }

  @ResolveField(() => [PersonModel], { description: 'Who did it, without those who do not want to be named.' })
  to(@Parent() { toIds }: ThanksView, @Context() context: GraphContext): Promise<Person[]> {
    return this.people.persons(context, toIds);
  }

  @ResolveField(() => CustomerCaseModel, { nullable: true, description: 'For which case; null when for none.' })
  case(@Parent() { caseId }: ThanksView, @Context() context: GraphContext): Promise<CaseView | undefined> | null {
    return caseId ? this.cases.customerCase(context, caseId) : null;
  }
}

/** What the caller may want to thank for. Everybody sees their own offers and nobody else's. */
@Resolver(() => ThanksOfferModel)
export class ThanksOffersResolver {
  constructor(
    private readonly offers: ThanksOffers,
    private readonly people: PeopleLoaders,
    private readonly cases: CasesLoaders,
  ) {}

  @Query(() => [ThanksOfferModel], { description: 'For what you may want to thank colleagues now, the latest first; at most 50.' })
  thanksOffers(@CurrentActor() actor: Actor): Promise<ThanksOffer[]> {
    return this.offers.list(actor);
  }

  @Mutation(() => ThanksOfferPayload, { description: 'Leaves an offer to thank: it is not made again, and nobody is told.' })
  leaveThanksOffer(@Args('input') input: LeaveThanksOfferInput, @CurrentActor() actor: Actor): Promise<ThanksOfferPayload> {
    return payload('leftOfferId', () => this.offers.leave(input, actor));
  }

  @ResolveField(() => [PersonModel], { description: 'Whom: colleagues who had a part in it, and may be named.' })
  to(@Parent() { toIds }: ThanksOffer, @Context() context: GraphContext): Promise<Person[]> {
    return this.people.persons(context, toIds);
  }

  @ResolveField(() => CustomerCaseModel, { nullable: true, description: 'The case in which it happened.' })
  case(@Parent() { caseId }: ThanksOffer, @Context() context: GraphContext): Promise<CaseView | undefined> {
    return this.cases.customerCase(context, caseId);
  }
}
