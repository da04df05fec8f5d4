import { Link } from '@tanstack/react-router';
import { FormattedMessage, useIntl } from 'react-intl';
import { useTitle } from '../parts/use-title';

/** For an address that is no page of ours. */
export function NotFound() {
  useTitle(useIntl().formatMessage({ id: 'notFound.title' }));
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
