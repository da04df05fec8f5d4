import type { OnModuleInit } from '@nestjs/common';
import { Args, ArgsType, Context, Field, ID, InputType, Int, Query, Resolver } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayUnique, IsDate, IsIn, IsOptional, ValidateNested } from 'class-validator';
import {
  EXCEPTION_ORDERS,
  EXCEPTION_STATUSES,
  type ExceptionOrder,
  ExceptionsReads,
  Forecasts,
  type ExceptionStatus as StatusWord,
  type PolicyException,
  REMEDY_KINDS,
  type RemedyKind as KindWord,
} from '#exceptions';
import { InvalidError, say } from '#errors';
import { type Actor, GuardrailsService } from '#people';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { enumOf } from '../graphql/enum-of.js';
import { NodeKinds } from '../graphql/node.js';
import { type Connection, connection, PageArgs, pageRequest } from '../graphql/page.js';
import { DateTime } from '../graphql/scalars.js';
import { Id, Line } from '../graphql/text.js';
import { Cause, RemedyInput } from './exception.inputs.js';
import { ExceptionStatus, PolicyExceptionConnection, PolicyExceptionModel, RemedyKind } from './exception.model.js';
import { ExceptionsLoaders } from './exceptions.loaders.js';

const ExceptionOrderEnum = enumOf<ExceptionOrder>('ExceptionOrder', 'How a list of exceptions is sorted.', {
  NEWEST: 'The latest proposal on top.',
  OLDEST: 'The earliest proposal on top.',
  EXPIRES_FIRST: 'What expires first on top.',
  AMOUNT_DESC: 'The greatest amount on top, whatever the currency; deeds at the end.',
});

/** Which exceptions a list shows. */
@InputType({ description: 'Which exceptions a list shows: all conditions that are given must hold.' })
class ExceptionFilter {
  @Field(() => [ExceptionStatus], { nullable: true, description: 'In one of these states.' })
  @IsOptional()
  @IsIn(EXCEPTION_STATUSES, { each: true })
  @ArrayUnique()
  status?: StatusWord[] | null;

  @Field(() => ID, { nullable: true, description: 'Open proposals that this person could decide and has not yet.' })
  @IsOptional()
  @Id()
  waitingFor?: string | null;

  @Field(() => ID, { nullable: true, description: 'Proposed by this person.' })
  @IsOptional()
  @Id()
  proposerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Co-signed by this person, whatever became of the signature.' })
  @IsOptional()
  @Id()
  coSignerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this case.' })
  @IsOptional()
  @Id()
  caseId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Departing from this policy version.' })
  @IsOptional()
  @Id()
  policyVersionId?: string | null;

  @Field(() => String, { nullable: true, description: 'With this cause.' })
  @IsOptional()
  @Cause()
  cause?: string | null;

  @Field(() => RemedyKind, { nullable: true, description: 'With this kind of remedy.' })
  @IsOptional()
  @IsIn(REMEDY_KINDS)
  kind?: KindWord | null;

  @Field(() => String, { nullable: true, description: 'Part of the ref or of the words, whatever the case of the letters.' })
  @IsOptional()
  @Line(200)
  text?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Proposed after this instant.' })
  @IsOptional()
  @IsDate()
  createdAfter?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Proposed before this instant.' })
  @IsOptional()
  @IsDate()
  createdBefore?: Date | null;
}

@ArgsType()
class ExceptionsArgs extends PageArgs {
  @Field(() => ExceptionFilter, { nullable: true, description: 'Which ones; all when left out.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => ExceptionFilter)
  filter?: ExceptionFilter | null;

  @Field(() => ExceptionOrderEnum, { nullable: true, description: 'How it is sorted; the latest on top when left out.' })
  @IsOptional()
  @IsIn(EXCEPTION_ORDERS)
  orderBy?: ExceptionOrder | null;
}

@ArgsType()
class OneExceptionArgs {
  @Field(() => ID, { nullable: true, description: 'The id. Either this or the ref.' })
  @IsOptional()
  @Id()
  id?: string | null;

  @Field(() => String, { nullable: true, description: 'The ref, such as EX-1041. Either this or the id.' })
  @IsOptional()
  @Line(40)
  ref?: string | null;
}

@ArgsType()
class QuorumForArgs {
  @Field(() => RemedyInput, { description: 'The remedy that is thought of.' })
  @ValidateNested()
  @Type(() => RemedyInput)
  remedy: RemedyInput;

  @Field(() => ID, {
    nullable: true,
    description: 'The customer: then everything they were given for the cause within 14 days is counted in.',
  })
  @IsOptional()
  @Id()
  customerId?: string | null;

  @Field(() => String, { nullable: true, description: 'The cause.' })
  @IsOptional()
  @Cause()
  cause?: string | null;
}

/** What clients read of exceptions. */
@Resolver()
export class ExceptionsQueries implements OnModuleInit {
  constructor(
    private readonly reads: ExceptionsReads,
    private readonly loaders: ExceptionsLoaders,
    private readonly guardrails: GuardrailsService,
    private readonly forecasts: Forecasts,
    private readonly nodes: NodeKinds,
  ) {}

  onModuleInit(): void {
    this.nodes.add({ prefix: 'exc', type: 'PolicyException', load: (id, context) => this.loaders.exception(context, id) });
  }

  @Query(() => PolicyExceptionModel, { nullable: true, description: 'One exception by id or ref; null when there is none.' })
  exception(@Args() { id, ref }: OneExceptionArgs, @Context() context: GraphContext): Promise<PolicyException | undefined> {
    if (Boolean(id) === Boolean(ref)) throw new InvalidError(['id'], say`Give either the id or the ref.`);
    return id ? this.loaders.exception(context, id) : this.reads.byRef(ref ?? '');
  }

  @Query(() => PolicyExceptionConnection, { description: 'Exceptions, filtered and sorted. Counted up to 10,000.' })
  async exceptions(@Args() args: ExceptionsArgs, @CurrentActor() actor: Actor): Promise<Connection<PolicyException & { pageKey: string }>> {
    const [filter, order] = [{ ...args.filter, without: actor.blindTo ?? [] }, args.orderBy ?? 'NEWEST'];
    const name = `exceptions.${order}`;
    return connection(await this.reads.list(filter, order, pageRequest(args, name)), name, () => this.reads.count(filter));
  }

  @Query(() => PolicyExceptionConnection, { description: 'Proposals that wait for your co-signature, what expires first on top.' })
  async inbox(@Args() args: PageArgs, @CurrentActor() actor: Actor): Promise<Connection<PolicyException & { pageKey: string }>> {
    return connection(await this.reads.inbox(actor, pageRequest(args, 'inbox')), 'inbox', () =>
      this.reads.count({ waitingFor: actor.personId }),
    );
  }

  @Query(() => Int, {
    description:
      'How many co-signatures such a remedy would need, as it would be counted now; for a customer and cause, both are given. One of them may be asked by a review that said not again: `cautions` says why.',
  })
  async quorumFor(@Args() { remedy, ...of }: QuorumForArgs): Promise<number> {
    if (Boolean(of.customerId) !== Boolean(of.cause))
      throw new InvalidError([of.cause ? 'customerId' : 'cause'], say`Give customer and cause together.`);
    const measured = await this.forecasts.measured({ kind: remedy.kind, amount: remedy.amount ?? null }, of);
    return (await this.guardrails.quorumFor(measured)) + (await this.forecasts.notAgain(remedy, of.cause));
  }
}
