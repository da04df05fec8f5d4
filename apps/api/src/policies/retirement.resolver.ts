import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { type Actor, isAdmin, isAuditor, isReviewer } from '#people';
import type { PolicyVersion } from '#policies';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { PoliciesLoaders } from './policies.loaders.js';
import { PolicyVersionModel } from './policy.model.js';

/** What reviewers say of a version among themselves. */
@Resolver(() => PolicyVersionModel)
export class RetirementResolver {
  constructor(private readonly loaders: PoliciesLoaders) {}

  @ResolveField(() => String, {
    nullable: true,
    description:
      'Why the first reviewer asked to retire it, for the second one to read. Null while nobody does, once erased, and for who is no reviewer, admin or auditor.',
  })
  retireReason(
    @Parent() { id }: PolicyVersion,
    @Context() context: GraphContext,
    @CurrentActor() actor: Actor,
  ): Promise<string | null> | null {
    return isReviewer(actor) || isAdmin(actor) || isAuditor(actor) ? this.loaders.retireReason(context, id) : null;
  }
}
