import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An earlier case for which a person opened a follow-up case, because of a policy. Once for each policy. */
@Entity('reach_backs')
export class ReachBack {
  @PrimaryColumn('text', { name: 'policy_id', primaryKeyConstraintName: 'reached_back_once' })
  policyId: string;

  @PrimaryColumn('text', { name: 'earlier_case_id', primaryKeyConstraintName: 'reached_back_once' })
  earlierCaseId: string;

  @Column('text', { name: 'policy_version_id' })
  policyVersionId: string;

  @Column('text', { name: 'case_id' })
  caseId: string;

  @Column('text', { name: 'opened_by' })
  openedBy: string;

  @Column('timestamptz', { default: () => 'house_now()' })
  at: Date;
}
