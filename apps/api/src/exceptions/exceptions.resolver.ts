import { Args, Mutation, ObjectType, Field, Resolver } from '@nestjs/graphql';
import { ExceptionsService, type PolicyException, ProposalsService } from '#exceptions';
import type { Actor } from '#people';
import { CurrentActor } from '../graphql/current-actor.js';
import { payload, Payload } from '../graphql/user-errors.js';
import * as inputs from './exception.inputs.js';
import { PolicyExceptionModel } from './exception.model.js';

/** What every mutation of an exception answers. */
@ObjectType({ description: 'What every mutation of an exception answers.' })
export class ExceptionPayload extends Payload {
  @Field(() => PolicyExceptionModel, {
    nullable: true,
    description: 'The exception as it is now; null when it was refused, unless the refusal is about its present state.',
  })
  exception: PolicyException | null;
}

/** What people do with exceptions: each mutation is one action of the workflow. */
@Resolver()
export class ExceptionsResolver {
  constructor(
    private readonly exceptions: ExceptionsService,
    private readonly proposals: ProposalsService,
  ) {}

  @Mutation(() => ExceptionPayload, {
    description: 'Proposes a remedy for an open case of yours. It waits for its co-signatures for four working hours.',
  })
  proposeException(@Args('input') input: inputs.ProposeExceptionInput, @CurrentActor() actor: Actor): Promise<ExceptionPayload> {
    return payload('exception', () => this.proposals.propose(input, actor));
  }

  @Mutation(() => ExceptionPayload, {
    description: 'Amends an open proposal. A material change makes all signatures stale; a change of wording carries them over.',
  })
  amendException(@Args('input') input: inputs.AmendExceptionInput, @CurrentActor() actor: Actor): Promise<ExceptionPayload> {
    return payload('exception', () => this.proposals.amend(input, actor));
  }

  @Mutation(() => ExceptionPayload, { description: 'Names a colleague who may amend, and so may not co-sign once they did.' })
  inviteHelper(@Args('input') input: inputs.InviteHelperInput, @CurrentActor() actor: Actor): Promise<ExceptionPayload> {
    return payload('exception', () => this.exceptions.inviteHelper(input, actor));
  }

  @Mutation(() => ExceptionPayload, {
    description: 'Co-signs the revision whose digest is given. The signature that completes the quorum approves at once.',
  })
  coSignException(@Args('input') input: inputs.CoSignExceptionInput, @CurrentActor() actor: Actor): Promise<ExceptionPayload> {
    return payload('exception', () => this.exceptions.coSign(input, actor));
  }

  @Mutation(() => ExceptionPayload, {
    description: 'Objects to the revision whose digest is given. The first objection raises the quorum by one, the second declines.',
  })
  objectToException(@Args('input') input: inputs.ObjectToExceptionInput, @CurrentActor() actor: Actor): Promise<ExceptionPayload> {
    return payload('exception', () => this.exceptions.objectTo(input, actor));
  }

  @Mutation(() => ExceptionPayload, {
    description: 'Leaves the decision to others: takes it out of your inbox, without effect on the quorum.',
  })
  passOnException(@Args('input') input: inputs.PassOnExceptionInput, @CurrentActor() actor: Actor): Promise<ExceptionPayload> {
    return payload('exception', () => this.exceptions.pass(input, actor));
  }

  @Mutation(() => ExceptionPayload, { description: 'Takes back your own co-signature or objection, while the proposal is open.' })
  retractFromException(@Args('input') input: inputs.RetractInput, @CurrentActor() actor: Actor): Promise<ExceptionPayload> {
    return payload('exception', () => this.exceptions.retract(input, actor));
  }

  @Mutation(() => ExceptionPayload, { description: 'Takes back an open proposal, with a reason.' })
  withdrawException(@Args('input') input: inputs.WithdrawExceptionInput, @CurrentActor() actor: Actor): Promise<ExceptionPayload> {
    return payload('exception', () => this.exceptions.withdraw(input, actor));
  }

  @Mutation(() => ExceptionPayload, {
    description: 'Ends an open proposal with a yes, because an active policy allows it by now; the version is cited.',
  })
  coverException(@Args('input') input: inputs.CoverExceptionInput, @CurrentActor() actor: Actor): Promise<ExceptionPayload> {
    return payload('exception', () => this.exceptions.cover(input, actor));
  }

  @Mutation(() => ExceptionPayload, { description: 'Records that the customer was told of the yes: from then on it never lapses.' })
  recordCustomerTold(@Args('input') input: inputs.RecordCustomerToldInput, @CurrentActor() actor: Actor): Promise<ExceptionPayload> {
    return payload('exception', () => this.exceptions.tellCustomer(input, actor));
  }

  @Mutation(() => ExceptionPayload, {
    description:
      'Records that the remedy was carried out, once. The same reference again answers the first result; another one is refused.',
  })
  fulfilException(@Args('input') input: inputs.FulfilExceptionInput, @CurrentActor() actor: Actor): Promise<ExceptionPayload> {
    return payload('exception', () => this.exceptions.fulfil(input, actor));
  }

  @Mutation(() => ExceptionPayload, {
    description:
      'Stops an approved remedy that was not carried out yet, for fraud or law only. The first admin asks, the second one stops.',
  })
  stopException(@Args('input') input: inputs.StopExceptionInput, @CurrentActor() actor: Actor): Promise<ExceptionPayload> {
    return payload('exception', () => this.exceptions.stop(input, actor));
  }
}
