import { Args, ArgsType, Context, Extensions, Field, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { IsIn, IsOptional } from 'class-validator';
import { type PolicyException, REMEDY_KINDS, type RemedyKind as KindWord } from '#exceptions';
import type { Actor, Person } from '#people';
import { type Caution, CautionsReads, CautionsService, type ReviewView } from '#reviews';
import { Cause } from '../exceptions/exception.inputs.js';
import { PolicyExceptionModel, RemedyKind } from '../exceptions/exception.model.js';
import { ExceptionsLoaders } from '../exceptions/exceptions.loaders.js';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { byKey, listsByKey, loader } from '../graphql/loaders.js';
import { payload } from '../graphql/user-errors.js';
import { PeopleLoaders } from '../people/people.loaders.js';
import { PersonModel } from '../people/person.model.js';
import { LiftCautionInput } from './review.inputs.js';
import { CautionModel, ReviewModel } from './review.model.js';
import { ReviewPayload } from './reviews.resolver.js';

@ArgsType()
class CautionsArgs {
  @Field(() => String, { nullable: true, description: 'Only with this cause.' })
  @IsOptional()
  @Cause()
  cause?: string | null;

  @Field(() => RemedyKind, { nullable: true, description: 'Only with this kind of remedy.' })
  @IsOptional()
  @IsIn(REMEDY_KINDS)
  kind?: KindWord | null;
}

/** What reviews ask of like proposals: read while proposing, lifted by two reviewers. */
@Resolver(() => ReviewModel)
export class CautionsResolver {
  constructor(
    private readonly cautions: CautionsService,
    private readonly reads: CautionsReads,
  ) {}

  @Extensions({ atMost: 100 })
  @Query(() => [CautionModel], {
    name: 'cautions',
    description:
      'What stands now of reviews that said not again: why a proposal needs one co-signer more. The latest first, a hundred at most.',
  })
  standing(@Args() args: CautionsArgs): Promise<Caution[]> {
    return this.reads.standing(args);
  }

  @Mutation(() => ReviewPayload, {
    description:
      'Lifts what a review asks of like proposals. The first reviewer asks, the second one lifts; neither took part in what was reviewed.',
  })
  liftCaution(@Args('input') input: LiftCautionInput, @CurrentActor() actor: Actor): Promise<ReviewPayload> {
    return payload('review', () => this.cautions.lift(input, actor));
  }

  @ResolveField(() => CautionModel, {
    nullable: true,
    description: 'What it asks, or last asked, of like proposals; null when it never said not again.',
  })
  caution(@Parent() { id }: ReviewView, @Context() context: GraphContext): Promise<Caution | undefined> {
    const read = async (ids: readonly string[]) => byKey(await this.reads.ofReviews(ids), (row) => row.reviewId);
    return loader<string, Caution>(context, 'caution-of-review', read).load(id);
  }
}

/** What hangs on a caution. */
@Resolver(() => CautionModel)
export class CautionFieldsResolver {
  constructor(
    private readonly exceptions: ExceptionsLoaders,
    private readonly people: PeopleLoaders,
  ) {}

  @ResolveField(() => PolicyExceptionModel, { nullable: true, description: 'The exception that was reviewed.' })
  exception(@Parent() { exceptionId }: Caution, @Context() context: GraphContext): Promise<PolicyException | undefined> {
    return this.exceptions.exception(context, exceptionId);
  }

  @ResolveField(() => PersonModel, { nullable: true, description: 'The first reviewer who asks to lift it; null while nobody does.' })
  liftAskedBy(@Parent() { liftProposedBy }: Caution, @Context() context: GraphContext): Promise<Person> | null {
    return liftProposedBy ? this.people.person(context, liftProposedBy) : null;
  }
}

/** Hangs `cautions` on PolicyException from here, so that exceptions need not know that reviews exist. */
@Resolver(() => PolicyExceptionModel)
export class ExceptionCautionsResolver {
  constructor(private readonly reads: CautionsReads) {}

  @Extensions({ atMost: 10 })
  @ResolveField(() => [CautionModel], {
    description:
      'Why its quorum is one higher than its band: what reviews of like exceptions had said when its current revision was written; ten at most.',
  })
  async cautions(@Parent() { id }: PolicyException, @Context() context: GraphContext): Promise<Caution[]> {
    const read = async (ids: readonly string[]) => listsByKey(ids, await this.reads.ofExceptions(ids), ({ of }) => of);
    return (await loader<string, Caution[]>(context, 'cautions-of-exception', read).load(id)) ?? [];
  }
}
