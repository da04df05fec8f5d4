import { Context, Extensions, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { PolicyException } from '#exceptions';
import { FORMULAS, InsightsService, sentenceOf, type SignalView } from '#insights';
import type { Actor, Person } from '#people';
import type { ReviewView } from '#reviews';
import { PolicyExceptionModel } from '../exceptions/exception.model.js';
import { ExceptionsLoaders } from '../exceptions/exceptions.loaders.js';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { PeopleLoaders } from '../people/people.loaders.js';
import { PersonModel } from '../people/person.model.js';
import { ReviewModel } from '../reviews/review.model.js';
import { RingSignalModel } from './signal.model.js';

/** Few enough to be asked for together, with people and reviews, within the cost of one request. */
const SIGNALS_MOST = 20;
const EXCEPTIONS_SHOWN = 5;
const OF_ONE_REVIEW = 5;
const PEOPLE_OF_A_RING = 3;

/** What ninety days show when they are looked at together, for reviewers, admins and auditors. */
@Resolver(() => RingSignalModel)
export class SignalsResolver {
  constructor(
    private readonly insights: InsightsService,
    private readonly persons: PeopleLoaders,
    private readonly proposals: ExceptionsLoaders,
  ) {}

  @Extensions({ atMost: SIGNALS_MOST })
  @Query(() => [RingSignalModel], {
    description: `The signals of the last ninety days, at most ${SIGNALS_MOST}: groups of three first, then pairs, then single people. For reviewers, admins and auditors; those about yourself are left to others.`,
  })
  async ringSignals(@CurrentActor() actor: Actor): Promise<SignalView[]> {
    return (await this.insights.signals(actor)).slice(0, SIGNALS_MOST);
  }

  @ResolveField(() => String, { description: 'What was seen, in a sentence that blames nobody.' })
  sentence(@Parent() signal: SignalView): string {
    return sentenceOf(signal);
  }

  @ResolveField(() => String, { description: 'How it was counted, in words.' })
  formula(@Parent() { kind }: SignalView): string {
    return FORMULAS[kind];
  }

  @Extensions({ atMost: PEOPLE_OF_A_RING })
  @ResolveField(() => [PersonModel], {
    description: 'Whom it is about. Of two or three in a direction, each signed for the one before; the first one for the last of three.',
  })
  people(@Parent() { personIds }: SignalView, @Context() context: GraphContext): Promise<Person[]> {
    return this.persons.persons(context, personIds);
  }

  @Extensions({ atMost: EXCEPTIONS_SHOWN })
  @ResolveField(() => [PolicyExceptionModel], { description: `The latest ${EXCEPTIONS_SHOWN} exceptions in which it shows.` })
  async exceptions(@Parent() { exceptionIds }: SignalView, @Context() context: GraphContext): Promise<PolicyException[]> {
    const shown = await Promise.all(exceptionIds.slice(0, EXCEPTIONS_SHOWN).map((id) => this.proposals.exception(context, id)));
    return shown.filter((one) => one !== undefined);
  }
}

/** Hangs `signals` on Review from here, so that reviews need not know that the radar exists. */
@Resolver(() => ReviewModel)
export class ReviewSignalsResolver {
  constructor(private readonly insights: InsightsService) {}

  @Extensions({ atMost: OF_ONE_REVIEW })
  @ResolveField(() => [RingSignalModel], {
    nullable: true,
    description: `The signals in which its exception shows, at most ${OF_ONE_REVIEW}: advice, never a verdict. Null for whoever may not read signals.`,
  })
  async signals(@Parent() { exceptionId }: ReviewView, @CurrentActor() actor: Actor): Promise<SignalView[] | undefined> {
    return (await this.insights.signalsOf(exceptionId, actor))?.slice(0, OF_ONE_REVIEW);
  }
}
