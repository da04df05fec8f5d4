import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ToldFact } from './notice.words.js';

/** Something that one person is told, once. Which words it is, is said when it is read. */
@Entity('notices')
export class Notice {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'person_id' })
  personId: string;

  /** What it is about: the subject of the fact. */
  @Column('text', { name: 'subject_id' })
  subjectId: string;

  @Column('text')
  name: ToldFact;

  /** The revision of a signature, else the number of the fact. */
  @Column('integer')
  mark: number;

  @Column('text', { name: 'exception_id', nullable: true })
  exceptionId: string | null;

  /** When it happened. */
  @Column('timestamptz')
  at: Date;

  @Column('timestamptz', { name: 'created_at', default: () => 'house_now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'read_at', nullable: true })
  readAt: Date | null;

  /** OFF where the house sends no mail. */
  @Column('text', { default: 'OFF' })
  mail: 'OFF' | 'DUE' | 'SENT' | 'FAILED';

  @Column('smallint', { name: 'mail_tries', default: 0 })
  mailTries: number;

  /** Not tried again before then. */
  @Column('timestamptz', { name: 'mail_next_at', default: () => 'house_now()' })
  mailNextAt: Date;

  /** A code, such as that of the mail server; never its words. */
  @Column('text', { name: 'mail_problem', nullable: true })
  mailProblem: string | null;
}
