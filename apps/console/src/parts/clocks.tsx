import { FormattedMessage, useIntl } from 'react-intl';
import { HERE } from './zone-now';
import { localIn } from './zoned';

const SHOWN = { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' } as const;

/** A time on the customer's clock, and on one's own where that shows another. */
export function Clocks({ at, zone }: { at: string | number; zone: string }) {
  const intl = useIntl();
  const instant = typeof at === 'number' ? at : Date.parse(at);
  const there = intl.formatDate(instant, { ...SHOWN, timeZone: zone });
  if (localIn(zone, instant) === localIn(HERE, instant)) return <time dateTime={new Date(instant).toISOString()}>{there}</time>;
  const here = intl.formatDate(instant, SHOWN);
  return (
    <time dateTime={new Date(instant).toISOString()}>
      <FormattedMessage id="clock.both" values={{ there, city: cityOf(zone), here }} />
    </time>
  );
}

/** "Sydney" of Australia/Sydney. */
export function cityOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}
