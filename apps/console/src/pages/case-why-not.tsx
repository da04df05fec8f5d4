import { useState } from 'react';
import { FormattedMessage } from 'react-intl';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';
import { LateSkeleton } from '../parts/late-skeleton';
import { CASE_ACTS } from './case-acts';
import type { CaseData } from './case-data';

const Reasons = gql(`
  query CaseWhyNot($id: ID!) {
    customerCase(id: $id) {
      id
      ACKNOWLEDGE: whyNot(action: ACKNOWLEDGE) { code message whoCould { id name } }
      SOLVE: whyNot(action: SOLVE) { code message whoCould { id name } }
      PROMISE_GET_BACK: whyNot(action: PROMISE_GET_BACK) { code message whoCould { id name } }
      ANSWER_HONEST_NO: whyNot(action: ANSWER_HONEST_NO) { code message whoCould { id name } }
      FOLLOW_UP: whyNot(action: FOLLOW_UP) { code message whoCould { id name } }
      MARK_COMPLAINT: whyNot(action: MARK_COMPLAINT) { code message whoCould { id name } }
      REOPEN: whyNot(action: REOPEN) { code message whoCould { id name } }
    }
  }
`);

const ACTIONS = ['ACKNOWLEDGE', 'PROMISE_GET_BACK', 'SOLVE', 'ANSWER_HONEST_NO', 'FOLLOW_UP', 'MARK_COMPLAINT', 'REOPEN'] as const;

/** What has no button now, and why, in the words of the service. */
export function WhyNot({ customerCase: { id, openActions } }: { customerCase: CaseData }) {
  const [opened, setOpened] = useState(false);
  const closed = ACTIONS.filter((action) => !openActions.includes(action));
  if (closed.length === 0) return null;
  return (
    <details onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>
        <FormattedMessage id="case.whyNot" />
      </summary>
      {opened ? <Shown id={id} actions={closed} /> : null}
    </details>
  );
}

function Shown({ id, actions }: { id: string; actions: readonly (typeof ACTIONS)[number][] }) {
  const [{ data }] = useQuery({ query: Reasons, variables: { id }, requestPolicy: 'network-only' });
  const reasons = data?.customerCase;
  if (!reasons) return <LateSkeleton rows={2} height={32} />;
  return (
    <ul>
      {actions.flatMap((action) =>
        reasons[action].slice(0, 1).map(({ message, whoCould }) => (
          <li key={action}>
            <strong>
              <FormattedMessage id={CASE_ACTS[action].words} />
            </strong>
            : {message}{' '}
            {whoCould.length > 0 ? (
              <FormattedMessage id="fault.whoCould" values={{ names: whoCould.map(({ name }) => name).join(', ') }} />
            ) : null}
          </li>
        )),
      )}
    </ul>
  );
}
