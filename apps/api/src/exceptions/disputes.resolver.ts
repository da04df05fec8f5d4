import type { OnModuleInit } from '@nestjs/common';
import { Args, ArgsType, Context, Field, Mutation, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { IsBoolean, IsOptional } from 'class-validator';
import { DisputesReads, DisputesService, type DisputeView, type PolicyException } from '#exceptions';
import type { Actor, Person } from '#people';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { byKey, listsByKey, loader } from '../graphql/loaders.js';
import { NodeKinds } from '../graphql/node.js';
import { type Connection, connection, PageArgs, pageRequest } from '../graphql/page.js';
import { payload, Payload } from '../graphql/user-errors.js';
import { PeopleLoaders } from '../people/people.loaders.js';
import { PersonModel } from '../people/person.model.js';
import { DisownSignatureInput, DisputeConnection, DisputeModel, SettleDisputeInput } from './dispute.model.js';
import { PolicyExceptionModel } from './exception.model.js';
import { ExceptionsLoaders } from './exceptions.loaders.js';

@ArgsType()
class DisputesArgs extends PageArgs {
  @Field(() => Boolean, { nullable: true, description: 'True: only open ones; false: only settled ones; all when left out.' })
  @IsOptional()
  @IsBoolean()
  open?: boolean | null;
}

@ObjectType({ description: 'What every mutation of a dispute answers.' })
class DisputePayload extends Payload {
  @Field(() => DisputeModel, { nullable: true, description: 'The dispute as it is now; null when it was refused.' })
  dispute: DisputeView | null;
}

/** "That was not me", and what two admins make of it. */
@Resolver(() => DisputeModel)
export class DisputesResolver implements OnModuleInit {
  constructor(
    private readonly disputes: DisputesService,
    private readonly reads: DisputesReads,
    private readonly exceptions: ExceptionsLoaders,
    private readonly people: PeopleLoaders,
    private readonly nodes: NodeKinds,
  ) {}

  onModuleInit(): void {
    const read = async (ids: readonly string[]) => byKey(await this.reads.byIds(ids), (row) => row.id);
    this.nodes.add({
      prefix: 'dsp',
      type: 'Dispute',
      load: (id, context) => loader<string, DisputeView>(context, 'dispute', read).load(id),
    });
  }

  @Query(() => DisputeConnection, {
    name: 'disputes',
    description: 'Signatures that somebody disowned, the newest first. Counted in full.',
  })
  async list(@Args() args: DisputesArgs): Promise<Connection<DisputeView & { pageKey: string }>> {
    const isOpen = args.open ?? null;
    return connection(await this.reads.list(isOpen, pageRequest(args, 'disputes')), 'disputes', () => this.reads.count(isOpen));
  }

  @Mutation(() => DisputePayload, {
    description:
      'That was not me: freezes the exception, ends every session and token of yours (the one that asks included), and tells the admins.',
  })
  disownSignature(@Args('input') input: DisownSignatureInput, @CurrentActor() actor: Actor): Promise<DisputePayload> {
    return payload('dispute', () => this.disputes.disown(input, actor));
  }

  @Mutation(() => DisputePayload, {
    description: 'Says what you make of a disowned signature. Two admins who took no part, and say the same, settle it for good.',
  })
  settleDispute(@Args('input') input: SettleDisputeInput, @CurrentActor() actor: Actor): Promise<DisputePayload> {
    return payload('dispute', () => this.disputes.settle(input, actor));
  }

  @ResolveField(() => PolicyExceptionModel, { description: 'The exception that carries the signature.' })
  exception(@Parent() { exceptionId }: DisputeView, @Context() context: GraphContext): Promise<PolicyException | undefined> {
    return this.exceptions.exception(context, exceptionId);
  }

  @ResolveField(() => PersonModel, { description: 'In whose name the signature stands, and who says that it is not theirs.' })
  signer(@Parent() { openedBy }: DisputeView, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, openedBy);
  }

  @ResolveField(() => PersonModel, { nullable: true, description: 'The admin who said the first word; null while nobody has.' })
  proposedBy(@Parent() dispute: DisputeView, @Context() context: GraphContext): Promise<Person> | null {
    return dispute.proposedBy ? this.people.person(context, dispute.proposedBy) : null;
  }

  @ResolveField(() => PersonModel, { nullable: true, description: 'The other admin, who settled it; null while it is open.' })
  settledBy(@Parent() dispute: DisputeView, @Context() context: GraphContext): Promise<Person> | null {
    return dispute.settledBy ? this.people.person(context, dispute.settledBy) : null;
  }
}

/** Hangs `disputes` on an exception. */
@Resolver(() => PolicyExceptionModel)
export class ExceptionDisputesResolver {
  constructor(private readonly reads: DisputesReads) {}

  @ResolveField(() => [DisputeModel], {
    description: 'Every signature on it that somebody disowned, and what became of that; also of one that was carried out.',
  })
  disputes(@Parent() { id }: PolicyException, @Context() context: GraphContext): Promise<DisputeView[] | undefined> {
    const read = async (ids: readonly string[]) => listsByKey(ids, await this.reads.byExceptionIds(ids), (row) => row.exceptionId);
    return loader<string, DisputeView[]>(context, 'disputes-of-exception', read).load(id);
  }
}
