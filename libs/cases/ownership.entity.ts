import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Who owned a case for a while. The spans of one case follow each other without gap or overlap; the last one is open. */
@Entity('ownership')
export class Ownership {
  @PrimaryColumn('text', { name: 'case_id' })
  caseId: string;

  @Column('text', { name: 'person_id' })
  personId: string;

  @Column('text', { name: 'human_id' })
  humanId: string;

  @PrimaryColumn('timestamptz', { name: 'from_at' })
  fromAt: Date;

  /** Exclusive; null: still. */
  @Column('timestamptz', { name: 'until_at', nullable: true })
  untilAt: Date | null;
}
