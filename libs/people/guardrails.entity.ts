import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CapScope } from './guardrails.words.js';

/** One version of the limits of the house. One is active, from its activation until its successor's; none is ever edited, so that old decisions stay readable. */
@Entity('guardrails')
export class Guardrails {
  @PrimaryColumn('text')
  id: string;

  /** 1, 2, 3 … in the order in which they were proposed. */
  @Column('integer')
  version: number;

  @Column('boolean', { default: false })
  active: boolean;

  /** The version that was in force when this one was proposed, and that alone it can follow; null for the first of the house. */
  @Column('text', { nullable: true })
  replaces: string | null;

  @Column('text', { name: 'proposed_by' })
  proposedBy: string;

  @Column('text', { name: 'proposed_human' })
  proposedHuman: string;

  /** Another human than the one who proposed it; null while nobody has activated it. */
  @Column('text', { name: 'activated_by', nullable: true })
  activatedBy: string | null;

  @Column('text', { name: 'activated_human', nullable: true })
  activatedHuman: string | null;

  @Column('timestamptz', { name: 'activated_at', nullable: true })
  activatedAt: Date | null;

  /** When the next version took its place, at that very instant. */
  @Column('timestamptz', { name: 'superseded_at', nullable: true })
  supersededAt: Date | null;

  /** Since when fewer people are here than its strictest band needs, as far as it was noticed; null while enough are. */
  @Column('timestamptz', { name: 'unsatisfiable_since', nullable: true })
  unsatisfiableSince: Date | null;

  /** The transaction that proposed it, in which its bands and caps must come. */
  @Column('bigint', { name: 'made_in' })
  madeIn: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'house_now()' })
  createdAt: Date;
}

/** How many co-signatures a remedy of some size and kind needs besides its proposer. */
@Entity('bands')
export class Band {
  @PrimaryColumn('text', { name: 'guardrails_id' })
  guardrailsId: string;

  /** 1, 2, 3 …: bands are read from top to bottom, and the first that a remedy fits into decides. */
  @PrimaryColumn('smallint')
  position: number;

  /** Kinds of remedy; sorted; null: all of them. Bands that name kinds stand above those that do not. */
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

/** The greatest sum of one currency over some time. A currency that no cap of a scope names is not capped there. */
@Entity('caps')
export class Cap {
  @PrimaryColumn('text', { name: 'guardrails_id' })
  guardrailsId: string;

  @PrimaryColumn('text')
  scope: CapScope;

  @PrimaryColumn('text')
  currency: string;

  /** In minor units of the currency. */
  @Column('bigint', { name: 'limit_minor' })
  limitMinor: number;
}
