import { Extensions, Field, Int, ObjectType } from '@nestjs/graphql';
import { DateTime } from '../graphql/scalars.js';

/** Most kinds of job that there will ever be, for the cost of a question. */
const KINDS_MOST = 40;

/** The jobs of one kind. */
@ObjectType('QueueDepth', { description: 'How many jobs of one kind stand where. Jobs that have ended are not kept.' })
export class QueueDepthModel {
  @Field(() => String, { description: 'The kind of job, which is the name of its queue.' })
  kind: string;

  @Field(() => Int, { nullable: true, description: 'Those that could run now; null while the queues do not answer.' })
  waiting: number | null;

  @Field(() => Int, { nullable: true, description: 'Those that run; null while the queues do not answer.' })
  active: number | null;

  @Field(() => Int, { nullable: true, description: 'Those whose time has not come; null while the queues do not answer.' })
  delayed: number | null;

  @Field(() => Int, { description: 'Those that started again and again without an end. They wait for a person.' })
  parked: number;
}

/** Where checkpoints go. */
@ObjectType('SealPlace', { description: 'A place outside, to which checkpoints are sent.' })
export class SealPlaceModel {
  @Field(() => String, { description: 'FILE or WEBHOOK.' })
  place: string;

  @Field(() => Int, { description: 'The number of the last checkpoint that is there.' })
  sentUpTo: number;

  @Field(() => DateTime, { nullable: true, description: 'When the last one went there; null while none did.' })
  sentAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Since when it takes none; null while it does.' })
  failingSince: Date | null;
}

/** How the service itself is. */
@ObjectType('House', { description: 'How the service itself is, in figures of its machinery. Nothing of a customer or a person is in it.' })
export class HouseModel {
  @Field(() => DateTime, {
    description: 'When all this was looked at, by the clock of the database. One look serves everybody for a second.',
  })
  at: Date;

  @Field(() => [String], { description: 'What is not well at the api that answers, as /readyz names it; empty when all is well.' })
  failing: readonly string[];

  @Field(() => String, { description: 'The version of the program that answers.' })
  version: string;

  @Field(() => String, { description: 'The version of Node on which it runs.' })
  nodeVersion: string;

  @Field(() => String, { description: 'The version of PostgreSQL.' })
  postgresVersion: string;

  @Field(() => Int, { description: 'Migrations that ran.' })
  migrationsRun: number;

  @Field(() => Int, { description: 'Migrations that the program knows and that have not run; 0 when the schema is at head.' })
  migrationsMissing: number;

  @Field(() => Int, { description: 'Facts that still wait to be carried to the queues.' })
  outboxCount: number;

  @Field(() => Int, { nullable: true, description: 'For how many seconds the oldest of them waits; null when none does.' })
  outboxAgeSeconds: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When a worker last proved that jobs run; null when none ever did.' })
  canaryAt: Date | null;

  @Field(() => String, { description: 'Where the queues are: PostgreSQL or Redis.' })
  queueEngine: string;

  @Field(() => [QueueDepthModel], { description: 'Every kind of job.' })
  @Extensions({ atMost: KINDS_MOST })
  queues: readonly QueueDepthModel[];

  @Field(() => Int, { nullable: true, description: 'The number of the last checkpoint; null while nothing was sealed.' })
  checkpointNumber: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was made; null while nothing was sealed.' })
  checkpointAt: Date | null;

  @Field(() => [SealPlaceModel], { description: 'Where checkpoints are sent.' })
  sealPlaces: readonly SealPlaceModel[];

  @Field(() => Int, { description: 'Mails that are to go out.' })
  mailsDue: number;

  @Field(() => Int, { description: 'Those of them that were not taken so far, and are tried again.' })
  mailsTriedAgain: number;

  @Field(() => Int, { description: 'Mails that were given up: those people have their notice in the inbox only.' })
  mailsFailed: number;
}
