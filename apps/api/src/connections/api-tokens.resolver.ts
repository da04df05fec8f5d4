import type { OnModuleInit } from '@nestjs/common';
import { Args, Field, ID, InputType, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { ArrayNotEmpty, ArrayUnique, IsDate, IsIn, IsOptional } from 'class-validator';
import { NotFoundError } from '#errors';
import { type Actor, ApiTokens, isAdmin, type KnownApiToken, TOKEN_SCOPES, type TokenScope as ScopeWord } from '#people';
import { KeyedInput } from '../graphql/keyed.input.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { enumOf } from '../graphql/enum-of.js';
import { Node, NodeKinds } from '../graphql/node.js';
import { DateTime } from '../graphql/scalars.js';
import { Id, Line } from '../graphql/text.js';
import { payload, Payload } from '../graphql/user-errors.js';

const TokenScope = enumOf<ScopeWord>('TokenScope', 'What a machine token may be used for.', {
  READ: 'Ask for anything that people may read.',
  PROPOSE: 'Propose, amend and withdraw for the human it works for.',
  FULFIL: 'Record that a remedy was carried out.',
  CASES: 'Open and comment cases for the human it works for.',
  WEBHOOKS: 'Look after webhook endpoints.',
  SCIM: 'Keep people in step with a directory, without making admins. Its door is not built yet.',
});

@ObjectType('ApiToken', { implements: () => Node, description: 'A token with which a machine acts. A machine can never sign.' })
class ApiTokenModel extends Node {
  @Field(() => ID, { description: 'The id, the same for ever. It is not the secret.' })
  declare id: string;

  @Field(() => String, { description: 'What it is for.' })
  name: string;

  @Field(() => [TokenScope], { description: 'What it may be used for.' })
  scopes: ScopeWord[];

  @Field(() => DateTime, { description: 'When it stops working.' })
  expiresAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was last used, to the minute; null when never.' })
  lastUsedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was taken back; null while it works.' })
  revokedAt: Date | null;
}

@InputType({ description: 'A new token for a machine.' })
class CreateApiTokenInput extends KeyedInput {
  @Field(() => String, { description: 'What it is for, in words that an admin will understand next year.' })
  @Line(100)
  name: string;

  @Field(() => [TokenScope], { description: 'What it may be used for; at least one.' })
  @IsIn(TOKEN_SCOPES, { each: true })
  @ArrayUnique()
  @ArrayNotEmpty()
  scopes: ScopeWord[];

  @Field(() => DateTime, { description: 'When it stops working: within a year.' })
  @IsDate()
  expiresAt: Date;

  @Field(() => ID, { nullable: true, description: 'The machine account that acts with it; a new one is made when left out.' })
  @IsOptional()
  @Id()
  machineId?: string | null;
}

@InputType({ description: 'Which token is taken back.' })
class RevokeApiTokenInput extends KeyedInput {
  @Field(() => ID, { description: 'Which token.' })
  @Id()
  tokenId: string;
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
    private readonly nodes: NodeKinds,
  ) {}

  onModuleInit(): void {
    this.nodes.add({
      prefix: 'tok',
      type: 'ApiToken',
      load: (id, { actor }) => (actor && isAdmin(actor) ? this.known(id) : Promise.resolve(null)),
    });
  }

  @Mutation(() => ApiTokenPayload, { description: 'Makes a token for a machine. The secret is shown once. For admins.' })
  createApiToken(@Args('input') input: CreateApiTokenInput, @CurrentActor() actor: Actor): Promise<ApiTokenPayload> {
    return payload('token', () => this.tokens.create(input, actor));
  }

  @Mutation(() => ApiTokenPayload, { description: 'Takes a token back: the very next request with it is refused. For admins.' })
  revokeApiToken(@Args('input') input: RevokeApiTokenInput, @CurrentActor() actor: Actor): Promise<ApiTokenPayload> {
    return payload('token', () => this.tokens.revoke(input, actor));
  }

  private known(id: string): Promise<KnownApiToken | null> {
    return this.tokens.get(id).catch((error: unknown) => {
      if (error instanceof NotFoundError) return null;
      throw error;
    });
  }
}
