import { Inject, Injectable } from '@nestjs/common';
import { Database, type Done } from '#database';
import type { Actor } from '#people';
import { SETTINGS, type Settings } from '#settings';
import type { CaseView } from './case.entity.js';
import { CaseSteps } from './case-steps.js';
import { writeComplaint } from './complaints.write.js';

/** That the customer of an open case complains. */
export interface MarkComplaint {
  readonly caseId: string;
  /** When they complained: the clocks run from then. When they were told, unless said otherwise. */
  readonly complainedAt?: Date | null;
  /** When they were told that we have it. */
  readonly customerToldAt: Date;
  readonly idempotencyKey?: string | null;
}

/** Cases that are complaints: they have the clocks of the profile that the house had when they became one. */
@Injectable()
export class ComplaintsService {
  constructor(
    private readonly db: Database,
    private readonly steps: CaseSteps,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'complaintProfile'>,
  ) {}

  /**
   * Says that an open case is a complaint; it stays one. Its clocks run since the customer complained.
   * @throws NotTheOwnerError CaseMovedOnError AlreadyAComplaintError CustomerNotToldError InvalidError for a time
   */
  mark(input: MarkComplaint, actor: Actor): Promise<Done<CaseView>> {
    const { customerToldAt } = input;
    const sent = { customerToldAt, complainedAt: input.complainedAt ?? customerToldAt };
    const { complaintProfile } = this.settings;
    return this.steps.ofCase({ action: 'MARK_COMPLAINT', mutation: 'markComplaint', input, on: input, actor, sent }, (_attempt, begun) =>
      writeComplaint(this.db, { ...begun, facts: [], complaintProfile }, sent),
    );
  }
}
