import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { NoticeView } from '#notices';
import { enumOf } from '../graphql/enum-of.js';
import { KeyedInput } from '../graphql/keyed.input.js';
import { connectionOf } from '../graphql/page.js';
import { DateTime } from '../graphql/scalars.js';
import { Ids } from '../graphql/text.js';
import { Payload } from '../graphql/user-errors.js';

/** What became of the mail of a notice. */
const MailState = enumOf<NoticeView['mail']>('MailState', 'What became of the mail of a notice.', {
  OFF: 'This house sent no mail then.',
  DUE: 'It is about to be sent, or will be tried again.',
  SENT: 'The mail server took it.',
  FAILED: 'It was given up: the mail server said no, or did not take it for three days.',
});

/** What somebody is told. */
@ObjectType('Notice', { description: 'Something that you are told: above all of each signature in your name, whoever gave it.' })
export class NoticeModel {
  @Field(() => ID, { description: 'The id, the same for ever.' })
  id: string;

  @Field(() => String, { description: 'Which fact it tells of, such as exception.coSigned.' })
  name: string;

  @Field(() => String, { description: 'What it says, and what to do next. No customer’s word is in it.' })
  words: string;

  @Field(() => String, {
    nullable: true,
    description: 'The exception, case or policy that it is about, by its name for people; null when it is about none.',
  })
  ref: string | null;

  @Field(() => Int, { nullable: true, description: 'Of a signature in your name, the revision that it stands on; else null.' })
  revision: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Which of several things it says, as a code, for those who write its words in another language: GIVEN, CARRIED or ALSO_AGREED of a signature; PROPOSER when a void one is told to whoever proposed; how a review, a dispute or an offer ended; which clock of a complaint; the key of a cause. Null when it says one thing.',
  })
  detail: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'When a signature is void: who could be asked for another one, by name; null when nobody needs to be asked.',
  })
  toAsk: readonly string[] | null;

  @Field(() => DateTime, { description: 'When it happened.' })
  at: Date;

  @Field(() => DateTime, { nullable: true, description: 'When you marked it as read; null while it is unread.' })
  readAt: Date | null;

  @Field(() => MailState, { description: 'What became of its mail.' })
  mail: NoticeView['mail'];

  @Field(() => Boolean, { description: 'Whether it tells of a signature in your name that you can disown: show “That was not me”.' })
  canDisown: boolean;

  /** Not in the schema: the keys of `exception`, `case` and `pattern`. */
  subjectId: string;
  exceptionId: string | null;
  caseId: string | null;
}

/** A page of notices. */
@ObjectType({ description: 'Part of your notices, the newest first.' })
export class NoticeConnection extends connectionOf('Notice', () => NoticeModel) {}

/** What was read. */
@InputType({ description: 'Which notices you have read. Those that are not yours are left as they are.' })
export class MarkNoticesReadInput extends KeyedInput {
  @Field(() => [ID], { description: 'The notices, at most 100.' })
  @Ids(100)
  noticeIds: string[];
}

@ObjectType({ description: 'What markNoticesRead answers.' })
export class NoticesReadPayload extends Payload {
  @Field(() => Int, { nullable: true, description: 'How many of your notices are unread still; null when it was refused.' })
  unread: number | null;
}

@ObjectType({ description: 'Your notices changed: fetch them.' })
export class NoticesEvent {
  @Field(() => Int, { description: 'How many are unread.' })
  unread: number;
}
