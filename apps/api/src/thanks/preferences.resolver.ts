import { Args, Field, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '#people';
import { type Preferences, PreferencesService } from '#thanks';
import { CurrentActor } from '../graphql/current-actor.js';
import { payload, Payload } from '../graphql/user-errors.js';
import { UpdateMyPreferencesInput } from './thanks.inputs.js';
import { PreferencesModel } from './thanks.model.js';

@ObjectType({ description: 'What updateMyPreferences answers.' })
class PreferencesPayload extends Payload {
  @Field(() => PreferencesModel, { nullable: true, description: 'Your preferences as they are now; null when it was refused.' })
  preferences: Preferences | null;
}

/** What somebody says about themselves. */
@Resolver(() => PreferencesModel)
export class PreferencesResolver {
  constructor(private readonly preferences: PreferencesService) {}

  @Query(() => PreferencesModel, { description: 'What you said about yourself.' })
  myPreferences(@CurrentActor() actor: Actor): Promise<Preferences> {
    return this.preferences.of(actor);
  }

  @Mutation(() => PreferencesPayload, {
    description: 'Says whether you want to be named in public. It holds at once, also for what was said before.',
  })
  updateMyPreferences(@Args('input') input: UpdateMyPreferencesInput, @CurrentActor() actor: Actor): Promise<PreferencesPayload> {
    return payload('preferences', () => this.preferences.update(input, actor));
  }
}
