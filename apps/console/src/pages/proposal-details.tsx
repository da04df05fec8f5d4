import { Link } from '@tanstack/react-router';
import { FormattedMessage } from 'react-intl';
import { gql, readFragment, type FragmentOf } from '../graphql/gql';
import { CauseName } from '../parts/cause-name';
import { When } from '../parts/when';
import { Promised } from './proposal-promised';

/** What is said of an exception besides its texts. */
export const DetailsParts = gql(`
  fragment DetailsParts on PolicyException {
    status endedAt expiresAt fulfilledAt fulfilmentReference
    proposer { id name } case { id ref customer { id name } getBacks { id status dueAt deliveredAt } } revision { number cause digest } madeInto { id number policy { id ref title } }
  }
`);

/** Who, for whom, why, and what became of it. */
export function Details({ exception: masked }: { exception: FragmentOf<typeof DetailsParts> }) {
  const exception = readFragment(DetailsParts, masked);
  const { proposer, case: customerCase, revision, expiresAt, endedAt, fulfilledAt, fulfilmentReference, madeInto } = exception;
  return (
    <dl className="facts">
      <dt>
        <FormattedMessage id="proposal.proposer" />
      </dt>
      <dd>{proposer.name}</dd>
      <dt>
        <FormattedMessage id="proposal.case" />
      </dt>
      <dd>
        <Link to="/cases/$id" params={{ id: customerCase.id }}>
          {customerCase.ref}
        </Link>
        {', '}
        {customerCase.customer.name ?? <FormattedMessage id="case.erased" />}
      </dd>
      <dt>
        <FormattedMessage id="proposal.cause" />
      </dt>
      <dd>
        <CauseName of={revision.cause} />
      </dd>
      <Promised getBacks={customerCase.getBacks} />
      {fulfilledAt ? (
        <>
          <dt>
            <FormattedMessage id="proposal.fulfilled" />
          </dt>
          <dd>
            <When at={fulfilledAt} />
          </dd>
        </>
      ) : null}
      {fulfilmentReference ? (
        <>
          <dt>
            <FormattedMessage id="proposal.reference" />
          </dt>
          <dd>{fulfilmentReference}</dd>
        </>
      ) : null}
      {madeInto.length > 0 ? (
        <>
          <dt>
            <FormattedMessage id="proposal.madeInto" />
          </dt>
          {madeInto.map(({ id, number, policy }) => (
            <dd key={id}>
              <Link to="/policies" search={{ id: policy.id, version: id }}>
                {`${policy.ref} · ${policy.title}, ${number}`}
              </Link>
            </dd>
          ))}
        </>
      ) : null}
      <dt className="on-paper">
        <FormattedMessage id="proposal.revision" values={{ number: revision.number }} />
      </dt>
      <dd className="on-paper">
        <code>{revision.digest}</code>
      </dd>
      {exception.status === 'PROPOSED' && !endedAt ? (
        <>
          <dt>
            <FormattedMessage id="proposal.expires" />
          </dt>
          <dd>
            <When at={expiresAt} />
          </dd>
        </>
      ) : null}
    </dl>
  );
}
