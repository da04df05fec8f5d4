import { Args, Field, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { CaseLifeService, type FollowUp } from '#cases';
import type { Actor } from '#people';
import { CurrentActor } from '../graphql/current-actor.js';
import { payload, Payload } from '../graphql/user-errors.js';
import * as inputs from './case-life.inputs.js';
import { CasePayload } from './case.payload.js';
import { FollowUpModel } from './follow-up.model.js';

@ObjectType({ description: 'What every mutation of a follow-up answers.' })
class FollowUpPayload extends Payload {
  @Field(() => FollowUpModel, { nullable: true, description: 'The follow-up as it is now; null when it was refused.' })
  followUp: FollowUp | null;
}

/** What owners do with their cases: each mutation is one action of the workflow. */
@Resolver()
export class CaseLifeResolver {
  constructor(private readonly life: CaseLifeService) {}

  @Mutation(() => CasePayload, {
    description: 'Takes on a case that a machine opened for you. Within a day, or you are reminded.',
  })
  acknowledgeCase(@Args('input') input: inputs.AcknowledgeCaseInput, @CurrentActor() actor: Actor): Promise<CasePayload> {
    return payload('case', () => this.life.acknowledge(input, actor));
  }

  @Mutation(() => CasePayload, {
    description:
      'Solves a case of yours, once the customer was told and no exception waits for signatures. You are reminded later to ask whether it helped.',
  })
  solveCase(@Args('input') input: inputs.SolveCaseInput, @CurrentActor() actor: Actor): Promise<CasePayload> {
    return payload('case', () => this.life.solve(input, actor));
  }

  @Mutation(() => CasePayload, {
    description: 'Answers a case of yours with an honest no: why, who told the customer, and where they can appeal.',
  })
  answerHonestNo(@Args('input') input: inputs.HonestNoInput, @CurrentActor() actor: Actor): Promise<CasePayload> {
    return payload('case', () => this.life.answerHonestNo(input, actor));
  }

  @Mutation(() => CasePayload, {
    description: 'Opens a case of yours again that was answered with an honest no, because there is something new.',
  })
  reopenCase(@Args('input') input: inputs.ReopenCaseInput, @CurrentActor() actor: Actor): Promise<CasePayload> {
    return payload('case', () => this.life.reopen(input, actor));
  }

  @Mutation(() => FollowUpPayload, {
    description:
      'Records what was found when the customer was asked. It helped: confirmed. It did not: the case is open again, and yours. Not reached: three tries on two channels over ten days close it, unconfirmed.',
  })
  recordFollowUp(@Args('input') input: inputs.RecordFollowUpInput, @CurrentActor() actor: Actor): Promise<FollowUpPayload> {
    return payload('followUp', () => this.life.recordFollowUp(input, actor));
  }
}
