import { useMemo } from 'react';
import { useKept } from '../parts/use-kept';
import { EMPTY, type Draft, type ProposeLink } from './propose-draft';
import { useGround, useQuoted } from './propose-ground';
import { quoting } from './propose-quoting';

/** What stands in the fields: what was typed, else what the link says, else what follows from both; and what can be chosen. */
export function useDraft({ about = '', ...link }: ProposeLink) {
  const { changed, isFromBefore, type, forget } = useKept<Draft>(
    ['draft', link.caseId, link.policyVersionId].filter(Boolean).join('.'),
    EMPTY,
  );
  const { cases, inForce } = useGround();
  const said = { caseId: onlyOne(cases), ...link, ...changed };
  const customerCase = cases?.find(({ id }) => id === said.caseId);
  const quoted = quoting(said, inForce, customerCase?.need ?? '');
  const { policyVersionId = '' } = { ...quoted, ...said };
  const { quote, policies } = useQuoted(policyVersionId, inForce);
  const draft = useSame({ ...EMPTY, whatHappened: about, whatPolicySays: quote, ...quoted, ...said });
  return { draft, isFromBefore, type, forget, cases, customerCase, policies, isFitted: quoted.policyVersionId !== undefined };
}

/** Where somebody owns one case only, it is that. */
function onlyOne(cases: readonly { readonly id: string }[] = []): string {
  return cases.length === 1 ? (cases[0]?.id ?? '') : '';
}

/** The same object for as long as the same stands in it: what is asked beside it waits until the fingers rest. */
function useSame(draft: Draft): Draft {
  const text = JSON.stringify(draft);
  return useMemo(() => JSON.parse(text) as Draft, [text]);
}
