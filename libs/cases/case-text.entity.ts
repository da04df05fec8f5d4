import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What the customer needs, in words. Apart from the case, so that the words can be erased and the case stays. */
@Entity('case_texts')
export class CaseText {
  @PrimaryColumn('text', { name: 'case_id' })
  caseId: string;

  /** null once erased. */
  @Column('text', { nullable: true })
  need: string | null;

  @Column('timestamptz', { name: 'erased_at', nullable: true })
  erasedAt: Date | null;
}
