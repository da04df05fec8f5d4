import type { OnModuleInit } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type CaseView, type GetBack, GetBacksReads, GetBacksService } from '#cases';
import type { Actor, Person } from '#people';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { byKey, listsByKey, loader } from '../graphql/loaders.js';
import { NodeKinds } from '../graphql/node.js';
import { type Connection, connection, pageRequest } from '../graphql/page.js';
import { payload } from '../graphql/user-errors.js';
import { PeopleLoaders } from '../people/people.loaders.js';
import { PersonModel } from '../people/person.model.js';
import { CustomerCaseModel } from './case.model.js';
import { CasesLoaders } from './cases.loaders.js';
import * as models from './get-back.model.js';

/** Promises to customers. */
@Resolver(() => models.GetBackModel)
export class GetBacksResolver implements OnModuleInit {
  constructor(
    private readonly service: GetBacksService,
    private readonly reads: GetBacksReads,
    private readonly cases: CasesLoaders,
    private readonly people: PeopleLoaders,
    private readonly nodes: NodeKinds,
  ) {}

  onModuleInit(): void {
    this.nodes.add({ prefix: 'gbk', type: 'GetBack', load: (id, context) => this.one(context, id) });
  }

  @Query(() => models.GetBackConnection, {
    description:
      'Promises to customers, what is due first on top, overdue before it. Yours: your id as owner, and open. As a file: /export/promises.csv.',
  })
  async getBacks(@Args() args: models.GetBacksArgs): Promise<Connection<GetBack & { pageKey: string }>> {
    const filter = args.filter ?? {};
    return connection(await this.reads.list(filter, pageRequest(args, 'get-backs')), 'get-backs', () => this.reads.count(filter));
  }

  @Mutation(() => models.GetBackPayload, {
    description:
      'Promises the customer of an open case of yours to get back to them by a time. You are reminded before it, and when it has passed.',
  })
  promiseGetBack(@Args('input') input: models.PromiseGetBackInput, @CurrentActor() actor: Actor): Promise<models.GetBackPayload> {
    return payload('getBack', () => this.service.promise(input, actor));
  }

  @Mutation(() => models.GetBackPayload, {
    description:
      'Records that the customer heard from you. In time the promise is kept; later it stays broken, with the time of its delivery.',
  })
  keepGetBack(@Args('input') input: models.KeepGetBackInput, @CurrentActor() actor: Actor): Promise<models.GetBackPayload> {
    return payload('getBack', () => this.service.keep(input, actor));
  }

  @Mutation(() => models.GetBackPayload, {
    description:
      'Puts another time in place of one that has not come, once the customer was told. Answers the first promise, which names the new one as `next`.',
  })
  renegotiateGetBack(@Args('input') input: models.RenegotiateGetBackInput, @CurrentActor() actor: Actor): Promise<models.GetBackPayload> {
    return payload('getBack', () => this.service.renegotiate(input, actor));
  }

  @ResolveField(() => String, { description: 'What the customer was promised. Empty once erased.' })
  what(@Parent() { what }: GetBack): string {
    return what ?? '';
  }

  @ResolveField(() => CustomerCaseModel, { description: 'In which case.' })
  case(@Parent() { caseId }: GetBack, @Context() context: GraphContext): Promise<CaseView | undefined> {
    return this.cases.customerCase(context, caseId);
  }

  @ResolveField(() => PersonModel, { description: 'Who promised it. Whoever owns the case now keeps it.' })
  promisedBy(@Parent() { promisedById }: GetBack, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, promisedById);
  }

  @ResolveField(() => models.GetBackModel, {
    nullable: true,
    description: 'The promise that took its place; null when it was not renegotiated.',
  })
  next(@Parent() { nextId }: GetBack, @Context() context: GraphContext): Promise<GetBack | undefined> | null {
    return nextId ? this.one(context, nextId) : null;
  }

  private one(context: GraphContext, id: string): Promise<GetBack | undefined> {
    return loader<string, GetBack>(context, 'get-back', async (ids) => byKey(await this.reads.byIds(ids), (row) => row.id)).load(id);
  }
}

/** Hangs the promises on a case. */
@Resolver(() => CustomerCaseModel)
export class CaseGetBacksResolver {
  constructor(private readonly reads: GetBacksReads) {}

  @ResolveField(() => [models.GetBackModel], { description: 'Every promise to the customer, the first one first.' })
  getBacks(@Parent() { id }: CaseView, @Context() context: GraphContext): Promise<GetBack[] | undefined> {
    const read = async (ids: readonly string[]) => listsByKey(ids, await this.reads.ofCases(ids), (row) => row.caseId);
    return loader<string, GetBack[]>(context, 'get-backs-of-case', read).load(id);
  }
}
