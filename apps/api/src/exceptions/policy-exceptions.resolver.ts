import { Args, Context, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ExceptionsReads, type PolicyException } from '#exceptions';
import type { Policy, PolicyVersion } from '#policies';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { loader } from '../graphql/loaders.js';
import { type Connection, connection, PageArgs, pageRequest } from '../graphql/page.js';
import { PoliciesLoaders } from '../policies/policies.loaders.js';
import { UserErrorModel } from '../graphql/user-errors.js';
import { PolicyModel, PolicyVersionModel } from '../policies/policy.model.js';
import type { Actor } from '#people';
import { PolicyExceptionConnection, PolicyExceptionModel } from './exception.model.js';
import { ExceptionsLoaders } from './exceptions.loaders.js';

/** Hangs precedents and citations on PolicyVersion from here, so that policies need not know that exceptions exist. */
@Resolver(() => PolicyVersionModel)
export class PolicyPrecedentsResolver {
  constructor(
    private readonly policies: PoliciesLoaders,
    private readonly loaders: ExceptionsLoaders,
    private readonly reads: ExceptionsReads,
  ) {}

  @ResolveField(() => [PolicyExceptionModel], { description: 'The exceptions that it was made from.' })
  async precedents(@Parent() { id }: PolicyVersion, @Context() context: GraphContext): Promise<PolicyException[]> {
    const found = await Promise.all(
      (await this.policies.precedentIds(context, id)).map((exceptionId) => this.loaders.exception(context, exceptionId)),
    );
    return found.filter((row) => row !== undefined);
  }

  @ResolveField(() => PolicyExceptionConnection, { description: 'Every exception that departs from it, the latest on top.' })
  async exceptions(
    @Parent() { id }: PolicyVersion,
    @Args() args: PageArgs,
    @CurrentActor() actor: Actor,
  ): Promise<Connection<PolicyException & { pageKey: string }>> {
    const filter = { policyVersionId: id, without: actor.blindTo ?? [] };
    return connection(await this.reads.list(filter, 'NEWEST', pageRequest(args, 'NEWEST')), 'NEWEST', () => this.reads.count(filter));
  }

  @ResolveField(() => Int, {
    description: 'How often it was cited: where a proposal was about to be made, or one ended because it allowed it.',
  })
  async timesCited(@Parent() { id }: PolicyVersion, @Context() context: GraphContext): Promise<number> {
    const read = async (ids: readonly string[]) =>
      new Map((await this.reads.citations(ids)).map((row) => [row.policyVersionId, row.count]));
    return (await loader<string, number>(context, 'times-cited', read).load(id)) ?? 0;
  }
}

/** The policies that hang on an exception. */
@Resolver(() => PolicyExceptionModel)
export class ExceptionPolicyResolver {
  constructor(private readonly policies: PoliciesLoaders) {}

  @ResolveField(() => PolicyVersionModel, {
    nullable: true,
    description: 'The policy version that it departs from; null: no policy exists.',
  })
  policyVersion(
    @Parent() { policyVersionId }: PolicyException,
    @Context() context: GraphContext,
  ): Promise<PolicyVersion | undefined> | null {
    return policyVersionId ? this.policies.version(context, policyVersionId) : null;
  }

  @ResolveField(() => PolicyVersionModel, { nullable: true, description: 'The policy version that allows it, when it ended COVERED.' })
  coveredBy(@Parent() { coveredBy }: PolicyException, @Context() context: GraphContext): Promise<PolicyVersion | undefined> | null {
    return coveredBy ? this.policies.version(context, coveredBy) : null;
  }

  @ResolveField(() => [PolicyVersionModel], {
    description: 'The policy versions that were made from it, drafts too: the way back from `PolicyVersion.precedents`.',
  })
  madeInto(@Parent() { id }: PolicyException, @Context() context: GraphContext): Promise<PolicyVersion[]> {
    return this.policies.madeFrom(context, id);
  }

  @ResolveField(() => [PolicyModel], {
    name: 'policies',
    description: 'The policies that stand on it, proposed or in force: while there is one, no other policy is promoted from it.',
  })
  holding(@Parent() { id }: PolicyException, @Context() context: GraphContext): Promise<Policy[]> {
    return this.policies.holding(context, id);
  }
}

/** Shows the policy by which a refusal is in truth a yes. */
@Resolver(() => UserErrorModel)
export class CoveredByResolver {
  constructor(private readonly policies: PoliciesLoaders) {}

  @ResolveField(() => PolicyVersionModel, {
    nullable: true,
    description: 'With POLICY_COVERS_THIS, the version that says yes: do it, and cite it. Else null.',
  })
  coveredBy(@Parent() { coveredById }: UserErrorModel, @Context() context: GraphContext): Promise<PolicyVersion | undefined> | null {
    return coveredById ? this.policies.version(context, coveredById) : null;
  }
}
