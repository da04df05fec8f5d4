import { Injectable } from '@nestjs/common';
import type { Order } from '#jobs';
import { Mails, Telling } from '#notices';
import type { OpenWork } from '../open-work.js';

/** What should have been told and was not, and mails that are due. */
@Injectable()
export class OpenNotices implements OpenWork {
  constructor(
    private readonly telling: Telling,
    private readonly mails: Mails,
  ) {}

  async find(most: number): Promise<Order[]> {
    const [untold, waiting] = [await this.telling.untold(most), await this.mails.waiting(most)];
    return [
      ...untold.map(({ subjectId, seq }): Order => ({ job: { kind: 'tell-people', id: subjectId, generation: seq } })),
      ...waiting.map(({ id, tries }): Order => ({ job: { kind: 'send-mail', id, generation: tries + 1 } })),
    ];
  }
}
