import { Injectable } from '@nestjs/common';
import { type DueException, ExceptionsClock } from '#exceptions';
import type { JobKind, Order } from '#jobs';
import type { OpenWork } from '../open-work.js';

const KINDS: Readonly<Record<DueException['action'], JobKind>> = { EXPIRE: 'expire-exception', LAPSE: 'lapse-exception' };

/** Proposals past their time, and remedies past their use-by. Each happens once at most, so there is one generation. */
@Injectable()
export class OpenExceptions implements OpenWork {
  constructor(private readonly exceptions: ExceptionsClock) {}

  async find(most: number): Promise<Order[]> {
    const due = await this.exceptions.due(most);
    return due.map(({ id, action }) => ({ job: { kind: KINDS[action], id, generation: 1 } }));
  }
}
