import { Injectable } from '@nestjs/common';
import type { Order } from '#jobs';
import { GuardrailsClock } from '#people';
import type { OpenWork } from '../open-work.js';

/** The guardrails in force, when it was not told yet that they can no longer, or again, be satisfied. Coming back from leave is told by no fact. */
@Injectable()
export class WatchedGuardrails implements OpenWork {
  constructor(private readonly guardrails: GuardrailsClock) {}

  async find(_most: number): Promise<Order[]> {
    const due = await this.guardrails.due();
    return due ? [{ job: { kind: 'watch-guardrails', ...due } }] : [];
  }
}
