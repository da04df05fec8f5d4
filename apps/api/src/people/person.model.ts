import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { Role as RoleWord } from '#people';
import { enumOf } from '../graphql/enum-of.js';
import { Node } from '../graphql/node.js';
import { connectionOf } from '../graphql/page.js';
import { DateTime } from '../graphql/scalars.js';

/** The roles, as enum of the schema. */
export const Role = enumOf<RoleWord>('Role', 'What somebody may do besides serving customers.', {
  AGENT: 'Serves customers: owns cases and proposes.',
  REVIEWER: 'Reads approved exceptions afterwards and makes policy of the good ones.',
  ADMIN: 'Looks after people, limits and connections. Gives no right to co-sign.',
  AUDITOR: 'Reads everything, changes nothing.',
});

/** A team of colleagues. */
@ObjectType('Team', { implements: () => Node, description: 'A team of colleagues.' })
export class TeamModel extends Node {
  @Field(() => ID, { description: 'The id, the same for ever.' })
  declare id: string;

  @Field(() => String, { description: 'What the team is called.' })
  name: string;
}

/** A colleague, or a machine that acts for the house. */
@ObjectType('Person', {
  implements: () => Node,
  description: 'A colleague, or a machine account. Rules count the human behind it: two accounts of one human are one.',
})
export class PersonModel extends Node {
  @Field(() => ID, { description: 'The id, the same for ever.' })
  declare id: string;

  @Field(() => String, { description: 'The name by which colleagues know them.' })
  name: string;

  @Field(() => String, { description: 'Short and lower case, for mentions and commands; nobody else has it.' })
  handle: string;

  @Field(() => String, { description: 'Where mail reaches them.' })
  email: string;

  @Field(() => [Role], { description: 'Their roles; a machine has none.' })
  roles: RoleWord[];

  @Field(() => Boolean, { description: 'Whether they serve customers: only those may co-sign.' })
  facesCustomers: boolean;

  @Field(() => Boolean, { description: 'False once they have left.' })
  active: boolean;

  @Field(() => DateTime, { nullable: true, description: 'Away until then; null or past means here.' })
  awayUntil: Date | null;

  /** Not in the schema: the key of `team`. */
  teamId: string | null;
}

/** A page of people. */
@ObjectType({ description: 'Part of a list of people.' })
export class PersonConnection extends connectionOf('Person', () => PersonModel) {}
