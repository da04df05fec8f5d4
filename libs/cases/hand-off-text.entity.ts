import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What is handed on in words. Apart from the hand-off, so that the words can be erased and the hand-off stays. */
@Entity('hand_off_texts')
export class HandOffText {
  @PrimaryColumn('text', { name: 'hand_off_id' })
  handOffId: string;

  /** Why the colleague is the better one for it. null once erased, as all of these. */
  @Column('text', { nullable: true })
  why: string | null;

  /** What the colleague must know, so that the customer repeats nothing. */
  @Column('text', { nullable: true })
  recap: string | null;

  /** Where the customer is called back. */
  @Column('text', { name: 'callback_contact', nullable: true })
  callbackContact: string | null;

  /** Of a tag-back: what is known now that was not known before. */
  @Column('text', { name: 'new_fact', nullable: true })
  newFact: string | null;

  @Column('timestamptz', { name: 'erased_at', nullable: true })
  erasedAt: Date | null;
}
