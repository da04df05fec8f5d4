import type pg from 'pg';
import type { AuditRecord } from './audit.types.js';
import { pagesOf } from './pages-of.js';

interface Sealed extends AuditRecord {
  readonly subjectId: string;
  readonly seq: number;
  readonly xid: string;
}

const CHECKPOINTS = `SELECT 'checkpoint' AS kind, number, (extract(epoch FROM at) * 1000)::float8 AS at, from_xid::text AS "fromXid", to_xid::text AS "toXid", facts,
  encode(digest, 'hex') AS digest, encode(prev_hash, 'hex') AS "prevHash", key_id AS "keyId", encode(hash, 'hex') AS hash, encode(signature, 'hex') AS signature
  FROM checkpoints ORDER BY number`;

const FACTS = `SELECT 'sealed' AS kind, subject_id AS "subjectId", seq, encode(hash, 'hex') AS hash, xid::text AS xid, (extract(epoch FROM at) * 1000)::float8 AS at
  FROM facts WHERE xid < (SELECT max(to_xid) FROM checkpoints) ORDER BY facts.xid`;

/** Each checkpoint, and after it the facts of its transactions in the order in which they were sealed. The facts of one checkpoint are in memory at once. */
export async function* sealedRecords(client: pg.ClientBase): AsyncGenerator<AuditRecord> {
  const facts = oneByOne(pagesOf<Sealed>(client, FACTS));
  let next = await facts.next();
  for await (const page of pagesOf<AuditRecord & { toXid: string }>(client, CHECKPOINTS)) {
    for (const checkpoint of page) {
      yield checkpoint;
      const batch: Sealed[] = [];
      for (; !next.done && BigInt(next.value.xid) < BigInt(checkpoint.toXid); next = await facts.next()) batch.push(next.value);
      yield* batch.sort(inTheOrderOfSealing);
    }
  }
}

async function* oneByOne<Row>(pages: AsyncIterable<Row[]>): AsyncGenerator<Row, undefined> {
  for await (const page of pages) yield* page;
  return undefined;
}

function inTheOrderOfSealing(a: Sealed, b: Sealed): number {
  return Buffer.compare(Buffer.from(a.subjectId), Buffer.from(b.subjectId)) || a.seq - b.seq;
}
