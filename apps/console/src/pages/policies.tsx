import '../styles/desk.css';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage } from 'react-intl';
import { gql } from '../graphql/gql';
import { useListKeys } from '../keys/use-list-keys';
import { ConditionParts, ConditionWords } from '../parts/conditions';
import { ExportLink } from '../parts/export-link';
import { Panes } from '../parts/panes';
import { SearchField } from '../parts/search-field';
import { LinkButton } from '../parts/link-button';
import { MoreButton } from '../parts/more-button';
import { Unready } from '../parts/unready';
import { usePages } from '../parts/use-pages';
import { useSelf } from '../shell/session';
import { PolicyDetail } from './policy-detail';
import { useStill } from '../parts/use-still';

const Found = gql(
  `
  query Policies($text: String, $after: String) {
    policies(first: 50, after: $after, text: $text) {
      pageInfo { hasNextPage endCursor }
      nodes { id ref title active { id number conditions { ...ConditionParts } } versions { id status } }
    }
  }
`,
  [ConditionParts],
);

const route = getRouteApi('/policies');

/** The rules of the house: found by their words, read with their versions. */
export function Policies() {
  const { id, version } = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState('');
  const text = useStill(typed.trim());
  const asked = { text: text || null };
  const list = usePages(Found, asked, ({ policies }) => policies);
  const { data, error, nodes } = list;
  const isReviewer = useSelf().roles.includes('REVIEWER');
  useListKeys(
    nodes.map((node) => node.id),
    id,
    (next) => void navigate({ search: { id: next }, replace: true }),
  );
  return (
    <Panes
      at="/policies"
      isOpen={id !== undefined}
      choose="policies.choose"
      list={
        <>
          <div className="find">
            <SearchField words="policies.search" typed={typed} onType={setTyped} />
            {isReviewer ? (
              <LinkButton to="/promote" search={{}} variant="default">
                <FormattedMessage id="policies.draft" />
              </LinkButton>
            ) : null}
          </div>
          {data ? null : <Unready error={error} again={list.again} />}
          {data && nodes.length === 0 ? <Nothing searched={text} /> : null}
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
              <span className="clamp">
                {active ? <ConditionWords conditions={active.conditions} /> : <FormattedMessage id="policies.notInForce" />}
              </span>
              <span className="line meta">
                {versions.some(({ status }) => status === 'PROPOSED') ? (
                  <span className="pill" data-tone="waiting">
                    <FormattedMessage id="policies.waits" />
                  </span>
                ) : null}
              </span>
            </Link>
          ))}
          <MoreButton list={list} m="md" />
          <ExportLink list="policies" asked={asked} m="md" />
        </>
      }
    >
      {id ? <PolicyDetail key={id} id={id} versionId={version} /> : undefined}
    </Panes>
  );
}

/** No policy: what was looked for is the beginning of a proposal. */
function Nothing({ searched }: { searched: string }) {
  return (
    <div className="empty">
      <p>
        <FormattedMessage id={searched ? 'policies.none' : 'policies.empty'} />
      </p>
      {searched ? (
        <LinkButton to="/propose" search={{ about: searched }}>
          <FormattedMessage id="policies.propose" />
        </LinkButton>
      ) : null}
    </div>
  );
}
