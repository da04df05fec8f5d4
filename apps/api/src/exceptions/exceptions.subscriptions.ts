import { Args, Context, Field, ID, Int, ObjectType, Resolver, Subscription } from '@nestjs/graphql';
import { type ExceptionStatus as StatusWord, ExceptionsReads } from '#exceptions';
import type { Actor } from '#people';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { Feed, type FactNotice } from '../graphql/feed.js';
import { onceReady, type Stream } from '../graphql/stream.js';
import { ExceptionStatus } from './exception.model.js';

/** What is told when the connection may have missed something. */
const RESYNC = 'resync';
const INBOX_MOST = 100;

@ObjectType({ description: 'Something happened to an exception. Ids only: fetch what you may see.' })
class ExceptionEvent {
  @Field(() => ID, { description: 'Which exception.' })
  exceptionId: string;

  @Field(() => String, { description: 'Which fact, such as exception.approved; "resync" when some may have been missed.' })
  fact: string;

  @Field(() => Int, { description: 'The number of its current revision.' })
  revision: number;

  @Field(() => ExceptionStatus, { description: 'Where it stands now.' })
  status: StatusWord;
}

@ObjectType({ description: 'Your inbox changed. Ids only: fetch what you may see.' })
class InboxEvent {
  @Field(() => ID, { description: 'Which exception.' })
  exceptionId: string;

  @Field(() => Boolean, { description: 'Whether it waits for your signature now.' })
  waitsForYou: boolean;
}

/** Live news of exceptions, fed by facts; every api process hears all of them. */
@Resolver()
export class ExceptionsSubscriptions {
  constructor(
    private readonly feed: Feed,
    private readonly reads: ExceptionsReads,
  ) {}

  @Subscription(() => ExceptionEvent, { description: 'Everything that happens to one exception and its review.' })
  async exceptionChanged(
    @Args('id', { type: () => ID, description: 'Which exception.' }) id: string,
    @Context() context: GraphContext,
    @CurrentActor() actor: Actor,
  ): Promise<Stream<{ exceptionChanged: ExceptionEvent }>> {
    let reviewId: string | undefined;
    const events = this.feed.events(context, {
      // Until it is approved its review has no id, so every fact of a review might be of its own.
      concerns: ({ subjectId, name }) => subjectId === id || (name.startsWith('review.') && (reviewId ?? subjectId) === subjectId),
      tell: async (notice) => {
        const isOfReview = notice !== undefined && notice.subjectId !== id;
        if (isOfReview) reviewId = await this.reviewOf(id);
        const isOfAnother = isOfReview && notice.subjectId !== reviewId;
        // Who is asked for a second look since they began to listen is told no answer.
        if (isOfAnother || (await this.reads.isBlindTo(id, actor.personId))) return [];
        const { revision, status } = await this.reads.byId(id);
        return [{ exceptionChanged: { exceptionId: id, fact: notice?.name ?? RESYNC, revision, status } }];
      },
    });
    return onceReady(events, async () => {
      await this.reads.byId(id, ['id']);
      reviewId = await this.reviewOf(id);
    });
  }

  @Subscription(() => InboxEvent, { description: 'What begins to wait for your co-signature, and what no longer does.' })
  async inboxChanged(@Context() context: GraphContext, @CurrentActor() actor: Actor): Promise<Stream<{ inboxChanged: InboxEvent }>> {
    const waiting = new Set<string>();
    const events = this.feed.events(context, {
      concerns: (notice) => notice.name.startsWith('exception.') || notice.name === 'person.changed',
      tell: async (notice) => {
        const changes = await this.inboxChanges(waiting, notice, actor);
        return changes.map((inboxChanged) => ({ inboxChanged }));
      },
    });
    return onceReady(events, async () => (await this.inboxOf(actor)).forEach((id) => waiting.add(id)));
  }

  /** What entered and left the inbox since it was last told; `waiting` is brought up to date. */
  private async inboxChanges(waiting: Set<string>, notice: FactNotice | undefined, actor: Actor): Promise<InboxEvent[]> {
    const isAboutOne = notice?.name.startsWith('exception.') === true;
    const asked = isAboutOne ? [notice.subjectId] : [...waiting];
    const now = new Set([...(await this.reads.waitingAmong(asked, actor.personId)), ...(isAboutOne ? [] : await this.inboxOf(actor))]);
    const left = asked.filter((id) => waiting.has(id) && !now.has(id)).map((exceptionId) => ({ exceptionId, waitsForYou: false }));
    const came = [...now].filter((id) => !waiting.has(id)).map((exceptionId) => ({ exceptionId, waitsForYou: true }));
    for (const { exceptionId } of left) waiting.delete(exceptionId);
    for (const { exceptionId } of came) waiting.add(exceptionId);
    return [...came, ...left];
  }

  private async reviewOf(id: string): Promise<string | undefined> {
    return (await this.reads.subjectsOf(id)).find((subject) => subject.startsWith('rev_'));
  }

  private async inboxOf(actor: Actor): Promise<string[]> {
    return (await this.reads.inbox(actor, { take: INBOX_MOST, backwards: false })).rows.map(({ id }) => id);
  }
}
