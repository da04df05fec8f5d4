import '../styles/desk.css';
import { getRouteApi, Link } from '@tanstack/react-router';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql, readFragment, type FragmentOf } from '../graphql/gql';
import { useListKeys } from '../keys/use-list-keys';
import { BackLink } from '../parts/back-link';
import { MoneyList } from '../parts/money-list';
import { Unready } from '../parts/unready';
import { useTitle } from '../parts/use-title';
import { PatternDetail } from './pattern-detail';

const PatternRow = gql(`
  fragment PatternRow on Pattern { id cause kind count lately isCandidate cost { amountMinor currency } objections followedUp helped }
`);
const All = gql(`query Patterns { patterns(first: 50) { totalCount nodes { id ...PatternRow } } }`, [PatternRow]);

const route = getRouteApi('/patterns');

/** What colleagues decide again and again, the most frequent of late on top. */
export function Patterns() {
  const { id } = route.useSearch();
  const navigate = route.useNavigate();
  const [{ data, error }, again] = useQuery({ query: All });
  const nodes = data?.patterns.nodes ?? [];
  useTitle(useIntl().formatMessage({ id: 'patterns.title' }));
  useListKeys(
    nodes.map((node) => node.id),
    id,
    (next) => void navigate({ search: { id: next }, replace: true }),
  );
  return (
    <div className="panes" data-open={id !== undefined}>
      <section className="list" aria-labelledby="patterns">
        <h1 id="patterns">
          <FormattedMessage id="patterns.title" />
        </h1>
        {data ? null : <Unready error={error} again={again} />}
        {data && nodes.length === 0 ? (
          <p className="empty">
            <FormattedMessage id="patterns.empty" />
          </p>
        ) : null}
        {nodes.map((node) => (
          <PatternLine key={node.id} pattern={node} isChosen={node.id === id} />
        ))}
      </section>
      <section className="detail">
        {id ? <BackLink to="/patterns" /> : null}
        {id ? (
          <PatternDetail key={id} id={id} />
        ) : (
          <p className="empty muted">
            <FormattedMessage id="patterns.choose" />
          </p>
        )}
      </section>
    </div>
  );
}

function PatternLine({ pattern, isChosen }: { pattern: FragmentOf<typeof PatternRow>; isChosen: boolean }) {
  const intl = useIntl();
  const { id, cause, kind, count, lately, isCandidate, cost, helped, followedUp } = readFragment(PatternRow, pattern);
  return (
    <Link className="row" to="/patterns" search={{ id }} aria-current={isChosen ? 'true' : undefined} activeProps={{}}>
      <span className="line">
        <strong>{cause}</strong>
        <span className="push">
          <MoneyList sums={cost} />
        </span>
      </span>
      <span>
        {intl.formatMessage({ id: `kind.${kind}` })} · <FormattedMessage id="patterns.count" values={{ count, lately }} />
      </span>
      <span className="line meta">
        {isCandidate ? (
          <span className="pill" data-tone="policy">
            <span aria-hidden>★</span>
            <FormattedMessage id="patterns.isCandidate" />
          </span>
        ) : null}
        <FormattedMessage id="patterns.helped" values={{ helped, followedUp }} />
      </span>
    </Link>
  );
}
