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

  @Field(() => DateTime, { description: 'When it happened.' })
  at: Date;

  @Field(() => DateTime, { nullable: true, description: 'When you marked it as read; null while it is unread.' })
  readAt: Date | null;

  @Field(() => MailState, { description: 'What became of its mail.' })
  mail: NoticeView['mail'];

  @Field(() => Boolean, { description: 'Whether it tells of a signature in your name that you can disown: show “That was not me”.' })
  canDisown: boolean;

  /** Not in the schema: the keys of `exception` and `case`. */
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
