import { useIntl } from 'react-intl';
import { Mark } from './pill';
import { relative, useNow } from './when';

const SOON_MS = 30 * 60_000;

/** How a promise stands by now: calm, amber half an hour before its time, red after it. In words, too. */
export function PromiseMark({
  promise: { status, dueAt, deliveredAt },
}: {
  promise: { status: string; dueAt: string; deliveredAt: string | null };
}) {
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
