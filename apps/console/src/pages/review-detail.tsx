import { Link } from '@tanstack/react-router';
import { FormattedMessage } from 'react-intl';
import { useQuery } from 'urql';
import { Verdict } from '../parts/precedent';
import { Unready } from '../parts/unready';
import { When } from '../parts/when';
import { Proposal } from './proposal';
import { ReviewActions } from './review-actions';
import { OneReview, type ReviewData } from './review-data';

/** One approved exception, read afterwards: what is known of its like, the whole proposal, and what management makes of it. */
export function ReviewDetail({ id, onDone }: { id: string; onDone: () => void }) {
  const [{ data, error }, again] = useQuery({ query: OneReview, variables: { id } });
  if (!data) return <Unready error={error} again={again} rows={4} height={120} />;
  const review = data.node;
  if (!review || !('dueAt' in review))
    return (
      <p className="empty">
        <FormattedMessage id="reviews.gone" />
      </p>
    );
  return (
    <Proposal id={review.exception.id} bar={<ReviewActions review={review} onDone={onDone} />}>
      <Known review={review} />
    </Proposal>
  );
}

/** What stands beside the proposal for whoever reviews it. */
function Known({ review }: { review: ReviewData }) {
  const { pattern, signals, secondAnswer, disposition, reason, newFacts, reviewer, disposedAt } = review;
  return (
    <div className="known">
      {disposition ? (
        <div className="banner" data-tone="review">
          <p>
            <Verdict disposition={disposition} />{' '}
            <FormattedMessage
              id="reviews.disposed"
              values={{ name: reviewer?.name ?? '', when: disposedAt ? <When at={disposedAt} /> : '' }}
            />
          </p>
          <p className="reading">{reason}</p>
        </div>
      ) : null}
      {newFacts ? (
        <div className="banner" data-tone="waiting">
          <p>
            <FormattedMessage id="reviews.reopened" />
          </p>
          <p className="reading">{newFacts}</p>
        </div>
      ) : null}
      {pattern ? (
        <p>
          <Link to="/patterns" search={{ id: pattern.id }}>
            <FormattedMessage id="reviews.pattern" values={{ count: pattern.count, lately: pattern.lately }} />
          </Link>{' '}
          {pattern.isCandidate ? <FormattedMessage id="patterns.candidate" /> : null}
        </p>
      ) : null}
      {secondAnswer ? (
        <p>
          <FormattedMessage id={`look.said.${secondAnswer.answer}`} /> {secondAnswer.reason ? `“${secondAnswer.reason}”` : null}
        </p>
      ) : null}
      {signals?.map(({ kind, observed, of, expected }) => (
        <p key={kind} className="banner" data-tone="waiting">
          <FormattedMessage id="reviews.signal" /> <FormattedMessage id={`signals.said.${kind}`} values={{ observed, of, expected }} />
        </p>
      ))}
    </div>
  );
}
