import { Args, ArgsType, Extensions, Field, ID, InputType, Mutation, Query, Resolver } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import type { CaseView } from '#cases';
import type { Actor } from '#people';
import { ReachBacks } from '#promotions';
import { CasePayload } from '../cases/case.payload.js';
import { CustomerCaseConnection } from '../cases/case.model.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { KeyedInput } from '../graphql/keyed.input.js';
import { type Connection, connection, PageArgs, pageRequest } from '../graphql/page.js';
import { Id, Prose } from '../graphql/text.js';
import { payload } from '../graphql/user-errors.js';

/** It reads every exception whose cause or kind the version speaks of. */
const WORK_OF_A_LIST = 100;

@ArgsType()
class ReachBackArgs extends PageArgs {
  @Field(() => ID, { description: 'The version; a draft too, to see whom it would help.' })
  @Id()
  policyVersionId: string;
}

@InputType({ description: 'For which earlier case you open a follow-up case, because a policy now allows what its customer did not get.' })
class OpenReachBackCaseInput extends KeyedInput {
  @Field(() => ID, { description: 'The version, which is in force.' })
  @Id()
  policyVersionId: string;

  @Field(() => ID, { description: 'The earlier case, from `reachBack`.' })
  @Id()
  caseId: string;

  @Field(() => String, { nullable: true, description: 'What it is about; said with refs alone when left out.' })
  @IsOptional()
  @Prose(10_000)
  need?: string | null;
}

/** The earlier customers whom a policy would have helped. */
@Resolver()
export class ReachBacksResolver {
  constructor(private readonly reachBacks: ReachBacks) {}

  @Extensions({ work: WORK_OF_A_LIST })
  @Query(() => CustomerCaseConnection, {
    description:
      'Earlier cases in which something was asked for that this version allows, and that was declined, expired, lapsed, or approved for less. The oldest on top; for a person to choose from. Nobody is contacted by itself.',
  })
  async reachBack(@Args() args: ReachBackArgs, @CurrentActor() { blindTo }: Actor): Promise<Connection<CaseView & { pageKey: string }>> {
    const { policyVersionId } = args;
    const page = await this.reachBacks.list(policyVersionId, pageRequest(args, 'reachBack'), blindTo);
    return connection(page, 'reachBack', () => this.reachBacks.count(policyVersionId, blindTo));
  }

  @Mutation(() => CasePayload, {
    description:
      'Opens a case of yours for the customer of an earlier one, whom a policy in force would have helped. Once for each policy. Then call them.',
  })
  openReachBackCase(@Args('input') input: OpenReachBackCaseInput, @CurrentActor() actor: Actor): Promise<CasePayload> {
    return payload('case', () => this.reachBacks.open(input, actor));
  }
}
