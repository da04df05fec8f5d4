import type { OnModuleInit } from '@nestjs/common';
import { Args, Context, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { type CaseView, type CustomerMessage, CustomerMessagesService } from '#cases';
import type { Actor, Person } from '#people';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { byKey, loader } from '../graphql/loaders.js';
import { NodeKinds } from '../graphql/node.js';
import { type Connection, connection, PageArgs, pageRequest } from '../graphql/page.js';
import { payload } from '../graphql/user-errors.js';
import { PeopleLoaders } from '../people/people.loaders.js';
import { PersonModel } from '../people/person.model.js';
import { CustomerCaseModel } from './case.model.js';
import { CasesLoaders } from './cases.loaders.js';
import * as models from './customer-message.model.js';

/** What customers say while their case goes on. */
@Resolver(() => models.CustomerMessageModel)
export class CustomerMessagesResolver implements OnModuleInit {
  constructor(
    private readonly messages: CustomerMessagesService,
    private readonly cases: CasesLoaders,
    private readonly people: PeopleLoaders,
    private readonly nodes: NodeKinds,
  ) {}

  onModuleInit(): void {
    const load = (id: string, context: GraphContext) =>
      loader<string, CustomerMessage>(context, 'message', async (ids) => byKey(await this.messages.byIds(ids), (row) => row.id)).load(id);
    this.nodes.add({ prefix: 'msg', type: 'CustomerMessage', load });
  }

  @Mutation(() => models.CustomerMessagePayload, {
    description:
      'Records what the customer of a case said of their own accord. For its owner, whoever faces customers, and machines. No promise and no other time changes by it, it calls nobody, and it is no first touch.',
  })
  recordCustomerMessage(
    @Args('input') input: models.RecordCustomerMessageInput,
    @CurrentActor() actor: Actor,
  ): Promise<models.CustomerMessagePayload> {
    return payload('message', () => this.messages.record(input, actor));
  }

  @ResolveField(() => String, { description: 'What they said. Empty once erased.' })
  text(@Parent() { text }: CustomerMessage): string {
    return text ?? '';
  }

  @ResolveField(() => CustomerCaseModel, { description: 'In which case.' })
  case(@Parent() { caseId }: CustomerMessage, @Context() context: GraphContext): Promise<CaseView | undefined> {
    return this.cases.customerCase(context, caseId);
  }

  @ResolveField(() => PersonModel, { description: 'Who recorded it, or which machine.' })
  recordedBy(@Parent() { recordedById }: CustomerMessage, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, recordedById);
  }
}

/** Hangs on a case what its customer said. */
@Resolver(() => CustomerCaseModel)
export class CaseMessagesResolver {
  constructor(private readonly messages: CustomerMessagesService) {}

  @ResolveField(() => models.CustomerMessageConnection, {
    description: 'What the customer said of their own accord since it came in, the latest on top.',
  })
  async customerMessages(@Parent() { id }: CaseView, @Args() args: PageArgs): Promise<Connection<CustomerMessage & { pageKey: string }>> {
    return connection(await this.messages.list(id, pageRequest(args, 'messages')), 'messages', () => this.messages.count(id));
  }
}
