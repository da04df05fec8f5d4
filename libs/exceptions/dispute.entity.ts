import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DisputeOutcome } from './dispute.words.js';

/** "That was not me": a signature that the human in whose name it stands says is not theirs. While one is open, its exception is frozen. */
@Entity('disputes')
export class Dispute {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'exception_id' })
  exceptionId: string;

  /** The revision on which the disowned signature stands. */
  @Column('integer')
  revision: number;

  @Column('text', { name: 'human_id' })
  humanId: string;

  @Column('text', { name: 'opened_by' })
  openedBy: string;

  @Column('timestamptz', { name: 'opened_at', default: () => 'house_now()' })
  openedAt: Date;

  /** It was approved before: a receipt may be out, which verifies offline for ever and cannot be recalled. */
  @Column('boolean', { name: 'receipt_may_be_out', default: false })
  receiptMayBeOut: boolean;

  /** Counts every change; a write holds only if it is still the same. */
  @Column('integer', { default: 1 })
  turn: number;

  /** What the first admin said; what both said, once it is settled. */
  @Column('text', { nullable: true })
  outcome: DisputeOutcome | null;

  @Column('text', { name: 'proposed_by', nullable: true })
  proposedBy: string | null;

  @Column('text', { name: 'proposed_human', nullable: true })
  proposedHuman: string | null;

  @Column('text', { name: 'settled_by', nullable: true })
  settledBy: string | null;

  @Column('text', { name: 'settled_human', nullable: true })
  settledHuman: string | null;

  @Column('timestamptz', { name: 'settled_at', nullable: true })
  settledAt: Date | null;

  /** The words that were given last. */
  @Column('text', { name: 'reason_id', nullable: true })
  reasonId: string | null;
}
