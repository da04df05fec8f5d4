import '../styles/desk.css';
import { Button, Table } from '@mantine/core';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql, readFragment, type FragmentOf } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import { ActButton } from '../parts/act-button';
import { useMoneyWords } from '../parts/money';
import { Unready } from '../parts/unready';
import { Refusals } from '../parts/refusals';
import { useAct } from '../parts/use-act';
import { useSaid } from '../parts/use-said';
import { useTitle } from '../parts/use-title';
import { When } from '../parts/when';
import { useSelf } from '../shell/session';
import { Limits } from './guardrails-data';
import { GuardrailsForm } from './guardrails-form';

const InForce = gql(`query InForce { guardrails { id ...Limits } }`, [Limits]);
const Versions = gql(`query Versions { guardrailsVersions(first: 20) { nodes { id status ...Limits } } }`, [Limits]);
const ACTIVATE = gql(
  `
  mutation ActivateLimits($input: ActivateGuardrailsInput!) {
    activateGuardrails(input: $input) { guardrails { id status active activatedAt } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);

/** How many must sign what, and what is the most: read by everybody; changed by two admins. */
export function GuardrailsPage() {
  const { roles } = useSelf();
  const [writing, setWriting] = useState(false);
  const [{ data, error }, again] = useQuery({ query: InForce });
  const mayRead = roles.includes('ADMIN') || roles.includes('AUDITOR');
  const [{ data: all }, allAgain] = useQuery({ query: Versions, pause: !mayRead });
  const { busy, refused, act } = useAct();
  const say = useSaid();
  useTitle(useIntl().formatMessage({ id: 'limits.title' }));
  const refresh = () => [again, allAgain].forEach((one) => one({ requestPolicy: 'network-only' }));
  const proposed = all?.guardrailsVersions.nodes.filter(({ status }) => status === 'PROPOSED') ?? [];
  const past = all?.guardrailsVersions.nodes.filter(({ status }) => status === 'SUPERSEDED' || status === 'OVERTAKEN') ?? [];
  async function activate(guardrailsId: string): Promise<void> {
    if (!(await act(ACTIVATE, { guardrailsId }))?.data) return;
    say('limits.active');
    refresh();
  }
  return (
    <div className="page narrow">
      <h1>
        <FormattedMessage id="limits.title" />
      </h1>
      {data ? <Version limits={data.guardrails} /> : <Unready error={error} again={again} />}
      <Refusals refused={refused} />
      {proposed.map((one) => (
        <div key={one.id} className="card">
          <Version limits={one} />
          {roles.includes('ADMIN') ? (
            <ActButton loading={busy} onClick={() => void activate(one.id)}>
              <FormattedMessage id="policy.activate" />
            </ActButton>
          ) : null}
        </div>
      ))}
      {roles.includes('ADMIN') && data && !writing ? (
        <Button variant="default" onClick={() => setWriting(true)}>
          <FormattedMessage id="limits.change" />
        </Button>
      ) : null}
      {writing && data ? (
        <GuardrailsForm
          from={data.guardrails}
          onDone={() => {
            setWriting(false);
            refresh();
          }}
        />
      ) : null}
      {past.length > 0 ? (
        <section>
          <h2>
            <FormattedMessage id="limits.history" />
          </h2>
          {past.map((one) => (
            <Past key={one.id} limits={one} />
          ))}
        </section>
      ) : null}
    </div>
  );
}

/** A version that holds no more, or never did: when, by whom, and, when opened, what it said. */
function Past({ limits: masked }: { limits: FragmentOf<typeof Limits> }) {
  const intl = useIntl();
  const { version, status, activatedAt, supersededAt, proposedBy, activatedBy } = readFragment(Limits, masked);
  const on = (at: string | null) => (at ? intl.formatDate(at, { dateStyle: 'medium', timeStyle: 'short' }) : '');
  return (
    <details className="item">
      <summary>
        <strong>
          <FormattedMessage id="policy.version" values={{ number: version }} />
        </strong>{' '}
        <FormattedMessage
          id={status === 'OVERTAKEN' ? 'limits.neverHeld' : 'limits.held'}
          values={{ from: on(activatedAt), until: on(supersededAt), proposer: proposedBy.name, activator: activatedBy?.name ?? '' }}
        />
      </summary>
      <Version limits={masked} />
    </details>
  );
}

function Version({ limits: masked }: { limits: FragmentOf<typeof Limits> }) {
  const intl = useIntl();
  const money = useMoneyWords();
  const { version, status, createdAt, satisfiable, eligibleCount, proposedBy, bands, caps } = readFragment(Limits, masked);
  return (
    <section>
      <h2>
        <FormattedMessage id="policy.version" values={{ number: version }} /> · <FormattedMessage id={`limits.${status}`} />
      </h2>
      <p className="meta">
        <FormattedMessage id="limits.by" values={{ name: proposedBy.name, when: <When at={createdAt} /> }} />
      </p>
      <p className="banner" data-tone={satisfiable ? 'approved' : 'no'}>
        <FormattedMessage id={satisfiable ? 'limits.satisfiable' : 'limits.unsatisfiable'} values={{ count: eligibleCount }} />
      </p>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>
              <FormattedMessage id="limits.kinds" />
            </Table.Th>
            <Table.Th>
              <FormattedMessage id="limits.upTo" />
            </Table.Th>
            <Table.Th>
              <FormattedMessage id="limits.quorum" />
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {bands.map(({ kinds, upTo, quorum }, place) => (
            <Table.Tr key={place}>
              <Table.Td>
                {kinds ? kinds.map((kind) => intl.formatMessage({ id: `kind.${kind}` })).join(', ') : <FormattedMessage id="limits.all" />}
              </Table.Td>
              <Table.Td>{upTo ? money(upTo.amountMinor, upTo.currency) : <FormattedMessage id="limits.above" />}</Table.Td>
              <Table.Td>{quorum}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <h3>
        <FormattedMessage id="limits.caps" />
      </h3>
      {caps.length === 0 ? (
        <p className="muted">
          <FormattedMessage id="limits.noCaps" />
        </p>
      ) : null}
      <ul>
        {caps.map(({ scope, limit }) => (
          <li key={`${scope} ${limit.currency}`}>
            <FormattedMessage id={`cap.${scope}`} values={{ amount: money(limit.amountMinor, limit.currency) }} />
          </li>
        ))}
      </ul>
    </section>
  );
}
