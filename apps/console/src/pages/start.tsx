import '../styles/work.css';
import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';
import { LinkButton } from '../parts/link-button';
import { Mark } from '../parts/pill';
import { Unready } from '../parts/unready';
import { useTitle } from '../parts/use-title';
import { useSelf } from '../shell/session';
import type { MessageId } from '../words/messages';

const House = gql(`
  query FirstRun { people(first: 1) { totalCount } guardrails { id satisfiable eligibleCount bands { quorum } } inbox(first: 1) { totalCount nodes { id } } }
`);
const Machines = gql(`query FirstTokens { apiTokens(first: 1, ended: false) { totalCount } }`);

/** A new house, step by step: who works here, who may co-sign, what is connected; and at the end one real proposal to sign. */
export function StartPage() {
  const { roles, facesCustomers } = useSelf();
  const [{ data, error }, again] = useQuery({ query: House, requestPolicy: 'cache-and-network' });
  const mayReadTokens = roles.includes('ADMIN') || roles.includes('AUDITOR');
  const [{ data: machines }] = useQuery({ query: Machines, pause: !mayReadTokens, requestPolicy: 'cache-and-network' });
  useTitle(useIntl().formatMessage({ id: 'start.title' }));
  if (!data) return <Unready error={error} again={again} />;
  const { people, guardrails, inbox } = data;
  const isAdmin = roles.includes('ADMIN');
  const connections = machines?.apiTokens.totalCount ?? 0;
  const first = inbox.nodes[0];
  return (
    <div className="page narrow">
      <h1>
        <FormattedMessage id="start.title" />
      </h1>
      <Step title="start.team" says="start.teamSays" values={{ count: people.totalCount }} isDone={guardrails.eligibleCount > 1}>
        {isAdmin ? (
          <LinkButton to="/people" search={{ id: 'new' }} variant="default">
            <FormattedMessage id="start.add" />
          </LinkButton>
        ) : null}
        {isAdmin ? (
          <LinkButton to="/people" variant="default">
            <FormattedMessage id="start.people" />
          </LinkButton>
        ) : null}
      </Step>
      <Step
        title="start.limits"
        says={guardrails.satisfiable ? 'start.limitsSay' : 'start.limitsThin'}
        values={{ count: guardrails.eligibleCount, quorum: Math.max(...guardrails.bands.map(({ quorum }) => quorum)) }}
        isDone={guardrails.satisfiable}
      >
        <LinkButton to="/guardrails" variant="default">
          <FormattedMessage id="start.limitsLook" />
        </LinkButton>
      </Step>
      <Step title="start.connect" says="start.connectSays" values={{ count: connections }} isDone={connections > 0}>
        {isAdmin ? (
          <LinkButton to="/tokens" variant="default">
            <FormattedMessage id="start.token" />
          </LinkButton>
        ) : null}
      </Step>
      <Step title="start.sign" says={first ? 'start.signSays' : 'start.signNone'} values={{ count: inbox.totalCount }}>
        {first ? (
          <LinkButton to="/inbox" search={{ id: first.id }}>
            <FormattedMessage id="start.signNow" />
          </LinkButton>
        ) : null}
        {!first && facesCustomers ? (
          <LinkButton to="/propose">
            <FormattedMessage id="key.propose" />
          </LinkButton>
        ) : null}
      </Step>
    </div>
  );
}

interface StepProps {
  readonly title: MessageId;
  readonly says: MessageId;
  readonly values: Readonly<Record<string, number>>;
  /** Left out where nothing is ever done with. */
  readonly isDone?: boolean;
  readonly children: ReactNode;
}

const DONE = { tone: 'approved', glyph: '✓', id: 'start.done' } as const;
const OPEN = { tone: 'waiting', glyph: '◔', id: 'start.open' } as const;

function Step({ title, says, values, isDone, children }: StepProps) {
  return (
    <section className="card">
      <h2>
        <FormattedMessage id={title} /> {isDone === undefined ? null : <Mark {...(isDone ? DONE : OPEN)} />}
      </h2>
      <p>
        <FormattedMessage id={says} values={values} />
      </p>
      <Group>{children}</Group>
    </section>
  );
}
