import { Injectable } from '@nestjs/common';
import { Database, once, type Once, onlyOnce, type Queryable, untilWritten } from '#database';
import { InvalidError, RuleError, say } from '#errors';
import sql from 'sql-template-tag';
import type { Actor } from './actor.js';
import { type ImportLine, type ImportRow, type LineFault, readRow } from './import-cells.rules.js';
import { type ImportPlan, planImport } from './import.rules.js';
import { lockChanged, lookAround } from './people.import-look.js';
import { countsOf, type ImportCounts, writeImport } from './people.import-write.js';
import { adminNow, adminsBesides } from './people.look.js';
import { NotAnAdminError } from './person.errors.js';

/** A file of people, as it was read, and what to do with it. */
export interface ImportOrder {
  readonly lines: readonly ImportLine[];
  /** Lines that could not be read as rows at all. */
  readonly unread: readonly LineFault[];
  /** Whose subjects the file names: the sign-in provider. */
  readonly issuer: string;
  /** Only say what it would do. */
  readonly dryRun: boolean;
  /** The SHA-256 of the file: a key comes back with the same file only. */
  readonly fileHash: string;
  readonly idempotencyKey?: string | null;
}

/** What a file did, or would do. */
export interface ImportReport extends ImportCounts {
  /** Whether it was written: no dry run, and no fault. */
  readonly done: boolean;
  readonly replayed: boolean;
  readonly faults: readonly LineFault[];
}

/** People whom one file changes at most: each change holds a lock on the person's history until all are written. New people are as many as there are rows. */
const CHANGES_MAX = 2_000;

/** Carries what is wrong with a file out of the transaction that it must not leave a trace in. */
class FaultyFileError extends RuleError {
  readonly code = 'INVALID';
  constructor(readonly report: ImportReport) {
    super(say`Something is wrong with the file. Nothing of it was done; correct the lines and send it again.`);
  }
}

/** Makes and changes people by a file: all rows or none. */
@Injectable()
export class PeopleImports {
  constructor(private readonly db: Database) {}

  /**
   * Makes everybody whose handle is new and changes whom the house knows; the same file again changes nothing. With a fault in any line
   * nothing is done, and every fault is told.
   * @throws NotAnAdminError
   * @throws InvalidError for a file that changes more than 2,000 people
   * @throws BusyError when people changed meanwhile, every time it looked
   */
  async run(order: ImportOrder, actor: Actor): Promise<ImportReport> {
    const keyed = { idempotencyKey: order.idempotencyKey ?? null, fileHash: order.fileHash };
    const taken = order.dryRun ? undefined : once(actor.personId, 'importPeople', keyed);
    try {
      const { node, replayed } = await onlyOnce(
        this.db,
        taken,
        () => untilWritten(() => this.attempt(order, actor, taken)),
        (id) => this.earlier(id),
      );
      return { ...node, replayed };
    } catch (error) {
      if (error instanceof FaultyFileError) return error.report;
      throw error;
    }
  }

  /** Looks, locks whom the file changes, and looks again. No row when others have to be changed by then: it looks anew. */
  private async attempt(order: ImportOrder, actor: Actor, taken: Once | undefined): Promise<ImportReport[]> {
    const read = order.lines.map(readRow);
    const rows = read.filter((row): row is ImportRow => !Array.isArray(row));
    const unreadable = [...order.unread, ...read.flatMap((row) => (Array.isArray(row) ? row : []))];
    const context = { issuer: order.issuer, actorId: actor.personId };
    return this.db.transaction(async (tx) => {
      await mustBeAdmin(tx, actor);
      const first = planImport(rows, await lookAround(tx, rows, context));
      refuseFaults(first, unreadable);
      const ids = first.changed.map(({ person }) => person.id);
      if (ids.length > CHANGES_MAX)
        throw new InvalidError(
          [],
          say`This file changes ${{ people: ids.length }} people; one file changes at most ${{ most: CHANGES_MAX }}. Send it in parts.`,
        );
      if (order.dryRun) return [{ ...countsOf(first), done: false, replayed: false, faults: [] }];
      await lockChanged(tx, ids, actor.personId);
      await mustBeAdmin(tx, actor);
      const plan = planImport(rows, await lookAround(tx, rows, context));
      refuseFaults(plan, unreadable);
      const locked = new Set(ids);
      if (!plan.changed.every(({ person }) => locked.has(person.id))) return [];
      await writeImport(tx, plan, context, taken);
      return [{ ...countsOf(plan), done: true, replayed: false, faults: [] }];
    });
  }

  /** What an import with this key did when it was done. */
  private async earlier(id: string): Promise<ImportReport> {
    const [fact] = await this.db.query<{ body: ImportCounts }>(
      sql`SELECT body FROM facts WHERE subject_id = ${id} AND name = 'people.imported'`,
      'people.importBefore',
    );
    if (!fact) throw new Error(`The import ${id} was done before, and facts are never deleted.`);
    return { ...fact.body, done: true, replayed: true, faults: [] };
  }
}

async function mustBeAdmin(db: Queryable, actor: Actor): Promise<void> {
  if ((await db.query(adminNow(actor))).length === 0) throw new NotAnAdminError(await adminsBesides(db, actor.personId));
}

function refuseFaults(plan: ImportPlan, unreadable: readonly LineFault[]): void {
  const faults = [...unreadable, ...plan.faults].sort((one, other) => one.line - other.line);
  if (faults.length === 0) return;
  const counts = countsOf(plan);
  const lines = new Set(unreadable.map(({ line }) => line)).size;
  throw new FaultyFileError({ ...counts, rows: counts.rows + lines, done: false, replayed: false, faults });
}
