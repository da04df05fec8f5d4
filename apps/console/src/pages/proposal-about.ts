import { useIntl } from 'react-intl';
import type { FragmentOf } from '../graphql/gql';
import { type RemedyParts, useRemedyWords } from '../parts/money';

/** "Refund, A$202.40", and for whom. */
export function useAbout(): (about: AboutProposal) => { remedy: string; customer: string } {
  const intl = useIntl();
  const remedyWords = useRemedyWords();
  return ({ revision, case: customerCase }) => ({
    remedy: remedyWords(revision.remedy),
    customer: customerCase.customer.name ?? intl.formatMessage({ id: 'case.erased' }),
  });
}

/** What a dialog says of the proposal it is about. */
export interface AboutProposal {
  readonly ref: string;
  readonly revision: { readonly number: number; readonly remedy: FragmentOf<typeof RemedyParts> };
  readonly case: { readonly customer: { readonly name: string | null } };
}
