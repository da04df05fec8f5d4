import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CaseStatus } from './case.words.js';

/** A customer's problem, until it is solved or honestly refused. (`case` alone is a reserved word.) */
@Entity('cases')
export class CustomerCase {
  @PrimaryColumn('text')
  id: string;

  /** Counted by the database; people see it in `ref`. */
  @Column({ type: 'integer', insert: false, update: false, generatedIdentity: 'ALWAYS' })
  number: number;

  /** `CASE-88`, for people. */
  @Column({ type: 'text', insert: false, update: false, generatedType: 'STORED', asExpression: `'CASE-' || number::text` })
  ref: string;

  @Column('text')
  status: CaseStatus;

  @Column('text', { name: 'customer_id' })
  customerId: string;

  /** The customer is a colleague. The same rules hold. */
  @Column('boolean', { default: false })
  internal: boolean;

  /** The name of the case in another system, such as a ticket's. */
  @Column('text', { name: 'external_ref', nullable: true })
  externalRef: string | null;

  @Column('text', { name: 'opened_by' })
  openedBy: string;

  @Column('timestamptz', { name: 'opened_at', default: () => 'house_now()' })
  openedAt: Date;

  /** When somebody took it on; null: nobody has yet. */
  @Column('timestamptz', { name: 'acknowledged_at', nullable: true })
  acknowledgedAt: Date | null;

  /** Until when somebody must have taken it on, where a machine opened it; null where a person did. */
  @Column('timestamptz', { name: 'acknowledge_by', nullable: true })
  acknowledgeBy: Date | null;

  /** Counts every change of the case: a write holds only if it is still the same. */
  @Column('integer', { default: 1 })
  turn: number;

  /** Who owns it now, in ended states too. Kept by the database from the ranges of ownership. */
  @Column('text', { name: 'owner_id', nullable: true })
  ownerId: string | null;

  /** When the customer was given the answer that stands; null while the case is open. */
  @Column('timestamptz', { name: 'answered_at', nullable: true })
  answeredAt: Date | null;

  /** What was promised for the soonest, or is overdue. Kept by the database; null: nothing is due. */
  @Column('timestamptz', { name: 'next_due_at', nullable: true })
  nextDueAt: Date | null;
}

/** A case as it is read: with its words (null once erased) and the person who owns it at this moment. */
export type CaseView = CustomerCase & { need: string | null; ownerId: string };
