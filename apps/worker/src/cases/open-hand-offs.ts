import { Injectable } from '@nestjs/common';
import { type DueHandOff, HandOffsClock } from '#cases';
import type { JobKind, Order } from '#jobs';
import type { OpenWork } from '../open-work.js';

const KINDS: Readonly<Record<DueHandOff['action'], JobKind>> = { EXPIRE: 'expire-hand-off', SETTLE: 'settle-hand-off' };

/** Offers past their time, and accepted cases whose first touch is due. Each happens once at most, so there is one generation. */
@Injectable()
export class OpenHandOffs implements OpenWork {
  constructor(private readonly handOffs: HandOffsClock) {}

  async find(most: number): Promise<Order[]> {
    const due = await this.handOffs.due(most);
    return due.map(({ id, action }) => ({ job: { kind: KINDS[action], id, generation: 1 } }));
  }
}
