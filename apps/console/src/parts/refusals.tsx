import { useIntl } from 'react-intl';
import type { Refused } from './use-act';

/** Why it was refused, and who could do it instead. */
export function Refusals({ refused }: { refused: readonly Refused[] }) {
  const words = useRefusalWords();
  return refused.map((one) => (
    <p key={`${one.code} ${one.message}`} className="banner whole" data-tone="no" role="alert">
      {words(one)}
    </p>
  ));
}

/** The sentence of a refusal, and the names of those who could. */
export function useRefusalWords(): (refused: Refused) => string {
  const intl = useIntl();
  return ({ message, whoCould = [] }) => {
    if (whoCould.length === 0) return message;
    const names = intl.formatList(
      whoCould.map(({ name }) => name),
      { type: 'disjunction' },
    );
    return `${message} ${intl.formatMessage({ id: 'fault.whoCould' }, { names })}`;
  };
}
