import { useQuery } from 'urql';
import { gql } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import { Reasons, WhyNotDetails } from '../parts/why-not';
import { CASE_ACTS } from './case-acts';
import type { CaseData } from './case-data';

const CaseWhyNot = gql(
  `
  query CaseWhyNot($id: ID!) {
    customerCase(id: $id) {
      id
      ACKNOWLEDGE: whyNot(action: ACKNOWLEDGE) { ...Refusal }
      SOLVE: whyNot(action: SOLVE) { ...Refusal }
      PROMISE_GET_BACK: whyNot(action: PROMISE_GET_BACK) { ...Refusal }
      ANSWER_HONEST_NO: whyNot(action: ANSWER_HONEST_NO) { ...Refusal }
      FOLLOW_UP: whyNot(action: FOLLOW_UP) { ...Refusal }
      MARK_COMPLAINT: whyNot(action: MARK_COMPLAINT) { ...Refusal }
      REOPEN: whyNot(action: REOPEN) { ...Refusal }
    }
  }
`,
  [Refusal],
);

const ACTIONS = ['ACKNOWLEDGE', 'PROMISE_GET_BACK', 'SOLVE', 'ANSWER_HONEST_NO', 'FOLLOW_UP', 'MARK_COMPLAINT', 'REOPEN'] as const;

/** What has no button now, and why, in the words of the service. */
export function WhyNot({ customerCase: { id, openActions } }: { customerCase: CaseData }) {
  const closed = ACTIONS.filter((action) => !openActions.includes(action));
  if (closed.length === 0) return null;
  return (
    <WhyNotDetails>
      <Asked id={id} actions={closed} />
    </WhyNotDetails>
  );
}

function Asked({ id, actions }: { id: string; actions: readonly (typeof ACTIONS)[number][] }) {
  const [{ data }] = useQuery({ query: CaseWhyNot, variables: { id }, requestPolicy: 'network-only' });
  return <Reasons actions={actions} reasons={data?.customerCase} words={CASE_ACTS} />;
}
