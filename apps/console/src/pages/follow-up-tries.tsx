import { FormattedMessage, useIntl } from 'react-intl';
import { When } from '../parts/when';
import type { MessageId } from '../words/messages';
import type { CaseData } from './case-data';

type Tries = CaseData['followUps'][number]['tries'];

/** How often the customer was asked, on which channel, and what was found. */
export function FollowUpTries({ tries }: { tries: Tries }) {
  if (tries.length === 0) return null;
  return (
    <ol className="timeline">
      {tries.map(({ number, at, channel, outcome, note, by }) => (
        <li key={number}>
          <FormattedMessage id={`followUp.${outcome}`} />
          {note ? `: ${note}` : null}{' '}
          <span className="meta">
            <Channel name={channel} />, {by.name}, <When at={at} />
          </span>
        </li>
      ))}
    </ol>
  );
}

/** A channel by its usual word, or as somebody called it. */
function Channel({ name }: { name: string }) {
  const id = `channel.${name}`;
  return id in useIntl().messages ? <FormattedMessage id={id as MessageId} /> : name;
}
