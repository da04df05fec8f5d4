import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ConditionKind, PolicyVersionStatus } from './policy.words.js';

/** What a policy says, from one instant to another. Text and conditions never change once it was proposed. */
@Entity('policy_versions')
export class PolicyVersion {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'policy_id' })
  policyId: string;

  /** 1, 2, 3 … within the policy. */
  @Column('integer')
  number: number;

  /** As read: SUPERSEDED once the time of an active one is over. */
  @Column('text')
  status: PolicyVersionStatus;

  /** At most 100,000 code points. */
  @Column('text')
  text: string;

  /** Kinds of remedy that it allows; empty: any. */
  @Column('text', { array: true, default: '{}' })
  kinds: ConditionKind[];

  /** Causes for which it allows them; empty: any. */
  @Column('text', { array: true, default: '{}' })
  causes: string[];

  /** The greatest amount that it allows, in minor units of `currency`; null: no money. */
  @Column('bigint', { name: 'amount_up_to', nullable: true })
  amountUpTo: number | null;

  @Column('text', { nullable: true })
  currency: string | null;

  /** Whether it was made of exceptions. */
  @Column('boolean', { default: false })
  promoted: boolean;

  /** When it should be looked at again. */
  @Column('timestamptz', { name: 'review_by', nullable: true })
  reviewBy: Date | null;

  /** When reviewers were reminded of that; null: not yet. */
  @Column('timestamptz', { name: 'review_reminded_at', nullable: true })
  reviewRemindedAt: Date | null;

  /** Who answers for it, in the words of the company's book. */
  @Column('text', { nullable: true })
  owner: string | null;

  /** From when whoever proposed it wants it in force. */
  @Column('timestamptz', { name: 'wanted_from', nullable: true })
  wantedFrom: Date | null;

  @Column('text', { name: 'drafted_by' })
  draftedBy: string;

  @Column('text', { name: 'proposed_by', nullable: true })
  proposedBy: string | null;

  @Column('text', { name: 'proposed_human', nullable: true })
  proposedHuman: string | null;

  @Column('text', { name: 'activated_by', nullable: true })
  activatedBy: string | null;

  @Column('text', { name: 'activated_human', nullable: true })
  activatedHuman: string | null;

  /** In force from this instant on … */
  @Column('timestamptz', { name: 'effective_from', nullable: true })
  effectiveFrom: Date | null;

  /** … until before this one; null: no end is known. */
  @Column('timestamptz', { name: 'superseded_at', nullable: true })
  supersededAt: Date | null;

  @Column('text', { name: 'retire_proposed_by', nullable: true })
  retireProposedBy: string | null;

  @Column('text', { name: 'retire_proposed_human', nullable: true })
  retireProposedHuman: string | null;

  /** The remark that says why it should be retired. */
  @Column('text', { name: 'retire_reason_id', nullable: true })
  retireReasonId: string | null;

  @Column('text', { name: 'retired_by', nullable: true })
  retiredBy: string | null;

  @Column('text', { name: 'retired_human', nullable: true })
  retiredHuman: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'house_now()' })
  createdAt: Date;
}

/** An approved exception from which a version was made: the evidence. */
@Entity('policy_precedents')
export class PolicyPrecedent {
  @PrimaryColumn('text', { name: 'policy_version_id' })
  policyVersionId: string;

  @PrimaryColumn('text', { name: 'exception_id' })
  exceptionId: string;
}
