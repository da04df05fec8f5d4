import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A rule of the house, by name. What it says stands in its versions, of which at most one is in force at any instant. */
@Entity('policies')
export class Policy {
  @PrimaryColumn('text')
  id: string;

  /** Counted by the database; people see it in `ref`. */
  @Column({ type: 'integer', insert: false, update: false, generatedIdentity: 'ALWAYS' })
  number: number;

  /** `POL-7`, for people. */
  @Column({ type: 'text', insert: false, update: false, generatedType: 'STORED', asExpression: `'POL-' || number::text` })
  ref: string;

  /** How the company's own book calls it, where it came from there: unique, however it is written. */
  @Column('text', { name: 'book_ref', nullable: true })
  bookRef: string | null;

  @Column('text')
  title: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'house_now()' })
  createdAt: Date;
}
