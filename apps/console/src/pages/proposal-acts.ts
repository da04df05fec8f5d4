import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import type { FragmentOf } from '../graphql/gql';
import type { KeyActionId } from '../keys/registry';
import type { AskField } from '../parts/ask-fields';
import type { PillParts } from '../parts/pill';
import type { Refused } from '../parts/use-act';
import type { Typed } from '../parts/use-kept';
import type { MessageId } from '../words/messages';
import { AMEND_FIELDS, amendment, asTyped, type Stands } from './proposal-amend';
import * as mutations from './proposal-mutations';

/** What an answer to any of these holds. */
interface ActAnswer {
  readonly [mutation: string]: {
    readonly exception: (FragmentOf<typeof PillParts> & { readonly revision?: { readonly number: number } }) | null;
    readonly userErrors: readonly Refused[];
  };
}

interface Said {
  readonly exceptionId: string;
  readonly digest: string;
  readonly typed: Typed;
  readonly stands: Stands;
  readonly now: Date;
}

/** Something that a button of the bar does. */
export interface ShownAct {
  readonly words: MessageId;
  readonly done: MessageId;
  readonly key?: KeyActionId;
  readonly isMain?: true;
  /** Of the dialog in which it is asked for; without one it is done at once. */
  readonly title?: MessageId;
  readonly says?: MessageId;
  readonly fields?: readonly AskField[];
  /** With what the fields begin. */
  readonly start?: (stands: Stands) => Typed;
  /** It leaves the list of what waits. */
  readonly takesAway?: true;
  readonly mutation: TypedDocumentNode<ActAnswer, AnyVariables>;
  readonly input: (said: Said) => object;
}

const typed = (mutation: unknown): ShownAct['mutation'] => mutation as ShownAct['mutation'];

/** Every action of the bar as the service names it, in the order of the buttons. */
export const ACTS = {
  CO_SIGN: {
    words: 'act.coSign',
    done: 'done.CO_SIGN',
    key: 'coSign',
    isMain: true,
    title: 'act.coSignTitle',
    says: 'act.coSignSays',
    fields: [{ name: 'words', kind: 'lines', label: 'act.coSignWords', isOptional: true }],
    takesAway: true,
    mutation: typed(mutations.CO_SIGN),
    input: ({ exceptionId, digest, typed: { words } }) => ({ exceptionId, digest, ...(words ? { words } : {}) }),
  },
  AMEND: {
    words: 'act.amend',
    done: 'done.AMEND',
    key: 'amend',
    title: 'act.amendTitle',
    says: 'act.amendSays',
    fields: AMEND_FIELDS,
    start: asTyped,
    mutation: typed(mutations.AMEND),
    input: ({ exceptionId, typed, stands }) => ({ exceptionId, ...amendment(typed, stands) }),
  },
  OBJECT: {
    words: 'act.object',
    done: 'done.OBJECT',
    key: 'object',
    title: 'act.objectTitle',
    says: 'act.objectSays',
    fields: [{ name: 'reason', kind: 'lines', label: 'act.objectReason' }],
    takesAway: true,
    mutation: typed(mutations.OBJECT),
    input: ({ exceptionId, digest, typed: { reason } }) => ({ exceptionId, digest, reason }),
  },
  PASS: {
    words: 'act.pass',
    done: 'done.PASS',
    takesAway: true,
    mutation: typed(mutations.PASS),
    input: ({ exceptionId, digest }) => ({ exceptionId, digest }),
  },
  INVITE_HELPER: {
    words: 'act.inviteHelper',
    done: 'done.INVITE_HELPER',
    title: 'act.inviteHelperTitle',
    says: 'act.inviteHelperSays',
    fields: [{ name: 'personId', kind: 'person', label: 'act.inviteHelperWhom' }],
    mutation: typed(mutations.INVITE),
    input: ({ exceptionId, typed: { personId } }) => ({ exceptionId, personId }),
  },
  COVER: {
    words: 'act.cover',
    done: 'done.COVER',
    isMain: true,
    title: 'act.coverTitle',
    says: 'act.coverSays',
    mutation: typed(mutations.COVER),
    input: ({ exceptionId }) => ({ exceptionId }),
  },
  TELL_CUSTOMER: {
    words: 'act.tell',
    done: 'done.TELL',
    isMain: true,
    mutation: typed(mutations.TELL),
    input: ({ exceptionId, now }) => ({ exceptionId, toldAt: now.toISOString() }),
  },
  FULFIL: {
    words: 'act.fulfil',
    done: 'done.FULFIL',
    title: 'act.fulfilTitle',
    fields: [{ name: 'reference', kind: 'line', label: 'act.fulfilReference' }],
    mutation: typed(mutations.FULFIL),
    input: ({ exceptionId, typed: { reference } }) => ({ exceptionId, reference }),
  },
  RETRACT: {
    words: 'act.retract',
    done: 'done.RETRACT',
    mutation: typed(mutations.RETRACT),
    input: ({ exceptionId }) => ({ exceptionId }),
  },
  WITHDRAW: {
    words: 'act.withdraw',
    done: 'done.WITHDRAW',
    title: 'act.withdrawTitle',
    fields: [{ name: 'reason', kind: 'lines', label: 'act.withdrawReason' }],
    mutation: typed(mutations.WITHDRAW),
    input: ({ exceptionId, typed: { reason } }) => ({ exceptionId, reason }),
  },
  STOP: {
    words: 'act.stop',
    done: 'done.STOP',
    title: 'act.stopTitle',
    says: 'act.stopSays',
    fields: [{ name: 'reason', kind: 'lines', label: 'act.stopReason' }],
    mutation: typed(mutations.STOP),
    input: ({ exceptionId, typed: { reason } }) => ({ exceptionId, reason }),
  },
} as const satisfies Record<string, ShownAct>;

/** An action that has a button. */
export type ShownAction = keyof typeof ACTS;
