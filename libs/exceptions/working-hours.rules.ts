import { DateTime } from 'luxon';

/** When the house is open. Days are ISO weekdays, 1 is Monday; times are minutes after midnight in the zone of the house. */
export interface OpeningHours {
  days: readonly number[];
  opensAtMinute: number;
  closesAtMinute: number;
  zone: string;
}

/**
 * The instant at which so many hours of opening time have passed since `from`. Nights, free days and daylight saving are taken into account:
 * a proposal does not expire while nobody is there to read it.
 */
export function afterWorkingHours(from: Date, hours: number, opening: OpeningHours): Date {
  let left = hours * 60;
  let at = DateTime.fromJSDate(from, { zone: opening.zone });
  for (;;) {
    const closes = minuteOf(at, opening.closesAtMinute);
    if (opening.days.includes(at.weekday) && at < closes) {
      const opens = minuteOf(at, opening.opensAtMinute);
      const start = at > opens ? at : opens;
      const open = closes.diff(start, 'minutes').minutes;
      if (left <= open) return start.plus({ minutes: left }).toJSDate();
      left -= open;
    }
    at = at.plus({ days: 1 }).startOf('day');
  }
}

function minuteOf(day: DateTime, minute: number): DateTime {
  return day.startOf('day').set({ hour: Math.floor(minute / 60), minute: minute % 60 });
}
