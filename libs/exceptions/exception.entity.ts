import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ExceptionStatus } from './attempt.js';

/** One remedy for one case, outside or without policy. Other rooms are named by id, never by object. */
@Entity('policy_exceptions')
export class PolicyException {
  @PrimaryColumn('text')
  id: string;

  /** Counted by the database; people see it in `ref`. */
  @Column({ type: 'integer', insert: false, update: false, generatedIdentity: 'ALWAYS' })
  number: number;

  /** `EX-1041`, for people. */
  @Column({ type: 'text', insert: false, update: false, generatedType: 'STORED', asExpression: `'EX-' || number::text` })
  ref: string;

  @Column('text')
  status: ExceptionStatus;

  /** Counts every change; a write holds only if it is still the same. */
  @Column('integer', { default: 1 })
  turn: number;

  /** A signature on it is disowned and not settled: nothing is approved, amended or carried out. Only the database sets it. */
  @Column({ type: 'boolean', default: false, insert: false, update: false })
  frozen: boolean;

  @Column('text', { name: 'case_id' })
  caseId: string;

  @Column('text', { name: 'proposer_id' })
  proposerId: string;

  @Column('text', { name: 'proposer_human' })
  proposerHuman: string;

  /** Number of the current revision. */
  @Column('integer', { default: 1 })
  revision: number;

  /** What the band asks for. */
  @Column('smallint', { name: 'base_quorum' })
  baseQuorum: number;

  /** What objections added. Never goes down. */
  @Column('smallint', { default: 0 })
  raised: number;

  /** Co-signatures needed besides the proposer. */
  @Column({ type: 'smallint', insert: false, update: false, generatedType: 'STORED', asExpression: 'base_quorum + raised' })
  quorum: number;

  /** Booked beside the caps: the quorum is one more than the bands ask for. */
  @Column('boolean', { name: 'beyond_caps', default: false })
  beyondCaps: boolean;

  /** Departed from; null: no policy exists. */
  @Column('text', { name: 'policy_version_id', nullable: true })
  policyVersionId: string | null;

  @Column('text', { name: 'cloned_from', nullable: true })
  clonedFrom: string | null;

  /** The remark that says why it differs from the precedents that were shown. */
  @Column('text', { name: 'why_different_id', nullable: true })
  whyDifferentId: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'house_now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('integer', { name: 'approved_revision', nullable: true })
  approvedRevision: number | null;

  @Column('timestamptz', { name: 'approved_at', nullable: true })
  approvedAt: Date | null;

  /** Lapses then, unless the customer was told. */
  @Column('timestamptz', { name: 'use_by', nullable: true })
  useBy: Date | null;

  @Column('timestamptz', { name: 'customer_told_at', nullable: true })
  customerToldAt: Date | null;

  @Column('timestamptz', { name: 'fulfilled_at', nullable: true })
  fulfilledAt: Date | null;

  @Column('text', { name: 'fulfilment_reference', nullable: true })
  fulfilmentReference: string | null;

  /** When the reference was erased with the customer; else null. */
  @Column('timestamptz', { name: 'reference_erased_at', nullable: true })
  referenceErasedAt: Date | null;

  /** The policy version that allows it, when it ended COVERED. */
  @Column('text', { name: 'covered_by', nullable: true })
  coveredBy: string | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  @Column('text', { name: 'ended_reason_id', nullable: true })
  endedReasonId: string | null;

  @Column('text', { name: 'stop_proposed_by', nullable: true })
  stopProposedBy: string | null;

  @Column('text', { name: 'stop_proposed_human', nullable: true })
  stopProposedHuman: string | null;

  @Column('text', { name: 'stopped_by', nullable: true })
  stoppedBy: string | null;

  @Column('text', { name: 'stopped_human', nullable: true })
  stoppedHuman: string | null;
}
