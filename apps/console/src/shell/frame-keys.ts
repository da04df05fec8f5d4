import { useLocalStorage } from '@mantine/hooks';
import { useRouter } from '@tanstack/react-router';
import { useKey } from '../keys/use-key';

/** Whether the rail shows its icons alone, and the way to turn that. */
export interface RailFold {
  readonly isFolded: boolean;
  readonly turn: () => void;
}

/** What this browser keeps of it. A screen that has no room for the names folds the rail anyway. */
export function useRailFold(): RailFold {
  const [isFolded, fold] = useLocalStorage({ key: 'countersign.rail-folded', defaultValue: false, getInitialValueInEffect: false });
  return { isFolded, turn: () => fold(!isFolded) };
}

/** The pages of one thing, to which one came from elsewhere. */
const ONE_THING = /^\/(cases|exceptions)\/./;

/** Esc closes what is open beside a list; on the page of one thing it goes back to where one came from. */
export function useBackKey(): void {
  const { history } = useRouter();
  const link = () => document.querySelector<HTMLElement>('#main a.back');
  const isBehind = () => ONE_THING.test(history.location.pathname) && history.canGoBack();
  useKey(
    'back',
    () => (link() ? link()?.click() : isBehind() && history.back()),
    () => link() !== null || isBehind(),
  );
}
