import type { RemedyKind } from '#exceptions';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Disposition, ReviewStatus } from './review.words.js';

/** What is to be learnt from one approved exception: exactly one for each, from the same commit on. Nothing here leads back to the approval. */
@Entity('reviews')
export class Review {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'exception_id' })
  exceptionId: string;

  /** As read: QUEUED once the lease of a claim has ended, whether or not a timer noticed. */
  @Column('text', { default: 'QUEUED' })
  status: ReviewStatus;

  /** Counts every change; a write holds only if it is still the same. */
  @Column('integer', { default: 1 })
  turn: number;

  /** Who holds the claim, or disposed of it. */
  @Column('text', { name: 'reviewer_id', nullable: true })
  reviewerId: string | null;

  @Column('text', { name: 'reviewer_human', nullable: true })
  reviewerHuman: string | null;

  /** When the claim ends by itself. */
  @Column('timestamptz', { name: 'claimed_until', nullable: true })
  claimedUntil: Date | null;

  /** After this instant it is overdue; nothing is decided by that. */
  @Column('timestamptz', { name: 'due_at' })
  dueAt: Date;

  /** When those who may review were told. */
  @Column('timestamptz', { name: 'routed_at', nullable: true })
  routedAt: Date | null;

  /** When they were last reminded that it is overdue. */
  @Column('timestamptz', { name: 'reminded_at', nullable: true })
  remindedAt: Date | null;

  /** The cause of what was approved; with the kind it is what like exceptions share. Never changed. */
  @Column('text')
  cause: string;

  /** The kind of remedy that was approved. */
  @Column('text')
  kind: RemedyKind;

  /** How much it is worth reading first, in points; review_risk() of migration 0044 says how they are given. */
  @Column('integer')
  risk: number;

  /** Who was brought in because nobody had taken it up; null while it is not that late, or when nobody could. */
  @Column('text', { name: 'second_reader_id', nullable: true })
  secondReaderId: string | null;

  @Column('text', { name: 'second_reader_human', nullable: true })
  secondReaderHuman: string | null;

  /** When a second reader was last looked for. */
  @Column('timestamptz', { name: 'second_reader_at', nullable: true })
  secondReaderAt: Date | null;

  @Column('text', { nullable: true })
  disposition: Disposition | null;

  /** The remark that holds the reason, in words. */
  @Column('text', { name: 'reason_id', nullable: true })
  reasonId: string | null;

  @Column('timestamptz', { name: 'disposed_at', nullable: true })
  disposedAt: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'house_now()' })
  createdAt: Date;
}

/** A review as it is read: with the words of its reason (null also once erased), and whether it is overdue at this moment. */
export type ReviewView = Review & { reason: string | null; overdue: boolean };
