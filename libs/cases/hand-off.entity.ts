import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CancellingCause, HandOffStatus } from './hand-off.words.js';

/** A case that its owner offered to a colleague. Its words stand apart, in HandOffText. */
@Entity('hand_offs')
export class HandOff {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'case_id' })
  caseId: string;

  /** Who owned the case and offered it. */
  @Column('text', { name: 'from_id' })
  fromId: string;

  @Column('text', { name: 'from_human' })
  fromHuman: string;

  @Column('text', { name: 'to_id' })
  toId: string;

  @Column('text', { name: 'to_human' })
  toHuman: string;

  /** A colleague from outside the loop, who helps. */
  @Column('text', { name: 'helper_id', nullable: true })
  helperId: string | null;

  @Column('text', { name: 'helper_human', nullable: true })
  helperHuman: string | null;

  /** A to B to A, or the third in a row: found by the database when it was offered. */
  @Column('boolean', { name: 'tag_back', default: false })
  tagBack: boolean;

  @Column('text', { default: 'OFFERED' })
  status: HandOffStatus;

  /** When the customer was told that a colleague takes over. */
  @Column('timestamptz', { name: 'customer_told_at' })
  customerToldAt: Date;

  @Column('timestamptz', { name: 'offered_at', default: () => 'house_now()' })
  offeredAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  /** When it was accepted, refused or taken back, or when somebody noticed that it had expired. */
  @Column('timestamptz', { name: 'answered_at', nullable: true })
  answeredAt: Date | null;

  /** null: nobody did it; it ended by itself. */
  @Column('text', { name: 'answered_by', nullable: true })
  answeredBy: string | null;

  /** Why it was refused or taken back: a remark. */
  @Column('text', { name: 'reason_id', nullable: true })
  reasonId: string | null;

  @Column('text', { name: 'cancelled_because', nullable: true })
  cancelledBecause: CancellingCause | null;

  /** Until when the receiver must have done something for the case. */
  @Column('timestamptz', { name: 'first_touch_due_at', nullable: true })
  firstTouchDueAt: Date | null;

  /** When it was found whether the receiver had. */
  @Column('timestamptz', { name: 'settled_at', nullable: true })
  settledAt: Date | null;

  /** When the case went back to who had offered it. */
  @Column('timestamptz', { name: 'returned_at', nullable: true })
  returnedAt: Date | null;
}

/** A hand-off as it is read: what is past its time is expired; its words are null once erased. */
export type HandOffView = Omit<HandOff, 'fromHuman' | 'toHuman' | 'helperHuman' | 'reasonId'> & {
  why: string | null;
  recap: string | null;
  callbackContact: string | null;
  newFact: string | null;
  reason: string | null;
};
