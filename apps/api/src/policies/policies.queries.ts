import { Args, ArgsType, Context, Field, Query, Resolver } from '@nestjs/graphql';
import { IsBoolean, IsOptional } from 'class-validator';
import { InvalidError, say } from '#errors';
import { CoverageService, type MayIAnswer, PoliciesReads, type Policy, type PolicyVersion } from '#policies';
import type { GraphContext } from '../graphql/context.js';
import { type Connection, connection, PageArgs, pageRequest } from '../graphql/page.js';
import { Line } from '../graphql/text.js';
import { PoliciesLoaders } from './policies.loaders.js';
import { MayIInput, OnePolicyArgs, PolicyAtArgs } from './policy.inputs.js';
import { MayIAnswerModel, PolicyConnection, PolicyModel, PolicyVersionModel } from './policy.model.js';

@ArgsType()
class PoliciesArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Words of the title, also with slips, or of the text in force, in any order and form; part of a title; or a ref.',
  })
  @IsOptional()
  @Line(200)
  text?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: only those that should have been looked at again by now.' })
  @IsOptional()
  @IsBoolean()
  dueForReview?: boolean | null;
}

/** What clients read of policies. */
@Resolver()
export class PoliciesQueries {
  constructor(
    private readonly reads: PoliciesReads,
    private readonly coverage: CoverageService,
    private readonly loaders: PoliciesLoaders,
  ) {}

  @Query(() => PolicyModel, { nullable: true, description: 'One policy by id or ref; null when there is none.' })
  policy(@Args() { id, ref }: OnePolicyArgs, @Context() context: GraphContext): Promise<Policy | undefined> {
    if (Boolean(id) === Boolean(ref)) throw new InvalidError(['id'], say`Give either the id or the ref.`);
    return id ? this.loaders.policy(context, id) : this.reads.byRef(ref ?? '');
  }

  @Query(() => PolicyConnection, { description: 'Policies, the newest on top.' })
  async policies(@Args() args: PoliciesArgs): Promise<Connection<Policy & { pageKey: string }>> {
    return connection(await this.reads.list(args, pageRequest(args, 'policies')), 'policies', () => this.reads.count(args));
  }

  @Query(() => PolicyVersionModel, {
    nullable: true,
    description: 'The version of a policy that was, or will be, in force at an instant; null when there is none.',
  })
  policyAt(@Args() { policyId, at }: PolicyAtArgs): Promise<PolicyVersion | undefined> {
    return this.reads.policyAt(policyId, at);
  }

  @Query(() => MayIAnswerModel, { description: 'May I do this? Yes with the policy version that allows it, or: propose an exception.' })
  mayI(@Args('input') input: MayIInput): Promise<MayIAnswer> {
    return this.coverage.mayI({ cause: input.cause, kind: input.kind, amount: input.amount ?? null });
  }
}
