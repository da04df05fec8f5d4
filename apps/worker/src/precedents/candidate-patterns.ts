import { Injectable } from '@nestjs/common';
import type { Order } from '#jobs';
import { PatternsClock, UnderServedClock } from '#precedents';
import type { OpenWork } from '../open-work.js';

/** Patterns that are decided often enough to be policy, and of which reviewers were not told; and those whose amounts were not measured since they changed. */
@Injectable()
export class CandidatePatterns implements OpenWork {
  constructor(
    private readonly patterns: PatternsClock,
    private readonly underServed: UnderServedClock,
  ) {}

  async find(most: number): Promise<Order[]> {
    const found = new Set([...(await this.patterns.untold(most)), ...(await this.underServed.unmeasured(most))]);
    return [...found].map((id) => ({ job: { kind: 'tell-candidate', id, generation: 1 } }));
  }
}
