import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { gql } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import type { CaseAct } from './case-acts';

const HAND_OFF = gql(`fragment HandOffAnswer on HandOffPayload { handOff { id status case { id } } userErrors { ...Refusal } replayed }`, [
  Refusal,
]);
const Accept = gql(`mutation AcceptIt($input: AnswerHandOffInput!) { acceptHandOff(input: $input) { ...HandOffAnswer } }`, [HAND_OFF]);
const Refuse = gql(`mutation RefuseIt($input: AnswerHandOffInput!) { refuseHandOff(input: $input) { ...HandOffAnswer } }`, [HAND_OFF]);
const Cancel = gql(`mutation CancelIt($input: AnswerHandOffInput!) { cancelHandOff(input: $input) { ...HandOffAnswer } }`, [HAND_OFF]);

/** Offers a case to a colleague. */
export const OfferIt = gql(`mutation OfferIt($input: OfferHandOffInput!) { offerHandOff(input: $input) { ...HandOffAnswer } }`, [HAND_OFF]);

const typed = (mutation: unknown): CaseAct['mutation'] => mutation as TypedDocumentNode<never, AnyVariables>;

/** What is done with an offer, by the action that the service names. */
export const HAND_OFF_ACTS = {
  ACCEPT: {
    name: 'accept',
    words: 'handOff.accept',
    done: 'handOff.accepted',
    key: 'accept',
    isMain: true,
    mutation: typed(Accept),
    input: (_, { id }) => ({ handOffId: id }),
  },
  REFUSE: {
    name: 'refuse',
    words: 'handOff.refuse',
    done: 'handOff.refused',
    title: 'handOff.refuseTitle',
    says: 'handOff.refuseSays',
    fields: [{ name: 'reason', kind: 'lines', label: 'handOff.refuseReason' }],
    mutation: typed(Refuse),
    input: ({ reason }, { id }) => ({ handOffId: id, reason }),
  },
  CANCEL: {
    name: 'cancel',
    words: 'handOff.cancel',
    done: 'handOff.cancelled',
    mutation: typed(Cancel),
    input: (_, { id }) => ({ handOffId: id }),
  },
} as const satisfies Record<string, CaseAct>;
