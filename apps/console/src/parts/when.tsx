import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';

const STEPS = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
  ['month', 12],
] as const;

/** An instant as "3 minutes ago", with the whole date and time behind it. */
export function When({ at }: { at: string }) {
  const intl = useIntl();
  const now = useNow();
  const whole = intl.formatDate(at, { dateStyle: 'full', timeStyle: 'short' });
  return (
    <time dateTime={at} title={whole}>
      {relative(intl, (Date.parse(at) - now) / 1000)}
    </time>
  );
}

/** "in 3 minutes", "2 hours ago". */
export function relative(intl: ReturnType<typeof useIntl>, seconds: number): string {
  let left = seconds;
  for (const [unit, size] of STEPS) {
    if (Math.abs(left) < size) return intl.formatRelativeTime(Math.round(left), unit, { numeric: 'auto' });
    left /= size;
  }
  return intl.formatRelativeTime(Math.round(left), 'year', { numeric: 'auto' });
}

/** The time of this browser, to the half minute: for showing, never for deciding. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
