import type { OnModuleInit } from '@nestjs/common';
import { Args, ArgsType, Context, Field, ID, Mutation, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import type { Actor } from '#people';
import { changesBetween, PoliciesService, type Policy, PolicyDraftsService, type PolicyVersion, type VersionChanges } from '#policies';
import { CausesLoaders } from '../causes/causes.loaders.js';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { NodeKinds } from '../graphql/node.js';
import { Id } from '../graphql/text.js';
import { payload, Payload } from '../graphql/user-errors.js';
import { PoliciesLoaders } from './policies.loaders.js';
import { conditionsModel } from './conditions-model.js';
import * as inputs from './policy.inputs.js';
import { PolicyConditionsModel, PolicyModel, PolicyVersionChangesModel, PolicyVersionModel } from './policy.model.js';

@ObjectType({ description: 'What every mutation of a policy version answers.' })
class PolicyVersionPayload extends Payload {
  @Field(() => PolicyVersionModel, { nullable: true, description: 'The version as it is now; null when it was refused.' })
  policyVersion: PolicyVersion | null;
}

@ObjectType({ description: 'What every mutation of a policy answers.' })
class PolicyPayload extends Payload {
  @Field(() => PolicyModel, { nullable: true, description: 'The policy as it is now; null when it was refused.' })
  policy: Policy | null;
}

@ArgsType()
class ChangesArgs {
  @Field(() => ID, { nullable: true, description: 'The version to compare with; the one before when left out.' })
  @IsOptional()
  @Id()
  since?: string | null;
}

/** What reviewers do with policies. */
@Resolver(() => PolicyVersionModel)
export class PoliciesResolver {
  constructor(
    private readonly policies: PoliciesService,
    private readonly drafts: PolicyDraftsService,
    private readonly loaders: PoliciesLoaders,
    private readonly causes: CausesLoaders,
  ) {}

  @Mutation(() => PolicyVersionPayload, { description: 'Drafts a new policy, or the next version of one. For reviewers.' })
  draftPolicy(@Args('input') input: inputs.DraftPolicyInput, @CurrentActor() actor: Actor): Promise<PolicyVersionPayload> {
    return payload('policyVersion', () => this.drafts.draft(input, actor));
  }

  @Mutation(() => PolicyVersionPayload, {
    description: 'Drafts a policy version from approved exceptions, with links both ways. For reviewers.',
  })
  promoteToPolicy(@Args('input') input: inputs.PromoteToPolicyInput, @CurrentActor() actor: Actor): Promise<PolicyVersionPayload> {
    return payload('policyVersion', () => this.drafts.promote(input, actor));
  }

  @Mutation(() => PolicyVersionPayload, { description: 'Puts a draft forward. From here on it is not edited. For reviewers.' })
  proposePolicyVersion(
    @Args('input') input: inputs.ProposePolicyVersionInput,
    @CurrentActor() actor: Actor,
  ): Promise<PolicyVersionPayload> {
    return payload('policyVersion', () => this.policies.propose(input, actor));
  }

  @Mutation(() => PolicyVersionPayload, {
    description: 'Makes a proposed version a draft again, so that nobody activates it. For any reviewer.',
  })
  takeBackPolicyVersion(
    @Args('input') input: inputs.TakeBackPolicyVersionInput,
    @CurrentActor() actor: Actor,
  ): Promise<PolicyVersionPayload> {
    return payload('policyVersion', () => this.policies.takeBack(input, actor));
  }

  @Mutation(() => PolicyVersionPayload, {
    description: 'Puts a version into force from a date. By another reviewer than the one who proposed it.',
  })
  activatePolicyVersion(
    @Args('input') input: inputs.ActivatePolicyVersionInput,
    @CurrentActor() actor: Actor,
  ): Promise<PolicyVersionPayload> {
    return payload('policyVersion', () => this.policies.activate(input, actor));
  }

  @Mutation(() => PolicyPayload, { description: 'Ends a policy. The first call asks for it, a second reviewer’s call ends it.' })
  retirePolicy(@Args('input') input: inputs.RetirePolicyInput, @CurrentActor() actor: Actor): Promise<PolicyPayload> {
    return payload('policy', () => this.policies.retire(input, actor));
  }

  @ResolveField(() => PolicyModel, { description: 'The policy of which it is a version.' })
  policy(@Parent() { policyId }: PolicyVersion, @Context() context: GraphContext): Promise<Policy | undefined> {
    return this.loaders.policy(context, policyId);
  }

  @ResolveField(() => PolicyConditionsModel, { description: 'What it allows, as data.' })
  async conditions(@Parent() version: PolicyVersion, @Context() context: GraphContext): Promise<PolicyConditionsModel> {
    return conditionsModel(version, await this.causes.names(context, version.causes));
  }

  @ResolveField(() => PolicyVersionChangesModel, {
    nullable: true,
    description: 'What it says otherwise than an earlier version; null for the first one, and when `since` is no version of this policy.',
  })
  async changes(
    @Parent() version: PolicyVersion,
    @Args() { since }: ChangesArgs,
    @Context() context: GraphContext,
  ): Promise<VersionChanges | null> {
    const versions = (await this.loaders.versionsOf(context, version.policyId)) ?? [];
    const from = versions.find(({ id, number }) => (since ? id === since : number === version.number - 1));
    return from ? changesBetween(from, version, await this.causes.names(context, [...from.causes, ...version.causes])) : null;
  }
}

/** The versions that hang on a policy. */
@Resolver(() => PolicyModel)
export class PolicyFieldsResolver implements OnModuleInit {
  constructor(
    private readonly loaders: PoliciesLoaders,
    private readonly nodes: NodeKinds,
  ) {}

  onModuleInit(): void {
    this.nodes.add({ prefix: 'pol', type: 'Policy', load: (id, context) => this.loaders.policy(context, id) });
    this.nodes.add({ prefix: 'pve', type: 'PolicyVersion', load: (id, context) => this.loaders.version(context, id) });
  }

  @ResolveField(() => PolicyVersionModel, { nullable: true, description: 'The version in force now; null when none is.' })
  active(@Parent() { id }: Policy, @Context() context: GraphContext): Promise<PolicyVersion | undefined> {
    return this.loaders.inForce(context, id);
  }

  @ResolveField(() => [PolicyVersionModel], { description: 'All its versions, the newest first.' })
  versions(@Parent() { id }: Policy, @Context() context: GraphContext): Promise<PolicyVersion[] | undefined> {
    return this.loaders.versionsOf(context, id);
  }
}
