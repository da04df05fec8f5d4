import type { OnModuleInit } from '@nestjs/common';
import { Args, ArgsType, Context, Field, Mutation, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { IsBoolean, IsOptional } from 'class-validator';
import { type Actor, ApiTokens, ApiTokensReads, type KnownApiToken, type Person } from '#people';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { NodeKinds } from '../graphql/node.js';
import { type Connection, connection, PageArgs, pageRequest } from '../graphql/page.js';
import { payload, Payload } from '../graphql/user-errors.js';
import { PeopleLoaders } from '../people/people.loaders.js';
import { PersonModel } from '../people/person.model.js';
import { ApiTokenConnection, ApiTokenModel, CreateApiTokenInput, RevokeApiTokenInput } from './api-token.model.js';

@ArgsType()
class ApiTokensArgs extends PageArgs {
  @Field(() => Boolean, {
    nullable: true,
    description: 'True: only those that were taken back or have expired; false: only the others; all when left out.',
  })
  @IsOptional()
  @IsBoolean()
  ended?: boolean | null;
}

@ObjectType({ description: 'What every mutation of a token answers.' })
class ApiTokenPayload extends Payload {
  @Field(() => ApiTokenModel, { nullable: true, description: 'The token; null when it was refused.' })
  token: KnownApiToken | null;

  @Field(() => String, { nullable: true, description: 'The secret, shown this one time; null ever after.' })
  secret?: string | null;
}

/** Tokens for machines, looked after by admins. */
@Resolver(() => ApiTokenModel)
export class ApiTokensResolver implements OnModuleInit {
  constructor(
    private readonly tokens: ApiTokens,
    private readonly reads: ApiTokensReads,
    private readonly people: PeopleLoaders,
    private readonly nodes: NodeKinds,
  ) {}

  onModuleInit(): void {
    const load = async (id: string): Promise<KnownApiToken | null> => (await this.reads.byIds([id]))[0] ?? null;
    this.nodes.add({
      prefix: 'tok',
      type: 'ApiToken',
      load: (id, { actor }) => (actor && this.reads.mayRead(actor) ? load(id) : Promise.resolve(null)),
    });
  }

  @Query(() => ApiTokenConnection, {
    name: 'apiTokens',
    description: 'Tokens of machines, the newest first; never their secrets. For admins and auditors.',
  })
  async list(@Args() args: ApiTokensArgs, @CurrentActor() actor: Actor): Promise<Connection<KnownApiToken & { pageKey: string }>> {
    const hasEnded = args.ended ?? null;
    const page = await this.reads.list(hasEnded, pageRequest(args, 'apiTokens'), actor);
    return connection(page, 'apiTokens', () => this.reads.count(hasEnded));
  }

  @Mutation(() => ApiTokenPayload, { description: 'Makes a token for a machine. The secret is shown once. For admins.' })
  createApiToken(@Args('input') input: CreateApiTokenInput, @CurrentActor() actor: Actor): Promise<ApiTokenPayload> {
    return payload('token', () => this.tokens.create(input, actor));
  }

  @Mutation(() => ApiTokenPayload, { description: 'Takes a token back: the very next request with it is refused. For admins.' })
  revokeApiToken(@Args('input') input: RevokeApiTokenInput, @CurrentActor() actor: Actor): Promise<ApiTokenPayload> {
    return payload('token', () => this.tokens.revoke(input, actor));
  }

  @ResolveField(() => PersonModel, {
    description: 'The machine account that acts with it; while that is switched off, no token of it works.',
  })
  machine(@Parent() { personId }: KnownApiToken, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, personId);
  }

  @ResolveField(() => PersonModel, { description: 'The admin who made it.' })
  createdBy(@Parent() { createdBy }: KnownApiToken, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, createdBy);
  }
}
