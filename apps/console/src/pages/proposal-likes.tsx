import { FormattedMessage } from 'react-intl';
import { gql, readFragment, type FragmentOf } from '../graphql/gql';
import { Precedent, PrecedentParts } from '../parts/precedent';
import { Part } from './proposal-part';

/** What like exceptions have to do with one. */
export const LikesParts = gql(
  `fragment LikesParts on PolicyException { whyDifferent shownPrecedents { id ...PrecedentParts } cautions { reason exception { id ref } } }`,
  [PrecedentParts],
);

/** The precedents that the proposer had before them, why this one is different, and why it needs one more than its band. */
export function Likes({ exception }: { exception: FragmentOf<typeof LikesParts> }) {
  const { shownPrecedents, whyDifferent, cautions } = readFragment(LikesParts, exception);
  return (
    <>
      {cautions.map(({ reason, exception }, place) => (
        <p key={exception?.id ?? place} className="banner" data-tone="waiting">
          <FormattedMessage id="beside.caution" values={{ ref: exception?.ref ?? '', reason: reason ?? '' }} />
        </p>
      ))}
      {whyDifferent ? <Part words="proposal.different" text={whyDifferent} /> : null}
      {shownPrecedents.length > 0 ? (
        <section>
          <h3>
            <FormattedMessage id="proposal.precedents" />
          </h3>
          <div className="precedents">
            {shownPrecedents.map((one) => (
              <Precedent key={one.id} exception={one} as="h4" />
            ))}
          </div>
        </section>
      ) : null}
    </>
  );
}
