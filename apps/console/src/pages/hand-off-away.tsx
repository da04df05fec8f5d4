import { Button, Group } from '@mantine/core';
import { FormattedMessage, type IntlShape, useIntl } from 'react-intl';

/** A colleague who would be a good receiver, were they here. */
export interface Away {
  readonly id: string;
  readonly name: string;
  readonly awayUntil: string;
}

/** Those who are away for now. Who has left, or serves no customers, is nobody to wait for. */
export function awayOf(
  people: readonly { id: string; name: string; active: boolean; facesCustomers: boolean; awayUntil: string | null }[],
  now: number,
): Away[] {
  return people.flatMap(({ id, name, active, facesCustomers, awayUntil }) =>
    active && facesCustomers && awayUntil !== null && Date.parse(awayUntil) > now ? [{ id, name, awayUntil }] : [],
  );
}

/** "away until Friday, 10:00". */
export function awayWords(intl: IntlShape, { awayUntil }: Away): string {
  const when = intl.formatDate(awayUntil, { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' });
  return intl.formatMessage({ id: 'handOff.away' }, { when });
}

interface InsteadOfProps {
  readonly away: Away;
  readonly candidates: readonly { readonly person: { readonly id: string; readonly name: string }; readonly isInLoop: boolean }[];
  onPick: (id: string) => void;
}

/** Until when the chosen one is away, and two who are here, those with the fewest open cases. */
export function InsteadOf({ away, candidates, onPick }: InsteadOfProps) {
  const intl = useIntl();
  const here = candidates.filter(({ isInLoop }) => !isInLoop).slice(0, 2);
  return (
    <div className="banner" data-tone="waiting" role="status">
      <p>
        <FormattedMessage
          id={here.length > 0 ? 'handOff.instead' : 'handOff.nobodyInstead'}
          values={{ name: away.name, away: awayWords(intl, away) }}
        />
      </p>
      <Group gap="xs">
        {here.map(({ person: { id, name } }) => (
          <Button key={id} size="xs" variant="default" onClick={() => onPick(id)}>
            {name}
          </Button>
        ))}
      </Group>
    </div>
  );
}
