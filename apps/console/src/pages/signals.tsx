import '../styles/desk.css';
import { Link } from '@tanstack/react-router';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql, type ResultOf } from '../graphql/gql';
import { Unready } from '../parts/unready';
import { useServiceWords } from '../parts/use-service-words';
import { useTitle } from '../parts/use-title';

const Radar = gql(`
  query Radar {
    ringSignals { kind people { id name } observed expected of pValue lookedAt adjusted formula since until exceptions { id ref } }
    blindAgreement { firstAnswer teamName answered agreed share low high formula }
  }
`);

type Signal = ResultOf<typeof Radar>['ringSignals'][number];

/** What ninety days show that chance would hardly explain, and how far second looks agree with first answers. Advice, never a verdict. */
export function Signals() {
  const intl = useIntl();
  const [{ data, error }, again] = useQuery({ query: Radar });
  useTitle(intl.formatMessage({ id: 'signals.title' }));
  const words = useServiceWords();
  const percent = (share: number | null) => (share === null ? '–' : intl.formatNumber(share, { style: 'percent' }));
  return (
    <div className="page narrow">
      <h1>
        <FormattedMessage id="signals.title" />
      </h1>
      <p className="muted">
        <FormattedMessage id="signals.says" />
      </p>
      {data ? null : <Unready error={error} again={again} />}
      {data?.ringSignals.length === 0 ? (
        <p className="banner" data-tone="approved">
          <FormattedMessage id="signals.empty" />
        </p>
      ) : null}
      {data?.ringSignals.map((signal) => (
        <OneSignal key={`${signal.kind} ${signal.people.map(({ id }) => id).join(' ')}`} signal={signal} />
      ))}
      <h2>
        <FormattedMessage id="signals.agreement" />
      </h2>
      {data?.blindAgreement.length === 0 ? (
        <p className="muted">
          <FormattedMessage id="signals.noAgreement" />
        </p>
      ) : null}
      {data?.blindAgreement.map(({ firstAnswer, teamName, answered, agreed, share, low, high, formula }) => (
        <div key={`${firstAnswer} ${teamName ?? ''}`} className="precedent">
          <p>
            <strong>{teamName ?? <FormattedMessage id="signals.house" />}</strong>, <FormattedMessage id={`signals.${firstAnswer}`} />:{' '}
            <FormattedMessage
              id="signals.share"
              values={{ agreed, answered, share: percent(share), low: percent(low), high: percent(high) }}
            />
          </p>
          <p className="meta">{words(formula)}</p>
        </div>
      ))}
    </div>
  );
}

function OneSignal({ signal }: { signal: Signal }) {
  const intl = useIntl();
  const words = useServiceWords();
  const { kind, people, observed, expected, of, pValue, lookedAt, adjusted, formula, exceptions } = signal;
  const few = (number: number) => intl.formatNumber(number, { maximumSignificantDigits: 2 });
  return (
    <article className="card">
      <h2>{people.map(({ name }) => name).join(', ')}</h2>
      <p className="reading">
        <FormattedMessage id={`signals.said.${kind}`} values={{ observed, of, expected }} />
      </p>
      <p>
        <FormattedMessage id="signals.figures" values={{ observed, of, expected: few(expected) }} />{' '}
        <FormattedMessage id="signals.chance" values={{ p: few(pValue), lookedAt, adjusted: few(adjusted) }} />
      </p>
      <p className="meta">{words(formula)}</p>
      <p className="marks">
        {exceptions.map(({ id, ref }) => (
          <Link key={id} to="/exceptions/$id" params={{ id }}>
            {ref}
          </Link>
        ))}
      </p>
    </article>
  );
}
