import { Args, Context, Field, ID, ObjectType, Resolver, Subscription } from '@nestjs/graphql';
import { CasesService } from '#cases';
import { NotFoundError } from '#errors';
import type { GraphContext } from '../graphql/context.js';
import { Feed } from '../graphql/feed.js';
import { onceReady, type Stream } from '../graphql/stream.js';

@ObjectType({ description: 'Something happened to a case. Ids only: fetch what you may see.' })
class CaseEvent {
  @Field(() => ID, { description: 'Which case.' })
  caseId: string;

  @Field(() => String, { description: 'Which fact, such as case.opened; "resync" when some may have been missed.' })
  fact: string;
}

/** Live news of cases, fed by facts. */
@Resolver()
export class CasesSubscriptions {
  constructor(
    private readonly feed: Feed,
    private readonly cases: CasesService,
  ) {}

  @Subscription(() => CaseEvent, { description: 'Everything that happens to one case.' })
  async caseChanged(
    @Args('id', { type: () => ID, description: 'Which case.' }) id: string,
    @Context() context: GraphContext,
  ): Promise<Stream<{ caseChanged: CaseEvent }>> {
    const events = this.feed.events(context, {
      concerns: ({ subjectId }) => subjectId === id,
      tell: (notice) => Promise.resolve([{ caseChanged: { caseId: id, fact: notice?.name ?? 'resync' } }]),
    });
    return onceReady(events, async () => {
      const [found] = await this.cases.byIds([id]);
      if (!found) throw new NotFoundError('case', ['id']);
    });
  }
}
