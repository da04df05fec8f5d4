import '../styles/desk.css';
import '../styles/work.css';
import { VisuallyHidden } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { FormattedMessage } from 'react-intl';
import { gql } from '../graphql/gql';
import { Choice } from '../parts/choice';
import { ExportLink } from '../parts/export-link';
import { MoreButton } from '../parts/more-button';
import { SavedViews } from '../parts/saved-views';
import { SelectionBar } from '../parts/selection-bar';
import { Unready } from '../parts/unready';
import { usePages } from '../parts/use-pages';
import { useSelection } from '../parts/use-selection';
import { Panes } from '../parts/panes';
import { Cautions } from './cautions';
import { OneOffs } from './review-bulk';
import { ReviewDetail } from './review-detail';
import { ReviewList, ReviewRow } from './review-list';
import { SHOWS, type ReviewShow } from './review-search';

const Queue = gql(
  `query Queue($filter: ReviewFilter!, $orderBy: ReviewOrder!, $after: String) {
    reviews(first: 50, after: $after, filter: $filter, orderBy: $orderBy) { totalCount nodes { id ...ReviewRow } pageInfo { hasNextPage endCursor } }
  }`,
  [ReviewRow],
);

const route = getRouteApi('/reviews');

/** What was approved and not read afterwards yet, by pattern; beside it the one that is open. To learn, never to undo. */
export function Reviews() {
  const { id, show = 'due' } = route.useSearch();
  const navigate = route.useNavigate();
  const go = (search: { id?: string; show?: ReviewShow }) => void navigate({ search, replace: true });
  const variables = {
    filter: { status: show === 'done' ? (['DISPOSED'] as const) : (['QUEUED', 'CLAIMED'] as const) },
    orderBy: show === 'risk' ? ('RISK_FIRST' as const) : ('DUE_FIRST' as const),
  };
  const list = usePages(Queue, variables, ({ reviews }) => reviews, show === 'cautions');
  const { data, error, nodes } = list;
  const selection = useSelection(() => id);
  /** The neighbour takes the place of what was just disposed of. */
  const onDone = () => {
    const place = nodes.findIndex((node) => node.id === id);
    const next = nodes[place + 1] ?? nodes[place - 1];
    go({ show, ...(next ? { id: next.id } : {}) });
    list.again();
  };
  return (
    <Panes
      at="/reviews"
      count={show === 'done' ? 0 : (data?.reviews.totalCount ?? 0)}
      isOpen={id !== undefined}
      choose="reviews.choose"
      list={
        <>
          <div className="shows">
            <Choice
              name="show"
              label={
                <VisuallyHidden>
                  <FormattedMessage id="reviews.show" />
                </VisuallyHidden>
              }
              options={SHOWS.map((value) => ({ value, label: <FormattedMessage id={`reviews.show.${value}`} /> }))}
              value={show}
              onChoose={(value) => go({ show: value as ReviewShow })}
            />
          </div>
          {show === 'cautions' ? null : <SavedViews />}
          <SelectionBar selection={selection} linkTo={(one) => `/reviews?id=${one}`}>
            {show === 'done' ? null : <OneOffs selection={selection} onDone={list.again} />}
          </SelectionBar>
          {show === 'cautions' ? (
            <Cautions />
          ) : data ? (
            <>
              <ReviewList reviews={nodes} chosenId={id} show={show} isPicked={selection.has} />
              <MoreButton list={list} m="md" />
              <ExportLink list="reviews" asked={variables} m="md" />
            </>
          ) : (
            <Unready error={error} again={list.again} />
          )}
        </>
      }
    >
      {id ? <ReviewDetail key={id} id={id} onDone={onDone} /> : undefined}
    </Panes>
  );
}
