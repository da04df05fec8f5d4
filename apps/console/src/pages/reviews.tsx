import '../styles/desk.css';
import { SegmentedControl } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';
import { BackLink } from '../parts/back-link';
import { Unready } from '../parts/unready';
import { useTitle } from '../parts/use-title';
import { Cautions } from './cautions';
import { ReviewDetail } from './review-detail';
import { ReviewList, ReviewRow } from './review-list';
import { SHOWS, type ReviewShow } from './review-search';

const Queue = gql(
  `query Queue($filter: ReviewFilter!, $orderBy: ReviewOrder!) {
    reviews(first: 50, filter: $filter, orderBy: $orderBy) { totalCount nodes { id ...ReviewRow } }
  }`,
  [ReviewRow],
);

const route = getRouteApi('/reviews');

/** What was approved and not read afterwards yet, by pattern; beside it the one that is open. To learn, never to undo. */
export function Reviews() {
  const intl = useIntl();
  const { id, show = 'due' } = route.useSearch();
  const navigate = route.useNavigate();
  const go = (search: { id?: string; show?: ReviewShow }) => void navigate({ search, replace: true });
  const variables = {
    filter: { status: show === 'done' ? (['DISPOSED'] as const) : (['QUEUED', 'CLAIMED'] as const) },
    orderBy: show === 'risk' ? ('RISK_FIRST' as const) : ('DUE_FIRST' as const),
  };
  const [{ data, error }, again] = useQuery({ query: Queue, variables: variables as never, pause: show === 'cautions' });
  const nodes = data?.reviews.nodes ?? [];
  useTitle(intl.formatMessage({ id: 'reviews.title' }), show === 'done' ? 0 : (data?.reviews.totalCount ?? 0));
  /** The neighbour takes the place of what was just disposed of. */
  const onDone = () => {
    const place = nodes.findIndex((node) => node.id === id);
    const next = nodes[place + 1] ?? nodes[place - 1];
    go({ show, ...(next ? { id: next.id } : {}) });
    again({ requestPolicy: 'network-only' });
  };
  return (
    <div className="panes" data-open={id !== undefined}>
      <section className="list" aria-labelledby="reviews">
        <h1 id="reviews">
          <FormattedMessage id="reviews.title" />
        </h1>
        <SegmentedControl
          className="shows"
          fullWidth
          size="xs"
          aria-label={intl.formatMessage({ id: 'reviews.show' })}
          value={show}
          onChange={(value) => go({ show: value })}
          data={SHOWS.map((value) => ({ value, label: intl.formatMessage({ id: `reviews.show.${value}` }) }))}
        />
        {show === 'cautions' ? (
          <Cautions />
        ) : data ? (
          <ReviewList reviews={nodes} chosenId={id} show={show} />
        ) : (
          <Unready {...{ error, again }} />
        )}
      </section>
      <section className="detail">
        {id ? <BackLink to="/reviews" /> : null}
        {id ? (
          <ReviewDetail key={id} id={id} onDone={onDone} />
        ) : (
          <p className="empty muted">
            <FormattedMessage id="reviews.choose" />
          </p>
        )}
      </section>
    </div>
  );
}
