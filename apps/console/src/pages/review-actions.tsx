import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { gql } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import { useKey } from '../keys/use-key';
import { ActButton } from '../parts/act-button';
import { AskDialog } from '../parts/ask-dialog';
import { Refusals } from '../parts/refusals';
import { useAct, type Acting } from '../parts/use-act';
import { useSaid } from '../parts/use-said';
import { When } from '../parts/when';
import { useSelf } from '../shell/session';
import type { ReviewData } from './review-data';
import { ReviewPolicy } from './review-policy';

/** Takes a review up. */
export const CLAIM = gql(
  `
  mutation Claim($input: ClaimReviewInput!) {
    claimReview(input: $input) { review { id status claimedUntil reviewer { id name } } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);
const RELEASE = gql(
  `
  mutation Release($input: ClaimReviewInput!) {
    releaseReview(input: $input) { review { id status claimedUntil reviewer { id name } } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);
/** Says what management makes of it. */
export const DISPOSE = gql(
  `
  mutation Dispose($input: DisposeReviewInput!) {
    disposeReview(input: $input) {
      review { id status disposition disposedAt reason claimedUntil reviewer { id name } }
      userErrors { ...Refusal }
      replayed
    }
  }
`,
  [Refusal],
);
const REOPEN = gql(
  `
  mutation Reopen($input: ReopenReviewInput!) {
    reopenReview(input: $input) {
      review { id status disposition disposedAt reason newFacts reviewer { id name } }
      userErrors { ...Refusal }
      replayed
    }
  }
`,
  [Refusal],
);

type Said = 'ONE_OFF' | 'COACH' | 'PRECEDENT' | 'NOT_AGAIN' | 'REOPEN';

const BUTTONS = ['ONE_OFF', 'PRECEDENT', 'COACH', 'NOT_AGAIN'] as const;

/**
 * What management makes of it. Whoever says something takes the review up first, so that two do not read the same; a one-off has words of its own,
 * since most reviews end so, and one key is enough for it.
 */
export function ReviewActions({ review, onDone }: { review: ReviewData; onDone: () => void }) {
  const [opened, setOpened] = useState<Said>();
  const { status, reviewer, claimedUntil } = review;
  const { acting, isMine, isOpen, may, canPress, say, stock } = useReviewing(review, opened, setOpened, onDone);
  if (!may) return null;
  return (
    <>
      <p className="narrow-only inset muted">
        <FormattedMessage id="review.wider" />
      </p>
      <div className="bar wide-only">
        {opened ? null : (
          <div className="whole">
            <Refusals refused={acting.refused} />
          </div>
        )}
        {status === 'DISPOSED' ? (
          <ActButton variant="default" onClick={() => setOpened('REOPEN')}>
            <FormattedMessage id="review.REOPEN" />
          </ActButton>
        ) : (
          <>
            <ReviewPolicy review={review} canPress={canPress} />
            {BUTTONS.map((disposition) => (
              <ActButton key={disposition} variant="default" disabled={!isOpen || acting.busy} onClick={() => setOpened(disposition)}>
                <FormattedMessage id={`review.${disposition}`} />
              </ActButton>
            ))}
            <Lease review={review} isMine={isMine} acting={acting} />
          </>
        )}
        {status === 'CLAIMED' && !isMine && reviewer && claimedUntil ? (
          <p className="muted">
            <FormattedMessage id="review.theirs" values={{ name: reviewer.name, when: <When at={claimedUntil} /> }} />
          </p>
        ) : null}
        {opened ? (
          <AskDialog
            title={`review.${opened}`}
            says={`review.says.${opened}`}
            fields={[{ name: 'reason', kind: 'lines', label: opened === 'REOPEN' ? 'review.newFacts' : 'review.reason' }]}
            start={opened === 'ONE_OFF' ? { reason: stock } : undefined}
            send={`review.${opened}`}
            keptAs={`review.${opened}.${review.id}`}
            busy={acting.busy}
            onClose={() => setOpened(undefined)}
            onSend={({ reason = '' }) => say(opened, reason)}
          />
        ) : null}
      </div>
    </>
  );
}

/** Who may say something now, and the saying of it: by key, or with words from the dialog. */
function useReviewing(review: ReviewData, opened: Said | undefined, setOpened: (one: Said | undefined) => void, onDone: () => void) {
  const stock = useIntl().formatMessage({ id: 'review.stock.ONE_OFF' });
  const self = useSelf();
  const acting = useAct();
  const { busy, act } = acting;
  const tell = useSaid();
  const { id: reviewId, status, reviewer, exception } = review;
  const isMine = status === 'CLAIMED' && reviewer?.id === self.id;
  const isOpen = status === 'QUEUED' || isMine;
  const may = self.roles.includes('REVIEWER');

  async function say(said: Said, reason: string) {
    if (said !== 'REOPEN' && !isMine) {
      const claimed = await act(CLAIM, { reviewId });
      if (!claimed?.data) return claimed?.refused;
    }
    const done = await (said === 'REOPEN'
      ? act(REOPEN, { reviewId, newFacts: reason })
      : act(DISPOSE, { reviewId, disposition: said, reason }));
    if (done?.data) {
      setOpened(undefined);
      if (said !== 'REOPEN') tell('review.done', { ref: exception.ref });
      if (said !== 'REOPEN') onDone();
    }
    return done?.refused;
  }
  const canPress = may && isOpen && !opened && !busy;
  useKey('oneOff', () => void say('ONE_OFF', stock), canPress);
  useKey('askThePair', () => setOpened('COACH'), canPress);
  return { acting, isMine, isOpen, may, canPress, say, stock };
}

/** Until when it is this person's to read, and the way to take it up or give it back. */
function Lease({ review, isMine, acting: { busy, act } }: { review: ReviewData; isMine: boolean; acting: Acting }) {
  const { id: reviewId, status, claimedUntil } = review;
  if (isMine)
    return (
      <span className="push">
        <span className="meta">
          <FormattedMessage id="review.mine" values={{ when: claimedUntil ? <When at={claimedUntil} /> : '' }} />
        </span>{' '}
        <ActButton size="xs" variant="default" disabled={busy} onClick={() => void act(RELEASE, { reviewId })}>
          <FormattedMessage id="review.release" />
        </ActButton>
      </span>
    );
  if (status !== 'QUEUED') return null;
  return (
    <ActButton className="push" size="xs" variant="default" disabled={busy} onClick={() => void act(CLAIM, { reviewId })}>
      <FormattedMessage id="review.claim" />
    </ActButton>
  );
}
