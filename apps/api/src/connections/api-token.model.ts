import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { ArrayNotEmpty, ArrayUnique, IsDate, IsIn, IsOptional } from 'class-validator';
import { TOKEN_SCOPES, type TokenScope as ScopeWord } from '#people';
import { enumOf } from '../graphql/enum-of.js';
import { KeyedInput } from '../graphql/keyed.input.js';
import { Node } from '../graphql/node.js';
import { connectionOf } from '../graphql/page.js';
import { DateTime } from '../graphql/scalars.js';
import { Id, Line } from '../graphql/text.js';

const TokenScope = enumOf<ScopeWord>('TokenScope', 'What a machine token may be used for.', {
  READ: 'Ask for anything that people may read.',
  PROPOSE: 'Propose, amend and withdraw for the human it works for.',
  FULFIL: 'Record that a remedy was carried out.',
  CASES: 'Open and comment cases for the human it works for.',
  WEBHOOKS: 'Look after webhook endpoints.',
  SCIM: 'Keep people in step with a directory at `/scim/v2`, without making admins.',
});

/** A token, as clients read it. */
@ObjectType('ApiToken', { implements: () => Node, description: 'A token with which a machine acts. A machine can never sign.' })
export class ApiTokenModel extends Node {
  @Field(() => ID, { description: 'The id, the same for ever. It is not the secret.' })
  declare id: string;

  @Field(() => String, { description: 'What it is for.' })
  name: string;

  @Field(() => [TokenScope], { description: 'What it may be used for.' })
  scopes: ScopeWord[];

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt: Date;

  @Field(() => DateTime, { description: 'When it stops working.' })
  expiresAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was last used, to the minute; null when never.' })
  lastUsedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was taken back; null while it works.' })
  revokedAt: Date | null;

  /** Not in the schema: the key of `machine`. */
  personId: string;
}

/** A page of tokens. */
@ObjectType({ description: 'Part of a list of tokens.' })
export class ApiTokenConnection extends connectionOf('ApiToken', () => ApiTokenModel) {}

/** A new token. */
@InputType({ description: 'A new token for a machine.' })
export class CreateApiTokenInput extends KeyedInput {
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

/** Which token is taken back. */
@InputType({ description: 'Which token is taken back.' })
export class RevokeApiTokenInput extends KeyedInput {
  @Field(() => ID, { description: 'Which token.' })
  @Id()
  tokenId: string;
}
