import { useMediaQuery } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { gql } from '../graphql/gql';
import { MoreButton } from '../parts/more-button';
import { Panes } from '../parts/panes';
import { Unready } from '../parts/unready';
import { useCalmRows } from '../parts/use-calm-rows';
import { usePages } from '../parts/use-pages';
import { useNow } from '../parts/when';
import { ExceptionRow } from './exception-list';
import { InboxEmpty } from './inbox-empty';
import { InboxRows, inGroups, type InboxRow } from './inbox-list';
import { Proposal } from './proposal';
import { QuestionsForMe } from './questions-for-me';

/** There are seldom any: they come after the list, with all that can be done with a case. */
const OffersForMe = lazy(() => import('./hand-off-card').then(({ OffersForMe }) => ({ default: OffersForMe })));

const InboxList = gql(
  `query InboxList($after: String) {
    inbox(first: 50, after: $after) { totalCount nodes { id case { id nextDueAt } ...ExceptionRow } pageInfo { hasNextPage endCursor } }
  }`,
  [ExceptionRow],
);

const route = getRouteApi('/inbox');

/** From here on list and proposal stand beside each other; the style sheet says the same. */
const TWO_PANES = '(min-width: 1000px)';

/** What waits for this person's signature: the list, and beside it what is open. What was decided meanwhile stays open until another is chosen. */
export function Inbox() {
  const { id } = route.useSearch();
  const navigate = route.useNavigate();
  const list = usePages(InboxList, {}, ({ inbox }) => inbox);
  const { data, error, nodes } = list;
  const waiting = nodes.map((node) => ({ id: node.id, case: node.case, row: node }));
  const calm = useCalmRows(waiting, data !== undefined);
  const groups = inGroups(calm.rows, useNow());
  const rows = [...groups.promisedToday, ...groups.waiting];
  const glimpse = useGlimpse(rows, id);
  const shownId = id ?? glimpse.id;
  const shown = useRef(shownId);
  useEffect(() => void (shown.current = shownId));
  const count = data?.inbox.totalCount ?? 0;
  /** The neighbour takes the place of what was just decided, unless another one was opened while the answer was on its way. */
  const onDecided = (decidedId: string) => {
    const place = rows.findIndex(({ node }) => node.id === decidedId);
    const next = rows.slice(place + 1).find(isOpen) ?? rows.slice(0, Math.max(0, place)).findLast(isOpen);
    calm.decided(decidedId);
    glimpse.end();
    if (shown.current === decidedId) void navigate({ search: next ? { id: next.node.id } : {}, replace: true });
    list.again();
  };
  const letIn = () => {
    calm.letIn();
    window.scrollTo({ top: 0 });
  };
  const more = list.more && (() => (calm.letIn(), list.more?.()));
  return (
    <Panes
      at="/inbox"
      count={count}
      isOpen={id !== undefined}
      choose={count > 0 ? 'inbox.choose' : 'inbox.emptyMore'}
      list={
        <>
          {data ? null : <Unready error={error} again={list.again} />}
          <Suspense fallback={null}>
            <OffersForMe />
          </Suspense>
          {data && rows.length === 0 ? <InboxEmpty /> : null}
          <InboxRows groups={groups} shownId={shownId} held={calm.held} onLetIn={letIn} onLeave={calm.leave} />
          <MoreButton list={{ ...list, more }} m="md" />
          <QuestionsForMe />
        </>
      }
    >
      {shownId ? <Proposal key={shownId} id={shownId} isGlimpse={id === undefined} onDecided={() => onDecided(shownId)} /> : undefined}
    </Panes>
  );
}

const isOpen = ({ isGone }: InboxRow): boolean => !isGone;

/**
 * The proposal that stands open by itself beside the list, where there is room: the first one when the list came, so that C signs it at once. It takes no
 * focus and no place in the address, and stays the same one when others come above it, since it may be read meanwhile. Nobody chose it, so nobody is told
 * that it is read: that is said from the first row that is chosen, and from the moment in which a confirmation is open.
 */
function useGlimpse(rows: readonly InboxRow[], chosenId: string | undefined) {
  const isWide = useMediaQuery(TWO_PANES, false, { getInitialValueInEffect: false });
  const [id, setId] = useState<string>();
  const first = rows.find(isOpen)?.node.id;
  if (isWide && chosenId === undefined && id === undefined && first !== undefined) setId(first);
  return { id: isWide ? id : undefined, end: () => setId(undefined) };
}
