import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One version of the bands that choose the quorum. At most one is active; an old one is never changed, so that old decisions stay readable. */
@Entity('guardrails')
export class Guardrails {
  @PrimaryColumn('text')
  id: string;

  /** 1, 2, 3 … in the order in which they were proposed. */
  @Column('integer')
  version: number;

  @Column('boolean', { default: false })
  active: boolean;

  @Column('text', { name: 'proposed_by' })
  proposedBy: string;

  @Column('text', { name: 'activated_by', nullable: true })
  activatedBy: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'house_now()' })
  createdAt: Date;
}

/** How many co-signatures a remedy of some size and kind needs besides its proposer. */
@Entity('bands')
export class Band {
  @PrimaryColumn('text', { name: 'guardrails_id' })
  guardrailsId: string;

  /** Decides between bands that are equally near. */
  @PrimaryColumn('smallint')
  position: number;

  /** Kinds of remedy; null: all of them. A band that names the kind goes before one that does not. */
  @Column('text', { array: true, nullable: true })
  kinds: string[] | null;

  /** The greatest amount, in minor units of the currency; null: everything above. */
  @Column('bigint', { name: 'up_to', nullable: true })
  upTo: number | null;

  @Column('text', { nullable: true })
  currency: string | null;

  /** Co-signatures needed, 1 to 9. */
  @Column('smallint')
  quorum: number;
}
