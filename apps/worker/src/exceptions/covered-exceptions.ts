import { Injectable } from '@nestjs/common';
import { ExceptionsClock } from '#exceptions';
import type { Order } from '#jobs';
import type { OpenWork } from '../open-work.js';

/** Open proposals that a policy in force now allows. Each is covered once at most, so there is one generation. */
@Injectable()
export class CoveredExceptions implements OpenWork {
  constructor(private readonly exceptions: ExceptionsClock) {}

  async find(most: number): Promise<Order[]> {
    const ids = await this.exceptions.coveredNow(most);
    return ids.map((id) => ({ job: { kind: 'cover-exception', id, generation: 1 } }));
  }
}
