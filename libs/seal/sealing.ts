import { type Database, failedOn } from '#database';
import sql, { type Sql } from 'sql-template-tag';
import { Batch, type Checkpoint, NO_CHECKPOINT, type SealedCheckpoint, type SealedFact } from './checkpoint.rules.js';
import type { SealKey } from './seal-key.js';
import { HistoryTakenBackError } from './seal.errors.js';

/** What one round needs to know before it reads facts. */
interface Ground {
  readonly now: Date;
  /** No transaction below it runs any more, so no fact can be added there. */
  readonly horizon: string;
}

/** So many facts are covered by one checkpoint, so that no statement takes long; more only when one transaction recorded more. */
const FACTS_MOST = 20_000;

/** So many facts are read at once. */
const PAGE = 10_000;

/** A checkpoint over nothing is made this often: it shows that the sealer lives, in milliseconds. */
const QUIET_MS_MAX = 60 * 60_000;

/** The columns of a checkpoint, under the names of its fields. */
export const CHECKPOINT_COLUMNS = sql`number, at, from_xid::text AS "fromXid", to_xid::text AS "toXid", facts, digest, prev_hash AS "prevHash",
  key_id AS "keyId", hash, signature`;

/**
 * Seals what happened. A checkpoint covers every fact of the transactions from where the last one ended up to the oldest that still runs:
 * those are all over, so the set is complete and stays what it is. Costs are those of the new facts.
 */
export class Sealing {
  private introduced = false;

  constructor(
    private readonly db: Database,
    private readonly key: SealKey,
    private readonly factsMost = FACTS_MOST,
  ) {}

  /**
   * Seals everything that is over; answers what was sealed. Two at once do no harm: one of them finds the number taken.
   * @throws HistoryTakenBackError when the database no longer holds what was sealed before
   */
  async round(): Promise<SealedCheckpoint[]> {
    await this.introduceKey();
    const ground = await this.look();
    const sealed: SealedCheckpoint[] = [];
    for (let one = await this.sealOne(ground); one; one = await this.sealOne(ground)) sealed.push(one);
    return sealed;
  }

  /** The newest checkpoint, if there is one. */
  async last(): Promise<SealedCheckpoint | undefined> {
    const [row] = await this.db.query<SealedCheckpoint & Record<string, unknown>>(
      sql`SELECT ${CHECKPOINT_COLUMNS} FROM checkpoints ORDER BY number DESC LIMIT 1`,
      'seal.last',
    );
    return row;
  }

  /** Milliseconds since the oldest fact that no checkpoint covers was recorded; 0 when all are covered. */
  async lagMs(): Promise<number> {
    const [row] = await this.db.query<{ lag: number }>(
      sql`SELECT coalesce(extract(epoch FROM house_now() - min(f.at)) * 1000, 0)::float8 AS lag FROM facts f
           WHERE f.xid >= coalesce((SELECT max(to_xid) FROM checkpoints), 0)`,
      'seal.lag',
    );
    return Math.max(0, Math.round(row?.lag ?? 0));
  }

  private async introduceKey(): Promise<void> {
    if (this.introduced) return;
    await this.db.query(
      sql`INSERT INTO seal_keys (id, public_key) VALUES (${this.key.id}, ${this.key.publicKey}) ON CONFLICT (id) DO NOTHING`,
    );
    this.introduced = true;
  }

  private async sealOne(ground: Ground): Promise<SealedCheckpoint | undefined> {
    const last = await this.last();
    await this.mustFollow(last);
    const before = last ?? NO_CHECKPOINT;
    if (BigInt(ground.horizon) < BigInt(before.toXid)) throw countsAnew(before.toXid);
    if (ground.horizon === before.toXid) return undefined;
    const [fromXid, toXid] = [before.toXid, await this.endOf(before.toXid, ground.horizon)];
    const batch = await this.read(fromXid, toXid);
    if (batch.facts === 0 && isRecent(last, ground.now)) return undefined;
    return this.write({
      number: before.number + 1,
      at: ground.now,
      fromXid,
      toXid,
      facts: batch.facts,
      digest: batch.digest(),
      prevHash: before.hash,
    });
  }

  /** What this key remembers must still stand, and what stands last must be ours or of a key before ours. */
  private async mustFollow(last: SealedCheckpoint | undefined): Promise<void> {
    const remembered = await this.key.remembered();
    if (!remembered) return;
    const [row] = await this.db.query<{ hash: Buffer }>(
      sql`SELECT hash FROM checkpoints WHERE number = ${remembered.number}`,
      'seal.remembered',
    );
    if (row?.hash.toString('hex') !== remembered.hash) throw takenBack(`checkpoint ${remembered.number} is gone or was replaced`);
    if (last && last.number > remembered.number && !this.key.sealed(last))
      throw takenBack(`checkpoint ${last.number} was not sealed by this key`);
  }

  private async look(): Promise<Ground> {
    const [row] = await this.db.query<{ now: Date; horizon: string }>(
      sql`SELECT house_now() AS now, pg_snapshot_xmin(pg_current_snapshot())::text AS horizon`,
      'seal.look',
    );
    if (!row) throw new Error('This query always has one row.');
    return row;
  }

  /** Where the next checkpoint ends: at the horizon, or sooner where too many facts wait. */
  private async endOf(fromXid: string, horizon: string): Promise<string> {
    const [cut] = await this.db.query<{ first: string; xid: string }>(
      sql`WITH waiting AS (SELECT xid FROM facts WHERE ${within(fromXid, horizon)} ORDER BY xid LIMIT ${this.factsMost + 1})
          SELECT min(xid)::text AS first, max(xid)::text AS xid FROM waiting HAVING count(*) > ${this.factsMost}`,
      'seal.end',
    );
    if (!cut) return horizon;
    return cut.xid === cut.first ? String(BigInt(cut.xid) + 1n) : cut.xid;
  }

  private async read(fromXid: string, toXid: string): Promise<Batch> {
    const batch = new Batch();
    let after: Pick<SealedFact, 'subjectId' | 'seq'> = { subjectId: '', seq: 0 };
    for (;;) {
      const page = await this.db.query<SealedFact & Record<string, unknown>>(
        sql`SELECT subject_id AS "subjectId", seq, hash FROM facts WHERE ${within(fromXid, toXid)}
              AND (subject_id COLLATE "C", seq) > (${after.subjectId}::text COLLATE "C", ${after.seq}::int) ORDER BY subject_id COLLATE "C", seq LIMIT ${PAGE}`,
        'seal.read',
      );
      page.forEach((fact) => batch.add(fact));
      const end = page.at(-1);
      if (!end || page.length < PAGE) return batch;
      after = end;
    }
  }

  /** undefined when somebody else sealed meanwhile. */
  private async write(checkpoint: Omit<Checkpoint, 'keyId'>): Promise<SealedCheckpoint | undefined> {
    const sealed = this.key.seal(checkpoint);
    const { number, at, fromXid, toXid, facts, digest, prevHash, keyId, hash, signature } = sealed;
    try {
      await this.db.query(
        sql`INSERT INTO checkpoints (number, at, from_xid, to_xid, facts, digest, prev_hash, key_id, hash, signature)
            VALUES (${number}, ${at}, ${fromXid}::bigint, ${toXid}::bigint, ${facts}, ${digest}, ${prevHash}, ${keyId}, ${hash}, ${signature})`,
        'seal.write',
      );
    } catch (error) {
      if (failedOn(error, 'checkpoints_pkey')) return undefined;
      throw error;
    }
    await this.key.remember(sealed);
    return sealed;
  }
}

const within = (fromXid: string, toXid: string): Sql => sql`xid >= ${fromXid}::bigint AND xid < ${toXid}::bigint`;

function isRecent(last: SealedCheckpoint | undefined, now: Date): boolean {
  return last !== undefined && now.getTime() - last.at.getTime() < QUIET_MS_MAX;
}

function takenBack(what: string): HistoryTakenBackError {
  return new HistoryTakenBackError(
    `The history was taken back: ${what}. Nothing is sealed until somebody has looked: run "countersign audit verify" with the checkpoints that were sent away. After a restore that was meant, move last-checkpoint.json out of SEAL_KEY_DIR.`,
  );
}

function countsAnew(toXid: string): HistoryTakenBackError {
  return new HistoryTakenBackError(
    `This server counts its transactions anew, below ${toXid}, up to where was sealed: it is another one than before. Move its counter beyond that number with pg_resetwal, and start again.`,
  );
}
