import { Args, Context, ID, Parent, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import { CasesService } from '#cases';
import { NotFoundError } from '#errors';
import { ExceptionsReads } from '#exceptions';
import type { Actor, Person } from '#people';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { Feed } from '../graphql/feed.js';
import { ending, onceReady, type Stream } from '../graphql/stream.js';
import { PeopleLoaders } from '../people/people.loaders.js';
import { PersonModel } from '../people/person.model.js';
import { PresenceDoing, PresenceEvent, PresenceModel } from './presence.model.js';
import { Presences } from './presences.js';
import type { Present, PresentDoing } from './roster.js';

const OTHERS_MOST = 20;

/** Who else is there. The life of the subscription is the sign: whoever listens is seen, and nobody sees without being seen. */
@Resolver(() => PresenceModel)
export class PresenceResolver {
  constructor(
    private readonly feed: Feed,
    private readonly presences: Presences,
    private readonly exceptions: ExceptionsReads,
    private readonly cases: CasesService,
    private readonly people: PeopleLoaders,
  ) {}

  @Subscription(() => PresenceEvent, {
    description:
      'Who else has this exception or case open, for as long as you have. You are seen by those who listen to the same; nothing of it is kept. Only for people.',
  })
  async presence(
    @Args('subjectId', { type: () => ID, description: 'Which exception or case you have open.' }) subjectId: string,
    @Args('doing', { type: () => PresenceDoing, nullable: true, description: 'What you do with it; READING when left out.' })
    doing: PresentDoing | null,
    @Context() context: GraphContext,
    @CurrentActor() { personId }: Actor,
  ): Promise<Stream<{ presence: PresenceEvent }>> {
    const events = this.feed.events(context, {
      concerns: (notice) => this.presences.isAbout(subjectId, notice),
      tell: async () => {
        // Who is asked for a second look since they began to listen is told nothing of it.
        if (isException(subjectId) && (await this.exceptions.isBlindTo(subjectId, personId))) return [];
        return [{ presence: { subjectId, others: this.presences.others(subjectId, personId).slice(0, OTHERS_MOST) } }];
      },
    });
    let leave = (): void => undefined;
    return onceReady(
      ending(events, () => leave()),
      async () => {
        await this.assertReadable(subjectId);
        leave = this.presences.enter({ subjectId, personId, doing: doing ?? 'READING' });
      },
    );
  }

  @ResolveField(() => PersonModel, { description: 'Who it is.' })
  person(@Parent() { personId }: Present, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, personId);
  }

  /** What cannot be read has nobody in it. @throws NotFoundError */
  private async assertReadable(subjectId: string): Promise<void> {
    if (isException(subjectId)) return void (await this.exceptions.byId(subjectId, ['subjectId']));
    const [found] = await this.cases.byIds([subjectId]);
    if (!found) throw new NotFoundError('case', ['subjectId']);
  }
}

function isException(id: string): boolean {
  return id.startsWith('exc_');
}
