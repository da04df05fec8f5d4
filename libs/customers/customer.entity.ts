import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Somebody whom the house serves. The only place of their personal data; everything else names the id, so that erasing it here erases it. */
@Entity('customers')
export class Customer {
  @PrimaryColumn('text')
  id: string;

  /** null once erased. */
  @Column('text', { nullable: true })
  name: string | null;

  /** A telephone number, an address: however the customer is reached. null once erased. */
  @Column('text', { nullable: true })
  contact: string | null;

  /** By its IANA name. Times that are promised to the customer are told in it. */
  @Column('text', { name: 'time_zone' })
  timeZone: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'house_now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'erased_at', nullable: true })
  erasedAt: Date | null;
}
