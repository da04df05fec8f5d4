import { getRouteApi } from '@tanstack/react-router';
import { gql } from '../graphql/gql';
import { MoreButton } from '../parts/more-button';
import { Unready } from '../parts/unready';
import { usePages } from '../parts/use-pages';
import { FormattedMessage } from 'react-intl';
import { Panes } from '../parts/panes';
import { ExceptionList, ExceptionRow } from './exception-list';
import { OffersForMe } from './hand-off-card';
import { Proposal } from './proposal';
import { QuestionsForMe } from './questions-for-me';

const InboxList = gql(
  `query InboxList($after: String) { inbox(first: 50, after: $after) { totalCount nodes { id ...ExceptionRow } pageInfo { hasNextPage endCursor } } }`,
  [ExceptionRow],
);

const route = getRouteApi('/inbox');

/** What waits for this person's signature: the list, and beside it what is open. What was decided meanwhile stays open until another is chosen. */
export function Inbox() {
  const { id } = route.useSearch();
  const navigate = route.useNavigate();
  const list = usePages(InboxList, {}, ({ inbox }) => inbox);
  const { data, error, nodes } = list;
  const count = data?.inbox.totalCount ?? 0;
  /** The neighbour takes the place of what was just decided. */
  const onDecided = () => {
    const place = nodes.findIndex((node) => node.id === id);
    const next = nodes[place + 1] ?? nodes[place - 1];
    void navigate({ search: next ? { id: next.id } : {}, replace: true });
    list.again();
  };
  return (
    <Panes
      at="/inbox"
      count={count}
      isOpen={id !== undefined}
      choose={count > 0 ? 'inbox.choose' : 'inbox.emptyMore'}
      list={
        <>
          {data ? null : <Unready error={error} again={list.again} />}
          <OffersForMe />
          <QuestionsForMe />
          {data && nodes.length === 0 ? <Nothing /> : <ExceptionList exceptions={nodes} chosenId={id} to="/inbox" />}
          <MoreButton list={list} m="md" />
        </>
      }
    >
      {id ? <Proposal key={id} id={id} onDecided={onDecided} /> : undefined}
    </Panes>
  );
}

function Nothing() {
  return (
    <p className="empty">
      <FormattedMessage id="inbox.empty" />
    </p>
  );
}
