import { useIntl } from 'react-intl';
import { gql, readFragment, type FragmentOf } from '../graphql/gql';
import type { MessageId } from '../words/messages';

/** Every kind of remedy, the most frequent ones first. */
export const KINDS = ['REFUND', 'FEE_WAIVER', 'CREDIT', 'REPLACEMENT', 'EXTENSION', 'GOODWILL', 'DEED'] as const;

/** What a remedy is, for `useRemedyWords`. */
export const RemedyParts = gql(`
  fragment RemedyParts on Remedy { kind deed amount { amountMinor currency } }
`);

/** An amount of minor units as people of this language write it; the currency knows how many decimals it has. */
export function useMoneyWords(): (amountMinor: number, currency: string) => string {
  const intl = useIntl();
  return (amountMinor, currency) => intl.formatNumber(amountMinor / 10 ** decimalsOf(currency), { style: 'currency', currency });
}

/** "Refund, A$202.40", the deed's own words, or both: whoever signs one signs the other. */
export function useRemedyWords(): (remedy: FragmentOf<typeof RemedyParts>) => string {
  const intl = useIntl();
  const money = useMoneyWords();
  return (masked) => {
    const { kind, deed, amount } = readFragment(RemedyParts, masked);
    const words = intl.formatMessage({ id: `kind.${kind}` as MessageId });
    if (!amount) return deed ?? words;
    const paid = intl.formatMessage({ id: 'row.asks' }, { kind: words, amount: money(amount.amountMinor, amount.currency) });
    return deed ? intl.formatMessage({ id: 'row.asksBoth' }, { paid, deed }) : paid;
  };
}

/** Digits after the point: two for AUD, none for JPY, three for KWD. */
function decimalsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** Minor units of what somebody typed, such as "202.40" or "202,40"; undefined when it is no amount of this currency. */
export function minorOf(typed: string, currency: string): number | undefined {
  const decimals = decimalsOf(currency);
  const match = /^(\d{1,13})(?:[.,](\d+))?$/.exec(typed.trim().replace(/\s/g, ''));
  if (!match || (match[2]?.length ?? 0) > decimals) return undefined;
  return Number(`${match[1]}${(match[2] ?? '').padEnd(decimals, '0')}`);
}

/** Minor units as somebody would type them: 20240 of AUD as 202.40. */
export function majorOf(amountMinor: number, currency: string): string {
  const decimals = decimalsOf(currency);
  return (amountMinor / 10 ** decimals).toFixed(decimals);
}
