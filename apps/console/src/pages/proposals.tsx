import { getRouteApi } from '@tanstack/react-router';
import { FormattedMessage } from 'react-intl';
import { gql } from '../graphql/gql';
import { ExportLink } from '../parts/export-link';
import { MoreButton } from '../parts/more-button';
import { Unready } from '../parts/unready';
import { usePages } from '../parts/use-pages';
import { Panes } from '../parts/panes';
import { useSelf } from '../shell/session';
import { ExceptionList, ExceptionRow } from './exception-list';
import { Proposal } from './proposal';

const MyProposals = gql(
  `query MyProposals($me: ID!, $after: String) {
    exceptions(first: 50, after: $after, orderBy: NEWEST, filter: { proposerId: $me }) { nodes { id ...ExceptionRow } pageInfo { hasNextPage endCursor } }
  }`,
  [ExceptionRow],
);

const route = getRouteApi('/proposals');

/** What this person put forward, the newest first. */
export function Proposals() {
  const { id } = route.useSearch();
  const me = useSelf().id;
  const list = usePages(MyProposals, { me }, ({ exceptions }) => exceptions);
  const { data, error, nodes } = list;
  return (
    <Panes
      at="/proposals"
      isOpen={id !== undefined}
      choose={nodes.length > 0 ? 'inbox.choose' : 'proposals.emptyMore'}
      list={
        <>
          {data ? null : <Unready error={error} again={list.again} />}
          {data && nodes.length === 0 ? (
            <p className="empty">
              <FormattedMessage id="proposals.empty" />
            </p>
          ) : (
            <ExceptionList exceptions={nodes} chosenId={id} />
          )}
          <MoreButton list={list} m="md" />
          <ExportLink list="exceptions" asked={{ filter: { proposerId: me } }} m="md" />
        </>
      }
    >
      {id ? <Proposal key={id} id={id} /> : undefined}
    </Panes>
  );
}
