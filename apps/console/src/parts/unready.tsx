import type { CombinedError } from '@urql/core';
import { Fault } from './faults';
import { LateSkeleton } from './late-skeleton';

interface UnreadyProps {
  readonly error: CombinedError | undefined;
  readonly rows?: number;
  readonly height?: number;
  again: (how: { requestPolicy: 'network-only' }) => void;
}

/** In place of what has not come: why, with a way to try again, or grey lines when it takes long. */
export function Unready({ error, again, rows = 6, height = 76 }: UnreadyProps) {
  if (error) return <Fault error={error} again={() => again({ requestPolicy: 'network-only' })} />;
  return <LateSkeleton rows={rows} height={height} />;
}
