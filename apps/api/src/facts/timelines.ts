import { Injectable } from '@nestjs/common';
import { FactsService, type TimelineEntry } from '#facts';
import { type Connection, connection, type PageArgs, pageRequest } from '../graphql/page.js';

const ORDER = 'timeline';

/** The facts of things that belong together, as a page. */
@Injectable()
export class Timelines {
  constructor(private readonly facts: FactsService) {}

  /** One page of the facts of these subjects, the first fact first. */
  async page(subjectIds: readonly string[], args: PageArgs): Promise<Connection<TimelineEntry>> {
    const page = await this.facts.timeline(subjectIds, pageRequest(args, ORDER));
    return connection(page, ORDER, () => this.facts.count(subjectIds));
  }
}
