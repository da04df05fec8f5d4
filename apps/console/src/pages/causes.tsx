import '../styles/desk.css';
import { Button } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage } from 'react-intl';
import { useQuery } from 'urql';
import { gql, type ResultOf } from '../graphql/gql';
import { useListKeys } from '../keys/use-list-keys';
import { Panes } from '../parts/panes';
import { SearchField } from '../parts/search-field';
import { Unready } from '../parts/unready';
import { useSelf } from '../shell/session';
import { ADD } from './cause-acts';
import { CauseActDialog } from './cause-act-dialog';
import { CauseDetail } from './cause-detail';

const List = gql(`
  query CauseList { causes(includeMerged: true) { id key name uses mergedInto { id name } mergeAskedInto { id } } }
`);

type Row = ResultOf<typeof List>['causes'][number];

const route = getRouteApi('/causes');

/** The list of causes: what is asked to be merged on top, then by how often each was the reason; what was merged comes last. */
export function Causes() {
  const { id } = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState('');
  const [adding, setAdding] = useState(false);
  const [{ data, error }, again] = useQuery({ query: List });
  const rows = inOrder((data?.causes ?? []).filter((row) => isFound(row, typed)));
  useListKeys(
    rows.map((row) => row.id),
    id,
    (next) => void navigate({ search: { id: next }, replace: true }),
  );
  return (
    <Panes
      at="/causes"
      isOpen={id !== undefined}
      choose="causes.choose"
      list={
        <>
          <div className="find">
            <SearchField words="causes.search" typed={typed} onType={setTyped} />
            {useSelf().roles.includes('REVIEWER') ? (
              <Button variant="default" onClick={() => setAdding(true)}>
                <FormattedMessage id="causes.add" />
              </Button>
            ) : null}
          </div>
          {adding ? <CauseActDialog act={ADD} onClose={() => setAdding(false)} /> : null}
          {data ? null : <Unready error={error} again={again} />}
          {data && rows.length === 0 ? (
            <p className="empty">
              <FormattedMessage id="causes.none" />
            </p>
          ) : null}
          {rows.map((row) => (
            <CauseLine key={row.id} row={row} isChosen={row.id === id} />
          ))}
        </>
      }
    >
      {id ? <CauseDetail key={id} id={id} /> : undefined}
    </Panes>
  );
}

function CauseLine({ row: { id, key, name, uses, mergedInto, mergeAskedInto }, isChosen }: { row: Row; isChosen: boolean }) {
  return (
    <Link className="row" to="/causes" search={{ id }} aria-current={isChosen ? 'true' : undefined} activeProps={{}}>
      <span className="line">
        <strong className="wraps">{name}</strong>
        <span className="push">{uses === null ? null : <FormattedMessage id="causes.usesCount" values={{ count: uses }} />}</span>
      </span>
      <span className="line meta">
        <span>{key}</span>
        {mergeAskedInto ? (
          <span className="pill" data-tone="waiting">
            <FormattedMessage id="causes.isAsked" />
          </span>
        ) : null}
        {mergedInto ? <FormattedMessage id="causes.isMerged" values={{ into: mergedInto.name }} /> : null}
      </span>
    </Link>
  );
}

function isFound({ key, name }: Row, typed: string): boolean {
  const words = typed.trim().toLowerCase();
  return `${key} ${name}`.toLowerCase().includes(words);
}

function inOrder(rows: readonly Row[]): Row[] {
  const place = ({ mergeAskedInto, mergedInto }: Row): number => (mergeAskedInto ? 0 : mergedInto ? 2 : 1);
  return [...rows].sort((one, other) => place(one) - place(other) || (other.uses ?? 0) - (one.uses ?? 0));
}
