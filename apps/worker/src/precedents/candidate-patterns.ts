import { Injectable } from '@nestjs/common';
import type { Order } from '#jobs';
import { PatternsClock } from '#precedents';
import type { OpenWork } from '../open-work.js';

/** Patterns that are decided often enough to be policy, and of which reviewers were not told. */
@Injectable()
export class CandidatePatterns implements OpenWork {
  constructor(private readonly patterns: PatternsClock) {}

  async find(most: number): Promise<Order[]> {
    const untold = await this.patterns.untold(most);
    return untold.map((id) => ({ job: { kind: 'tell-candidate', id, generation: 1 } }));
  }
}
