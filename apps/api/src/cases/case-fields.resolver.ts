import { type OnModuleInit } from '@nestjs/common';
import { Args, Context, Extensions, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { CASE_ACTIONS, type CaseAction as ActionWord, type CaseAnswer, type CaseView, type FollowUp, type FollowUpTry } from '#cases';
import type { Actor, Person } from '#people';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { NodeKinds } from '../graphql/node.js';
import { UserErrorModel, userError } from '../graphql/user-errors.js';
import { PeopleLoaders } from '../people/people.loaders.js';
import { PersonModel } from '../people/person.model.js';
import { CaseAction, CustomerCaseModel } from './case.model.js';
import { CasesLoaders } from './cases.loaders.js';
import { CaseAnswerModel, FollowUpModel, FollowUpTryModel } from './follow-up.model.js';

/** What hangs on a case: what can be done, what was answered, whether it helped. */
@Resolver(() => CustomerCaseModel)
export class CaseFieldsResolver {
  constructor(private readonly loaders: CasesLoaders) {}

  @ResolveField(() => [CaseAction], { description: 'What you may do now: show these buttons and no others.' })
  openActions(
    @Parent() { id }: CaseView,
    @CurrentActor() actor: Actor,
    @Context() context: GraphContext,
  ): Promise<ActionWord[] | undefined> {
    return this.loaders.openActions(context, id, actor);
  }

  @Extensions({ atMost: 1 })
  @ResolveField(() => [UserErrorModel], { description: 'Why you may not do this now; empty when you may.' })
  async whyNot(
    @Parent() { id }: CaseView,
    @CurrentActor() actor: Actor,
    @Context() context: GraphContext,
    @Args('action', { type: () => CaseAction, description: 'What you would like to do.' }) action: ActionWord,
  ): Promise<UserErrorModel[]> {
    const no = CASE_ACTIONS.includes(action) ? await this.loaders.whyNot(context, id, { action, actor }) : undefined;
    return no ? [userError(no)] : [];
  }

  @ResolveField(() => [CaseAnswerModel], { description: 'Everything that the customer was answered, the first answer first.' })
  answers(@Parent() { id }: CaseView, @Context() context: GraphContext): Promise<CaseAnswer[] | undefined> {
    return this.loaders.answers(context, id);
  }

  @ResolveField(() => [FollowUpModel], { description: 'Whether it helped, for each solution, the first one first.' })
  followUps(@Parent() { id }: CaseView, @Context() context: GraphContext): Promise<FollowUp[] | undefined> {
    return this.loaders.followUps(context, id);
  }
}

/** What hangs on an answer. */
@Resolver(() => CaseAnswerModel)
export class CaseAnswerResolver {
  constructor(private readonly people: PeopleLoaders) {}

  @ResolveField(() => String, { description: 'The solution, or the reason for the no. Empty once erased.' })
  words(@Parent() { words }: CaseAnswer): string {
    return words ?? '';
  }

  @ResolveField(() => PersonModel, { description: 'Who answered: the owner at that time, or a machine that works for them.' })
  by(@Parent() { byId }: CaseAnswer, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, byId);
  }
}

/** What hangs on a follow-up. */
@Resolver(() => FollowUpModel)
export class FollowUpResolver implements OnModuleInit {
  constructor(
    private readonly loaders: CasesLoaders,
    private readonly nodes: NodeKinds,
  ) {}

  onModuleInit(): void {
    this.nodes.add({ prefix: 'fol', type: 'FollowUp', load: (id, context) => this.loaders.followUp(context, id) });
  }

  @ResolveField(() => CustomerCaseModel, { description: 'Of which case.' })
  case(@Parent() { caseId }: FollowUp, @Context() context: GraphContext): Promise<CaseView | undefined> {
    return this.loaders.customerCase(context, caseId);
  }

  @ResolveField(() => [FollowUpTryModel], {
    description: 'Every time that the customer was asked, or was not reached; the first one first.',
  })
  tries(@Parent() { id }: FollowUp, @Context() context: GraphContext): Promise<FollowUpTry[] | undefined> {
    return this.loaders.tries(context, id);
  }
}

/** Who asked. */
@Resolver(() => FollowUpTryModel)
export class FollowUpTryResolver {
  constructor(private readonly people: PeopleLoaders) {}

  @ResolveField(() => PersonModel, { description: 'Who asked.' })
  by(@Parent() { byId }: FollowUpTry, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, byId);
  }
}
