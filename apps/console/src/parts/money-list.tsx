import { useMoneyWords } from './money';

/** Sums of several currencies, one after the other; a dash where there is none. */
export function MoneyList({ sums }: { sums: readonly { readonly amountMinor: number; readonly currency: string }[] }) {
  const money = useMoneyWords();
  return sums.length === 0 ? '–' : sums.map(({ amountMinor, currency }) => money(amountMinor, currency)).join(' + ');
}
