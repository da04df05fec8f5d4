import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { type FactName, FACTS, type TimelineEntry } from '#facts';
import type { Person } from '#people';
import type { GraphContext } from '../graphql/context.js';
import { PeopleLoaders } from '../people/people.loaders.js';
import { PersonModel } from '../people/person.model.js';
import { FactModel } from './fact.model.js';

/** Who did it, and what it says to a person. */
@Resolver(() => FactModel)
export class FactsResolver {
  constructor(private readonly people: PeopleLoaders) {}

  @ResolveField(() => PersonModel, { nullable: true, description: 'Who did it; null when it happened by the clock or by a rule.' })
  actor(@Parent() { actorId }: TimelineEntry, @Context() context: GraphContext): Promise<Person> | null {
    return actorId ? this.people.person(context, actorId) : null;
  }

  @ResolveField(() => String, { description: 'The fact in one sentence, without names.' })
  summary(@Parent() { name }: { name: FactName }): string {
    return FACTS[name];
  }
}
