import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { TokenScope } from './actor.js';

/** A machine's key to the API. Its secret is not here: the table holds only the secret's SHA-256. */
@Entity('api_tokens')
export class ApiToken {
  @PrimaryColumn('text')
  id: string;

  /** The machine that acts with it. */
  @Column('text', { name: 'person_id' })
  personId: string;

  @Column('text')
  name: string;

  @Column('bytea', { select: false })
  hash: Buffer;

  @Column('text', { array: true })
  scopes: TokenScope[];

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  /** Recorded at most once a minute. */
  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt: Date | null;

  /** The admin who made it. */
  @Column('text', { name: 'created_by' })
  createdBy: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'house_now()' })
  createdAt: Date;
}
