import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import { ActButton } from '../parts/act-button';
import { MoneyList } from '../parts/money-list';
import { RemedyParts, useRemedyWords } from '../parts/money';
import { Unready } from '../parts/unready';
import { Refusals } from '../parts/refusals';
import { useAct } from '../parts/use-act';

const Played = gql(
  `query Played($id: ID!) {
    replay(policyVersionId: $id) { covered of cost { amountMinor currency } alsoCaughtCount alsoCaught { id ref revision { remedy { ...RemedyParts } } } digest from to }
  }`,
  [RemedyParts],
);
const Reach = gql(`
  query Reach($id: ID!) {
    reachBack(policyVersionId: $id, first: 25) { totalCount nodes { id ref need openedAt customer { id name } } }
  }
`);
const OPEN = gql(
  `
  mutation ReachBack($input: OpenReachBackCaseInput!) {
    openReachBackCase(input: $input) { case { id ref } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);

/** How many of what it also catches are named here; the figure tells of the rest. */
const SHOWN = 20;

/** A year of history judged by this version, and whom it would have helped. Asked for by a click, since it reads everything. */
export function PolicyReplay({ versionId, isInForce }: { versionId: string; isInForce: boolean }) {
  const [asked, setAsked] = useState(false);
  return (
    <section>
      <h3>
        <FormattedMessage id="replay.title" />
      </h3>
      {asked ? (
        <>
          <Figures versionId={versionId} />
          <ReachBack versionId={versionId} isInForce={isInForce} />
        </>
      ) : (
        <>
          <p className="muted">
            <FormattedMessage id="replay.says" />
          </p>
          <Button variant="default" onClick={() => setAsked(true)}>
            <FormattedMessage id="replay.ask" />
          </Button>
        </>
      )}
    </section>
  );
}

function Figures({ versionId }: { versionId: string }) {
  const intl = useIntl();
  const remedyWords = useRemedyWords();
  const [{ data, error }, again] = useQuery({ query: Played, variables: { id: versionId }, requestPolicy: 'network-only' });
  if (!data)
    return (
      <div role="status">
        <FormattedMessage id="replay.reads" />
        <Unready error={error} again={again} rows={2} height={44} />
      </div>
    );
  const { covered, of, cost, alsoCaughtCount, alsoCaught, digest, from, to } = data.replay;
  return (
    <>
      <dl className="facts">
        <dt>
          <FormattedMessage id="replay.time" />
        </dt>
        <dd>{intl.formatDateTimeRange(Date.parse(from), Date.parse(to), { dateStyle: 'medium' })}</dd>
        <dt>
          <FormattedMessage id="replay.covered" />
        </dt>
        <dd>
          <FormattedMessage id="replay.of" values={{ part: covered, of }} />
        </dd>
        <dt>
          <FormattedMessage id="patterns.cost" />
        </dt>
        <dd>
          <MoneyList sums={cost} />
        </dd>
        <dt>
          <FormattedMessage id="replay.alsoCaught" />
        </dt>
        <dd>{alsoCaughtCount}</dd>
        <dt>
          <FormattedMessage id="replay.digest" />
        </dt>
        <dd>
          <code title={digest}>{digest.slice(0, 12)}</code>
        </dd>
      </dl>
      {alsoCaught.length > 0 ? (
        <div className="banner" data-tone="waiting">
          <FormattedMessage id="replay.alsoCaughtSays" />
        </div>
      ) : null}
      <ul>
        {alsoCaught.slice(0, SHOWN).map(({ id, ref, revision }) => (
          <li key={id}>
            <Link to="/exceptions/$id" params={{ id }}>
              {ref}
            </Link>
            , {remedyWords(revision.remedy)}
          </li>
        ))}
      </ul>
    </>
  );
}

/** A person chooses; nobody is contacted by itself. */
function ReachBack({ versionId, isInForce }: { versionId: string; isInForce: boolean }) {
  const navigate = useNavigate();
  const { busy, refused, act } = useAct();
  const [{ data }] = useQuery({ query: Reach, variables: { id: versionId }, requestPolicy: 'network-only' });
  if (!data) return null;
  async function open(caseId: string): Promise<void> {
    const made = (await act(OPEN, { caseId, policyVersionId: versionId }))?.data?.openReachBackCase.case;
    if (made) void navigate({ to: '/cases/$id', params: { id: made.id } });
  }
  return (
    <>
      <h3>
        <FormattedMessage id="replay.reach" values={{ count: data.reachBack.totalCount }} />
      </h3>
      <Refusals refused={refused} />
      {data.reachBack.nodes.map(({ id, ref, need, customer }) => (
        <div key={id} className="precedent">
          <Link to="/cases/$id" params={{ id }}>
            {ref}, {customer.name ?? <FormattedMessage id="case.erased" />}
          </Link>
          <p className="clamp">{need}</p>
          {isInForce ? (
            <ActButton size="xs" variant="default" disabled={busy} onClick={() => void open(id)}>
              <FormattedMessage id="replay.open" />
            </ActButton>
          ) : null}
        </div>
      ))}
    </>
  );
}
