import { FormattedMessage } from 'react-intl';
import { Channel } from '../parts/channel';
import { When } from '../parts/when';
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
