import { Args, Context, Field, ID, InputType, Int, Mutation, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { type Rehomed, RehomingService } from '#cases';
import type { Actor, Person } from '#people';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { KeyedInput } from '../graphql/keyed.input.js';
import { Id, Ids, Prose } from '../graphql/text.js';
import { payload, Payload } from '../graphql/user-errors.js';
import { PeopleLoaders } from '../people/people.loaders.js';
import { PersonModel } from '../people/person.model.js';

@InputType({ description: 'Whose cases are given to whom.' })
class RehomeCasesInput extends KeyedInput {
  @Field(() => ID, { description: 'Who owns them now.' })
  @Id()
  fromId: string;

  @Field(() => ID, { description: 'Who owns them from this moment on: active, facing customers, not away.' })
  @Id()
  toId: string;

  @Field(() => [ID], { nullable: true, description: 'Which cases; all that are open or to be followed up, 500 at most, when left out.' })
  @IsOptional()
  @Ids(500)
  caseIds?: string[] | null;

  @Field(() => String, { description: 'Why; the new owner reads it.' })
  @Prose(2000)
  reason: string;
}

@ObjectType('Rehomed', { description: 'What became of the cases of somebody.' })
class RehomedModel {
  /** Not in the schema: the key of `person`. */
  fromId: string;

  @Field(() => Int, { description: 'Cases that they still own, and that are open or to be followed up.' })
  left: number;
}

@ObjectType({ description: 'What rehomeCases answers.' })
class RehomedPayload extends Payload {
  @Field(() => RehomedModel, { nullable: true, description: 'What became of it; null when it was refused.' })
  rehomed: Rehomed | null;
}

/** Cases of somebody who leaves, given to colleagues by an admin. */
@Resolver(() => RehomedModel)
export class RehomingResolver {
  constructor(
    private readonly rehoming: RehomingService,
    private readonly people: PeopleLoaders,
  ) {}

  @Mutation(() => RehomedPayload, {
    description:
      'Gives the cases of somebody who leaves to a colleague, all at one moment or none: those that are open, and those that are solved and still to be followed up. Open proposals stay with their proposer; the new owner may withdraw them. For admins.',
  })
  rehomeCases(@Args('input') input: RehomeCasesInput, @CurrentActor() actor: Actor): Promise<RehomedPayload> {
    return payload('rehomed', () => this.rehoming.rehome(input, actor));
  }

  @ResolveField(() => PersonModel, { description: 'Whose cases they were.' })
  person(@Parent() { fromId }: Rehomed, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, fromId);
  }
}
