import { FormattedMessage } from 'react-intl';
import { gql, readFragment, type FragmentOf } from '../graphql/gql';
import { useMoneyWords } from './money';

/** How widely amounts differ. */
export const SpreadParts = gql(`
  fragment SpreadParts on Spread { p10 { amountMinor currency } median { amountMinor currency } p90 { amountMinor currency } }
`);

const WIDTH = 160;

/** One in ten less, half, one in ten more: as a line with its middle, and in words. */
export function SpreadLine({ spread }: { spread: FragmentOf<typeof SpreadParts> }) {
  const money = useMoneyWords();
  const { p10, median, p90 } = readFragment(SpreadParts, spread);
  const at = (minor: number) => 4 + ((WIDTH - 8) * minor) / Math.max(1, p90.amountMinor);
  const say = (one: typeof median) => money(one.amountMinor, one.currency);
  return (
    <span className="spread">
      <svg width={WIDTH} height={12} viewBox={`0 0 ${WIDTH} 12`} aria-hidden>
        <line x1={0} x2={WIDTH} y1={6} y2={6} stroke="var(--hairline)" strokeWidth={2} />
        <line x1={at(p10.amountMinor)} x2={at(p90.amountMinor)} y1={6} y2={6} stroke="var(--link)" strokeWidth={4} strokeLinecap="round" />
        <circle cx={at(median.amountMinor)} cy={6} r={4} fill="var(--page)" stroke="var(--link)" strokeWidth={2} />
      </svg>
      <FormattedMessage id="patterns.spread" values={{ p10: say(p10), median: say(median), p90: say(p90) }} />
    </span>
  );
}
