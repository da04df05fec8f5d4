import { FormattedMessage, useIntl } from 'react-intl';
import { useNow } from '../parts/when';
import { useSelf } from '../shell/session';
import type { CaseData } from './case-data';

/** Whose case it is, of which team, and what to do about it when it is not one's own. */
export function CaseOfAnother({ owner: { id, name, active, awayUntil, team } }: { owner: CaseData['owner'] }) {
  const intl = useIntl();
  const now = useNow();
  if (id === useSelf().id) return null;
  const isAway = awayUntil !== null && Date.parse(awayUntil) > now;
  const what = !active ? 'left' : isAway ? 'away' : 'here';
  return (
    <p className="banner" data-tone="withdrawn">
      <FormattedMessage
        id={team ? 'case.ofTeam' : 'case.ofNoTeam'}
        values={{ name: <strong>{name}</strong>, team: <strong>{team?.name}</strong> }}
      />{' '}
      <FormattedMessage
        id={`case.owner.${what}`}
        values={{ name, when: awayUntil === null ? '' : intl.formatDate(awayUntil, { dateStyle: 'medium', timeStyle: 'short' }) }}
      />
    </p>
  );
}
