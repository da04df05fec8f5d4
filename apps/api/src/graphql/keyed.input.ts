import { Field, InputType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { Key } from './text.js';

/** What every input that changes something has: the key under which it may be sent again (promise 7). */
@InputType({ isAbstract: true })
export abstract class KeyedInput {
  @Field(() => String, {
    nullable: true,
    description: 'A key of your own. The same call sent again under it has one effect and one answer, for 72 hours. Machines must send it.',
  })
  @IsOptional()
  @Key()
  idempotencyKey?: string | null;
}
