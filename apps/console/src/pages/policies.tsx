import '../styles/desk.css';
import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';
import { useListKeys } from '../keys/use-list-keys';
import { BackLink } from '../parts/back-link';
import { LinkButton } from '../parts/link-button';
import { Unready } from '../parts/unready';
import { useTitle } from '../parts/use-title';
import { useSelf } from '../shell/session';
import { PolicyDetail } from './policy-detail';

const Found = gql(`
  query Policies($text: String) {
    policies(first: 50, text: $text) {
      nodes { id ref title active { id number conditions { inWords } } versions { id status } }
    }
  }
`);

const STILL_MS = 250;
const route = getRouteApi('/policies');

/** The rules of the house: found by their words, read with their versions. */
export function Policies() {
  const intl = useIntl();
  const { id, version } = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed.trim(), STILL_MS);
  const [{ data, error }, again] = useQuery({ query: Found, variables: { text: text || null } });
  const nodes = data?.policies.nodes ?? [];
  const isReviewer = useSelf().roles.includes('REVIEWER');
  useTitle(intl.formatMessage({ id: 'policies.title' }));
  useListKeys(
    nodes.map((node) => node.id),
    id,
    (next) => void navigate({ search: { id: next }, replace: true }),
  );
  return (
    <div className="panes" data-open={id !== undefined}>
      <section className="list" aria-labelledby="policies">
        <h1 id="policies">
          <FormattedMessage id="policies.title" />
        </h1>
        <div className="find">
          <TextInput
            type="search"
            aria-label={intl.formatMessage({ id: 'policies.search' })}
            placeholder={intl.formatMessage({ id: 'policies.search' })}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {isReviewer ? (
            <LinkButton to="/promote" search={{}} variant="default">
              <FormattedMessage id="policies.draft" />
            </LinkButton>
          ) : null}
        </div>
        {data ? null : <Unready error={error} again={again} />}
        {data && nodes.length === 0 ? <Nothing searched={text !== ''} /> : null}
        {nodes.map(({ id: one, ref, title, active, versions }) => (
          <Link
            key={one}
            className="row"
            to="/policies"
            search={{ id: one }}
            aria-current={one === id ? 'true' : undefined}
            activeProps={{}}
          >
            <span className="line">
              <strong className="wraps">{title}</strong>
              <span className="push meta">{ref}</span>
            </span>
            <span className="clamp">{active?.conditions.inWords ?? <FormattedMessage id="policies.notInForce" />}</span>
            <span className="line meta">
              {versions.some(({ status }) => status === 'PROPOSED') ? (
                <span className="pill" data-tone="waiting">
                  <FormattedMessage id="policies.waits" />
                </span>
              ) : null}
            </span>
          </Link>
        ))}
      </section>
      <section className="detail">
        {id ? <BackLink to="/policies" /> : null}
        {id ? (
          <PolicyDetail key={id} id={id} versionId={version} />
        ) : (
          <p className="empty muted">
            <FormattedMessage id="policies.choose" />
          </p>
        )}
      </section>
    </div>
  );
}

function Nothing({ searched }: { searched: boolean }) {
  return (
    <div className="empty">
      <p>
        <FormattedMessage id={searched ? 'policies.none' : 'policies.empty'} />
      </p>
      {searched ? (
        <LinkButton to="/propose">
          <FormattedMessage id="policies.propose" />
        </LinkButton>
      ) : null}
    </div>
  );
}
