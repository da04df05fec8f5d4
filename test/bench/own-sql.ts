import { Database } from '#database';
import { ExceptionsReads, ExceptionsService, ProposalsService } from '#exceptions';
import type { Actor } from '#people';
import { readSettings } from '#settings';
import pg from 'pg';
import type { Sql } from 'sql-template-tag';
import { type Figures, measuredEach } from './rounds.js';

/** One statement as it went over the wire. */
interface Sent {
  name: string | undefined;
  text: string;
  values: unknown[];
}

/** What the service says to the database for one pair: propose, then co-sign. */
export type SentPair = readonly Sent[];

/** A database that writes down what it is sent while it is on record. */
class Recorder extends Database {
  readonly sent: Sent[] = [];

  override query<Row extends pg.QueryResultRow>(statement: Sql, name?: string): Promise<Row[]> {
    this.sent.push({ name, text: statement.text, values: statement.values });
    return super.query<Row>(statement, name);
  }
}

/** Lets the real services do a pair for each case in one transaction that is taken back, and writes down the statements of each, to be sent for good. */
export async function recordPairs(
  url: string,
  { caseIds, proposer, signer, round }: { caseIds: readonly string[]; proposer: Actor; signer: Actor; round: number },
): Promise<SentPair[]> {
  const pool = new pg.Pool({ connectionString: url, max: 1 }); // one connection, so that all of it is in the transaction
  await pool.query('BEGIN');
  const settings = readSettings({ DATABASE_URL: url });
  const recorded: SentPair[] = [];
  for (const [pair, caseId] of caseIds.entries()) {
    const db = new Recorder(pool);
    const reads = new ExceptionsReads(db);
    const proposed = await new ProposalsService(db, reads, settings).propose(
      { ...PROPOSAL, caseId, idempotencyKey: `bench-p-${round}-${pair}` },
      proposer,
    );
    const [revision] = await new ExceptionsReads(new Database(pool)).currentRevisions([proposed.node.id]);
    const read = { exceptionId: proposed.node.id, digest: revision?.digest ?? '', words: WORDS };
    await new ExceptionsService(db, reads, settings).coSign({ ...read, idempotencyKey: `bench-s-${round}-${pair}` }, signer);
    recorded.push(db.sent);
  }
  await pool.query('ROLLBACK');
  await pool.end();
  return recorded;
}

/** S: sends the recorded statements; nothing else is done between them. */
export async function replay(url: string, lanes: number, pairs: readonly SentPair[]): Promise<Figures> {
  const pool = new pg.Pool({ connectionString: url, max: lanes });
  const figures = await measuredEach(lanes, pairs, async (pair) => {
    for (const { name, text, values } of pair) await pool.query({ name, text, values });
  });
  await pool.end();
  return figures;
}

/** What is proposed in every measurement. */
export const PROPOSAL = {
  noPolicyExists: true,
  cause: 'bench-flood',
  whatHappened: 'Her branch was under water on the due date.',
  whatPolicySays: 'Late payments are charged; nothing is said of floods.',
  whatWeDo: 'We give back the late fee and the interest.',
  whyFair: 'She could not pay; we would want the same.',
  remedy: { kind: 'FEE_WAIVER' as const, amount: { amountMinor: 20_240, currency: 'AUD' } },
};

/** What a signer says in every measurement. */
export const WORDS = 'I would want that too.';
