import { useSyncExternalStore } from 'react';
import { lineNow, type Line } from '../graphql/line';

/** Whether the house can be reached now. */
export function useLine(): Line {
  return useSyncExternalStore(lineNow.subscribe, lineNow.now);
}
