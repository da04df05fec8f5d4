import { Inject, type OnModuleInit } from '@nestjs/common';
import { Args, ArgsType, Context, Field, ID, Mutation, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { type Actor, PeopleService, type Person, type Team } from '#people';
import { SETTINGS, type SettingsWith } from '#settings';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { NodeKinds } from '../graphql/node.js';
import { type Connection, connection, PageArgs, pageRequest } from '../graphql/page.js';
import { Id, Line } from '../graphql/text.js';
import { payload, Payload, UserErrorModel } from '../graphql/user-errors.js';
import { CreatePersonInput } from './create-person.input.js';
import { PeopleLoaders } from './people.loaders.js';
import { PersonConnection, PersonModel, TeamModel } from './person.model.js';
import { UpdatePersonInput } from './update-person.input.js';

@ArgsType()
class PeopleArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Part of a name, handle or e-mail address.' })
  @IsOptional()
  @Line(200)
  text?: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of an exception: only people who could co-sign it at this moment.' })
  @IsOptional()
  @Id()
  canCoSign?: string | null;
}

/** What a change of a person answers; other features add fields. */
@ObjectType({ description: 'What every mutation of a person answers.' })
export class PersonPayload extends Payload {
  @Field(() => PersonModel, { nullable: true, description: 'The person as they stand now; null when it was refused.' })
  person: Person | null;
}

/** People as clients read and change them. */
@Resolver(() => PersonModel)
export class PeopleResolver implements OnModuleInit {
  constructor(
    private readonly people: PeopleService,
    private readonly loaders: PeopleLoaders,
    private readonly nodes: NodeKinds,
    @Inject(SETTINGS) private readonly settings: SettingsWith<'oidcIssuer'>,
  ) {}

  onModuleInit(): void {
    this.nodes.add({ prefix: 'per', type: 'Person', load: (id, context) => this.loaders.maybePerson(context, id) });
    this.nodes.add({ prefix: 'tea', type: 'Team', load: (id, context) => this.loaders.team(context, id) });
  }

  @Query(() => PersonModel, { description: 'Who you are to this service, with the rights that you have now.' })
  me(@CurrentActor() actor: Actor, @Context() context: GraphContext): Promise<Person> {
    return this.loaders.person(context, actor.personId);
  }

  @Query(() => PersonConnection, { name: 'people', description: 'Colleagues by name, those who left included.' })
  async list(@Args() args: PeopleArgs): Promise<Connection<Person & { pageKey: string }>> {
    const page = await this.people.search(args, pageRequest(args, 'people'));
    return connection(page, 'people', () => this.people.count(args));
  }

  @Mutation(() => PersonPayload, { description: 'Makes an account for a colleague who begins here. For admins.' })
  createPerson(@Args('input') input: CreatePersonInput, @CurrentActor() actor: Actor): Promise<PersonPayload> {
    const { subject, roles, facesCustomers, ...rest } = input;
    const signIn = subject ? { issuer: this.settings.oidcIssuer, subject } : null;
    return payload('person', () =>
      this.people.create({ ...rest, roles: roles ?? [], facesCustomers: facesCustomers ?? false, signIn }, actor),
    );
  }

  @Mutation(() => PersonPayload, {
    description: 'Changes roles, presence or team of a person. Rights change for their very next statement. For admins.',
  })
  updatePerson(@Args('input') input: UpdatePersonInput, @CurrentActor() actor: Actor): Promise<PersonPayload> {
    return payload('person', () => this.people.update(input, actor));
  }

  @ResolveField(() => TeamModel, { nullable: true, description: 'Their team; null when they are in none.' })
  team(@Parent() person: Person, @Context() context: GraphContext): Promise<Team | undefined> | null {
    return person.teamId ? this.loaders.team(context, person.teamId) : null;
  }
}

/** Names those who could act instead, on every refusal. */
@Resolver(() => UserErrorModel)
export class WhoCouldResolver {
  constructor(private readonly loaders: PeopleLoaders) {}

  @ResolveField(() => [PersonModel], { description: 'People who could act instead, where that helps; else empty.' })
  whoCould(@Parent() error: UserErrorModel, @Context() context: GraphContext): Promise<Person[]> {
    return this.loaders.persons(context, error.whoCouldIds);
  }
}
