import { Link } from '@tanstack/react-router';
import { FormattedMessage } from 'react-intl';
import { gql, readFragment, type FragmentOf } from '../graphql/gql';
import type { MessageId } from '../words/messages';
import { CauseName } from './cause-name';
import { RemedyParts, useRemedyWords } from './money';
import { When } from './when';

/** What is shown of an earlier yes: what was done, for how much, whether it helped, and what the review said. */
export const PrecedentParts = gql(
  `fragment PrecedentParts on PolicyException {
    id ref approvedAt
    revision { cause whatWeDo whatHappened remedy { ...RemedyParts } }
    review { id disposition reason }
    case { id followUps { id outcome } }
  }`,
  [RemedyParts],
);

/** An earlier yes, with a link to the whole of it. */
export function Precedent({ exception, as: Title = 'h3' }: { exception: FragmentOf<typeof PrecedentParts>; as?: 'h2' | 'h3' | 'h4' }) {
  const remedyWords = useRemedyWords();
  const { id, ref, approvedAt, revision, review, case: customerCase } = readFragment(PrecedentParts, exception);
  const outcome = customerCase.followUps.at(-1)?.outcome;
  return (
    <article className="precedent">
      <Title>
        <Link to="/exceptions/$id" params={{ id }}>
          {remedyWords(revision.remedy)}
        </Link>
      </Title>
      <p className="clamp">{revision.whatWeDo}</p>
      <p className="meta">
        {ref} · <CauseName of={revision.cause} />
        {approvedAt ? (
          <>
            {' · '}
            <When at={approvedAt} />
          </>
        ) : null}
      </p>
      <p className="marks">
        {outcome ? (
          <span className="pill" data-tone={outcome === 'HELPED' ? 'approved' : 'withdrawn'}>
            <FormattedMessage id={`outcome.${outcome}`} />
          </span>
        ) : null}
        <Verdict disposition={review?.disposition ?? null} />
      </p>
      {review?.reason ? <p className="muted clamp">“{review.reason}”</p> : null}
    </article>
  );
}

const TONES = { PROMOTE: 'policy', PRECEDENT: 'approved', ONE_OFF: 'withdrawn', COACH: 'waiting', NOT_AGAIN: 'no' } as const;

/** What a review said, in a pill; that it has not been read yet, when there is nothing to say. */
export function Verdict({ disposition }: { disposition: keyof typeof TONES | null }) {
  return (
    <span className="pill" data-tone={disposition ? TONES[disposition] : 'review'}>
      <span aria-hidden>{disposition === 'PROMOTE' ? '★' : disposition ? '✓' : '◔'}</span>
      <FormattedMessage id={`disposition.${disposition ?? 'NONE'}` as MessageId} />
    </span>
  );
}
