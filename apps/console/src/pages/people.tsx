import '../styles/desk.css';
import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';
import { useListKeys } from '../keys/use-list-keys';
import { BackLink } from '../parts/back-link';
import { Unready } from '../parts/unready';
import { useTitle } from '../parts/use-title';
import { useSelf } from '../shell/session';
import { PeopleImport } from './people-import';
import { PersonForm, PersonParts } from './person-form';

const Found = gql(
  `query People($text: String) { people(first: 100, text: $text) { nodes { id name handle active awayUntil roles team { id name } ...PersonParts } } }`,
  [PersonParts],
);

const STILL_MS = 250;
const NEW = 'new';
const route = getRouteApi('/people');

/** Who works here, what they may do, and until when they are away. Admins change it; everybody reads it. */
export function People() {
  const intl = useIntl();
  const { id } = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState('');
  const [importing, setImporting] = useState(false);
  const [text] = useDebouncedValue(typed.trim(), STILL_MS);
  const [{ data, error }, again] = useQuery({ query: Found, variables: { text: text || null } });
  const isAdmin = useSelf().roles.includes('ADMIN');
  const nodes = data?.people.nodes ?? [];
  const chosen = nodes.find((one) => one.id === id);
  const refresh = () => again({ requestPolicy: 'network-only' });
  useTitle(intl.formatMessage({ id: 'people.title' }));
  useListKeys(
    nodes.map((one) => one.id),
    id,
    (next) => void navigate({ search: { id: next }, replace: true }),
  );
  return (
    <div className="panes" data-open={id !== undefined}>
      <section className="list" aria-labelledby="people">
        <h1 id="people">
          <FormattedMessage id="people.title" />
        </h1>
        <div className="find">
          <TextInput
            type="search"
            aria-label={intl.formatMessage({ id: 'people.search' })}
            placeholder={intl.formatMessage({ id: 'people.search' })}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {isAdmin ? (
            <>
              <Button variant="default" onClick={() => void navigate({ search: { id: NEW } })}>
                <FormattedMessage id="people.add" />
              </Button>
              <Button variant="default" onClick={() => setImporting(true)}>
                <FormattedMessage id="people.import" />
              </Button>
            </>
          ) : null}
        </div>
        {importing ? <PeopleImport onClose={() => setImporting(false)} onDone={refresh} /> : null}
        {data ? null : <Unready error={error} again={again} />}
        {data && nodes.length === 0 ? (
          <p className="empty">
            <FormattedMessage id="people.none" />
          </p>
        ) : null}
        {nodes.map(({ id: one, name, handle, active, awayUntil, roles, team }) => (
          <Link key={one} className="row" to="/people" search={{ id: one }} aria-current={one === id ? 'true' : undefined} activeProps={{}}>
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
        ))}
      </section>
      <section className="detail">
        {id ? <BackLink to="/people" /> : null}
        {chosen || (id === NEW && isAdmin) ? (
          <PersonForm
            key={id}
            person={chosen}
            isAdmin={isAdmin}
            onDone={(made) => {
              refresh();
              void navigate({ search: { id: made }, replace: true });
            }}
          />
        ) : (
          <p className="empty muted">
            <FormattedMessage id="people.choose" />
          </p>
        )}
      </section>
    </div>
  );
}
