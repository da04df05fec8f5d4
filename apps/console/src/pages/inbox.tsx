import { getRouteApi } from '@tanstack/react-router';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';
import { Fault } from '../parts/faults';
import { BackLink } from '../parts/back-link';
import { LateSkeleton } from '../parts/late-skeleton';
import { useTitle } from '../parts/use-title';
import { ExceptionList, ExceptionRow } from './exception-list';
import { OffersForMe } from './hand-off-card';
import { Proposal } from './proposal';
import { QuestionsForMe } from './questions-for-me';

const InboxList = gql(`query InboxList { inbox(first: 50) { totalCount nodes { id ...ExceptionRow } } }`, [ExceptionRow]);

const route = getRouteApi('/inbox');

/** What waits for this person's signature: the list, and beside it what is open. What was decided meanwhile stays open until another is chosen. */
export function Inbox() {
  const intl = useIntl();
  const { id } = route.useSearch();
  const navigate = route.useNavigate();
  const [{ data, error, fetching }, again] = useQuery({ query: InboxList });
  const nodes = data?.inbox.nodes ?? [];
  const count = data?.inbox.totalCount ?? 0;
  useTitle(intl.formatMessage({ id: 'inbox.title' }), count);
  /** The neighbour takes the place of what was just decided. */
  const onDecided = () => {
    const place = nodes.findIndex((node) => node.id === id);
    const next = nodes[place + 1] ?? nodes[place - 1];
    void navigate({ search: next ? { id: next.id } : {}, replace: true });
    again({ requestPolicy: 'network-only' });
  };
  return (
    <div className="panes" data-open={id !== undefined}>
      <section className="list" aria-labelledby="inbox">
        <h1 id="inbox">
          <FormattedMessage id="inbox.title" />
        </h1>
        {error ? <Fault error={error} again={() => again({ requestPolicy: 'network-only' })} /> : null}
        {!data && fetching ? <LateSkeleton rows={6} /> : null}
        <OffersForMe />
        <QuestionsForMe />
        {data && nodes.length === 0 ? <Nothing /> : <ExceptionList exceptions={nodes} chosenId={id} to="/inbox" />}
      </section>
      <section className="detail">
        {id ? <BackLink to="/inbox" /> : null}
        {id ? (
          <Proposal key={id} id={id} onDecided={onDecided} />
        ) : (
          <p className="empty muted">
            <FormattedMessage id={count > 0 ? 'inbox.choose' : 'inbox.emptyMore'} />
          </p>
        )}
      </section>
    </div>
  );
}

function Nothing() {
  return (
    <p className="empty">
      <FormattedMessage id="inbox.empty" />
    </p>
  );
}
