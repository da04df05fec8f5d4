import { checkpointLine, type SealedCheckpoint } from './checkpoint.rules.js';
import type { Place } from './place.js';

const ANSWER_MS_MAX = 5_000;

/** An address of somebody else, to which each checkpoint is posted as one line of JSON. It is signed in itself; who receives it needs the public key only. */
export class WebhookPlace implements Place {
  readonly name = 'WEBHOOK';

  constructor(readonly where: string) {}

  async take(checkpoints: readonly SealedCheckpoint[]): Promise<void> {
    for (const checkpoint of checkpoints) await this.post(checkpoint);
  }

  private async post(checkpoint: SealedCheckpoint): Promise<void> {
    const response = await fetch(this.where, {
      method: 'POST',
      redirect: 'error',
      headers: { 'content-type': 'application/json', 'idempotency-key': `checkpoint-${checkpoint.number}` },
      body: checkpointLine(checkpoint),
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`it answered ${response.status}`);
  }
}
