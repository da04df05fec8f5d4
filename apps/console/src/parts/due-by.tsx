import { TextInput } from '@mantine/core';
import { FormattedMessage, useIntl } from 'react-intl';
import { Choice } from './choice';
import { Clocks, cityOf } from './clocks';
import { useNow } from './when';
import { dayAt, instantOf } from './zoned';

const HOUR_MS = 3_600_000;

/** The ways to say by when. A word or a time on the customer's clock; what is typed by hand follows after the word. */
export type DueWay = 'hour' | 'today' | 'tomorrow' | 'pick';

/** By when, as the service is asked: an instant, or a time on the customer's clock. Nothing while nothing was said. */
export function dueAsked(value: string, zone: string, now: number): { dueAt?: string; dueLocal?: string } {
  const [way, picked] = value.split('@') as [DueWay | '', string?];
  if (way === 'hour') return { dueAt: picked ?? '' };
  if (way === 'today') return { dueLocal: dayAt(zone, now, 0, '16:00') };
  if (way === 'tomorrow') return { dueLocal: dayAt(zone, now, 1, '10:00') };
  return picked ? { dueLocal: picked } : {};
}

interface DueByProps {
  readonly value: string;
  readonly zone: string;
  readonly error?: string;
  readonly isFirst?: boolean;
  onSay: (value: string) => void;
}

/** By when we get back, on the clock of the customer: three usual times, each with its digit, or any other. Says what it is on both clocks. */
export function DueBy({ value, zone, error, isFirst, onSay }: DueByProps) {
  const intl = useIntl();
  const now = useNow();
  const way = value.split('@')[0] ?? '';
  const asked = dueAsked(value, zone, now);
  const instant = asked.dueAt ? Date.parse(asked.dueAt) : asked.dueLocal ? instantOf(asked.dueLocal, zone) : undefined;
  const say = (chosen: string) => onSay(chosen === 'hour' ? `hour@${new Date(Date.now() + HOUR_MS).toISOString()}` : `${chosen}@`);
  return (
    <div>
      <Choice
        name="due"
        label={<FormattedMessage id="due.by" />}
        options={[
          { value: 'hour', label: <FormattedMessage id="due.hour" /> },
          {
            value: 'today',
            label: <FormattedMessage id="due.today" />,
            isOff: instantOf(dayAt(zone, now, 0, '16:00'), zone) <= now,
          },
          { value: 'tomorrow', label: <FormattedMessage id="due.tomorrow" /> },
          { value: 'pick', label: <FormattedMessage id="due.pick" /> },
        ]}
        value={way}
        error={error}
        hasDigits
        isFirst={isFirst}
        onChoose={say}
      />
      {way === 'pick' ? (
        <TextInput
          type="datetime-local"
          label={intl.formatMessage({ id: 'due.pickLabel' }, { city: cityOf(zone) })}
          value={value.split('@')[1] ?? ''}
          onChange={(event) => onSay(`pick@${event.currentTarget.value}`)}
          mb="sm"
        />
      ) : null}
      <p className="meta" aria-live="polite">
        {instant !== undefined && !Number.isNaN(instant) ? (
          <Clocks at={instant} zone={zone} />
        ) : (
          <FormattedMessage id="due.zone" values={{ city: cityOf(zone) }} />
        )}
      </p>
    </div>
  );
}
