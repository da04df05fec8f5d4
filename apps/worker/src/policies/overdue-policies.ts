import { Injectable } from '@nestjs/common';
import type { Order } from '#jobs';
import { PoliciesClock } from '#policies';
import type { OpenWork } from '../open-work.js';

/** Policies that should have been looked at again, and of which nobody was reminded. */
@Injectable()
export class OverduePolicies implements OpenWork {
  constructor(private readonly policies: PoliciesClock) {}

  async find(most: number): Promise<Order[]> {
    const due = await this.policies.due(most);
    return due.map((id) => ({ job: { kind: 'remind-policy', id, generation: 1 } }));
  }
}
