import {
  Args,
  Context,
  Extensions,
  Field,
  Float,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Parent,
  Query,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import { IsIn } from 'class-validator';
import type { Remedy } from '#exceptions';
import type { Actor } from '#people';
import {
  AGREEMENT_FORMULA,
  type AgreementOf,
  BLIND_ANSWERS,
  type BlindAnswer as AnswerWord,
  type BlindLook,
  BlindLooksService,
  type ReviewView,
  type SecondAnswer,
} from '#reviews';
import { RemedyModel } from '../exceptions/exception.model.js';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { enumOf } from '../graphql/enum-of.js';
import { KeyedInput } from '../graphql/keyed.input.js';
import { byKey, loader } from '../graphql/loaders.js';
import { DateTime } from '../graphql/scalars.js';
import { Id, Prose } from '../graphql/text.js';
import { payload, Payload } from '../graphql/user-errors.js';
import { ReviewModel } from './review.model.js';

const BlindAnswer = enumOf<AnswerWord>('BlindAnswer', 'What somebody would have done who looked without knowing the answer.', {
  WOULD_CO_SIGN: 'Would have stood behind it.',
  WOULD_NOT: 'Would have objected.',
});
const FirstAnswer = enumOf<AgreementOf['firstAnswer']>('FirstAnswer', 'How a proposal was decided.', {
  APPROVED: 'Its quorum was met.',
  DECLINED: 'Objections declined it.',
});

/** What a peer is asked for. */
@ObjectType('BlindLook', {
  description:
    'A decided proposal, as it was decided on, for a second look by a peer who took no part. It names nobody and does not say how it was decided; until it is answered nothing else of that proposal is shown to them.',
})
class BlindLookModel {
  @Field(() => ID, { description: 'The id of the look.' })
  id: string;

  @Field(() => String, { nullable: true, description: 'What the customer needs, in their words; null once erased.' })
  need: string | null;

  @Field(() => String, { description: 'The cause.' })
  cause: string;

  @Field(() => RemedyModel, { description: 'What was to be done for the customer.' })
  remedy: Remedy;

  @Field(() => String, { description: 'What happened to the customer.' })
  whatHappened: string;

  @Field(() => String, { description: 'What policy says.' })
  whatPolicySays: string;

  @Field(() => String, { description: 'What we do.' })
  whatWeDo: string;

  @Field(() => String, { description: 'Why that is fair.' })
  whyFair: string;

  @Field(() => DateTime, { description: 'Since when you are asked.' })
  openedAt: Date;

  @Field(() => DateTime, { description: 'Until when; after that nobody asks any more.' })
  dueAt: Date;

  @Field(() => BlindAnswer, { nullable: true, description: 'What you said; null while it is open.' })
  answer: AnswerWord | null;

  @Field(() => DateTime, { nullable: true, description: 'When you said it.' })
  answeredAt: Date | null;
}

@InputType({ description: 'What you would have done, and why.' })
class AnswerBlindLookInput extends KeyedInput {
  @Field(() => ID, { description: 'The look.' })
  @Id()
  blindLookId: string;

  @Field(() => BlindAnswer, { description: 'What you would have done.' })
  @IsIn(BLIND_ANSWERS)
  answer: AnswerWord;

  @Field(() => String, { description: 'Why.' })
  @Prose(2000)
  reason: string;
}

@ObjectType({ description: 'What the mutation of a second look answers.' })
class BlindLookPayload extends Payload {
  @Field(() => BlindLookModel, { nullable: true, description: 'The look as it is now; null when it was refused.' })
  blindLook: BlindLook | null;
}

/** How far answers agree. */
@ObjectType('BlindAgreement', { description: 'How far second looks agree with first answers: of the house or a team, never of a person.' })
class BlindAgreementModel {
  @Field(() => String, {
    nullable: true,
    description: 'The team of the proposers; null: the whole house. Teams with fewer than 20 answers are not told.',
  })
  teamName: string | null;

  @Field(() => FirstAnswer, { description: 'How they were decided at first.' })
  firstAnswer: AgreementOf['firstAnswer'];

  @Field(() => Int, { description: 'Second looks that were answered.' })
  answered: number;

  @Field(() => Int, { description: 'How many of them came to the same.' })
  agreed: number;

  @Field(() => Float, { nullable: true, description: 'Their share, 0 to 1.' })
  share: number | null;

  @Field(() => Float, { nullable: true, description: 'The lower end of its interval of 95 %.' })
  low: number | null;

  @Field(() => Float, { nullable: true, description: 'The upper end of its interval of 95 %.' })
  high: number | null;
}

/** What a second look came to. */
@ObjectType('SecondAnswer', {
  description: 'What a peer would have done who did not know the answer. Without the name: it is the answer that is of use.',
})
class SecondAnswerModel {
  @Field(() => BlindAnswer, { description: 'What they would have done.' })
  answer: AnswerWord;

  @Field(() => String, { nullable: true, description: 'Why; null once erased.' })
  reason: string | null;
}

/** Second looks by who does not know the answer. */
@Resolver(() => BlindAgreementModel)
export class BlindLooksResolver {
  constructor(private readonly looks: BlindLooksService) {}

  @Extensions({ atMost: 100 })
  @Query(() => [BlindLookModel], { name: 'blindLooks', description: 'The second looks that you are asked for now.' })
  open(@CurrentActor() actor: Actor): Promise<BlindLook[]> {
    return this.looks.open(actor);
  }

  @Extensions({ atMost: 100 })
  @Query(() => [BlindAgreementModel], {
    description:
      'How far second looks agree with first answers: of the house, and of teams with enough of them. For reviewers, admins and auditors.',
  })
  blindAgreement(@CurrentActor() actor: Actor): Promise<AgreementOf[]> {
    return this.looks.agreement(actor);
  }

  @Mutation(() => BlindLookPayload, {
    description: 'Says what you would have done, once, and why. Nothing follows from it for the proposal.',
  })
  answerBlindLook(@Args('input') input: AnswerBlindLookInput, @CurrentActor() actor: Actor): Promise<BlindLookPayload> {
    return payload('blindLook', () => this.looks.answer(input, actor));
  }

  @ResolveField(() => String, { description: 'How the numbers are worked out.' })
  formula(): string {
    return AGREEMENT_FORMULA;
  }
}

/** Hangs what a second look came to on the review. */
@Resolver(() => ReviewModel)
export class ReviewSecondLookResolver {
  constructor(private readonly looks: BlindLooksService) {}

  @ResolveField(() => SecondAnswerModel, {
    nullable: true,
    description: 'What a second look came to; null when there was none, or none yet.',
  })
  secondAnswer(@Parent() { exceptionId }: ReviewView, @Context() context: GraphContext): Promise<SecondAnswer | undefined> {
    const read = async (ids: readonly string[]) => byKey(await this.looks.answersOf(ids), (row) => row.exceptionId);
    return loader<string, SecondAnswer>(context, 'second-answer', read).load(exceptionId);
  }
}
