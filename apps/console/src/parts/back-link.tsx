import { Link } from '@tanstack/react-router';
import { FormattedMessage } from 'react-intl';

const NAMES = {
  '/inbox': 'inbox.title',
  '/patterns': 'patterns.title',
  '/people': 'people.title',
  '/policies': 'policies.title',
  '/proposals': 'proposals.title',
  '/reviews': 'reviews.title',
} as const;

/** On a narrow screen, where list and detail take turns: the way back to the list. */
export function BackLink({ to }: { to: keyof typeof NAMES }) {
  return (
    <Link className="back" to={to} search={{}}>
      ← <FormattedMessage id={NAMES[to]} />
    </Link>
  );
}
