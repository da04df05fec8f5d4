import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FactName } from './fact-names.js';

/** What happened, to what, by whom, when: append-only, one hash chain per subject. Everything but subject, actor, name and body is set by the database. */
@Entity('facts')
export class Fact {
  /** Increases, but not in the order of commits: never use it as a cursor over new facts. */
  @PrimaryColumn('bigint')
  id: string;

  @Column('text', { name: 'subject_id' })
  subjectId: string;

  /** 1, 2, 3 … within the subject, without a gap. */
  @Column('integer')
  seq: number;

  /** null: the system. */
  @Column('text', { name: 'actor_id', nullable: true })
  actorId: string | null;

  @Column('text')
  name: FactName;

  @Column('json')
  body: Record<string, unknown>;

  @Column('timestamptz')
  at: Date;

  /** The transaction that recorded it: facts below the horizon of running transactions are complete. */
  @Column('bigint')
  xid: string;

  @Column('bytea', { name: 'prev_hash' })
  prevHash: Buffer;

  @Column('bytea')
  hash: Buffer;
}
