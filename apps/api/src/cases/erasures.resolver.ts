import { Args, Context, Field, ID, InputType, Mutation, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { type Customer, CustomersService, ErasuresService } from '#customers';
import type { Actor } from '#people';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { KeyedInput } from '../graphql/keyed.input.js';
import { byKey, loader } from '../graphql/loaders.js';
import { DateTime } from '../graphql/scalars.js';
import { Id, Prose } from '../graphql/text.js';
import { payload, Payload } from '../graphql/user-errors.js';
import { CustomerModel } from './case.model.js';

/** Whom to erase. */
@InputType({ description: 'A customer who is to be forgotten.' })
class EraseCustomerInput extends KeyedInput {
  @Field(() => ID, { description: 'The customer.' })
  @Id()
  customerId: string;

  @Field(() => String, { description: 'Why, without saying who: it is kept. For example how they asked, and the number of the request.' })
  @Prose(2_000)
  reason: string;
}

@ObjectType({ description: 'What every mutation of a customer answers.' })
class CustomerPayload extends Payload {
  @Field(() => CustomerModel, { nullable: true, description: 'The customer as they are now; null when it was refused.' })
  customer: Customer | null;
}

/** Forgetting customers, and what is then still said of them. */
@Resolver(() => CustomerModel)
export class ErasuresResolver {
  constructor(
    private readonly erasures: ErasuresService,
    private readonly customers: CustomersService,
  ) {}

  @Mutation(() => CustomerPayload, {
    description:
      'Takes away the name and contact of a customer and all words about them, for ever. Proofs stay and still verify. For admins, once nothing of theirs is open.',
  })
  eraseCustomer(@Args('input') input: EraseCustomerInput, @CurrentActor() actor: Actor): Promise<CustomerPayload> {
    return payload('customer', () => this.erasures.erase(input, actor));
  }

  @ResolveField(() => Boolean, { description: 'True when their data was erased; proofs stay.' })
  erased(@Parent() { erasedAt }: Customer): boolean {
    return erasedAt !== null;
  }

  @ResolveField(() => DateTime, { nullable: true, description: 'When their data was erased; null as long as it stands.' })
  erasedAt(@Parent() { erasedAt }: Customer): Date | null {
    return erasedAt;
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'Why their data was erased, in the words of the admin who did it; null as long as it stands.',
  })
  async erasedBecause(@Parent() { id, erasedAt }: Customer, @Context() context: GraphContext): Promise<string | null> {
    if (!erasedAt) return null;
    const reasons = loader<string, { customerId: string; reason: string | null }>(context, 'erasedBecause', async (ids) =>
      byKey(await this.customers.reasonsOfErasure(ids), (row) => row.customerId),
    );
    return (await reasons.load(id))?.reason ?? null;
  }
}
