import { Injectable } from '@nestjs/common';
import { PeopleService, type Person, type Team } from '#people';
import type { GraphContext } from '../graphql/context.js';
import { byKey, loader } from '../graphql/loaders.js';

/** People and teams for other types: any number of them in one statement per request and tick. */
@Injectable()
export class PeopleLoaders {
  constructor(private readonly people: PeopleService) {}

  /** A person who must be there, since a foreign key names them. */
  async person(context: GraphContext, id: string): Promise<Person> {
    const person = await this.maybePerson(context, id);
    if (!person) throw new Error(`Somebody named by a foreign key is missing: ${id}.`);
    return person;
  }

  /** A person, or undefined when nobody has this id. */
  maybePerson(context: GraphContext, id: string): Promise<Person | undefined> {
    return loader<string, Person>(context, 'person', async (ids) => byKey(await this.people.byIds(ids), (person) => person.id)).load(id);
  }

  /** Several people, in the order of their ids. */
  persons(context: GraphContext, ids: readonly string[]): Promise<Person[]> {
    return Promise.all(ids.map((id) => this.person(context, id)));
  }

  /** A team, or undefined when there is none with this id. */
  team(context: GraphContext, id: string): Promise<Team | undefined> {
    return loader<string, Team>(context, 'team', async (ids) => byKey(await this.people.teamsByIds(ids), (team) => team.id)).load(id);
  }
}
