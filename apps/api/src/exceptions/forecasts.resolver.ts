import { Args, ArgsType, Context, Extensions, Field, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { type Forecast, Forecasts, type Warning } from '#exceptions';
import type { Actor, Person } from '#people';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { Id } from '../graphql/text.js';
import { PeopleLoaders } from '../people/people.loaders.js';
import { PersonModel } from '../people/person.model.js';
import { EligibilityForecastModel, ExceptionWarningModel } from './exception.model.js';
import { ExceptionPayload } from './exceptions.resolver.js';

@ArgsType()
class ForecastArgs {
  @Field(() => ID, { nullable: true, description: 'The open proposal that would be edited; left out: a new one of yours.' })
  @IsOptional()
  @Id()
  exceptionId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Who would edit it, such as a helper whom you think of inviting; left out: you.' })
  @IsOptional()
  @Id()
  editorId?: string | null;
}

/** Who could still sign, before it is too late. */
@Resolver(() => ExceptionPayload)
export class ForecastsResolver {
  constructor(private readonly forecasts: Forecasts) {}

  @Query(() => EligibilityForecastModel, {
    description: 'How many could co-sign now and after an edit, asked before the edit or the invitation.',
  })
  eligibilityForecast(@Args() args: ForecastArgs, @CurrentActor() actor: Actor): Promise<Forecast> {
    return this.forecasts.beforeEdit(args, actor);
  }

  @Extensions({ atMost: 1 })
  @ResolveField(() => [ExceptionWarningModel], {
    nullable: true,
    description:
      'What is worth knowing while it waits: that nobody or only one could co-sign it, now or after an edit by a helper; that it needs one co-signer more, and why. Empty when all is well, null when it was refused.',
  })
  warnings(@Parent() { exception, userErrors }: ExceptionPayload): Promise<Warning[]> | null {
    return exception && userErrors.length === 0 ? this.forecasts.warnings(exception.id) : null;
  }
}

/** Names those who are left. */
@Resolver(() => ExceptionWarningModel)
export class WarningFieldsResolver {
  constructor(private readonly people: PeopleLoaders) {}

  @ResolveField(() => [PersonModel], { description: 'Who is left; empty when nobody is.' })
  who(@Parent() { whoIds }: ExceptionWarningModel, @Context() context: GraphContext): Promise<Person[]> {
    return this.people.persons(context, whoIds);
  }
}
