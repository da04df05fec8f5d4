import type { OnModuleInit } from '@nestjs/common';
import { Args, ArgsType, Context, Field, Mutation, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, ValidateNested } from 'class-validator';
import type { PolicyException } from '#exceptions';
import type { Actor, Person } from '#people';
import { REVIEW_ORDERS, type ReviewOrder as OrderWord, ReviewsReads, ReviewsService, type ReviewView } from '#reviews';
import { PolicyExceptionModel } from '../exceptions/exception.model.js';
import { ExceptionsLoaders } from '../exceptions/exceptions.loaders.js';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { byKey, loader } from '../graphql/loaders.js';
import { NodeKinds } from '../graphql/node.js';
import { type Connection, connection, PageArgs, pageRequest } from '../graphql/page.js';
import { payload, Payload } from '../graphql/user-errors.js';
import { PeopleLoaders } from '../people/people.loaders.js';
import { PersonModel } from '../people/person.model.js';
import { ClaimReviewInput, DisposeReviewInput, ReopenReviewInput, ReviewFilterInput } from './review.inputs.js';
import { ReviewConnection, ReviewModel, ReviewOrder } from './review.model.js';

@ArgsType()
class ReviewsArgs extends PageArgs {
  @Field(() => ReviewFilterInput, { nullable: true, description: 'Which ones; all when left out.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => ReviewFilterInput)
  filter?: ReviewFilterInput | null;

  @Field(() => ReviewOrder, { nullable: true, description: 'How it is sorted; what is due first on top when left out.' })
  @IsOptional()
  @IsIn(REVIEW_ORDERS)
  orderBy?: OrderWord | null;
}

/** What every mutation of a review answers. */
@ObjectType({ description: 'What every mutation of a review answers.' })
export class ReviewPayload extends Payload {
  @Field(() => ReviewModel, { nullable: true, description: 'The review as it is now; null when it was refused.' })
  review: ReviewView | null;
}

/** The queue of what there is to learn, and what reviewers do with it. */
@Resolver(() => ReviewModel)
export class ReviewsResolver implements OnModuleInit {
  constructor(
    private readonly reviews: ReviewsService,
    private readonly reads: ReviewsReads,
    private readonly exceptions: ExceptionsLoaders,
    private readonly people: PeopleLoaders,
    private readonly nodes: NodeKinds,
  ) {}

  onModuleInit(): void {
    const read = async (ids: readonly string[]) => byKey(await this.reads.byIds(ids), (row) => row.id);
    this.nodes.add({ prefix: 'rev', type: 'Review', load: (id, context) => loader<string, ReviewView>(context, 'review', read).load(id) });
  }

  @Query(() => ReviewConnection, { name: 'reviews', description: 'The review queue, filtered and sorted. Counted up to 10,000.' })
  async queue(@Args() args: ReviewsArgs, @CurrentActor() actor: Actor): Promise<Connection<ReviewView & { pageKey: string }>> {
    const [filter, order] = [{ ...args.filter, without: actor.blindTo ?? [] }, args.orderBy ?? 'DUE_FIRST'];
    const name = order === 'DUE_FIRST' ? 'reviews' : `reviews.${order}`;
    return connection(await this.reads.list(filter, order, pageRequest(args, name)), name, () => this.reads.count(filter));
  }

  @Mutation(() => ReviewPayload, { description: 'Takes a review up for twenty minutes. For reviewers who took no part in it.' })
  claimReview(@Args('input') input: ClaimReviewInput, @CurrentActor() actor: Actor): Promise<ReviewPayload> {
    return payload('review', () => this.reviews.claim(input, actor));
  }

  @Mutation(() => ReviewPayload, { description: 'Gives a review back to the queue.' })
  releaseReview(@Args('input') input: ClaimReviewInput, @CurrentActor() actor: Actor): Promise<ReviewPayload> {
    return payload('review', () => this.reviews.release(input, actor));
  }

  @Mutation(() => ReviewPayload, { description: 'Says what management makes of it, and why. The remedy stands in every case.' })
  disposeReview(@Args('input') input: DisposeReviewInput, @CurrentActor() actor: Actor): Promise<ReviewPayload> {
    return payload('review', () => this.reviews.dispose(input, actor));
  }

  @Mutation(() => ReviewPayload, { description: 'Puts a disposed review back into the queue, with new facts. By another reviewer.' })
  reopenReview(@Args('input') input: ReopenReviewInput, @CurrentActor() actor: Actor): Promise<ReviewPayload> {
    return payload('review', () => this.reviews.reopen(input, actor));
  }

  @ResolveField(() => PolicyExceptionModel, { description: 'The approved exception that it is about.' })
  exception(@Parent() { exceptionId }: ReviewView, @Context() context: GraphContext): Promise<PolicyException | undefined> {
    return this.exceptions.exception(context, exceptionId);
  }

  @ResolveField(() => PersonModel, { nullable: true, description: 'Who holds the claim, or disposed of it.' })
  reviewer(@Parent() { reviewerId }: ReviewView, @Context() context: GraphContext): Promise<Person> | null {
    return reviewerId ? this.people.person(context, reviewerId) : null;
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'Because of what it was last opened again, for whoever reads it next; null when it never was, and once erased.',
  })
  async newFacts(@Parent() { id }: ReviewView, @Context() context: GraphContext): Promise<string | null> {
    const read = async (ids: readonly string[]) => byKey(await this.reads.newFacts(ids), (row) => row.reviewId);
    return (await loader<string, { newFacts: string | null }>(context, 'new-facts-of-review', read).load(id))?.newFacts ?? null;
  }

  @ResolveField(() => PersonModel, {
    nullable: true,
    description: 'Who was asked by name because nobody took it up for long; null while it is not that late, or when nobody could.',
  })
  secondReader(@Parent() { secondReaderId }: ReviewView, @Context() context: GraphContext): Promise<Person> | null {
    return secondReaderId ? this.people.person(context, secondReaderId) : null;
  }
}

/** Hangs `review` on PolicyException from here, so that exceptions need not know that reviews exist. */
@Resolver(() => PolicyExceptionModel)
export class ExceptionReviewResolver {
  constructor(private readonly reads: ReviewsReads) {}

  @ResolveField(() => ReviewModel, { nullable: true, description: 'Its review: exactly one, from the approval on; null before.' })
  review(@Parent() { id }: PolicyException, @Context() context: GraphContext): Promise<ReviewView | undefined> {
    const read = async (ids: readonly string[]) => byKey(await this.reads.byExceptionIds(ids), (row) => row.exceptionId);
    return loader<string, ReviewView>(context, 'review-of-exception', read).load(id);
  }
}
