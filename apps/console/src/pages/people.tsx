import '../styles/desk.css';
import { Button } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql, type ResultOf } from '../graphql/gql';
import { useListKeys } from '../keys/use-list-keys';
import { ExportLink } from '../parts/export-link';
import { MoreButton } from '../parts/more-button';
import { Unready } from '../parts/unready';
import { usePages } from '../parts/use-pages';
import { Panes } from '../parts/panes';
import { SearchField } from '../parts/search-field';
import { useSelf } from '../shell/session';
import { AccountLinks } from './account-links';
import { PeopleImport } from './people-import';
import { PersonForm, PersonParts } from './person-form';
import { useStill } from '../parts/use-still';
import { Teams } from './teams';

const Found = gql(
  `query People($text: String, $after: String) { people(first: 100, after: $after, text: $text) { pageInfo { hasNextPage endCursor } nodes { id name handle active awayUntil roles team { id name } ...PersonParts } } }`,
  [PersonParts],
);

/** Whom a link leads to, who may stand far down the list. */
const One = gql(`query OneOfThePeople($id: ID!) { node(id: $id) { __typename ... on Person { id ...PersonParts } } }`, [PersonParts]);

type Row = ResultOf<typeof Found>['people']['nodes'][number];

const NEW = 'new';
const TEAMS = 'teams';
const route = getRouteApi('/people');

/** Who works here, what they may do, and until when they are away. Admins change it; everybody reads it. */
export function People() {
  const { id } = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState('');
  const [importing, setImporting] = useState(false);
  const text = useStill(typed.trim());
  const asked = { text: text || null };
  const list = usePages(Found, asked, ({ people }) => people);
  const { data, error, nodes } = list;
  const isAdmin = useSelf().roles.includes('ADMIN');
  const chosen = useChosen(id, data && nodes);
  const refresh = list.again;
  useListKeys(
    nodes.map((one) => one.id),
    id,
    (next) => void navigate({ search: { id: next }, replace: true }),
  );
  return (
    <Panes
      at="/people"
      isOpen={id !== undefined}
      choose="people.choose"
      list={
        <>
          <div className={isAdmin ? 'find many' : 'find'}>
            <SearchField words="people.search" typed={typed} onType={setTyped} />
            <Choices isAdmin={isAdmin} onChoose={(next) => void navigate({ search: { id: next } })} onImport={() => setImporting(true)} />
          </div>
          {importing ? <PeopleImport onClose={() => setImporting(false)} onDone={refresh} /> : null}
          {data ? null : <Unready error={error} again={list.again} />}
          {data && nodes.length === 0 ? (
            <p className="empty">
              <FormattedMessage id="people.none" />
            </p>
          ) : null}
          {nodes.map((person) => (
            <PersonLine key={person.id} person={person} isChosen={person.id === id} />
          ))}
          <MoreButton list={list} m="md" />
          <ExportLink list="people" asked={asked} m="md" />
        </>
      }
    >
      {id === TEAMS ? (
        <Beside isAdmin={isAdmin} />
      ) : chosen || (id === NEW && isAdmin) ? (
        <PersonForm
          key={id}
          person={chosen}
          isAdmin={isAdmin}
          onDone={(made) => {
            refresh();
            void navigate({ search: { id: made }, replace: true });
          }}
        />
      ) : undefined}
    </Panes>
  );
}

/** Whom the address names: out of the list as far as it was read, or else asked for alone. */
function useChosen(id = NEW, listed: readonly Row[] | undefined) {
  const found = listed?.find((one) => one.id === id);
  const isOther = listed !== undefined && !found && id !== NEW && id !== TEAMS;
  const [{ data }] = useQuery({ query: One, variables: { id }, pause: !isOther });
  return isOther && data?.node?.__typename === 'Person' ? data.node : found;
}

function PersonLine({ person: { id, name, handle, active, awayUntil, roles, team }, isChosen }: { person: Row; isChosen: boolean }) {
  const intl = useIntl();
  return (
    <Link className="row" to="/people" search={{ id }} aria-current={isChosen ? 'true' : undefined} activeProps={{}}>
      <span className="line">
        <strong className="wraps">{name}</strong>
        <span className="push meta">{handle}</span>
      </span>
      <span className="line meta">
        {[team?.name, ...roles.map((role) => intl.formatMessage({ id: `role.${role}` }))].filter(Boolean).join(' · ')}
        <span className="push">
          {active ? null : <FormattedMessage id="people.left" />}
          {active && awayUntil ? <FormattedMessage id="people.away" values={{ when: intl.formatDate(awayUntil) }} /> : null}
        </span>
      </span>
    </Link>
  );
}

interface ChoicesProps {
  readonly isAdmin: boolean;
  onChoose: (id: string) => void;
  onImport: () => void;
}

function Choices({ isAdmin, onChoose, onImport }: ChoicesProps) {
  return (
    <>
      {isAdmin ? (
        <>
          <Button variant="default" onClick={() => onChoose(NEW)}>
            <FormattedMessage id="people.add" />
          </Button>
          <Button variant="default" onClick={onImport}>
            <FormattedMessage id="people.import" />
          </Button>
        </>
      ) : null}
      <Button variant="default" onClick={() => onChoose(TEAMS)}>
        <FormattedMessage id="teams.title" />
      </Button>
    </>
  );
}

/** What is of no single person: the teams, and, for those who may see them, the accounts of one human. */
function Beside({ isAdmin }: { isAdmin: boolean }) {
  const mayReadLinks = useSelf().roles.some((role) => role !== 'AGENT');
  return (
    <>
      <Teams isAdmin={isAdmin} />
      {mayReadLinks ? <AccountLinks isAdmin={isAdmin} /> : null}
    </>
  );
}
