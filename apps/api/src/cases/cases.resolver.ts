import type { OnModuleInit } from '@nestjs/common';
import { Args, ArgsType, Context, Field, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, ValidateNested } from 'class-validator';
import { CASE_ORDERS, type CaseOrder, CasesService, type CaseView } from '#cases';
import type { Customer } from '#customers';
import { InvalidError, say } from '#errors';
import type { TimelineEntry } from '#facts';
import type { Actor, Person } from '#people';
import { FactConnection } from '../facts/fact.model.js';
import { Timelines } from '../facts/timelines.js';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { enumOf } from '../graphql/enum-of.js';
import { NodeKinds } from '../graphql/node.js';
import { type Connection, connection, PageArgs, pageRequest } from '../graphql/page.js';
import { DateTime } from '../graphql/scalars.js';
import { Id, Line } from '../graphql/text.js';
import { payload } from '../graphql/user-errors.js';
import { PeopleLoaders } from '../people/people.loaders.js';
import { PersonModel } from '../people/person.model.js';
import { CaseFilterInput, OpenCaseInput } from './case.inputs.js';
import { CustomerCaseConnection, CustomerCaseModel, CustomerModel } from './case.model.js';
import { CasePayload } from './case.payload.js';
import { CasesLoaders } from './cases.loaders.js';

const CaseOrderEnum = enumOf<CaseOrder>('CaseOrder', 'How a list of cases is sorted.', {
  NEWEST: 'The latest on top.',
  OLDEST: 'The oldest on top.',
  NEXT_PROMISE: 'What is due next on top, overdue first; what nothing is due of comes last.',
});

@ArgsType()
class CasesArgs extends PageArgs {
  @Field(() => CaseFilterInput, { nullable: true, description: 'Which ones; all when left out.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => CaseFilterInput)
  filter?: CaseFilterInput | null;

  @Field(() => CaseOrderEnum, { nullable: true, description: 'How it is sorted; the latest on top when left out.' })
  @IsOptional()
  @IsIn(CASE_ORDERS)
  orderBy?: CaseOrder | null;
}

@ArgsType()
class OneCaseArgs {
  @Field(() => ID, { nullable: true, description: 'The id. Either this or the ref.' })
  @IsOptional()
  @Id()
  id?: string | null;

  @Field(() => String, { nullable: true, description: 'The ref, such as CASE-88. Either this or the id.' })
  @IsOptional()
  @Line(40)
  ref?: string | null;
}

/** Customers' problems as clients read and open them. */
@Resolver(() => CustomerCaseModel)
export class CasesResolver implements OnModuleInit {
  constructor(
    private readonly cases: CasesService,
    private readonly loaders: CasesLoaders,
    private readonly people: PeopleLoaders,
    private readonly timelines: Timelines,
    private readonly nodes: NodeKinds,
  ) {}

  onModuleInit(): void {
    this.nodes.add({ prefix: 'cas', type: 'CustomerCase', load: (id, context) => this.loaders.customerCase(context, id) });
    this.nodes.add({ prefix: 'cus', type: 'Customer', load: (id, context) => this.loaders.customer(context, id) });
  }

  @Query(() => CustomerCaseModel, { nullable: true, description: 'One case by id or ref; null when there is none.' })
  customerCase(@Args() { id, ref }: OneCaseArgs, @Context() context: GraphContext): Promise<CaseView | undefined> {
    if (Boolean(id) === Boolean(ref)) throw new InvalidError(['id'], say`Give either the id or the ref.`);
    return id ? this.loaders.customerCase(context, id) : this.cases.byRef(ref ?? '');
  }

  @Query(() => CustomerCaseConnection, {
    description:
      'Cases, the latest on top unless another order is named. Yours by what is due next: your id as owner, NEW and OWNED, NEXT_PROMISE.',
  })
  async customerCases(@Args() args: CasesArgs): Promise<Connection<CaseView & { pageKey: string }>> {
    const filter = args.filter ?? {};
    const order = args.orderBy ?? 'NEWEST';
    const list = order === 'NEWEST' ? 'cases' : `cases ${order}`;
    return connection(await this.cases.list(filter, pageRequest(args, list), order), list, () => this.cases.count(filter));
  }

  @Mutation(() => CasePayload, {
    description:
      'Opens a case: it is acknowledged, and yours from here on. What a machine opens is NEW until the person for whom it works acknowledges it.',
  })
  openCase(@Args('input') input: OpenCaseInput, @CurrentActor() actor: Actor): Promise<CasePayload> {
    return payload('case', () => this.cases.open(input, actor));
  }

  @ResolveField(() => String, { description: 'What the customer needs, in their words. Empty once erased.' })
  need(@Parent() { need }: CaseView): string {
    return need ?? '';
  }

  @ResolveField(() => CustomerModel, { description: 'Whose problem it is.' })
  customer(@Parent() { customerId }: CaseView, @Context() context: GraphContext): Promise<Customer | undefined> {
    return this.loaders.customer(context, customerId);
  }

  @ResolveField(() => PersonModel, { description: 'Who owns it now: exactly one person.' })
  owner(@Parent() { ownerId }: CaseView, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, ownerId);
  }

  @ResolveField(() => PersonModel, { nullable: true, description: 'Who owned it at an instant; null before it came in.' })
  async ownerAt(
    @Parent() { id }: CaseView,
    @Args('at', { type: () => DateTime, description: 'The instant.' }) at: Date,
    @Context() context: GraphContext,
  ): Promise<Person | null> {
    const ownerId = await this.cases.ownerAt(id, at);
    return ownerId ? this.people.person(context, ownerId) : null;
  }

  @ResolveField(() => FactConnection, { description: 'Everything that happened to it, and that its customer was erased.' })
  timeline(@Parent() { id, customerId }: CaseView, @Args() args: PageArgs): Promise<Connection<TimelineEntry>> {
    return this.timelines.page([id, customerId], args);
  }
}
