import { FormattedMessage, useIntl } from 'react-intl';
import { gql, readFragment, type FragmentOf } from '../graphql/gql';
import { When } from '../parts/when';

/** Whose words decided it, and when. */
export const DecidedParts = gql(`
  fragment DecidedParts on PolicyException {
    status approvedAt endedAt coSignatures { revision state signer { id name } } objections { revision stale by { id name } }
  }
`);

const APPROVED = { id: 'proposal.approvedBy', tone: 'approved' } as const;
const DECIDED: Partial<Record<string, { id: `proposal.${'approvedBy' | 'declinedBy' | 'expired' | 'lapsed'}`; tone: string }>> = {
  APPROVED,
  FULFILLED: APPROVED,
  DECLINED: { id: 'proposal.declinedBy', tone: 'no' },
  EXPIRED: { id: 'proposal.expired', tone: 'withdrawn' },
  LAPSED: { id: 'proposal.lapsed', tone: 'withdrawn' },
};

/** Calmly, by whose signatures or objections it was decided and when, or that its time ran out. */
export function Decided({ exception }: { exception: FragmentOf<typeof DecidedParts> }) {
  const intl = useIntl();
  const { status, approvedAt, endedAt, coSignatures, objections } = readFragment(DecidedParts, exception);
  const decided = DECIDED[status];
  const at = decided === APPROVED ? approvedAt : endedAt;
  if (!decided || !at) return null;
  const people =
    status === 'DECLINED'
      ? objections.filter(({ stale }) => !stale).map(({ by }) => by.name)
      : coSignatures.filter(({ state }) => state === 'COUNTED').map(({ signer }) => signer.name);
  const values = { names: intl.formatList(people, { type: 'conjunction' }), count: people.length, when: <When at={at} /> };
  return (
    <p className="banner" data-tone={decided.tone}>
      <FormattedMessage id={decided.id} values={values} />
    </p>
  );
}
