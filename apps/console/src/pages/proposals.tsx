import { getRouteApi } from '@tanstack/react-router';
import { FormattedMessage } from 'react-intl';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';
import { Fault } from '../parts/faults';
import { BackLink } from '../parts/back-link';
import { LateSkeleton } from '../parts/late-skeleton';
import { useSelf } from '../shell/session';
import { ExceptionList, ExceptionRow } from './exception-list';
import { Proposal } from './proposal';

const MyProposals = gql(
  `query MyProposals($me: ID!) { exceptions(first: 50, orderBy: NEWEST, filter: { proposerId: $me }) { nodes { id ...ExceptionRow } } }`,
  [ExceptionRow],
);

const route = getRouteApi('/proposals');

/** What this person put forward, the newest first. */
export function Proposals() {
  const { id } = route.useSearch();
  const [{ data, error, fetching }, again] = useQuery({ query: MyProposals, variables: { me: useSelf().id } });
  const nodes = data?.exceptions.nodes ?? [];
  return (
    <div className="panes" data-open={id !== undefined}>
      <section className="list" aria-labelledby="proposals">
        <h1 id="proposals">
          <FormattedMessage id="proposals.title" />
        </h1>
        {error ? <Fault error={error} again={() => again({ requestPolicy: 'network-only' })} /> : null}
        {!data && fetching ? <LateSkeleton rows={6} /> : null}
        {data && nodes.length === 0 ? (
          <p className="empty">
            <FormattedMessage id="proposals.empty" />
          </p>
        ) : (
          <ExceptionList exceptions={nodes} chosenId={id} to="/proposals" />
        )}
      </section>
      <section className="detail">
        {id ? <BackLink to="/proposals" /> : null}
        {id ? (
          <Proposal key={id} id={id} />
        ) : (
          <p className="empty muted">
            <FormattedMessage id={nodes.length > 0 ? 'inbox.choose' : 'proposals.emptyMore'} />
          </p>
        )}
      </section>
    </div>
  );
}
