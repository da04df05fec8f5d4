import { Link } from '@tanstack/react-router';
import { FormattedMessage } from 'react-intl';

/** For an address that is no page of ours. */
export function NotFound() {
  return (
    <div className="page narrow">
      <h1>
        <FormattedMessage id="notFound.title" />
      </h1>
      <p>
        <Link to="/inbox">
          <FormattedMessage id="notFound.back" />
        </Link>
      </p>
    </div>
  );
}
