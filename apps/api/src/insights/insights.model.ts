import { Field, Int, InputType, ObjectType } from '@nestjs/graphql';
import { IsDate } from 'class-validator';
import { PEOPLE_LEAST } from '#insights';
import { DateTime } from '../graphql/scalars.js';

const WITHHELD = `Null where fewer than ${PEOPLE_LEAST} people had a part in it.`;

/** A stretch of time. */
@InputType('InsightRange', { description: 'A stretch of time of at most 400 days. The end itself is not part of it.' })
export class InsightRangeInput {
  @Field(() => DateTime, { description: 'From this instant on.' })
  @IsDate()
  from: Date;

  @Field(() => DateTime, { description: 'Until this instant, which is not counted.' })
  @IsDate()
  until: Date;
}

/** How many of how many. */
@ObjectType('InsightShare', { description: 'How many of how many, and how that was counted.' })
export class InsightShareModel {
  @Field(() => Int, { description: 'How many.' })
  part: number;

  @Field(() => Int, { description: 'Of how many. With 0 there is no rate.' })
  of: number;

  @Field(() => String, { description: 'How it was counted, in words: show it beside the figure.' })
  formula: string;
}

/** How many were helped. */
@ObjectType('HelpedShare', { description: 'How many of how many were helped, and of how many nobody knows.' })
export class HelpedShareModel extends InsightShareModel {
  @Field(() => Int, { description: 'Customers who could not be reached: in neither of the other two.' })
  unconfirmed: number;
}

@ObjectType({ isAbstract: true })
class WaitingModel {
  @Field(() => Int, { nullable: true, description: `How many approvals. ${WITHHELD}` })
  count: number | null;

  @Field(() => Int, { nullable: true, description: `Half of them took at most so many seconds. ${WITHHELD}` })
  p50Seconds: number | null;

  @Field(() => Int, { nullable: true, description: `Nine in ten took at most so many seconds. ${WITHHELD}` })
  p90Seconds: number | null;
}

/** By the hour. */
@ObjectType('WaitingOfHour', { description: 'How long approvals took that were proposed in one hour of the day.' })
export class WaitingOfHourModel extends WaitingModel {
  @Field(() => Int, { description: 'The hour of the day where the house is: 0 to 23.' })
  hour: number;
}

/** By team. */
@ObjectType('WaitingOfTeam', { description: 'How long approvals took that were proposed in one team.' })
export class WaitingOfTeamModel extends WaitingModel {
  /** Not in the schema: the key of `team`. */
  teamId: string | null;
}

/** How long approvals took. */
@ObjectType('TimeToApprove', { description: 'How long approvals took.' })
export class TimeToApproveModel extends WaitingModel {
  @Field(() => String, { description: 'How it was counted, in words: show it beside the figures.' })
  formula: string;

  @Field(() => [WaitingOfHourModel], { description: 'By the hour in which it was proposed; hours without any are left out.' })
  byHour: readonly WaitingOfHourModel[];

  @Field(() => [WaitingOfTeamModel], {
    description: `By the team of the proposer. Teams of which fewer than ${PEOPLE_LEAST} people had a part are shown together, at the end, as the others.`,
  })
  byTeam: readonly WaitingOfTeamModel[];
}

/** What a stretch of time shows. */
@ObjectType('Insights', {
  description:
    'What a stretch of time shows of the house: of everybody together, of hours and of teams, never of a person. How much somebody did in a day is computed nowhere.',
})
export class InsightsModel {
  @Field(() => DateTime, { description: 'From this instant on.' })
  from: Date;

  @Field(() => DateTime, { description: 'Until this instant, which is not counted.' })
  until: Date;

  @Field(() => TimeToApproveModel, { description: 'How long a customer waits for a yes.' })
  timeToApprove: TimeToApproveModel;

  @Field(() => InsightShareModel, { description: 'How many exceptions became policy.' })
  exceptionsToPolicy: InsightShareModel;

  @Field(() => InsightShareModel, { description: 'How often cases were handed on: accepted hand-offs, of cases.' })
  handOffsPerCase: InsightShareModel;

  @Field(() => InsightShareModel, { description: 'How often the customer was told before their case changed its owner.' })
  toldFirst: InsightShareModel;

  @Field(() => InsightShareModel, { description: 'How many promises to get back were kept in time.' })
  promisesKept: InsightShareModel;

  @Field(() => InsightShareModel, { description: 'How many problems were solved by whoever had them first.' })
  solvedByFirstOwner: InsightShareModel;

  @Field(() => HelpedShareModel, { description: 'How many solutions really helped.' })
  helped: HelpedShareModel;
}
