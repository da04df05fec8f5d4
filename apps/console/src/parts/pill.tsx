import type { ReactNode } from 'react';
import { FormattedMessage } from 'react-intl';
import { gql, readFragment, type FragmentOf } from '../graphql/gql';
import type { MessageId } from '../words/messages';

/** What a pill says of an exception. */
export const PillParts = gql(`
  fragment PillParts on PolicyException { status frozen quorum revision { number } coSignatures { revision state } }
`);

const LOOKS = {
  PROPOSED: ['waiting', '◔'],
  APPROVED: ['approved', '✓'],
  FULFILLED: ['approved', '✓'],
  COVERED: ['policy', '★'],
  LAPSED: ['withdrawn', '–'],
  WITHDRAWN: ['withdrawn', '↩'],
  EXPIRED: ['withdrawn', '–'],
  DECLINED: ['no', '–'],
  STOPPED: ['no', '–'],
} as const;

/** Where an exception stands, in a glyph and words: colour says nothing alone. */
export function Pill({ exception }: { exception: FragmentOf<typeof PillParts> }) {
  const { status, frozen, ...rest } = readFragment(PillParts, exception);
  if (frozen) return <Mark tone="no" glyph="‖" id="status.frozen" />;
  const [tone, glyph] = LOOKS[status];
  return <Mark tone={tone} glyph={glyph} id={`status.${status}`} values={{ missing: missing(rest) }} />;
}

/** How many signatures are missing. */
export function missing({
  quorum,
  revision,
  coSignatures,
}: {
  quorum: number;
  revision: { number: number };
  coSignatures: readonly { revision: number; state: string }[];
}): number {
  return Math.max(0, quorum - coSignatures.filter((given) => given.revision === revision.number && given.state === 'GIVEN').length);
}

/** A few words with a glyph, on the ground of their tone. */
export function Mark({ tone, glyph, id, values }: { tone: string; glyph: string; id: string; values?: Record<string, ReactNode> }) {
  return (
    <span className="pill" data-tone={tone}>
      <span aria-hidden>{glyph}</span>
      <FormattedMessage id={id as MessageId} values={values} />
    </span>
  );
}
