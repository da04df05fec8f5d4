import { Button } from '@mantine/core';
import { useState } from 'react';
import { FormattedMessage } from 'react-intl';
import { gql, readFragment, type FragmentOf } from '../graphql/gql';
import { RemedyParts, useRemedyWords } from '../parts/money';
import { WordDiff } from '../parts/word-diff';

/** Every text of a proposal, to be compared. */
export const ChangesParts = gql(
  `fragment ChangesParts on PolicyException {
    revisions { number whatHappened whatPolicySays whatWeDo whyFair remedy { ...RemedyParts } }
  }`,
  [RemedyParts],
);

const TEXTS = [
  ['whyFair', 'proposal.fair'],
  ['whatPolicySays', 'proposal.policySays'],
  ['whatWeDo', 'proposal.weDo'],
  ['whatHappened', 'proposal.happened'],
] as const;

/** What the last amendment changed, word by word; nothing when there was none. */
export function Changes({ exception }: { exception: FragmentOf<typeof ChangesParts> }) {
  const [shown, setShown] = useState(false);
  const remedyWords = useRemedyWords();
  const revisions = [...readFragment(ChangesParts, exception).revisions].sort((a, b) => a.number - b.number);
  const [before, now] = [revisions.at(-2), revisions.at(-1)];
  if (!before || !now) return null;
  const changed = TEXTS.filter(([field]) => before[field] !== now[field]);
  const remedies = [remedyWords(before.remedy), remedyWords(now.remedy)] as const;
  return (
    <section className="banner" data-tone="waiting">
      <h3>
        <FormattedMessage id="proposal.changed" values={{ number: before.number }} />
      </h3>
      {shown ? (
        <>
          {remedies[0] === remedies[1] ? null : <WordDiff before={remedies[0]} now={remedies[1]} />}
          {changed.map(([field, words]) => (
            <div key={field}>
              <h4>
                <FormattedMessage id={words} />
              </h4>
              <WordDiff before={before[field]} now={now[field]} />
            </div>
          ))}
        </>
      ) : (
        <Button size="xs" variant="default" onClick={() => setShown(true)}>
          <FormattedMessage id="proposal.showChanges" />
        </Button>
      )}
    </section>
  );
}
