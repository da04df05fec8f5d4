const PARTS = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const DAY_MS = 86_400_000;

/** An instant as the clock in a zone shows it: 2026-04-05T16:00. */
export function localIn(zone: string, instant: number): string {
  const shown = new Intl.DateTimeFormat('en', { ...PARTS, timeZone: zone }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes): string => shown.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/** The instant at which the clock in a zone shows a time. For showing only: the service decides, and asks where that clock shows it twice. */
export function instantOf(local: string, zone: string): number {
  const asUtc = Date.parse(`${local}Z`);
  const offsetAt = (instant: number): number => Date.parse(`${localIn(zone, instant)}Z`) - instant;
  const first = asUtc - offsetAt(asUtc);
  return asUtc - offsetAt(first);
}

/** What is typed as a time in a zone, as the service takes an instant; what is no time stays nothing, which the service refuses at its field. */
export function isoOf(local: string, zone: string): string {
  return Number.isNaN(Date.parse(`${local}Z`)) ? '' : new Date(instantOf(local, zone)).toISOString();
}

/** A time of day in a zone, so many days from the day that it is there now. Days are counted on the calendar: some have 23 hours, some 25. */
export function dayAt(zone: string, now: number, days: number, time: string): string {
  const today = Date.parse(`${localIn(zone, now).slice(0, 10)}T00:00Z`);
  return `${new Date(today + days * DAY_MS).toISOString().slice(0, 10)}T${time}`;
}
