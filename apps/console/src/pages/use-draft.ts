import { useMemo } from 'react';
import { useKept } from '../parts/use-kept';
import { EMPTY, type Draft, type ProposeLink } from './propose-draft';
import { useBefore } from './propose-again';
import { useGround, useQuoted } from './propose-ground';
import { quoting } from './propose-quoting';

/** What stands in the fields: what was typed, else what the link says, else what follows from both; and what can be chosen. */
export function useDraft({ about = '', again, ...link }: ProposeLink) {
  const name = ['draft', link.caseId, link.policyVersionId, again].filter(Boolean).join('.');
  const { changed, type, ...kept } = useKept<Draft>(name, EMPTY);
  const { cases, inForce } = useGround();
  const before = useBefore(again);
  const said = { caseId: onlyOne(cases), ...link, ...before?.draft, ...changed };
  const customerCase = cases?.find(({ id }) => id === said.caseId);
  const quoted = quoting(said, inForce, customerCase?.need ?? '');
  const { policyVersionId = '' } = { ...quoted, ...said };
  const { quote, policies } = useQuoted(policyVersionId, inForce);
  const draft = useSame({ ...EMPTY, whatHappened: about, whatPolicySays: quote, ...quoted, ...said });
  return { before, kept, draft, type, cases, customerCase, policies, isFitted: quoted.policyVersionId !== undefined };
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
