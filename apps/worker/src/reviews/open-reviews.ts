import { Injectable } from '@nestjs/common';
import type { JobKind, Order } from '#jobs';
import { type DueReview, ReviewsClock } from '#reviews';
import type { OpenWork } from '../open-work.js';

const KINDS: Readonly<Record<DueReview['action'], JobKind>> = {
  ROUTE: 'route-review',
  RELEASE: 'release-claim',
  REMIND: 'remind-overdue',
  NAME_SECOND_READER: 'name-second-reader',
};

/** Reviews that no job ever reached, claims past their lease, what is overdue, and what waits for a second reader. */
@Injectable()
export class OpenReviews implements OpenWork {
  constructor(private readonly reviews: ReviewsClock) {}

  async find(most: number): Promise<Order[]> {
    const due = await this.reviews.due(most);
    return due.map(({ id, turn, action }) => ({ job: { kind: KINDS[action], id, generation: turn } }));
  }
}
