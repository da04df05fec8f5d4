/** When the house works: the same hours on each of the days, in the time zone of the house. */
export interface WorkingHours {
  /** Days of the week by ISO 8601: 1 is Monday, 7 is Sunday; rising, each once. */
  readonly days: readonly number[];
  /** Minutes after midnight at which work begins. */
  readonly opensAtMinute: number;
  /** Minutes after midnight at which work ends; always after the beginning, at most 1,440. */
  readonly closesAtMinute: number;
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Reads "Mon-Fri 09:00-17:00" or "Mon,Wed-Fri 08:30-16:00"; undefined when the text says no such thing. */
export function readWorkingHours(text: string): WorkingHours | undefined {
  const [, dayText = '', opens = '', closes = ''] = /^(\S+)\s+(\d\d:\d\d)-(\d\d:\d\d)$/.exec(text.trim()) ?? [];
  const days = dayText.split(',').flatMap(daysOf).sort();
  const [opensAtMinute, closesAtMinute] = [minuteOf(opens), minuteOf(closes)];
  const isSound = days.every((day) => day > 0) && new Set(days).size === days.length && opensAtMinute < closesAtMinute;
  return isSound ? Object.freeze({ days: Object.freeze(days), opensAtMinute, closesAtMinute }) : undefined;
}

/** The days of "Mon" or "Mon-Fri"; [0] when it is neither. A range never runs over the weekend, so that it can be read in one way only. */
function daysOf(range: string): number[] {
  const [first, last, ...rest] = range.split('-').map((word) => DAYS.indexOf(word.toLowerCase()) + 1);
  if (!first || last === 0 || rest.length > 0 || (last ?? first) < first) return [0];
  return Array.from({ length: (last ?? first) - first + 1 }, (_, index) => first + index);
}

/** Minutes after midnight of "09:00"; NaN, with which no comparison holds, for anything that is not a time of day. */
function minuteOf(time: string): number {
  const [hours = Number.NaN, minutes = Number.NaN] = time.split(':').map((part) => (part === '' ? Number.NaN : Number(part)));
  const minute = hours * 60 + minutes;
  return minutes < 60 && minute <= 1440 ? minute : Number.NaN;
}
