import type { OnModuleInit } from '@nestjs/common';
import { Args, Context, Extensions, Mutation, ObjectType, Field, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import {
  type Candidate,
  type CaseView,
  HAND_OFF_ACTIONS,
  type HandOffAction as ActionWord,
  HandOffsReads,
  HandOffsService,
  type HandOffView,
} from '#cases';
import { maskedContact } from '#customers';
import { NotFoundError } from '#errors';
import type { Actor, Person } from '#people';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { NodeKinds } from '../graphql/node.js';
import { payload, Payload, userError, UserErrorModel } from '../graphql/user-errors.js';
import { PeopleLoaders } from '../people/people.loaders.js';
import { PersonModel } from '../people/person.model.js';
import { CustomerCaseModel } from './case.model.js';
import { CasesLoaders } from './cases.loaders.js';
import { AnswerHandOffInput, HandOffCandidatesArgs, OfferHandOffInput } from './hand-off.inputs.js';
import { HandOffAction, HandOffCandidateModel, HandOffModel } from './hand-off.model.js';
import { HandOffsLoaders } from './hand-offs.loaders.js';

@ObjectType({ description: 'What every mutation of a hand-off answers.' })
class HandOffPayload extends Payload {
  @Field(() => HandOffModel, { nullable: true, description: 'The hand-off as it is now; null when it was refused.' })
  handOff: HandOffView | null;
}

/** Cases that go from colleague to colleague. */
@Resolver(() => HandOffModel)
export class HandOffsResolver implements OnModuleInit {
  constructor(
    private readonly handOffs: HandOffsService,
    private readonly reads: HandOffsReads,
    private readonly loaders: HandOffsLoaders,
    private readonly cases: CasesLoaders,
    private readonly people: PeopleLoaders,
    private readonly nodes: NodeKinds,
  ) {}

  onModuleInit(): void {
    this.nodes.add({ prefix: 'hof', type: 'HandOff', load: (id, context) => this.loaders.handOff(context, id) });
  }

  @Extensions({ atMost: 100 })
  @Query(() => [HandOffModel], { description: 'The offers that wait for your answer, what ends first on top; at most 100.' })
  handOffsForMe(@CurrentActor() actor: Actor): Promise<HandOffView[]> {
    return this.reads.waitingFor(actor);
  }

  @Extensions({ atMost: 100 })
  @Query(() => [HandOffCandidateModel], {
    description:
      'To whom a case could be offered: who is here, with the fewest open cases first; who had it before comes last. At most 100; ask for others by name.',
  })
  async handOffCandidates(@Args() { caseId, text }: HandOffCandidatesArgs, @Context() context: GraphContext): Promise<Candidate[]> {
    if (!(await this.cases.customerCase(context, caseId))) throw new NotFoundError('case', ['caseId']);
    return this.reads.candidates(caseId, text);
  }

  @Mutation(() => HandOffPayload, {
    description: 'Offers a case of yours to a colleague, after you told the customer. It is yours until they accept.',
  })
  offerHandOff(@Args('input') input: OfferHandOffInput, @CurrentActor() actor: Actor): Promise<HandOffPayload> {
    return payload('handOff', () => this.handOffs.offer(input, actor));
  }

  @Mutation(() => HandOffPayload, { description: 'Accepts a case that is offered to you: it is yours from this instant on.' })
  acceptHandOff(@Args('input') input: AnswerHandOffInput, @CurrentActor() actor: Actor): Promise<HandOffPayload> {
    return payload('handOff', () => this.handOffs.accept(input, actor));
  }

  @Mutation(() => HandOffPayload, { description: 'Refuses a case that is offered to you, with a reason. It stays whose it was.' })
  refuseHandOff(@Args('input') input: AnswerHandOffInput, @CurrentActor() actor: Actor): Promise<HandOffPayload> {
    return payload('handOff', () => this.handOffs.refuse(input, actor));
  }

  @Mutation(() => HandOffPayload, { description: 'Takes back an offer of yours that nobody has answered.' })
  cancelHandOff(@Args('input') input: AnswerHandOffInput, @CurrentActor() actor: Actor): Promise<HandOffPayload> {
    return payload('handOff', () => this.handOffs.cancel(input, actor));
  }

  @ResolveField(() => CustomerCaseModel, { description: 'The case that is handed on.' })
  case(@Parent() { caseId }: HandOffView, @Context() context: GraphContext): Promise<CaseView | undefined> {
    return this.cases.customerCase(context, caseId);
  }

  @ResolveField(() => PersonModel, { description: 'Who offered it.' })
  from(@Parent() { fromId }: HandOffView, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, fromId);
  }

  @ResolveField(() => PersonModel, { description: 'To whom.' })
  to(@Parent() { toId }: HandOffView, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, toId);
  }

  @ResolveField(() => PersonModel, { nullable: true, description: 'Who was brought in to help; null when nobody was.' })
  helper(@Parent() { helperId }: HandOffView, @Context() context: GraphContext): Promise<Person> | null {
    return helperId ? this.people.person(context, helperId) : null;
  }

  @ResolveField(() => String, { description: 'Why the colleague is the better one for it. Empty once erased.' })
  why(@Parent() { why }: HandOffView): string {
    return why ?? '';
  }

  @ResolveField(() => String, { description: 'What they must know. Empty once erased.' })
  recap(@Parent() { recap }: HandOffView): string {
    return recap ?? '';
  }

  @ResolveField(() => String, {
    description: 'Where the customer is called back, masked; `revealContact` answers it in clear. Empty once erased.',
  })
  callbackContact(@Parent() { callbackContact }: HandOffView): string {
    return maskedContact(callbackContact ?? '');
  }

  @ResolveField(() => [HandOffAction], { description: 'What you may do with it now: show these buttons and no others.' })
  openActions(
    @Parent() { id }: HandOffView,
    @CurrentActor() actor: Actor,
    @Context() context: GraphContext,
  ): Promise<ActionWord[] | undefined> {
    return this.loaders.openActions(context, id, actor);
  }

  @Extensions({ atMost: 1 })
  @ResolveField(() => [UserErrorModel], { description: 'Why you may not do this now; empty when you may.' })
  async whyNot(
    @Parent() { id }: HandOffView,
    @CurrentActor() actor: Actor,
    @Args('action', { type: () => HandOffAction, description: 'What you would like to do.' }) action: ActionWord,
  ): Promise<UserErrorModel[]> {
    const no = HAND_OFF_ACTIONS.includes(action) ? await this.handOffs.whyNot(id, action, actor) : undefined;
    return no ? [userError(no)] : [];
  }
}

/** Who could take a case on. */
@Resolver(() => HandOffCandidateModel)
export class HandOffCandidatesResolver {
  constructor(private readonly people: PeopleLoaders) {}

  @ResolveField(() => PersonModel, { description: 'Who it is.' })
  person(@Parent() { personId }: Candidate, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, personId);
  }

  @ResolveField(() => String, { nullable: true, description: 'Why they come last; null when nothing speaks against them.' })
  because(@Parent() { isInLoop }: Candidate): string | null {
    return isInLoop ? 'They had this case before. Offering it to them again needs a new fact and a helper from outside.' : null;
  }
}
