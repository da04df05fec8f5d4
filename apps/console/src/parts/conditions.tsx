import { useIntl } from 'react-intl';
import { gql, readFragment, type FragmentOf } from '../graphql/gql';
import type { MessageId } from '../words/messages';
import { useCauseName } from './cause-name';
import { useMoneyWords } from './money';

/** What a policy allows, for `ConditionWords`. */
export const ConditionParts = gql(`fragment ConditionParts on PolicyConditions { kinds causes amountUpTo { amountMinor currency } }`);

/** What a policy allows, as data. */
interface Conditions {
  readonly kinds: readonly string[];
  readonly causes: readonly string[];
  readonly amountUpTo: { readonly amountMinor: number; readonly currency: string } | null;
}

/** What a policy allows, in one sentence in the language of whoever reads it. */
export function useConditionWords(): (conditions: Conditions) => string {
  const intl = useIntl();
  const money = useMoneyWords();
  const nameOf = useCauseName();
  const listed = (words: readonly string[], none: MessageId) =>
    words.length > 0 ? intl.formatList(words, { type: 'disjunction' }) : intl.formatMessage({ id: none });
  return ({ kinds, causes, amountUpTo }) => {
    if (kinds.length + causes.length === 0) return intl.formatMessage({ id: 'promote.nothing' });
    const kindWords = kinds.map((kind) => intl.formatMessage({ id: `kind.${kind}` as MessageId }));
    const limit = amountUpTo
      ? intl.formatMessage({ id: 'promote.upTo' }, { amount: money(amountUpTo.amountMinor, amountUpTo.currency) })
      : intl.formatMessage({ id: 'promote.noMoney' });
    const values = { kinds: listed(kindWords, 'promote.anyKind'), causes: listed(causes.map(nameOf), 'promote.anyCause'), limit };
    return intl.formatMessage({ id: 'promote.inWords' }, values);
  };
}

/** That sentence, where conditions are read with others of their page. */
export function ConditionWords({ conditions }: { conditions: FragmentOf<typeof ConditionParts> }) {
  return useConditionWords()(readFragment(ConditionParts, conditions));
}
