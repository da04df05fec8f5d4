import { Link } from '@tanstack/react-router';
import { FormattedMessage } from 'react-intl';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';
import { When } from '../parts/when';
import { useSelf } from '../shell/session';

const OwnPromise = gql(`
  query OwnPromise($me: ID!) {
    getBacks(first: 1, filter: { ownerId: $me, open: true }) { nodes { id what dueAt case { id ref customer { id name } } } }
  }
`);

/** Nobody waits for a signature: then for whom this person has given their word the longest, and what colleagues did well. */
export function InboxEmpty() {
  const [{ data }] = useQuery({ query: OwnPromise, variables: { me: useSelf().id } });
  const [oldest] = data?.getBacks.nodes ?? [];
  return (
    <div className="empty">
      <p>
        <FormattedMessage id="inbox.empty" />
      </p>
      {oldest ? (
        <p>
          <FormattedMessage
            id="inbox.ownPromise"
            values={{
              customer: (
                <Link to="/cases/$id" params={{ id: oldest.case.id }}>
                  {oldest.case.customer.name ?? oldest.case.ref}
                </Link>
              ),
              what: oldest.what || <FormattedMessage id="case.erased" />,
              when: <When at={oldest.dueAt} />,
            }}
          />
        </p>
      ) : null}
      {data && !oldest ? (
        <p className="muted">
          <FormattedMessage id="inbox.noPromise" />
        </p>
      ) : null}
      <p>
        <Link to="/thanks">
          <FormattedMessage id="inbox.thanks" />
        </Link>
      </p>
    </div>
  );
}
