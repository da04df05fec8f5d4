import { Link } from '@tanstack/react-router';
import { FormattedMessage, useIntl } from 'react-intl';
import { LinkButton } from '../parts/link-button';
import { useSelf } from '../shell/session';

interface PatternPolicyProps {
  readonly id: string;
  readonly policies: readonly { readonly id: string; readonly ref: string; readonly title: string }[];
}

/** From a pattern to a policy: to the one that its exceptions stand behind, or else, for reviewers, to a draft of one. */
export function PatternPolicy({ id, policies }: PatternPolicyProps) {
  const intl = useIntl();
  const mayPromote = useSelf().roles.includes('REVIEWER');
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
