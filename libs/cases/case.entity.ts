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
}

/** A case as it is read: with its words (null once erased) and the person who owns it at this moment. */
export type CaseView = CustomerCase & { need: string | null; ownerId: string };
