import type { OnModuleInit } from '@nestjs/common';
import {
  Args,
  ArgsType,
  Context,
  Extensions,
  Field,
  Int,
  Mutation,
  ObjectType,
  Parent,
  Query,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import { IsBoolean, IsOptional } from 'class-validator';
import { type Cause, CAUSES_MAX, CausesReads, CausesService } from '#causes';
import { type Actor, isReviewer, type Person } from '#people';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { NodeKinds } from '../graphql/node.js';
import { Line } from '../graphql/text.js';
import { payload, Payload } from '../graphql/user-errors.js';
import { PeopleLoaders } from '../people/people.loaders.js';
import { PersonModel } from '../people/person.model.js';
import { CreateCauseInput, MergeCausesInput, RenameCauseInput } from './cause.inputs.js';
import { CauseModel } from './cause.model.js';
import { CausesLoaders } from './causes.loaders.js';

@ArgsType()
class CausesArgs {
  @Field(() => String, { nullable: true, description: 'What somebody typed so far, typos and all: the nearest ones, ten at most.' })
  @IsOptional()
  @Line(80)
  search?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: also those that were merged into others.' })
  @IsOptional()
  @IsBoolean()
  includeMerged?: boolean | null;
}

/** What every mutation of the list of causes answers. */
@ObjectType({ description: 'What every mutation of the list of causes answers.' })
export class CausePayload extends Payload {
  @Field(() => CauseModel, { nullable: true, description: 'The cause as it is now; null when it was refused.' })
  cause: Cause | null;
}

/** The curated list of causes: read while proposing, kept by reviewers. */
@Resolver(() => CauseModel)
export class CausesResolver implements OnModuleInit {
  constructor(
    private readonly causes: CausesService,
    private readonly reads: CausesReads,
    private readonly loaders: CausesLoaders,
    private readonly people: PeopleLoaders,
    private readonly nodes: NodeKinds,
  ) {}

  onModuleInit(): void {
    this.nodes.add({ prefix: 'cau', type: 'Cause', load: (id, context) => this.loaders.byId(context, id) });
  }

  @Extensions({ atMost: CAUSES_MAX })
  @Query(() => [CauseModel], {
    name: 'causes',
    description: 'The causes that proposals and policies name, by name, `other` last; for a search, the nearest first.',
  })
  list(@Args() args: CausesArgs): Promise<Cause[]> {
    return this.reads.list(args);
  }

  @Mutation(() => CausePayload, { description: 'Puts a cause on the list. For reviewers.' })
  createCause(@Args('input') input: CreateCauseInput, @CurrentActor() actor: Actor): Promise<CausePayload> {
    return payload('cause', () => this.causes.create(input, actor));
  }

  @Mutation(() => CausePayload, { description: 'Puts the name of a cause better. Its key stays. For reviewers.' })
  renameCause(@Args('input') input: RenameCauseInput, @CurrentActor() actor: Actor): Promise<CausePayload> {
    return payload('cause', () => this.causes.rename(input, actor));
  }

  @Mutation(() => CausePayload, {
    description:
      'Makes one cause another from now on: for sums, cautions, policies, patterns and searches. What was signed stays as it was. The first reviewer asks, the second one merges.',
  })
  mergeCauses(@Args('input') input: MergeCausesInput, @CurrentActor() actor: Actor): Promise<CausePayload> {
    return payload('cause', () => this.causes.merge(input, actor));
  }

  @ResolveField(() => PersonModel, { nullable: true, description: 'Who put it on the list; null when it was there from the beginning.' })
  createdBy(@Parent() { createdBy }: Cause, @Context() context: GraphContext): Promise<Person> | null {
    return createdBy ? this.people.person(context, createdBy) : null;
  }

  @ResolveField(() => CauseModel, { nullable: true, description: 'What it was merged into; null while it is used.' })
  mergedInto(@Parent() { mergedInto }: Cause, @Context() context: GraphContext): Promise<Cause | undefined> | null {
    return mergedInto ? this.loaders.cause(context, mergedInto) : null;
  }

  @ResolveField(() => CauseModel, { nullable: true, description: 'What a first reviewer asked to merge it into; null while nobody does.' })
  mergeAskedInto(@Parent() { mergeAskedInto }: Cause, @Context() context: GraphContext): Promise<Cause | undefined> | null {
    return mergeAskedInto ? this.loaders.cause(context, mergeAskedInto) : null;
  }

  @ResolveField(() => PersonModel, { nullable: true, description: 'Who asked to merge it; null while nobody does.' })
  mergeAskedBy(@Parent() { mergeAskedBy }: Cause, @Context() context: GraphContext): Promise<Person> | null {
    return mergeAskedBy ? this.people.person(context, mergeAskedBy) : null;
  }

  @ResolveField(() => Int, {
    nullable: true,
    description: 'How many approved exceptions have it, or what was merged into it, counted up to 10,000; null for who is no reviewer.',
  })
  uses(@Parent() { key }: Cause, @Context() context: GraphContext, @CurrentActor() actor: Actor): Promise<number> | null {
    return isReviewer(actor) ? this.loaders.uses(context, key) : null;
  }
}
