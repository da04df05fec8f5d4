import { Button } from '@mantine/core';
import type { CombinedError } from '@urql/core';
import { useEffect, useRef } from 'react';
import { FormattedMessage, useIntl, type IntlShape } from 'react-intl';
import { isSignedOut } from '../graphql/steady';
import { sentenceOf, type Said, type Translated } from '../words/refusals';
import { useLine } from './use-line';
import { useRefusals } from './use-refusals';

/** What went wrong, in words for a person: what is safe, and what to do. */
export function faultWords(intl: IntlShape, error: CombinedError, translated: Translated): string {
  if (isSignedOut(error)) return intl.formatMessage({ id: 'fault.session' });
  const [first] = error.graphQLErrors;
  if (!first) return intl.formatMessage({ id: 'fault.network' });
  const { code, retryAfterSeconds, requestId } = first.extensions;
  if (code === 'THROTTLED') return intl.formatMessage({ id: 'fault.throttled' }, { seconds: Number(retryAfterSeconds ?? 1) });
  if (code === 'INTERNAL') return intl.formatMessage({ id: 'fault.server' }, { requestId: String(requestId) });
  const { message } = first;
  return isSaid(first.extensions) ? sentenceOf(intl, { ...first.extensions, message }, translated) : message;
}

/** Whether a rule spoke. */
function isSaid(extensions: object): extensions is Omit<Said, 'message'> {
  return 'template' in extensions && 'values' in extensions;
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
  const refusals = useRefusals();
  if (isOld && line === 'offline') return null;
  const isFinal = error.graphQLErrors[0]?.extensions['code'] === 'FORBIDDEN'; // asking again changes nothing
  return (
    <div className="banner" data-tone="no" role="alert">
      <p>{refusals ? faultWords(intl, error, refusals.translated) : null}</p>
      {isFinal ? null : (
        <Button size="xs" variant="default" onClick={again}>
          <FormattedMessage id="fault.retry" />
        </Button>
      )}
    </div>
  );
}

/** In place of a page that did not come, or broke. What was typed is kept, so that beginning anew is safe; it does so by itself when the line is back. */
export function PageFault() {
  const line = useLine();
  const wasAway = useRef(false);
  useEffect(() => {
    if (line === 'offline') wasAway.current = true;
    else if (line !== 'connecting' && wasAway.current) location.reload();
  }, [line]);
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
