import { Injectable } from '@nestjs/common';
import { CasesClock } from '#cases';
import type { Order } from '#jobs';
import type { OpenWork } from '../open-work.js';

/** What is due in cases, and of which nobody was reminded. Each thing is reminded of once for each of its clocks. */
@Injectable()
export class OpenCases implements OpenWork {
  constructor(private readonly cases: CasesClock) {}

  async find(most: number): Promise<Order[]> {
    const due = await this.cases.due(most);
    return due.map(({ thingId, clock }) => ({ job: { kind: 'remind-owner', id: thingId, generation: clock } }));
  }
}
