import { Injectable } from '@nestjs/common';
import type { JobKind, Order } from '#jobs';
import { type DueReview, ReviewsClock } from '#reviews';
import type { OpenWork } from '../open-work.js';

const KINDS: Readonly<Record<DueReview['action'], JobKind>> = {
  ROUTE: 'route-review',
  RELEASE: 'release-claim',
  REMIND: 'remind-overdue',
};

/** Reviews that no job ever reached, claims past their lease, and what is overdue. */
@Injectable()
export class OpenReviews implements OpenWork {
  constructor(private readonly reviews: ReviewsClock) {}

  async find(most: number): Promise<Order[]> {
    const due = await this.reviews.due(most);
    return due.map(({ id, turn, action }) => ({ job: { kind: KINDS[action], id, generation: turn } }));
  }
}
