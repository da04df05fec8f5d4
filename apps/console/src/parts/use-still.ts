import { useDebouncedValue } from '@mantine/hooks';

/** How long fingers rest before a search goes out: longer than between two letters, shorter than patience. */
export const STILL_MS = 300;

/** What is typed, once the fingers rest. */
export function useStill<Typed>(typed: Typed): Typed {
  return useDebouncedValue(typed, STILL_MS)[0];
}
