import { Args, Context, Field, ID, InputType, Int, Mutation, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { type CaseView, type Rehomed, type Rehoming, RehomingService } from '#cases';
import { type Actor, isAdmin, isAuditor, isReviewer, type Person } from '#people';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { KeyedInput } from '../graphql/keyed.input.js';
import { listsByKey, loader } from '../graphql/loaders.js';
import { DateTime } from '../graphql/scalars.js';
import { Id, Ids, Prose } from '../graphql/text.js';
import { payload, Payload } from '../graphql/user-errors.js';
import { PeopleLoaders } from '../people/people.loaders.js';
import { PersonModel } from '../people/person.model.js';
import { CustomerCaseModel } from './case.model.js';

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

/** One time that a case was given to somebody else. */
@ObjectType('Rehoming', { description: 'A case was given to a colleague by an admin, because its owner left or could not go on.' })
class RehomingModel {
  @Field(() => DateTime, { description: 'When: from then on it was the new owner’s.' })
  at: Date;

  /** Not in the schema: keys of other types, and the words that not everybody reads. */
  fromId: string;
  toId: string;
  byId: string;
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

/** Hangs `rehomings` on a case. */
@Resolver(() => CustomerCaseModel)
export class CaseRehomingsResolver {
  constructor(private readonly rehoming: RehomingService) {}

  @ResolveField(() => [RehomingModel], { description: 'Every time that an admin gave it to somebody else, the first time first.' })
  rehomings(@Parent() { id }: CaseView, @Context() context: GraphContext): Promise<Rehoming[] | undefined> {
    const read = async (ids: readonly string[]) => listsByKey(ids, await this.rehoming.ofCases(ids), (row) => row.caseId);
    return loader<string, Rehoming[]>(context, 'rehomings-of-case', read).load(id);
  }
}

/** Who gave it to whom, and why. */
@Resolver(() => RehomingModel)
export class RehomingFieldsResolver {
  constructor(private readonly people: PeopleLoaders) {}

  @ResolveField(() => PersonModel, { description: 'Who owned it before.' })
  from(@Parent() { fromId }: Rehoming, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, fromId);
  }

  @ResolveField(() => PersonModel, { description: 'Who owns it from then on.' })
  to(@Parent() { toId }: Rehoming, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, toId);
  }

  @ResolveField(() => PersonModel, { description: 'The admin who gave it.' })
  by(@Parent() { byId }: Rehoming, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, byId);
  }

  @ResolveField(() => String, {
    nullable: true,
    description:
      'Why; null once erased, and for who is neither of the two owners nor an admin, a reviewer or an auditor: it may be about a colleague.',
  })
  reason(@Parent() { fromId, toId, reason }: Rehoming, @CurrentActor() actor: Actor): string | null {
    const mayRead = isAdmin(actor) || isReviewer(actor) || isAuditor(actor) || [fromId, toId].includes(actor.personId);
    return mayRead ? reason : null;
  }
}
