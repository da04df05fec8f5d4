import { Button, Group } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, type ReactNode } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { gql, readFragment, type FragmentOf } from '../graphql/gql';
import { keyTip } from '../keys/registry';
import { useKey } from '../keys/use-key';
import { useRemedyWords } from '../parts/money';
import { When } from '../parts/when';
import type { MessageId } from '../words/messages';
import { TextParts, type RevisionText } from './proposal-text';

/** Comes with the first text that is compared: most proposals are never changed. */
const WordDiff = lazy(() => import('../parts/word-diff').then(({ WordDiff }) => ({ default: WordDiff })));

/** Every text of a proposal, to be compared. */
export const ChangesParts = gql(`fragment ChangesParts on PolicyException { revisions { ...TextParts } }`, [TextParts]);

const TEXTS = [
  ['whyFair', 'proposal.fair'],
  ['whatPolicySays', 'proposal.policySays'],
  ['whatWeDo', 'proposal.weDo'],
  ['whatHappened', 'proposal.happened'],
  ['cause', 'proposal.cause'],
] as const;

/**
 * Every revision, who wrote it and when, and word by word what it changed; nothing where there is only one. The address names the one shown. One that
 * comes while the page is read is shown by itself.
 */
export function Changes({ exception }: { exception: FragmentOf<typeof ChangesParts> }) {
  const intl = useIntl();
  const revisions = [...readFragment(ChangesParts, exception).revisions].sort((a, b) => a.number - b.number);
  const count = revisions.length;
  const [number, choose] = useChosen(count);
  const now = revisions.find((one) => one.number === number);
  const back = now ? now.number - 1 : count;
  useKey('revisionBack', () => choose(back), count > 1 && back > 0);
  useKey('revisionOn', () => now && choose(now.number + 1), now !== undefined && now.number < count);
  if (count < 2) return null;
  return (
    <section className="banner not-on-paper" data-tone="waiting" aria-label={intl.formatMessage({ id: 'proposal.revisions' })}>
      {now ? (
        <>
          <Steps now={now} count={count} choose={choose} />
          <Changed before={revisions.find((one) => one.number === now.number - 1)} now={now} />
        </>
      ) : (
        <Group gap="xs" className="steps">
          <h3>
            <FormattedMessage id="proposal.changed" values={{ number: count - 1 }} />
          </h3>
          <Button size="xs" variant="default" onClick={() => choose(count)}>
            <FormattedMessage id="proposal.showChanges" />
          </Button>
        </Group>
      )}
    </section>
  );
}

/** Which revision the address names, and how another one is named by it. */
function useChosen(count: number): [chosen: number | undefined, choose: (number: number | undefined) => void] {
  const { revision } = useSearch({ strict: false });
  const navigate = useNavigate();
  const known = useRef(count);
  useEffect(() => {
    if (count > known.current) choose(count);
    known.current = count;
  });
  const choose = (number: number | undefined) =>
    void navigate({ to: '.', search: (before) => ({ ...before, revision: number }), replace: true, resetScroll: false });
  return [revision !== undefined && revision <= count ? revision : undefined, choose];
}

interface StepsProps {
  readonly now: RevisionText;
  readonly count: number;
  choose: (number: number | undefined) => void;
}

/** Whose it is, and the way to its neighbours. */
function Steps({ now: { number, author, createdAt }, count, choose }: StepsProps) {
  const values = { number, count, name: author.name, when: <When at={createdAt} /> };
  return (
    <Group gap="xs" mb="xs" className="steps">
      <Step id="revisionBack" isOff={number === 1} onStep={() => choose(number - 1)}>
        ←
      </Step>
      <Step id="revisionOn" isOff={number === count} onStep={() => choose(number + 1)}>
        →
      </Step>
      <h3 aria-live="polite">
        <FormattedMessage id="proposal.changedBy" values={values} />
      </h3>
      <Button size="xs" variant="default" ml="auto" onClick={() => choose(undefined)}>
        <FormattedMessage id="proposal.hideChanges" />
      </Button>
    </Group>
  );
}

interface StepProps {
  readonly id: 'revisionBack' | 'revisionOn';
  readonly isOff: boolean;
  readonly children: ReactNode;
  onStep: () => void;
}

/** Keeps the focus also at either end, so that whoever steps by keyboard stays there. */
function Step({ id, isOff, children, onStep }: StepProps) {
  const name = useIntl().formatMessage({ id: `key.${id}` });
  return (
    <Button
      size="xs"
      variant="default"
      aria-label={name}
      title={keyTip(name, id)}
      aria-disabled={isOff}
      data-disabled={isOff || undefined}
      onClick={isOff ? undefined : onStep}
    >
      {children}
    </Button>
  );
}

/** Word by word what is different from the one before; the first one has none. An amount is whole, not some of its digits. */
function Changed({ before, now }: { before: RevisionText | undefined; now: RevisionText }) {
  const remedyWords = useRemedyWords();
  if (now.erased) return <Said words="case.erased" />;
  if (!before) return <Said words="proposal.firstText" />;
  const remedies = [remedyWords(before.remedy), remedyWords(now.remedy)] as const;
  const changed = TEXTS.filter(([field]) => before[field] !== now[field]);
  if (changed.length === 0 && remedies[0] === remedies[1]) return <Said words="proposal.onlyBooked" />;
  return (
    <>
      {remedies[0] === remedies[1] ? null : (
        <p className="reading">
          <del>{remedies[0]}</del> <ins>{remedies[1]}</ins>
        </p>
      )}
      {changed.map(([field, words]) => (
        <div key={field}>
          <h4>
            <FormattedMessage id={words} />
          </h4>
          <Suspense>
            <WordDiff before={before[field]} now={now[field]} />
          </Suspense>
        </div>
      ))}
    </>
  );
}

function Said({ words }: { words: MessageId }) {
  return (
    <p>
      <FormattedMessage id={words} />
    </p>
  );
}
