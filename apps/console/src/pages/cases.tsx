import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';
import { Fault } from '../parts/faults';
import { LateSkeleton } from '../parts/late-skeleton';
import { When } from '../parts/when';
import { useSelf } from '../shell/session';
import { OpenCase } from './open-case';

const MyCases = gql(`
  query MyCases($me: ID!) {
    customerCases(first: 50, filter: { ownerId: $me }) { totalCount nodes { id ref status need openedAt customer { id name } } }
  }
`);

/** What this person owns: a case has exactly one owner, until it is solved or answered with an honest no. */
export function Cases() {
  const intl = useIntl();
  const [opening, setOpening] = useState(false);
  const [{ data, error, fetching }, again] = useQuery({ query: MyCases, variables: { me: useSelf().id } });
  const nodes = data?.customerCases.nodes ?? [];
  useEffect(() => {
    document.title = `${intl.formatMessage({ id: 'cases.title' })} · Countersign`;
  }, [intl]);
  return (
    <div className="page">
      <h1>
        <FormattedMessage id="cases.title" />
      </h1>
      <Button onClick={() => setOpening(true)}>
        <FormattedMessage id="cases.open" />
      </Button>
      {opening ? <OpenCase onClose={() => setOpening(false)} /> : null}
      {error ? <Fault error={error} again={() => again({ requestPolicy: 'network-only' })} /> : null}
      {!data && fetching ? <LateSkeleton rows={6} /> : null}
      {data && nodes.length === 0 ? (
        <p className="empty">
          <FormattedMessage id="cases.empty" /> <FormattedMessage id="cases.emptyMore" />
        </p>
      ) : null}
      {nodes.map(({ id, ref, status, need, openedAt, customer }) => (
        <Link key={id} className="row" to="/cases/$id" params={{ id }}>
          <span className="line">
            <strong>{customer.name ?? <FormattedMessage id="case.erased" />}</strong>
            <span className="meta">{ref}</span>
            <span className="push">
              <FormattedMessage id={`caseStatus.${status}`} />
            </span>
          </span>
          <span className="clamp">{need}</span>
          <span className="meta">
            <When at={openedAt} />
          </span>
        </Link>
      ))}
    </div>
  );
}
