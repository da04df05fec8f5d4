import { useNavigate } from '@tanstack/react-router';
import { useIntl } from 'react-intl';
import { useKey } from '../keys/use-key';
import { keyTip } from '../keys/registry';
import { ActButton } from '../parts/act-button';
import { LinkButton } from '../parts/link-button';
import type { ReviewData } from './review-data';

/** From a review to a policy, by button and by key: to the one that it or its like stands behind already, or else to a draft of one. */
export function ReviewPolicy({ review, canPress }: { readonly review: ReviewData; readonly canPress: boolean }) {
  const intl = useIntl();
  const navigate = useNavigate();
  const { id: reviewId, exception, pattern } = review;
  const [behind] = [...exception.policies, ...(pattern?.policies ?? [])];
  const label = behind ? intl.formatMessage({ id: 'review.behind' }, { ref: behind.ref }) : intl.formatMessage({ id: 'review.PROMOTE' });
  const promote = () => void navigate({ to: '/promote', search: { reviewId } });
  const read = () => void navigate({ to: '/policies', search: { id: behind?.id } });
  useKey('promote', behind ? read : promote, canPress, label);
  const title = keyTip(behind?.title ?? label, 'promote');
  return behind ? (
    <LinkButton variant="default" to="/policies" search={{ id: behind.id }} title={title}>
      {label}
    </LinkButton>
  ) : (
    <ActButton disabled={!canPress} onClick={promote} title={title}>
      {label}
    </ActButton>
  );
}
