import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsIn, IsInt, IsOptional, ValidateNested } from 'class-validator';
import { REMEDY_KINDS, type RemedyKind as KindWord } from '#exceptions';
import { BANDS_MOST, CAP_SCOPES, type CapScope as ScopeWord } from '#people';
import { RemedyKind } from '../exceptions/exception.model.js';
import { KeyedInput } from '../graphql/keyed.input.js';
import { MoneyInput } from '../graphql/money.input.js';
import { Id } from '../graphql/text.js';
import { CapScope } from './guardrails.model.js';

const CAPS_MOST = 100;

/** One band. */
@InputType({
  description:
    'One band. Bands with the same kinds stand together, those for all kinds at the end. Each such section has a ladder of rising limits for each currency, and ends with one band without a limit.',
})
class BandInput {
  @Field(() => MoneyInput, { nullable: true, description: 'The greatest amount; everything above when left out.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => MoneyInput)
  upTo?: MoneyInput | null;

  @Field(() => Int, { description: 'Co-signatures needed besides the proposer, 1 to 9.' })
  @IsInt()
  quorum: number;

  @Field(() => [RemedyKind], { nullable: true, description: 'Only these kinds of remedy; all when left out.' })
  @IsOptional()
  @IsIn(REMEDY_KINDS, { each: true })
  @ArrayMaxSize(BANDS_MOST)
  kinds?: KindWord[] | null;
}

/** One cap. */
@InputType({ description: 'One cap: a limit on a sum over time, in one currency. Each scope has one at most for each currency.' })
class CapInput {
  @Field(() => CapScope, { description: 'Over what it sums.' })
  @IsIn(CAP_SCOPES)
  scope: ScopeWord;

  @Field(() => MoneyInput, { description: 'The greatest sum.' })
  @ValidateNested()
  @Type(() => MoneyInput)
  limit: MoneyInput;
}

/** All limits that should hold. */
@InputType({ description: 'The limits that should hold instead of those in force: all of them, from top to bottom.' })
export class ProposeGuardrailsInput extends KeyedInput {
  @Field(() => [BandInput], { description: 'The bands, from top to bottom. The last one is for everything above, of all kinds.' })
  @ValidateNested()
  @Type(() => BandInput)
  bands: BandInput[];

  @Field(() => [CapInput], { description: 'The caps; empty: none.' })
  @ValidateNested()
  @Type(() => CapInput)
  @ArrayMaxSize(CAPS_MOST)
  caps: CapInput[];
}

/** Which version takes effect. */
@InputType({ description: 'Which version takes effect, at once.' })
export class ActivateGuardrailsInput extends KeyedInput {
  @Field(() => ID, { description: 'The version that another admin proposed.' })
  @Id()
  guardrailsId: string;
}
