import '../styles/work.css';
import { Switch } from '@mantine/core';
import { useMemo, useState } from 'react';
import { FormattedMessage, FormattedNumber, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql, type ResultOf } from '../graphql/gql';
import { Choice } from '../parts/choice';
import { Fault } from '../parts/faults';
import { LateSkeleton } from '../parts/late-skeleton';
import { useServiceWords } from '../parts/use-service-words';
import { useTitle } from '../parts/use-title';
import { Bars, type Bar } from './insights-bars';

const Figures = gql(`
  query Figures($range: InsightRange!) {
    insights(range: $range) {
      solvedByFirstOwner { part of formula } promisesKept { part of formula } helped { part of formula unconfirmed }
      toldFirst { part of formula } handOffsPerCase { part of formula } exceptionsToPolicy { part of formula }
      timeToApprove { count p50Seconds p90Seconds formula byHour { hour count p50Seconds p90Seconds } byTeam { count p50Seconds p90Seconds team { id name } } }
    }
  }
`);

type Insights = ResultOf<typeof Figures>['insights'];
type Waiting = Insights['timeToApprove'];

const DAYS = ['30', '90', '365'] as const;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Below this a share says more of chance than of us. */
const ENOUGH = 20;
const SHARES = ['solvedByFirstOwner', 'promisesKept', 'helped', 'toldFirst', 'handOffsPerCase', 'exceptionsToPolicy'] as const;

/** What came of it for the customers: of teams and the house, never of a person, and never how many calls. */
export function InsightsPage() {
  const intl = useIntl();
  const [days, setDays] = useState<string>('90');
  const [asTable, setAsTable] = useState(false);
  const range = useMemo(() => rangeOf(Number(days), Date.now()), [days]);
  const [{ data, error, fetching }, again] = useQuery({ query: Figures, variables: { range } });
  useTitle(intl.formatMessage({ id: 'insights.title' }));
  return (
    <div className="page">
      <h1>
        <FormattedMessage id="insights.title" />
      </h1>
      <div className="line-of">
        <Choice
          name="days"
          label={<FormattedMessage id="insights.range" />}
          options={DAYS.map((value) => ({ value, label: <FormattedMessage id="insights.days" values={{ days: Number(value) }} /> }))}
          value={days}
          onChoose={setDays}
        />
        <Switch
          checked={asTable}
          onChange={(event) => setAsTable(event.currentTarget.checked)}
          label={<FormattedMessage id="insights.asTable" />}
        />
      </div>
      {error && !data ? <Fault error={error} again={() => again({ requestPolicy: 'network-only' })} /> : null}
      {!data && fetching ? <LateSkeleton rows={4} height={140} /> : null}
      {data ? <Shown insights={data.insights} asTable={asTable} /> : null}
    </div>
  );
}

function Shown({ insights, asTable }: { insights: Insights; asTable: boolean }) {
  return (
    <>
      <div className="figures">
        {SHARES.map((name) => (
          <Share key={name} name={name} share={insights[name]} unconfirmed={name === 'helped' ? insights.helped.unconfirmed : undefined} />
        ))}
      </div>
      <Waits waiting={insights.timeToApprove} asTable={asTable} />
    </>
  );
}

interface ShareProps {
  readonly name: (typeof SHARES)[number];
  readonly share: { readonly part: number; readonly of: number; readonly formula: string };
  readonly unconfirmed: number | undefined;
}

/** One share with its bar, of how many, and how it was counted. */
function Share({ name, share: { part, of, formula }, unconfirmed }: ShareProps) {
  const words = useServiceWords();
  const width = of === 0 ? 0 : Math.min(1, part / of) * 100;
  return (
    <section className="card">
      <h2>
        <FormattedMessage id={`insights.${name}`} />
      </h2>
      {of === 0 ? (
        <p className="muted">
          <FormattedMessage id="insights.nothing" />
        </p>
      ) : (
        <>
          <p className="figure">
            <FormattedNumber value={part / of} style="percent" maximumFractionDigits={0} />
          </p>
          <div className="track" aria-hidden>
            <div className="fill" style={{ width: `${width}%` }} />
          </div>
        </>
      )}
      <p className="meta">
        <FormattedMessage id="insights.partOf" values={{ part, of }} />
        {of > 0 && of < ENOUGH ? (
          <>
            {' '}
            <FormattedMessage id="insights.few" values={{ of, enough: ENOUGH }} />
          </>
        ) : null}
        {unconfirmed ? (
          <>
            {' '}
            <FormattedMessage id="insights.unconfirmed" values={{ count: unconfirmed }} />
          </>
        ) : null}
      </p>
      <p className="meta">{words(formula)}</p>
    </section>
  );
}

/** How long a customer waits for a yes: by the hour of the day, and by team. */
function Waits({ waiting, asTable }: { waiting: Waiting; asTable: boolean }) {
  const intl = useIntl();
  const words = useServiceWords();
  const hours = waiting.byHour.map(({ hour, ...rest }) => barOf(intl.formatMessage({ id: 'insights.hour' }, { hour }), rest));
  const teams = waiting.byTeam.map(({ team, ...rest }) => barOf(team?.name ?? intl.formatMessage({ id: 'insights.others' }), rest));
  return (
    <section>
      <h2>
        <FormattedMessage id="insights.timeToApprove" />
      </h2>
      {waiting.p50Seconds === null ? (
        <p className="muted">
          <FormattedMessage id="insights.hidden" />
        </p>
      ) : (
        <p>
          <FormattedMessage
            id="insights.median"
            values={{ median: minutes(waiting.p50Seconds), most: minutes(waiting.p90Seconds ?? 0), count: waiting.count ?? 0 }}
          />
        </p>
      )}
      <p className="meta">{words(waiting.formula)}</p>
      <Bars title={intl.formatMessage({ id: 'insights.byTeam' })} bars={teams} asTable={asTable} />
      <Bars title={intl.formatMessage({ id: 'insights.byHour' })} bars={hours} asTable={asTable} />
    </section>
  );
}

function barOf(
  label: string,
  { count, p50Seconds, p90Seconds }: { count: number | null; p50Seconds: number | null; p90Seconds: number | null },
): Bar {
  return { label, count, value: p50Seconds === null ? null : minutes(p50Seconds), most: p90Seconds === null ? null : minutes(p90Seconds) };
}

function minutes(seconds: number): number {
  return Math.round(seconds / 6) / 10;
}

/** Whole hours, so that asking again a moment later is the same question. */
function rangeOf(days: number, now: number): { from: string; until: string } {
  const until = Math.ceil(now / HOUR_MS) * HOUR_MS;
  return { from: new Date(until - days * DAY_MS).toISOString(), until: new Date(until).toISOString() };
}
