import { Button } from '@mantine/core';
import type { CombinedError } from '@urql/core';
import { FormattedMessage, useIntl, type IntlShape } from 'react-intl';
import { isSignedOut } from '../graphql/steady';
import { useLine } from './use-line';

/** What went wrong, in words for a person: what is safe, and what to do. */
export function faultWords(intl: IntlShape, error: CombinedError): string {
  if (isSignedOut(error)) return intl.formatMessage({ id: 'fault.session' });
  const [first] = error.graphQLErrors;
  if (!first) return intl.formatMessage({ id: 'fault.network' });
  const { code, retryAfterSeconds, requestId } = first.extensions;
  if (code === 'THROTTLED') return intl.formatMessage({ id: 'fault.throttled' }, { seconds: Number(retryAfterSeconds ?? 1) });
  return code === 'INTERNAL' ? intl.formatMessage({ id: 'fault.server' }, { requestId: String(requestId) }) : first.message;
}

interface FaultProps {
  readonly error: CombinedError;
  /** What was fetched earlier is shown still. */
  readonly isOld?: boolean;
  again: () => void;
}

/** A calm banner in place of what could not be shown, with a way to try again. Where something is shown still, the bar tells of a broken line. */
export function Fault({ error, isOld = false, again }: FaultProps) {
  const intl = useIntl();
  const line = useLine();
  if (isOld && line === 'offline') return null;
  return (
    <div className="banner" data-tone="no" role="alert">
      <p>{faultWords(intl, error)}</p>
      <Button size="xs" variant="default" onClick={again}>
        <FormattedMessage id="fault.retry" />
      </Button>
    </div>
  );
}

/** In place of a page that did not come, or broke. What was typed is kept, so that beginning anew is safe. */
export function PageFault() {
  return (
    <div className="page narrow">
      <div className="banner" data-tone="no" role="alert">
        <p>
          <FormattedMessage id="fault.page" />
        </p>
        <Button size="xs" variant="default" onClick={() => location.reload()}>
          <FormattedMessage id="fault.retry" />
        </Button>
      </div>
    </div>
  );
}
