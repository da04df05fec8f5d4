import { Button } from '@mantine/core';
import type { CombinedError } from '@urql/core';
import { FormattedMessage, useIntl, type IntlShape } from 'react-intl';

/** Whether the answer was that nobody is signed in. */
export function isSignedOut(error: CombinedError | undefined): boolean {
  return error?.graphQLErrors.some(({ extensions }) => extensions['code'] === 'UNAUTHENTICATED') ?? false;
}

/** What went wrong, in words for a person: what is safe, and what to do. */
export function faultWords(intl: IntlShape, error: CombinedError): string {
  if (isSignedOut(error)) return intl.formatMessage({ id: 'fault.session' });
  const [first] = error.graphQLErrors;
  if (!first) return intl.formatMessage({ id: 'fault.network' });
  const { code, retryAfterSeconds, requestId } = first.extensions;
  if (code === 'THROTTLED') return intl.formatMessage({ id: 'fault.throttled' }, { seconds: Number(retryAfterSeconds ?? 1) });
  return code === 'INTERNAL' ? intl.formatMessage({ id: 'fault.server' }, { requestId: String(requestId) }) : first.message;
}

/** A calm banner in place of what could not be shown, with a way to try again. */
export function Fault({ error, again }: { error: CombinedError; again: () => void }) {
  const intl = useIntl();
  return (
    <div className="banner" data-tone="no" role="alert">
      <p>{faultWords(intl, error)}</p>
      <Button size="xs" variant="default" onClick={again}>
        <FormattedMessage id="fault.retry" />
      </Button>
    </div>
  );
}
