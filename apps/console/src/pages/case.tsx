import { Button } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage } from 'react-intl';
import { useQuery, useSubscription } from 'urql';
import { gql, type ResultOf } from '../graphql/gql';
import { Fault } from '../parts/faults';
import { LateSkeleton } from '../parts/late-skeleton';
import { LinkButton } from '../parts/link-button';
import { Pill, PillParts } from '../parts/pill';
import { FactParts, Timeline } from '../parts/timeline';
import { When } from '../parts/when';

const OneCase = gql(
  `query OneCase($id: ID!) {
    customerCase(id: $id) {
      id ref status need openedAt owner { id name } customer { id name contact timeZone erased }
      exceptions { id ref revision { whatWeDo } ...PillParts }
      timeline(last: 30) { nodes { ...FactParts } }
    }
  }`,
  [PillParts, FactParts],
);
const CaseChanged = gql(`subscription CaseChanged($id: ID!) { caseChanged(id: $id) { caseId fact } }`);

type CaseData = NonNullable<ResultOf<typeof OneCase>['customerCase']>;

const route = getRouteApi('/cases/$id');

/** The whole story of one problem: what is needed, who owns it, what was proposed, what happened. */
export function CasePage() {
  const { id } = route.useParams();
  const [{ data, error, fetching }, again] = useQuery({ query: OneCase, variables: { id } });
  useSubscription({ query: CaseChanged, variables: { id } });
  if (error && !data) return <Fault error={error} again={() => again({ requestPolicy: 'network-only' })} />;
  if (!data) return fetching ? <LateSkeleton rows={4} height={120} /> : null;
  if (!data.customerCase)
    return (
      <p className="empty">
        <FormattedMessage id="case.gone" />
      </p>
    );
  return <Story customerCase={data.customerCase} />;
}

function Story({ customerCase }: { customerCase: CaseData }) {
  const { id, ref, status, need, exceptions, timeline, customer } = customerCase;
  return (
    <article className="page">
      <h1>
        {customer.name ?? <FormattedMessage id="case.erased" />} <span className="meta">{ref}</span>
      </h1>
      <p>
        <FormattedMessage id={`caseStatus.${status}`} />
      </p>
      <p className="reading fair">{need}</p>
      <Details customerCase={customerCase} />
      <h2>
        <FormattedMessage id="case.proposals" />
      </h2>
      {exceptions.length === 0 ? (
        <p className="muted">
          <FormattedMessage id="case.noProposals" />
        </p>
      ) : null}
      {exceptions.map((exception) => (
        <Link key={exception.id} className="row" to="/exceptions/$id" params={{ id: exception.id }}>
          <span className="line">
            <strong>{exception.ref}</strong>
            <Pill exception={exception} />
          </span>
          <span className="clamp">{exception.revision.whatWeDo}</span>
        </Link>
      ))}
      <LinkButton to="/propose" search={{ caseId: id }} mt="md">
        <FormattedMessage id="case.propose" />
      </LinkButton>
      <h2>
        <FormattedMessage id="proposal.timeline" />
      </h2>
      <Timeline facts={timeline.nodes} />
    </article>
  );
}

function Details({ customerCase: { owner, openedAt, customer } }: { customerCase: CaseData }) {
  const [shown, setShown] = useState(false);
  return (
    <dl className="facts">
      <dt>
        <FormattedMessage id="case.owner" />
      </dt>
      <dd>{owner.name}</dd>
      <dt>
        <FormattedMessage id="case.opened" />
      </dt>
      <dd>
        <When at={openedAt} />
      </dd>
      <dt>
        <FormattedMessage id="case.contact" />
      </dt>
      <dd>
        {customer.erased ? (
          <FormattedMessage id="case.erased" />
        ) : shown ? (
          customer.contact
        ) : (
          <Button size="compact-xs" variant="default" onClick={() => setShown(true)}>
            <FormattedMessage id="case.showContact" />
          </Button>
        )}
      </dd>
    </dl>
  );
}
