import { Link } from '@tanstack/react-router';
import { FormattedMessage } from 'react-intl';

/** On a narrow screen, where list and detail take turns: the way back to the list. */
export function BackLink({ to }: { to: '/inbox' | '/proposals' }) {
  return (
    <Link className="back" to={to} search={{}}>
      ← <FormattedMessage id={to === '/inbox' ? 'inbox.title' : 'proposals.title'} />
    </Link>
  );
}
