import { Args, ArgsType, Context, Field, ID, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { PolicyException } from '#exceptions';
import { type Authorization, ReceiptsService } from '#receipts';
import { PolicyExceptionModel } from '../exceptions/exception.model.js';
import type { GraphContext } from '../graphql/context.js';
import { loader } from '../graphql/loaders.js';
import { MoneyModel } from '../graphql/money.model.js';
import { DateTime } from '../graphql/scalars.js';
import { Id } from '../graphql/text.js';

/** May this be paid? */
@ObjectType('Authorization', { description: 'The answer to a payment system’s question: may this be carried out, now?' })
class AuthorizationModel {
  @Field(() => Boolean, { description: 'True only while it is approved, not frozen, not carried out yet and not past its use-by time.' })
  allowed: boolean;

  @Field(() => PolicyExceptionModel, { description: 'The exception that was asked about.' })
  exception: PolicyException;

  @Field(() => MoneyModel, { nullable: true, description: 'The amount that was approved; null for a deed without money.' })
  amount: MoneyModel | null;

  @Field(() => DateTime, { nullable: true, description: 'Until when it may be carried out; null while it is not approved.' })
  useBy: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'The signed receipt to keep beside the payment; null while it is not approved, and while it is frozen.',
  })
  receipt: string | null;

  @Field(() => String, { description: 'Why, or why not, in one sentence.' })
  because: string;
}

@ArgsType()
class AuthorizationArgs {
  @Field(() => ID, { description: 'The exception.' })
  @Id()
  exceptionId: string;
}

/** Proof that a payment system can check with the network off. */
@Resolver(() => PolicyExceptionModel)
export class ReceiptsResolver {
  constructor(private readonly receipts: ReceiptsService) {}

  @Query(() => AuthorizationModel, { nullable: true, description: 'May this be carried out, now? One question for a payment system.' })
  authorization(@Args() { exceptionId }: AuthorizationArgs): Promise<Authorization> {
    return this.receipts.authorization(exceptionId);
  }

  @ResolveField(() => String, {
    nullable: true,
    description:
      'Signed statement of who approved what, when, under which rule: a compact JWS (EdDSA), once approved; none while it is frozen. Keys: /.well-known/jwks.json.',
  })
  async receipt(@Parent() exception: PolicyException, @Context() context: GraphContext): Promise<string | undefined> {
    if (!exception.approvedAt || exception.frozen) return undefined;
    const read = (ids: readonly string[]) => this.receipts.forExceptions(ids.map((id) => ({ id, approvedAt: exception.approvedAt })));
    return loader<string, string>(context, 'receipt', read).load(exception.id);
  }
}
