import { Field, ID, InputType } from '@nestjs/graphql';
import { ArrayUnique, IsBoolean, IsIn, IsOptional } from 'class-validator';
import { type Role as RoleWord, ROLES } from '#people';
import { KeyedInput } from '../graphql/keyed.input.js';
import { Id, Line } from '../graphql/text.js';
import { Role } from './person.model.js';

/** A colleague who begins here. */
@InputType({ description: 'A colleague who begins here.' })
export class CreatePersonInput extends KeyedInput {
  @Field(() => String, { description: 'The name by which colleagues know them.' })
  @Line(200)
  name: string;

  @Field(() => String, { description: 'Short and lower case, for mentions and commands; nobody else has it, and it never changes.' })
  @Line(64)
  handle: string;

  @Field(() => String, { description: 'Where mail reaches them. Nobody is known by it.' })
  @Line(320)
  email: string;

  @Field(() => [Role], { nullable: true, description: 'Their roles; none when left out.' })
  @IsOptional()
  @IsIn(ROLES, { each: true })
  @ArrayUnique()
  roles?: RoleWord[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether they serve customers, and so may co-sign. Not when left out.' })
  @IsOptional()
  @IsBoolean()
  facesCustomers?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'Their team.' })
  @IsOptional()
  @Id()
  teamId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The subject (`sub`) by which the sign-in provider knows them. Without it they cannot sign in.',
  })
  @IsOptional()
  @Line(255)
  subject?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Another account of the same human: rules will count both as one. A new human when left out.',
  })
  @IsOptional()
  @Id()
  sameHumanAs?: string | null;
}
