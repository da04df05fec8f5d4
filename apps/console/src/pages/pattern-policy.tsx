import { Link } from '@tanstack/react-router';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';
import { LinkButton } from '../parts/link-button';
import { useSelf } from '../shell/session';

// As many as one answer may hold with all that was made of them.
const Behind = gql(`
  query PatternBehind($id: ID!) {
    node(id: $id) {
      ... on Pattern { id exceptions(first: 40) { nodes { id madeInto { id status policy { id ref title } } } } }
    }
  }
`);

/** Versions in these states hold the exceptions that they were made from: no other policy is made of them. */
const HOLDING = ['PROPOSED', 'ACTIVE'];

/** From a pattern to a policy: to the one that its exceptions stand behind, or else, for reviewers, to a draft of one. */
export function PatternPolicy({ id }: { readonly id: string }) {
  const intl = useIntl();
  const mayPromote = useSelf().roles.includes('REVIEWER');
  const [{ data }] = useQuery({ query: Behind, variables: { id } });
  const pattern = data?.node;
  if (!pattern || !('exceptions' in pattern)) return null;
  const versions = pattern.exceptions.nodes.flatMap(({ madeInto }) => madeInto).filter(({ status }) => HOLDING.includes(status));
  const policies = [...new Map(versions.map(({ policy }) => [policy.id, policy])).values()];
  if (policies.length > 0)
    return policies.map(({ id: policyId, ref, title }) => (
      <p key={policyId} className="banner" data-tone="policy">
        <FormattedMessage
          id="patterns.behind"
          values={{
            policy: (
              <Link to="/policies" search={{ id: policyId }}>
                {intl.formatMessage({ id: 'patterns.policy' }, { ref, title })}
              </Link>
            ),
          }}
        />
      </p>
    ));
  return mayPromote ? (
    <LinkButton to="/promote" search={{ patternId: id }} mt="md">
      <FormattedMessage id="review.PROMOTE" />
    </LinkButton>
  ) : null;
}
