import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql, type FragmentOf } from '../graphql/gql';
import { CauseName } from '../parts/cause-name';
import { MoneyList } from '../parts/money-list';
import { Precedent, PrecedentParts } from '../parts/precedent';
import { SpreadLine, SpreadParts } from '../parts/spread';
import { Unready } from '../parts/unready';
import { PatternPolicy } from './pattern-policy';

const OnePattern = gql(
  `query OnePattern($id: ID!) {
    node(id: $id) {
      ... on Pattern {
        id cause kind count lately isCandidate objections followedUp helped
        cost { amountMinor currency } spread { ...SpreadParts }
        outliers { id ...PrecedentParts } underServed { id } policies { id ref title }
        exceptions(first: 20) { nodes { id ...PrecedentParts } }
      }
    }
  }`,
  [PrecedentParts, SpreadParts],
);

/** One pattern: how often, for how much, how differently, whether it helped, and the way from here to a policy. */
export function PatternDetail({ id }: { id: string }) {
  const intl = useIntl();
  const [{ data, error }, again] = useQuery({ query: OnePattern, variables: { id } });
  if (!data) return <Unready error={error} again={again} rows={3} height={120} />;
  const pattern = data.node;
  if (!pattern || !('lately' in pattern))
    return (
      <p className="empty">
        <FormattedMessage id="patterns.gone" />
      </p>
    );
  const { cause, kind, count, lately, isCandidate, cost, spread, objections, helped, followedUp, outliers, underServed } = pattern;
  const low = new Set(underServed.map((one) => one.id));
  return (
    <article className="page">
      <header>
        <h2>
          <CauseName of={cause} /> · {intl.formatMessage({ id: `kind.${kind}` })}
        </h2>
      </header>
      {low.size > 0 ? (
        <p className="banner whole" data-tone="waiting" role="status">
          <FormattedMessage id="patterns.low" values={{ count: low.size }} />
        </p>
      ) : null}
      <dl className="facts">
        <dt>
          <FormattedMessage id="patterns.often" />
        </dt>
        <dd>
          <FormattedMessage id="patterns.count" values={{ count, lately }} />{' '}
          {isCandidate ? <FormattedMessage id="patterns.candidate" /> : null}
        </dd>
        <dt>
          <FormattedMessage id="patterns.cost" />
        </dt>
        <dd>
          <MoneyList sums={cost} />
        </dd>
        {spread ? (
          <>
            <dt>
              <FormattedMessage id="patterns.amounts" />
            </dt>
            <dd>
              <SpreadLine spread={spread} />
            </dd>
          </>
        ) : null}
        <dt>
          <FormattedMessage id="patterns.didHelp" />
        </dt>
        <dd>
          <FormattedMessage id="patterns.helped" values={{ helped, followedUp }} />
        </dd>
        <dt>
          <FormattedMessage id="proposal.objections" />
        </dt>
        <dd>{objections}</dd>
      </dl>
      <PatternPolicy id={id} policies={pattern.policies} />
      <Group words="patterns.far.low" rows={outliers.filter((one) => low.has(one.id))} />
      <Group words="patterns.far.high" rows={outliers.filter((one) => !low.has(one.id))} />
      <Group words="patterns.all" rows={pattern.exceptions.nodes} />
    </article>
  );
}

interface GroupProps {
  readonly words: 'patterns.far.low' | 'patterns.far.high' | 'patterns.all';
  readonly rows: readonly ({ id: string } & FragmentOf<typeof PrecedentParts>)[];
}

function Group({ words, rows }: GroupProps) {
  if (rows.length === 0) return null;
  return (
    <section className="precedents">
      <h3>
        <FormattedMessage id={words} />
      </h3>
      {rows.map((one) => (
        <Precedent key={one.id} exception={one} as="h4" />
      ))}
    </section>
  );
}
