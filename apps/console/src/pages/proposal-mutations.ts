import { gql } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import { PillParts } from '../parts/pill';
import { TextParts } from './proposal-text';
import { VoicesParts } from './proposal-voices';

const ANSWER = gql(
  `fragment AnswerParts on ExceptionPayload {
    exception {
      id openActions endedAt approvedAt endedReason fulfilledAt fulfilmentReference stopProposedBy { id name } coveredBy { id number policy { id ref title } }
      ...PillParts ...VoicesParts
    }
    userErrors { ...Refusal }
    replayed
  }`,
  [Refusal, PillParts, VoicesParts],
);
/** Writes the next revision. */
export const AMEND = gql(
  `mutation Amend($input: AmendExceptionInput!) {
    amendException(input: $input) { ...AnswerParts exception { id revision { ...TextParts } revisions { ...TextParts } oneMoreCoSigner } }
  }`,
  [ANSWER, TextParts],
);
/** Names a helper. */
export const INVITE = gql(`mutation InviteHelper($input: InviteHelperInput!) { inviteHelper(input: $input) { ...AnswerParts } }`, [ANSWER]);
/** Signs the revision that was read. */
export const CO_SIGN = gql(`mutation CoSign($input: CoSignExceptionInput!) { coSignException(input: $input) { ...AnswerParts } }`, [
  ANSWER,
]);
/** Objects to it. */
export const OBJECT = gql(`mutation Object($input: ObjectToExceptionInput!) { objectToException(input: $input) { ...AnswerParts } }`, [
  ANSWER,
]);
/** Leaves it to others. */
export const PASS = gql(`mutation Pass($input: PassOnExceptionInput!) { passOnException(input: $input) { ...AnswerParts } }`, [ANSWER]);
/** Takes a signature or an objection back. */
export const RETRACT = gql(`mutation Retract($input: RetractInput!) { retractFromException(input: $input) { ...AnswerParts } }`, [ANSWER]);
/** Takes the proposal back. */
export const WITHDRAW = gql(`mutation Withdraw($input: WithdrawExceptionInput!) { withdrawException(input: $input) { ...AnswerParts } }`, [
  ANSWER,
]);
/** Ends it with a yes by policy. */
export const COVER = gql(`mutation Cover($input: CoverExceptionInput!) { coverException(input: $input) { ...AnswerParts } }`, [ANSWER]);
/** Records that the customer knows. */
export const TELL = gql(`mutation Tell($input: RecordCustomerToldInput!) { recordCustomerTold(input: $input) { ...AnswerParts } }`, [
  ANSWER,
]);
/** Records that it was carried out. */
export const FULFIL = gql(`mutation Fulfil($input: FulfilExceptionInput!) { fulfilException(input: $input) { ...AnswerParts } }`, [ANSWER]);
/** Stops it, or asks another admin to. */
export const STOP = gql(`mutation Stop($input: StopExceptionInput!) { stopException(input: $input) { ...AnswerParts } }`, [ANSWER]);
