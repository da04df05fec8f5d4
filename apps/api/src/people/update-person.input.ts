import { Field, ID, InputType } from '@nestjs/graphql';
import { ArrayUnique, IsBoolean, IsDate, IsIn, IsOptional } from 'class-validator';
import { type Role as RoleWord, ROLES } from '#people';
import { KeyedInput } from '../graphql/keyed.input.js';
import { DateTime } from '../graphql/scalars.js';
import { Id, Line } from '../graphql/text.js';
import { Role } from './person.model.js';

/** What an admin changes of a person; what is absent stays. */
@InputType({ description: 'What is changed of a person. What is left out stays as it is.' })
export class UpdatePersonInput extends KeyedInput {
  @Field(() => ID, { description: 'Who is changed.' })
  @Id()
  personId: string;

  @Field(() => String, { nullable: true, description: 'The name by which colleagues know them from now on.' })
  @IsOptional()
  @Line(200)
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Where mail reaches them from now on. They sign in as before.' })
  @IsOptional()
  @Line(320)
  email?: string | null;

  @Field(() => [Role], { nullable: true, description: 'All their roles from now on.' })
  @IsOptional()
  @IsIn(ROLES, { each: true })
  @ArrayUnique()
  roles?: RoleWord[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether they serve customers from now on.' })
  @IsOptional()
  @IsBoolean()
  facesCustomers?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'False when they leave.' })
  @IsOptional()
  @IsBoolean()
  active?: boolean | null;

  @Field(() => DateTime, { nullable: true, description: 'Until when they are away, a time to come; null: here.' })
  @IsOptional()
  @IsDate()
  awayUntil?: Date | null;

  @Field(() => ID, { nullable: true, description: 'Their team from now on.' })
  @IsOptional()
  @Id()
  teamId?: string | null;
}
