import type { OnModuleInit } from '@nestjs/common';
import { Args, Context, Extensions, Field, Mutation, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type CaseView, type HandOffView, QuestionsService, type QuestionView } from '#cases';
import type { Actor, Person } from '#people';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { NodeKinds } from '../graphql/node.js';
import { payload, Payload } from '../graphql/user-errors.js';
import { PeopleLoaders } from '../people/people.loaders.js';
import { PersonModel } from '../people/person.model.js';
import { CustomerCaseModel } from './case.model.js';
import { CasesLoaders } from './cases.loaders.js';
import { AnswerQuestionInput, AskColleagueInput } from './hand-off.inputs.js';
import { HandOffModel, QuestionModel } from './hand-off.model.js';
import { HandOffsLoaders } from './hand-offs.loaders.js';

@ObjectType({ description: 'What every mutation of a question answers.' })
class QuestionPayload extends Payload {
  @Field(() => QuestionModel, { nullable: true, description: 'The question as it is now; null when it was refused.' })
  question: QuestionView | null;
}

/** Help without a hand-off. */
@Resolver(() => QuestionModel)
export class QuestionsResolver implements OnModuleInit {
  constructor(
    private readonly questions: QuestionsService,
    private readonly loaders: HandOffsLoaders,
    private readonly cases: CasesLoaders,
    private readonly people: PeopleLoaders,
    private readonly nodes: NodeKinds,
  ) {}

  onModuleInit(): void {
    this.nodes.add({ prefix: 'qst', type: 'Question', load: (id, context) => this.loaders.question(context, id) });
  }

  @Extensions({ atMost: 100 })
  @Query(() => [QuestionModel], { description: 'The questions that wait for your answer, the oldest first; at most 100.' })
  questionsForMe(@CurrentActor() actor: Actor): Promise<QuestionView[]> {
    return this.questions.waitingFor(actor);
  }

  @Mutation(() => QuestionPayload, { description: 'Asks a colleague about a case of yours, which stays yours.' })
  askColleague(@Args('input') input: AskColleagueInput, @CurrentActor() actor: Actor): Promise<QuestionPayload> {
    return payload('question', () => this.questions.ask(input, actor));
  }

  @Mutation(() => QuestionPayload, {
    description: 'Answers a question that you were asked. The answer goes into the case, whose owner stays its owner.',
  })
  answerQuestion(@Args('input') input: AnswerQuestionInput, @CurrentActor() actor: Actor): Promise<QuestionPayload> {
    return payload('question', () => this.questions.answer(input, actor));
  }

  @ResolveField(() => String, { description: 'What was asked. Empty once erased.' })
  question(@Parent() { question }: QuestionView): string {
    return question ?? '';
  }

  @ResolveField(() => CustomerCaseModel, { description: 'The case that it is about.' })
  case(@Parent() { caseId }: QuestionView, @Context() context: GraphContext): Promise<CaseView | undefined> {
    return this.cases.customerCase(context, caseId);
  }

  @ResolveField(() => PersonModel, { description: 'Who asked: the owner of the case then.' })
  from(@Parent() { askedBy }: QuestionView, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, askedBy);
  }

  @ResolveField(() => PersonModel, { description: 'Who was asked.' })
  to(@Parent() { toId }: QuestionView, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, toId);
  }
}

/** What hangs on a case so that the next one need not ask the customer again. */
@Resolver(() => CustomerCaseModel)
export class CaseHandOffsResolver {
  constructor(
    private readonly loaders: HandOffsLoaders,
    private readonly people: PeopleLoaders,
  ) {}

  @ResolveField(() => [HandOffModel], { description: 'Every hand-off of it, the first one first.' })
  handOffs(@Parent() { id }: CaseView, @Context() context: GraphContext): Promise<HandOffView[] | undefined> {
    return this.loaders.ofCase(context, id);
  }

  @ResolveField(() => [QuestionModel], { description: 'What colleagues were asked about it, the first question first.' })
  questions(@Parent() { id }: CaseView, @Context() context: GraphContext): Promise<QuestionView[] | undefined> {
    return this.loaders.questionsOf(context, id);
  }

  @ResolveField(() => [PersonModel], { description: 'Who was brought in from outside to help with it.' })
  async helpers(@Parent() { id }: CaseView, @Context() context: GraphContext): Promise<Person[]> {
    return this.people.persons(context, await this.loaders.helpersOf(context, id));
  }

  @ResolveField(() => String, {
    description:
      'The beginning of a recap, from what the case itself knows: the need, what was tried and asked, what is open, who had it. Empty once erased.',
  })
  recapDraft(@Parent() { id }: CaseView, @Context() context: GraphContext): Promise<string> {
    return this.loaders.recapDraft(context, id);
  }
}
