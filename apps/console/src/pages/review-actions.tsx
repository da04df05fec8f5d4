import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { gql } from '../graphql/gql';
import { useKey } from '../keys/use-key';
import { ReasonDialog } from '../parts/reason-dialog';
import { type Deed, Refusals, useDeed } from '../parts/use-deed';
import { useSaid } from '../parts/use-said';
import { When } from '../parts/when';
import { useSelf } from '../shell/session';
import type { ReviewData } from './review-data';

const CLAIM = gql(`
  mutation Claim($input: ClaimReviewInput!) {
    claimReview(input: $input) { review { id status claimedUntil reviewer { id name } } userErrors { code message path whoCould { id name } } replayed }
  }
`);
const RELEASE = gql(`
  mutation Release($input: ClaimReviewInput!) {
    releaseReview(input: $input) { review { id status claimedUntil reviewer { id name } } userErrors { code message path whoCould { id name } } replayed }
  }
`);
const DISPOSE = gql(`
  mutation Dispose($input: DisposeReviewInput!) {
    disposeReview(input: $input) {
      review { id status disposition disposedAt reason claimedUntil reviewer { id name } }
      userErrors { code message path whoCould { id name } }
      replayed
    }
  }
`);
const REOPEN = gql(`
  mutation Reopen($input: ReopenReviewInput!) {
    reopenReview(input: $input) {
      review { id status disposition disposedAt reason reviewer { id name } }
      userErrors { code message path whoCould { id name } }
      replayed
    }
  }
`);

type Said = 'ONE_OFF' | 'COACH' | 'PRECEDENT' | 'NOT_AGAIN' | 'REOPEN';

const BUTTONS = ['ONE_OFF', 'PRECEDENT', 'COACH', 'NOT_AGAIN'] as const;

/**
 * What management makes of it. Whoever says something takes the review up first, so that two do not read the same; a one-off has words of its own,
 * since most reviews end so, and one key is enough for it.
 */
export function ReviewActions({ review, onDone }: { review: ReviewData; onDone: () => void }) {
  const intl = useIntl();
  const [opened, setOpened] = useState<Said>();
  const { status, reviewer, claimedUntil } = review;
  const { deed, isMine, isOpen, may, say, stock, promote } = useReviewing(review, opened, setOpened, onDone);
  if (!may) return null;
  return (
    <div className="bar wide-only">
      {opened ? null : (
        <div className="whole">
          <Refusals refused={deed.refused} />
        </div>
      )}
      {status === 'DISPOSED' ? (
        <Button variant="default" onClick={() => setOpened('REOPEN')}>
          <FormattedMessage id="review.REOPEN" />
        </Button>
      ) : (
        <>
          <Button disabled={!isOpen || deed.busy} onClick={promote} title={intl.formatMessage({ id: 'key.promote' })}>
            <FormattedMessage id="review.PROMOTE" />
          </Button>
          {BUTTONS.map((disposition) => (
            <Button key={disposition} variant="default" disabled={!isOpen || deed.busy} onClick={() => setOpened(disposition)}>
              <FormattedMessage id={`review.${disposition}`} />
            </Button>
          ))}
          <Lease review={review} isMine={isMine} deed={deed} />
        </>
      )}
      {status === 'CLAIMED' && !isMine && reviewer && claimedUntil ? (
        <p className="muted">
          <FormattedMessage id="review.theirs" values={{ name: reviewer.name, when: <When at={claimedUntil} /> }} />
        </p>
      ) : null}
      {opened ? (
        <ReasonDialog
          title={`review.${opened}`}
          says={`review.says.${opened}`}
          label={opened === 'REOPEN' ? 'review.newFacts' : 'review.reason'}
          button={`review.${opened}`}
          initial={opened === 'ONE_OFF' ? stock : ''}
          deed={deed}
          onClose={() => setOpened(undefined)}
          onSend={(reason) => void say(opened, reason)}
        />
      ) : null}
    </div>
  );
}

/** Who may say something now, and the saying of it: by key, or with words from the dialog. */
function useReviewing(review: ReviewData, opened: Said | undefined, setOpened: (one: Said | undefined) => void, onDone: () => void) {
  const stock = useIntl().formatMessage({ id: 'review.stock.ONE_OFF' });
  const navigate = useNavigate();
  const self = useSelf();
  const deed = useDeed();
  const tell = useSaid();
  const { id: reviewId, status, reviewer, exception } = review;
  const isMine = status === 'CLAIMED' && reviewer?.id === self.id;
  const isOpen = status === 'QUEUED' || isMine;
  const may = self.roles.includes('REVIEWER');

  async function say(said: Said, reason: string): Promise<void> {
    if (said === 'REOPEN') {
      if (await deed.send(REOPEN, { reviewId, newFacts: reason })) setOpened(undefined);
      return;
    }
    if (!isMine && !(await deed.send(CLAIM, { reviewId }))) return;
    if (!(await deed.send(DISPOSE, { reviewId, disposition: said, reason }))) return;
    setOpened(undefined);
    tell('review.done', { ref: exception.ref });
    onDone();
  }
  const promote = () => void navigate({ to: '/promote', search: { reviewId } });
  const canPress = may && isOpen && !opened && !deed.busy;
  useKey('oneOff', () => void say('ONE_OFF', stock), canPress);
  useKey('promote', promote, canPress);
  useKey('askThePair', () => setOpened('COACH'), canPress);
  return { deed, isMine, isOpen, may, say, stock, promote };
}

/** Until when it is this person's to read, and the way to take it up or give it back. */
function Lease({ review, isMine, deed }: { review: ReviewData; isMine: boolean; deed: Deed }) {
  const { id: reviewId, status, claimedUntil } = review;
  if (isMine)
    return (
      <span className="push">
        <span className="meta">
          <FormattedMessage id="review.mine" values={{ when: claimedUntil ? <When at={claimedUntil} /> : '' }} />
        </span>{' '}
        <Button size="xs" variant="default" disabled={deed.busy} onClick={() => void deed.send(RELEASE, { reviewId })}>
          <FormattedMessage id="review.release" />
        </Button>
      </span>
    );
  if (status !== 'QUEUED') return null;
  return (
    <Button className="push" size="xs" variant="default" disabled={deed.busy} onClick={() => void deed.send(CLAIM, { reviewId })}>
      <FormattedMessage id="review.claim" />
    </Button>
  );
}
