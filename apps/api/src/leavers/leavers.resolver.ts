import { Args, ArgsType, Context, Extensions, Field, ID, Int, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type CaseView, type GetBack, GetBacksReads } from '#cases';
import { NotAllowedError, say } from '#errors';
import type { PolicyException } from '#exceptions';
import { type Actor, isAdmin, isAuditor, isReviewer, type Leaving, PeopleService, PersonLinks, type Person, type Some } from '#people';
import { ReviewsReads, type ReviewView } from '#reviews';
import { CustomerCaseModel } from '../cases/case.model.js';
import { CasesLoaders } from '../cases/cases.loaders.js';
import { GetBackModel } from '../cases/get-back.model.js';
import { PolicyExceptionModel } from '../exceptions/exception.model.js';
import { ExceptionsLoaders } from '../exceptions/exceptions.loaders.js';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { Id } from '../graphql/text.js';
import { PeopleLoaders } from '../people/people.loaders.js';
import { PersonModel } from '../people/person.model.js';
import { ReviewModel } from '../reviews/review.model.js';

@ArgsType()
class LeavingArgs {
  @Field(() => ID, { description: 'Who is about to leave, or to change role.' })
  @Id()
  personId: string;
}

@ObjectType('LeavingPreview', {
  description:
    'What hangs on a person: look at it before you change their role or let them leave. Lists name the 25 oldest, of promises the 25 soonest due.',
})
class LeavingPreviewModel {
  /** Not in the schema: the key of `person`. */
  personId: string;
}

/** What hangs on somebody who leaves. */
@Resolver(() => LeavingPreviewModel)
export class LeaversResolver {
  constructor(
    private readonly people: PeopleService,
    private readonly links: PersonLinks,
    private readonly persons: PeopleLoaders,
    private readonly cases: CasesLoaders,
    private readonly exceptions: ExceptionsLoaders,
    private readonly reviews: ReviewsReads,
    private readonly getBacks: GetBacksReads,
  ) {}

  @Query(() => LeavingPreviewModel, { description: 'What hangs on a person, at this moment. For admins.' })
  leavingPreview(@Args() { personId }: LeavingArgs, @CurrentActor() actor: Actor): Promise<Leaving> {
    return this.people.leaving(personId, actor);
  }

  @Query(() => [PolicyExceptionModel], {
    description:
      'Exceptions that were approved while two of their people counted as two humans, who are one by now: 100 at most, the latest first. They stand. For reviewers, auditors and admins.',
  })
  @Extensions({ atMost: 100 })
  async approvalsOfOneHuman(@CurrentActor() actor: Actor, @Context() context: GraphContext): Promise<PolicyException[]> {
    if (!isReviewer(actor) && !isAuditor(actor) && !isAdmin(actor))
      throw new NotAllowedError(say`Only reviewers, auditors and admins see this. Ask one of them.`);
    return each({ ids: await this.links.approvalsOfOneHuman(), count: 0 }, (id) => this.exceptions.exception(context, id));
  }

  @ResolveField(() => PersonModel, { description: 'Who it is about.' })
  person(@Parent() { personId }: Leaving, @Context() context: GraphContext): Promise<Person> {
    return this.persons.person(context, personId);
  }

  @ResolveField(() => Int, {
    description:
      'Cases of theirs that are open, or solved and still to be followed up. They must go to colleagues before the person leaves.',
  })
  caseCount(@Parent() { cases }: Leaving): number {
    return cases.count;
  }

  @ResolveField(() => Int, {
    description:
      'Promises to the customers of these cases that are not kept yet, late ones too. Whoever is given the case has them, with the same times.',
  })
  promiseCount(@Parent() { promised }: Leaving): number {
    return promised.count;
  }

  @ResolveField(() => Int, { description: 'Open exceptions that bear their signature: it becomes void, and others are asked.' })
  signatureCount(@Parent() { signed }: Leaving): number {
    return signed.count;
  }

  @ResolveField(() => Int, {
    description: 'Open exceptions that they proposed. These stay theirs; the new owner of the case may withdraw them.',
  })
  proposalCount(@Parent() { proposed }: Leaving): number {
    return proposed.count;
  }

  @ResolveField(() => Int, { description: 'Reviews that they hold: each waits again when its lease ends.' })
  reviewCount(@Parent() { claimed }: Leaving): number {
    return claimed.count;
  }

  @ResolveField(() => [CustomerCaseModel], { name: 'cases', description: 'These cases.' })
  @Extensions({ atMost: 25 })
  owned(@Parent() { cases }: Leaving, @Context() context: GraphContext): Promise<CaseView[]> {
    return each(cases, (id) => this.cases.customerCase(context, id));
  }

  @ResolveField(() => [GetBackModel], { description: 'These promises, the soonest due first.' })
  @Extensions({ atMost: 25 })
  promises(@Parent() { promised }: Leaving): Promise<GetBack[]> {
    return this.getBacks.byIds(promised.ids);
  }

  @ResolveField(() => [PolicyExceptionModel], { description: 'The open exceptions that bear their signature.' })
  @Extensions({ atMost: 25 })
  signatures(@Parent() { signed }: Leaving, @Context() context: GraphContext): Promise<PolicyException[]> {
    return each(signed, (id) => this.exceptions.exception(context, id));
  }

  @ResolveField(() => [PolicyExceptionModel], { description: 'The open exceptions that they proposed.' })
  @Extensions({ atMost: 25 })
  proposals(@Parent() { proposed }: Leaving, @Context() context: GraphContext): Promise<PolicyException[]> {
    return each(proposed, (id) => this.exceptions.exception(context, id));
  }

  @ResolveField(() => [ReviewModel], { name: 'reviews', description: 'The reviews that they hold, the oldest first.' })
  @Extensions({ atMost: 25 })
  async held(@Parent() { claimed }: Leaving): Promise<ReviewView[]> {
    return this.reviews.byIds(claimed.ids);
  }
}

/** All that are still there, in their order. */
async function each<T>({ ids }: Some, load: (id: string) => Promise<T | undefined>): Promise<T[]> {
  return (await Promise.all(ids.map(load))).filter((found) => found !== undefined);
}
