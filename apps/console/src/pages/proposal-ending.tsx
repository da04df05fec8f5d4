import { Link } from '@tanstack/react-router';
import { FormattedMessage } from 'react-intl';
import { gql, readFragment, type FragmentOf } from '../graphql/gql';
import { When } from '../parts/when';

/** How it ended, when somebody ended it, or wants to. */
export const EndingParts = gql(`
  fragment EndingParts on PolicyException {
    status endedAt endedReason endedBy { id name } stopProposedBy { id name } coveredBy { id number policy { id ref title } }
  }
`);

/** Calmly, what became of it other than by signatures: by whom, when, and why in their words. */
export function Ending({ exception }: { exception: FragmentOf<typeof EndingParts> }) {
  const { status, endedAt, endedReason, endedBy, stopProposedBy, coveredBy } = readFragment(EndingParts, exception);
  const when = endedAt ? <When at={endedAt} /> : '';
  const reason = endedReason ? <p className="reading">{endedReason}</p> : null;
  if (endedBy && (status === 'WITHDRAWN' || status === 'STOPPED'))
    return (
      <div className="banner" data-tone={status === 'STOPPED' ? 'no' : 'withdrawn'}>
        <p>
          <FormattedMessage
            id={status === 'STOPPED' ? 'proposal.stoppedBy' : 'proposal.withdrawnBy'}
            values={{ name: endedBy.name, when }}
          />
        </p>
        {reason}
      </div>
    );
  if (status === 'APPROVED' && stopProposedBy)
    return (
      <div className="banner" data-tone="no">
        <p>
          <FormattedMessage id="proposal.stopAsked" values={{ name: stopProposedBy.name }} />
        </p>
        {reason}
      </div>
    );
  if (status !== 'COVERED' || !coveredBy) return null;
  const { id, number, policy } = coveredBy;
  const link = (
    <Link to="/policies" search={{ id: policy.id, version: id }}>
      {`${policy.ref} · ${policy.title}, ${number}`}
    </Link>
  );
  return (
    <div className="banner" data-tone="policy">
      <p>
        <FormattedMessage id="proposal.coveredBy" values={{ policy: link }} />
      </p>
    </div>
  );
}
