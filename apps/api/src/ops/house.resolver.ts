import { Query, Resolver } from '@nestjs/graphql';
import { NotAllowedError, say } from '#errors';
import { type Actor, isAdmin, isAuditor } from '#people';
import { CurrentActor } from '../graphql/current-actor.js';
import { HouseFigures } from './house-figures.js';
import { HouseModel } from './house.model.js';

/** How the service itself is, for whoever runs it. */
@Resolver(() => HouseModel)
export class HouseResolver {
  constructor(private readonly figures: HouseFigures) {}

  @Query(() => HouseModel, {
    description: 'How the service itself is: its health, versions, queues, seals and mails. For admins and auditors.',
  })
  house(@CurrentActor() actor: Actor): Promise<HouseModel> {
    if (!isAdmin(actor) && !isAuditor(actor))
      throw new NotAllowedError(say`Only admins and auditors see how the service itself is. Ask one of them.`);
    return this.figures.now();
  }
}
