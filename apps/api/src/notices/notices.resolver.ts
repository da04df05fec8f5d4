import { Args, ArgsType, Context, Field, ID, Int, Mutation, Parent, Query, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import { IsBoolean, IsOptional } from 'class-validator';
import type { CaseView } from '#cases';
import type { PolicyException } from '#exceptions';
import { NoticesService, type NoticeView } from '#notices';
import type { Actor } from '#people';
import { CustomerCaseModel } from '../cases/case.model.js';
import { CasesLoaders } from '../cases/cases.loaders.js';
import { PolicyExceptionModel } from '../exceptions/exception.model.js';
import { ExceptionsLoaders } from '../exceptions/exceptions.loaders.js';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { Feed } from '../graphql/feed.js';
import { type Connection, connection, PageArgs, pageRequest } from '../graphql/page.js';
import type { Stream } from '../graphql/stream.js';
import { Id } from '../graphql/text.js';
import { payload } from '../graphql/user-errors.js';
import { MarkNoticesReadInput, NoticeConnection, NoticeModel, NoticesEvent, NoticesReadPayload } from './notice.model.js';

@ArgsType()
class NoticesArgs extends PageArgs {
  @Field(() => Boolean, { nullable: true, description: 'True: only those that you have not marked as read.' })
  @IsOptional()
  @IsBoolean()
  unreadOnly?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'Only this one: the link in a mail names it.' })
  @IsOptional()
  @Id()
  id?: string | null;
}

/** What the caller is told. Everybody reads their own and nobody else's. */
@Resolver(() => NoticeModel)
export class NoticesResolver {
  constructor(
    private readonly notices: NoticesService,
    private readonly exceptions: ExceptionsLoaders,
    private readonly cases: CasesLoaders,
    private readonly feed: Feed,
  ) {}

  @Query(() => NoticeConnection, { name: 'notices', description: 'What you are told, the newest first.' })
  async list(@Args() args: NoticesArgs, @CurrentActor() actor: Actor): Promise<Connection<NoticeView & { pageKey: string }>> {
    return connection(await this.notices.list(actor, args, pageRequest(args, 'notices')), 'notices', () => this.notices.count(actor, args));
  }

  @Query(() => Int, { description: 'How many of your notices are unread.' })
  unreadNotices(@CurrentActor() actor: Actor): Promise<number> {
    return this.notices.count(actor, { unreadOnly: true });
  }

  @Mutation(() => NoticesReadPayload, { description: 'Marks notices of yours as read.' })
  markNoticesRead(@Args('input') input: MarkNoticesReadInput, @CurrentActor() actor: Actor): Promise<NoticesReadPayload> {
    return payload('unread', () => this.notices.markRead(input, actor));
  }

  @Subscription(() => NoticesEvent, { description: 'That you are told something new, or have read something elsewhere.' })
  noticesChanged(@Context() context: GraphContext, @CurrentActor() actor: Actor): Stream<{ noticesChanged: NoticesEvent }> {
    return this.feed.events(context, {
      concerns: ({ name, subjectId }) => name === 'notice.made' && subjectId === actor.personId,
      tell: async () => [{ noticesChanged: { unread: await this.notices.count(actor, { unreadOnly: true }) } }],
    });
  }

  @ResolveField(() => PolicyExceptionModel, { nullable: true, description: 'The exception that it is about; null when it is about none.' })
  exception(@Parent() { exceptionId }: NoticeView, @Context() context: GraphContext): Promise<PolicyException | undefined> | null {
    return exceptionId ? this.exceptions.exception(context, exceptionId) : null;
  }

  @ResolveField(() => CustomerCaseModel, {
    nullable: true,
    description: 'The case that it is about; null when it is about an exception or none.',
  })
  case(@Parent() { caseId }: NoticeView, @Context() context: GraphContext): Promise<CaseView | undefined> | null {
    return caseId ? this.cases.customerCase(context, caseId) : null;
  }
}
