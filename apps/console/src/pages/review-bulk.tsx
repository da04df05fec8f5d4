import { ActButton } from '../parts/act-button';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { AskDialog } from '../parts/ask-dialog';
import { useAct, type Refused } from '../parts/use-act';
import { useSaid } from '../parts/use-said';
import type { Selection } from '../parts/use-selection';
import { useSelf } from '../shell/session';
import { CLAIM, DISPOSE } from './review-actions';

/** Keeps the reviews that were picked out as one-offs, with one reason. Those that are refused stay picked out. */
export function OneOffs({ selection: { ids, keep }, onDone }: { selection: Selection; onDone: () => void }) {
  const intl = useIntl();
  const [asking, setAsking] = useState(false);
  const { busy, act } = useAct();
  const say = useSaid();
  async function dispose(reviewId: string, reason: string): Promise<readonly Refused[] | undefined> {
    const claimed = await act(CLAIM, { reviewId });
    if (!claimed?.data) return claimed?.refused;
    return (await act(DISPOSE, { reviewId, disposition: 'ONE_OFF', reason }))?.refused;
  }
  async function send(reason: string): Promise<readonly Refused[]> {
    const left: string[] = [];
    const refused: Refused[] = [];
    for (const id of ids) {
      const faults = await dispose(id, reason); // one after the other: each is a signature-like word of its own, and a share is not spent at once
      if (faults?.length === 0) continue;
      left.push(id);
      refused.push(...(faults ?? []));
    }
    if (left.length < ids.length) say('review.bulkDone', { count: ids.length - left.length });
    keep(left);
    onDone();
    if (left.length === 0) setAsking(false);
    return refused;
  }
  if (!useSelf().roles.includes('REVIEWER')) return null;
  return (
    <>
      <ActButton size="xs" onClick={() => setAsking(true)}>
        <FormattedMessage id="review.ONE_OFF" />
      </ActButton>
      {asking ? (
        <AskDialog
          title="review.ONE_OFF"
          says="review.says.ONE_OFF"
          fields={[{ name: 'reason', kind: 'lines', label: 'review.reason' }]}
          start={{ reason: intl.formatMessage({ id: 'review.stock.ONE_OFF' }) }}
          send="review.ONE_OFF"
          keptAs="review.bulk"
          busy={busy}
          onClose={() => setAsking(false)}
          onSend={({ reason = '' }) => send(reason)}
        />
      ) : null}
    </>
  );
}
