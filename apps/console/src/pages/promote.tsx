import '../styles/desk.css';
import { getRouteApi, Link } from '@tanstack/react-router';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';
import { Unready } from '../parts/unready';
import { useTitle } from '../parts/use-title';
import { useSelf } from '../shell/session';
import { PromoteForm } from './promote-form';
import type { PolicyDraft } from './promote-draft';

const FromReview = gql(`
  query FromReview($id: ID!) {
    node(id: $id) { ... on Review { id status exception { id ref } pattern { id exceptions(first: 100) { nodes { id } } } } }
  }
`);
const FromPattern = gql(`
  query FromPattern($id: ID!) { node(id: $id) { ... on Pattern { id exceptions(first: 100) { nodes { id } } } } }
`);
const FromPolicy = gql(`
  query FromPolicy($id: ID!) {
    policy(id: $id) {
      id ref title
      versions { id number text reviewBy conditions { kinds causes amountUpTo { amountMinor currency } } }
      active { id }
    }
  }
`);
const Prefill = gql(`
  query Prefill($ids: [ID!]!) {
    promotionDraft(exceptionIds: $ids) {
      title text reviewBy remarks
      conditions { kinds causes amountUpTo { amountMinor currency } }
      exceptions { id ref }
    }
  }
`);

const route = getRouteApi('/promote');
const NOTHING = { kinds: [], causes: [], amountUpTo: null };
const HALF_A_YEAR_MS = 182 * 86_400_000;

/** What the front line invented becomes a rule: a draft that is prefilled, read beside the old text, and put into one's own words. */
export function Promote() {
  const isReviewer = useSelf().roles.includes('REVIEWER');
  useTitle(useIntl().formatMessage({ id: 'promote.title' }));
  return (
    <div className="page">
      <h1>
        <FormattedMessage id="promote.title" />
      </h1>
      {isReviewer ? <Begun /> : <NotYours />}
    </div>
  );
}

/** The draft, begun from what the address names. */
function Begun() {
  const { reviewId, patternId, policyId } = route.useSearch();
  if (reviewId) return <OfReview id={reviewId} />;
  return patternId ? <OfPattern id={patternId} /> : <OfPolicy id={policyId} />;
}

/** In place of a form that would only be refused: who makes policy, and the way to those there are. */
function NotYours() {
  return (
    <>
      <p>
        <FormattedMessage id="promote.notYours" />
      </p>
      <Link to="/policies">
        <FormattedMessage id="nav.policies" />
      </Link>
    </>
  );
}

function Gone({ words }: { words: 'reviews.gone' | 'patterns.gone' | 'policies.gone' }) {
  return (
    <p>
      <FormattedMessage id={words} />
    </p>
  );
}

function OfReview({ id }: { id: string }) {
  const [{ data, error }, again] = useQuery({ query: FromReview, variables: { id } });
  if (!data) return <Unready error={error} again={again} />;
  const review = data.node;
  if (!review || !('exception' in review)) return <Gone words="reviews.gone" />;
  const like = review.pattern?.exceptions.nodes.map((one) => one.id) ?? [];
  const ids = like.includes(review.exception.id) ? like : [review.exception.id];
  return <OfExceptions ids={ids} review={review.status === 'DISPOSED' ? undefined : id} />;
}

function OfPattern({ id }: { id: string }) {
  const [{ data, error }, again] = useQuery({ query: FromPattern, variables: { id } });
  if (!data) return <Unready error={error} again={again} />;
  const pattern = data.node;
  if (!pattern || !('exceptions' in pattern)) return <Gone words="patterns.gone" />;
  return <OfExceptions ids={pattern.exceptions.nodes.map((one) => one.id)} review={undefined} />;
}

/** A draft that would have allowed each of them. */
function OfExceptions({ ids, review }: { ids: readonly string[]; review: string | undefined }) {
  const [{ data, error }, again] = useQuery({ query: Prefill, variables: { ids: [...ids] }, requestPolicy: 'cache-first' });
  if (!data) return <Unready error={error} again={again} />;
  const { exceptions, ...draft } = data.promotionDraft;
  return <PromoteForm draft={draft} from={exceptions} reviewId={review} policy={undefined} />;
}

/** The next version of a policy, or a new one, without exceptions. */
function OfPolicy({ id }: { id: string | undefined }) {
  const [{ data, error }, again] = useQuery({ query: FromPolicy, variables: { id: id ?? '' }, pause: !id });
  const policy = data?.policy ?? undefined;
  if (id && !policy) return data ? <Gone words="policies.gone" /> : <Unready error={error} again={again} />;
  const before = policy?.versions.find((one) => one.id === policy.active?.id) ?? policy?.versions[0];
  const draft: PolicyDraft = {
    title: policy?.title ?? '',
    ...(before ?? { text: '', conditions: NOTHING }),
    reviewBy: new Date(Date.now() + HALF_A_YEAR_MS).toISOString(),
    remarks: [],
  };
  return <PromoteForm draft={draft} from={[]} reviewId={undefined} policy={policy} />;
}
