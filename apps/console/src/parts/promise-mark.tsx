import { useIntl } from 'react-intl';
import { Mark } from './pill';
import { relative, useNow } from './when';

const SOON_MS = 30 * 60_000;

/** What of a promise says how it stands. */
export interface PromiseTime {
  readonly status: string;
  readonly dueAt: string;
  readonly deliveredAt: string | null;
}

/** Whether the customer still waits for this one, in time or late. */
export function isOpenPromise({ status, deliveredAt }: PromiseTime): boolean {
  return status === 'MADE' || (status === 'BROKEN' && deliveredAt === null);
}

/** The soonest that the customer still waits for. */
export function nextPromise<One extends PromiseTime>(promises: readonly One[]): One | undefined {
  return promises.filter(isOpenPromise).sort((one, other) => one.dueAt.localeCompare(other.dueAt))[0];
}

/** How a promise stands by now: calm, amber half an hour before its time, red after it. In words, too. */
export function PromiseMark({ promise: { status, dueAt, deliveredAt } }: { promise: PromiseTime }) {
  const intl = useIntl();
  const now = useNow();
  if (status === 'KEPT') return <Mark tone="approved" glyph="✓" id="promise.KEPT" />;
  if (status === 'RENEGOTIATED') return <Mark tone="withdrawn" glyph="↩" id="promise.RENEGOTIATED" />;
  if (status === 'VOID') return <Mark tone="withdrawn" glyph="–" id="promise.VOID" />;
  if (deliveredAt !== null) return <Mark tone="no" glyph="–" id="promise.deliveredLate" />;
  const left = Date.parse(dueAt) - now;
  const when = relative(intl, left / 1000);
  if (left <= 0) return <Mark tone="no" glyph="!" id="promise.late" values={{ when }} />;
  return left <= SOON_MS ? (
    <Mark tone="waiting" glyph="◔" id="promise.soon" values={{ when }} />
  ) : (
    <Mark tone="review" glyph="◷" id="promise.due" values={{ when }} />
  );
}
