import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from './actor.js';

/** An account of a human, or a machine. The human behind it never changes. */
@Entity('people')
export class Person {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'human_id' })
  humanId: string;

  /** By which human the account is counted since two admins linked it to another; null: by `humanId`. Only links write it. */
  @Column('text', { name: 'linked_human', nullable: true })
  linkedHuman: string | null;

  @Column('text')
  kind: 'PERSON' | 'MACHINE';

  @Column('text')
  name: string;

  /** Short and lower case, for commands and mentions. */
  @Column('text')
  handle: string;

  @Column('text')
  email: string;

  @Column('text', { array: true, default: '{}' })
  roles: Role[];

  @Column('boolean', { name: 'faces_customers', default: false })
  facesCustomers: boolean;

  @Column('text', { name: 'team_id', nullable: true })
  teamId: string | null;

  @Column('boolean', { default: true })
  active: boolean;

  /** Away until this instant; past or null: here. */
  @Column('timestamptz', { name: 'away_until', nullable: true })
  awayUntil: Date | null;

  /** Tokens and browser sessions that began before this instant count no more; null: none were ended. */
  @Column({ type: 'timestamptz', name: 'sessions_ended_at', nullable: true, insert: false, update: false })
  sessionsEndedAt?: Date | null;

  /** What a directory calls them; null: by their e-mail address, until one says something else. Nobody signs in by it. */
  @Column('text', { name: 'user_name', nullable: true })
  userName: string | null;

  /** By which the directory knows them for ever. */
  @Column('text', { name: 'external_id', nullable: true })
  externalId: string | null;

  /** When the directory took the account away. While it is inactive, the directory is told of it no more; nothing is deleted. */
  @Column('timestamptz', { name: 'sync_ended_at', nullable: true })
  syncEndedAt: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'house_now()' })
  createdAt: Date;
}
