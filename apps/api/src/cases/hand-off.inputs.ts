import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import { IsDate, IsOptional } from 'class-validator';
import { KeyedInput } from '../graphql/keyed.input.js';
import { DateTime } from '../graphql/scalars.js';
import { Id, Line, Prose } from '../graphql/text.js';

/** For which case somebody is looked for, and by which part of a name. */
@ArgsType()
export class HandOffCandidatesArgs {
  @Field(() => ID, { description: 'Which case.' })
  @Id()
  caseId: string;

  @Field(() => String, { nullable: true, description: 'Part of a name, handle or e-mail address: where more are here than a list holds.' })
  @IsOptional()
  @Line(200)
  text?: string | null;
}

/** A case that its owner offers to a colleague. */
@InputType({ description: 'A case of yours that you offer to a colleague. It is yours until they accept.' })
export class OfferHandOffInput extends KeyedInput {
  @Field(() => ID, { description: 'Which case.' })
  @Id()
  caseId: string;

  @Field(() => ID, { description: 'To whom: somebody who is active, faces customers and is not away. See handOffCandidates.' })
  @Id()
  toId: string;

  @Field(() => String, { description: 'Why this colleague is the better one for it.' })
  @Prose(2000)
  why: string;

  @Field(() => String, { description: 'What they must know, so that the customer repeats nothing. Begin with CustomerCase.recapDraft.' })
  @Prose(10_000)
  recap: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When you told the customer that a colleague takes over: after the case came in, and not later than now. Refused without.',
  })
  @IsOptional()
  @IsDate()
  customerToldAt?: Date | null;

  @Field(() => String, { nullable: true, description: 'Where the customer is called back; the contact of the customer when left out.' })
  @IsOptional()
  @Line(320)
  callbackContact?: string | null;

  @Field(() => String, { nullable: true, description: 'What is known now that was not known before. A tag-back is refused without.' })
  @IsOptional()
  @Prose(2000)
  newFact?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Who helps: here, and without a part in it so far. A tag-back is refused without; the refusal names some.',
  })
  @IsOptional()
  @Id()
  helperId?: string | null;
}

/** An offer that is answered or taken back. */
@InputType({ description: 'An offer that you answer, or take back.' })
export class AnswerHandOffInput extends KeyedInput {
  @Field(() => ID, { description: 'Which hand-off.' })
  @Id()
  handOffId: string;

  @Field(() => String, { nullable: true, description: 'Why, for the other one to read. Whoever refuses must say it.' })
  @IsOptional()
  @Prose(2000)
  reason?: string | null;
}

/** A question to a colleague. */
@InputType({ description: 'A question to a colleague about a case of yours, which stays yours.' })
export class AskColleagueInput extends KeyedInput {
  @Field(() => ID, { description: 'Which case.' })
  @Id()
  caseId: string;

  @Field(() => ID, { description: 'Who is asked: anybody who is active and not away.' })
  @Id()
  personId: string;

  @Field(() => String, { description: 'What you would like to know.' })
  @Prose(10_000)
  question: string;
}

/** What a colleague knows. */
@InputType({ description: 'Your answer to a question that you were asked.' })
export class AnswerQuestionInput extends KeyedInput {
  @Field(() => ID, { description: 'Which question.' })
  @Id()
  questionId: string;

  @Field(() => String, { description: 'What you know. It goes into the case.' })
  @Prose(10_000)
  answer: string;
}
