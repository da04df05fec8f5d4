import { Args, ArgsType, Context, Field, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import { type Figures, FiguresService } from '#insights';
import type { Team } from '#people';
import type { GraphContext } from '../graphql/context.js';
import { PeopleLoaders } from '../people/people.loaders.js';
import { TeamModel } from '../people/person.model.js';
import { InsightRangeInput, InsightsModel, WaitingOfTeamModel } from './insights.model.js';

@ArgsType()
class InsightsArgs {
  @Field(() => InsightRangeInput, { description: 'Which stretch of time.' })
  @ValidateNested()
  @Type(() => InsightRangeInput)
  range: InsightRangeInput;
}

/** Figures of the house, for everybody in it. */
@Resolver(() => InsightsModel)
export class InsightsResolver {
  constructor(private readonly figures: FiguresService) {}

  @Query(() => InsightsModel, {
    description:
      'What a stretch of time shows of the house and its teams, each figure with its formula. For everybody; one look serves for a minute.',
  })
  insights(@Args() { range }: InsightsArgs): Promise<Figures> {
    return this.figures.of(range);
  }
}

/** Names the team of a row. */
@Resolver(() => WaitingOfTeamModel)
export class TeamWaitingResolver {
  constructor(private readonly people: PeopleLoaders) {}

  @ResolveField(() => TeamModel, { nullable: true, description: 'The team; null for all others together.' })
  team(@Parent() { teamId }: WaitingOfTeamModel, @Context() context: GraphContext): Promise<Team | undefined> | null {
    return teamId === null ? null : this.people.team(context, teamId);
  }
}
