import type { SealedCheckpoint } from './checkpoint.rules.js';

/** Somewhere outside the database where checkpoints are kept. */
export interface Place {
  readonly name: 'FILE' | 'WEBHOOK';
  /** Where that is, for a person. */
  readonly where: string;
  /** Takes these checkpoints, in their order, durably, or throws. Taking one twice does no harm. */
  take(checkpoints: readonly SealedCheckpoint[]): Promise<void>;
}
