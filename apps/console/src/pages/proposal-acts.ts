import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { gql, type FragmentOf } from '../graphql/gql';
import { PillParts } from '../parts/pill';
import { VoicesParts } from './proposal-voices';
import type { MessageId } from '../words/messages';

const ANSWER = gql(
  `fragment AnswerParts on ExceptionPayload {
    exception { id openActions endedAt approvedAt ...PillParts ...VoicesParts }
    userErrors { code message path whoCould { id name } }
    replayed
  }`,
  [PillParts, VoicesParts],
);
const CO_SIGN = gql(`mutation CoSign($input: CoSignExceptionInput!) { coSignException(input: $input) { ...AnswerParts } }`, [ANSWER]);
const OBJECT = gql(`mutation Object($input: ObjectToExceptionInput!) { objectToException(input: $input) { ...AnswerParts } }`, [ANSWER]);
const PASS = gql(`mutation Pass($input: PassOnExceptionInput!) { passOnException(input: $input) { ...AnswerParts } }`, [ANSWER]);
const RETRACT = gql(`mutation Retract($input: RetractInput!) { retractFromException(input: $input) { ...AnswerParts } }`, [ANSWER]);
const WITHDRAW = gql(`mutation Withdraw($input: WithdrawExceptionInput!) { withdrawException(input: $input) { ...AnswerParts } }`, [
  ANSWER,
]);
const TELL = gql(`mutation Tell($input: RecordCustomerToldInput!) { recordCustomerTold(input: $input) { ...AnswerParts } }`, [ANSWER]);
const FULFIL = gql(`mutation Fulfil($input: FulfilExceptionInput!) { fulfilException(input: $input) { ...AnswerParts } }`, [ANSWER]);

/** What an answer to any of these holds. */
export interface ActAnswer {
  readonly [mutation: string]: {
    readonly exception: FragmentOf<typeof PillParts> | null;
    readonly userErrors: readonly { code: string; message: string; path: string[]; whoCould: { name: string }[] }[];
  };
}

interface Said {
  readonly exceptionId: string;
  readonly digest: string;
  readonly words: string;
  readonly now: Date;
}

/** An action that a button of the bar does. */
export interface ShownAct {
  readonly action: 'CO_SIGN' | 'OBJECT' | 'PASS' | 'RETRACT' | 'WITHDRAW' | 'TELL_CUSTOMER' | 'FULFIL';
  readonly words: MessageId;
  readonly done: MessageId;
  readonly isMain?: true;
  /** Said before it is done, and confirmed. */
  readonly confirms?: { readonly title: MessageId; readonly says?: MessageId };
  /** The one thing that has to, or may, be written with it. */
  readonly asks?: { readonly label: MessageId; readonly isOptional?: true };
  /** It leaves the list of what waits. */
  readonly takesAway: boolean;
  readonly mutation: TypedDocumentNode<ActAnswer, AnyVariables>;
  readonly input: (said: Said) => object;
}

const typed = (mutation: unknown): ShownAct['mutation'] => mutation as ShownAct['mutation'];

/** Every action of the bar, in the order of its buttons. */
export const ACTS: readonly ShownAct[] = [
  {
    action: 'CO_SIGN',
    words: 'act.coSign',
    done: 'done.CO_SIGN',
    isMain: true,
    confirms: { title: 'act.coSignTitle', says: 'act.coSignSays' },
    asks: { label: 'act.coSignWords', isOptional: true },
    takesAway: true,
    mutation: typed(CO_SIGN),
    input: ({ exceptionId, digest, words }) => ({ exceptionId, digest, ...(words ? { words } : {}) }),
  },
  {
    action: 'OBJECT',
    words: 'act.object',
    done: 'done.OBJECT',
    confirms: { title: 'act.objectTitle', says: 'act.objectSays' },
    asks: { label: 'act.objectReason' },
    takesAway: true,
    mutation: typed(OBJECT),
    input: ({ exceptionId, digest, words }) => ({ exceptionId, digest, reason: words }),
  },
  {
    action: 'PASS',
    words: 'act.pass',
    done: 'done.PASS',
    takesAway: true,
    mutation: typed(PASS),
    input: ({ exceptionId, digest }) => ({ exceptionId, digest }),
  },
  {
    action: 'TELL_CUSTOMER',
    words: 'act.tell',
    done: 'done.TELL',
    isMain: true,
    takesAway: false,
    mutation: typed(TELL),
    input: ({ exceptionId, now }) => ({ exceptionId, toldAt: now.toISOString() }),
  },
  {
    action: 'FULFIL',
    words: 'act.fulfil',
    done: 'done.FULFIL',
    confirms: { title: 'act.fulfilTitle' },
    asks: { label: 'act.fulfilReference' },
    takesAway: false,
    mutation: typed(FULFIL),
    input: ({ exceptionId, words }) => ({ exceptionId, reference: words }),
  },
  {
    action: 'RETRACT',
    words: 'act.retract',
    done: 'done.RETRACT',
    takesAway: false,
    mutation: typed(RETRACT),
    input: ({ exceptionId }) => ({ exceptionId }),
  },
  {
    action: 'WITHDRAW',
    words: 'act.withdraw',
    done: 'done.WITHDRAW',
    confirms: { title: 'act.withdrawTitle' },
    asks: { label: 'act.withdrawReason' },
    takesAway: false,
    mutation: typed(WITHDRAW),
    input: ({ exceptionId, words }) => ({ exceptionId, reason: words }),
  },
];
