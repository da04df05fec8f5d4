import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A team of colleagues. */
@Entity('teams')
export class Team {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  name: string;

  /** By which a directory knows it. */
  @Column('text', { name: 'external_id', nullable: true })
  externalId: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'house_now()' })
  createdAt: Date;

  /** When a sync took it away: nobody is in it any more, and it is not offered. */
  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;
}
