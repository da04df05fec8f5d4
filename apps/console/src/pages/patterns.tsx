import '../styles/desk.css';
import { getRouteApi, Link } from '@tanstack/react-router';
import { FormattedMessage, useIntl } from 'react-intl';
import { gql, readFragment, type FragmentOf } from '../graphql/gql';
import { useListKeys } from '../keys/use-list-keys';
import { CauseName } from '../parts/cause-name';
import { Panes } from '../parts/panes';
import { MoneyList } from '../parts/money-list';
import { MoreButton } from '../parts/more-button';
import { Unready } from '../parts/unready';
import { usePages } from '../parts/use-pages';
import { PatternDetail } from './pattern-detail';

const PatternRow = gql(`
  fragment PatternRow on Pattern { id cause kind count lately isCandidate cost { amountMinor currency } objections followedUp helped }
`);
const All = gql(
  `query Patterns($after: String) { patterns(first: 50, after: $after) { nodes { id ...PatternRow } pageInfo { hasNextPage endCursor } } }`,
  [PatternRow],
);

const route = getRouteApi('/patterns');

/** What colleagues decide again and again, the most frequent of late on top. */
export function Patterns() {
  const { id } = route.useSearch();
  const navigate = route.useNavigate();
  const list = usePages(All, {}, ({ patterns }) => patterns);
  const { data, error, nodes } = list;
  useListKeys(
    nodes.map((node) => node.id),
    id,
    (next) => void navigate({ search: { id: next }, replace: true }),
  );
  return (
    <Panes
      at="/patterns"
      isOpen={id !== undefined}
      choose="patterns.choose"
      list={
        <>
          {data ? null : <Unready error={error} again={list.again} />}
          {data && nodes.length === 0 ? (
            <p className="empty">
              <FormattedMessage id="patterns.empty" />
            </p>
          ) : null}
          {nodes.map((node) => (
            <PatternLine key={node.id} pattern={node} isChosen={node.id === id} />
          ))}
          <MoreButton list={list} m="md" />
        </>
      }
    >
      {id ? <PatternDetail key={id} id={id} /> : undefined}
    </Panes>
  );
}

function PatternLine({ pattern, isChosen }: { pattern: FragmentOf<typeof PatternRow>; isChosen: boolean }) {
  const intl = useIntl();
  const { id, cause, kind, count, lately, isCandidate, cost, helped, followedUp } = readFragment(PatternRow, pattern);
  return (
    <Link className="row" to="/patterns" search={{ id }} aria-current={isChosen ? 'true' : undefined} activeProps={{}}>
      <span className="line">
        <strong className="wraps">
          <CauseName of={cause} />
        </strong>
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
