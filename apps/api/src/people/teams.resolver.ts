import {
  Args,
  Context,
  Extensions,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Parent,
  Query,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import { type Actor, type Team, Teams } from '#people';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { KeyedInput } from '../graphql/keyed.input.js';
import { byKey, loader } from '../graphql/loaders.js';
import { Id, Line } from '../graphql/text.js';
import { payload, Payload } from '../graphql/user-errors.js';
import { TeamModel } from './person.model.js';

@InputType({ description: 'A new team.' })
class CreateTeamInput extends KeyedInput {
  @Field(() => String, { description: 'What it is called; no other team has this name.' })
  @Line(200)
  name: string;
}

@InputType({ description: 'Another name for a team.' })
class RenameTeamInput extends CreateTeamInput {
  @Field(() => ID, { description: 'Which team.' })
  @Id()
  teamId: string;
}

@ObjectType({ description: 'What every mutation of a team answers.' })
class TeamPayload extends Payload {
  @Field(() => TeamModel, { nullable: true, description: 'The team as it is now; null when it was refused.' })
  team: Team | null;
}

/** Teams as people see them and admins make them. */
@Resolver(() => TeamModel)
export class TeamsResolver {
  constructor(private readonly teams: Teams) {}

  @Query(() => [TeamModel], { name: 'teams', description: 'The teams of the house by name, 500 at most; those that ended are left out.' })
  @Extensions({ atMost: 500 })
  list(): Promise<Team[]> {
    return this.teams.list();
  }

  @Mutation(() => TeamPayload, { description: 'Makes a team, or takes up again the one of this name that ended. For admins.' })
  createTeam(@Args('input') input: CreateTeamInput, @CurrentActor() actor: Actor): Promise<TeamPayload> {
    return payload('team', () => this.teams.create(input, actor));
  }

  @Mutation(() => TeamPayload, { description: 'Gives a team another name. For admins.' })
  renameTeam(@Args('input') input: RenameTeamInput, @CurrentActor() actor: Actor): Promise<TeamPayload> {
    return payload('team', () => this.teams.rename(input, actor));
  }

  @ResolveField(() => Int, { description: 'How many active people are in it.' })
  async size(@Parent() { id }: Team, @Context() context: GraphContext): Promise<number> {
    const read = async (ids: readonly string[]) => byKey(await this.teams.sizes(ids), (row) => row.id);
    return (await loader<string, { count: number }>(context, 'team-sizes', read).load(id))?.count ?? 0;
  }
}
