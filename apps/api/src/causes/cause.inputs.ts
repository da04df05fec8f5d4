import { Field, InputType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { Cause } from '../exceptions/exception.inputs.js';
import { KeyedInput } from '../graphql/keyed.input.js';
import { Line, Prose } from '../graphql/text.js';

@InputType({ isAbstract: true })
abstract class NamedCause extends KeyedInput {
  @Field(() => String, { description: 'The code: lower-case letters, digits and hyphens.' })
  @Cause()
  key: string;

  @Field(() => String, { description: 'What people read.' })
  @Line(80)
  name: string;

  @Field(() => String, { nullable: true, description: 'When it fits.' })
  @IsOptional()
  @Line(500)
  description?: string | null;
}

/** A new cause. */
@InputType({ description: 'A cause that is put on the list.' })
export class CreateCauseInput extends NamedCause {}

/** A better name. */
@InputType({ description: 'What people are to read of a cause from now on. Its key stays; a description that is left out stays too.' })
export class RenameCauseInput extends NamedCause {}

/** Two causes that are one. */
@InputType({ description: 'Which cause is to be which other one from now on, and why.' })
export class MergeCausesInput extends KeyedInput {
  @Field(() => String, { description: 'The key of the cause that goes.' })
  @Cause()
  from: string;

  @Field(() => String, { description: 'The key of the cause that stands for both.' })
  @Cause()
  into: string;

  @Field(() => String, { description: 'Why they are one.' })
  @Prose(2000)
  why: string;
}
