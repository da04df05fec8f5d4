import { Injectable } from '@nestjs/common';
import { Database, once, type Once, onlyOnce, untilWritten } from '#database';
import { RuleError, say } from '#errors';
import { type Actor, isReviewer } from '#people';
import sql from 'sql-template-tag';
import { type BookFault, type BookFile, type BookPlan, planBook } from './book.rules.js';
import { type BookPage, lockBook, lookAtBook, pagesOfBook } from './books.look.js';
import { type BookCounts, countsOfBook, writeBook } from './books.write.js';
import { ReviewerNeededError } from './policy.errors.js';

/** A policy book, as it was read, and what to do with it. */
export interface BookOrder {
  readonly files: readonly BookFile[];
  /** Only say what it would do. */
  readonly dryRun: boolean;
  /** The SHA-256 of all that was sent: a key comes back with the same book only. */
  readonly hash: string;
  readonly idempotencyKey?: string | null;
}

/** What a book did, or would do. */
export interface BookReport extends BookCounts {
  /** Whether it was written: no dry run, and no fault. */
  readonly done: boolean;
  readonly replayed: boolean;
  readonly faults: readonly BookFault[];
  /** The files that make a new policy, and those that make another version; empty when it was done before. */
  readonly createdFiles: readonly string[];
  readonly changedFiles: readonly string[];
}

/** Carries what is wrong with a book out of the transaction in which it must not leave a trace. */
class FaultyBookError extends RuleError {
  readonly code = 'INVALID';
  constructor(readonly report: BookReport) {
    super(say`Something is wrong with the files. Nothing of them was done; correct them and send them again.`);
  }
}

/** Takes a company's policy book in, and gives it out again. */
@Injectable()
export class PolicyBooks {
  constructor(private readonly db: Database) {}

  /**
   * Proposes what the files say and what does not stand yet: all of them or, with a fault in any, none; every fault is told. Nothing is in force
   * by it: another reviewer activates each.
   * @throws ReviewerNeededError
   * @throws BusyError when policies changed meanwhile, every time it looked
   */
  async take(order: BookOrder, actor: Actor): Promise<BookReport> {
    if (!isReviewer(actor)) throw new ReviewerNeededError();
    const keyed = { idempotencyKey: order.idempotencyKey ?? null, hash: order.hash };
    const taken = order.dryRun ? undefined : once(actor.personId, 'importPolicies', keyed);
    try {
      const { node, replayed } = await onlyOnce(
        this.db,
        taken,
        () => untilWritten(() => this.attempt(order, actor, taken)),
        (id) => this.earlier(id),
      );
      return { ...node, replayed };
    } catch (error) {
      if (error instanceof FaultyBookError) return error.report;
      throw error;
    }
  }

  /** Part of the book as it stands, for as many calls as it takes: policies after the one with this number, at most so many. */
  pages(after: number, most: number): Promise<BookPage[]> {
    return pagesOfBook(this.db, after, most);
  }

  private attempt({ files, dryRun }: BookOrder, actor: Actor, taken: Once | undefined): Promise<BookReport[]> {
    return this.db.transaction(async (tx) => {
      await lockBook(tx);
      const refs = files.flatMap(({ ref }) => (ref === undefined ? [] : [ref]));
      const plan = planBook(files, await lookAtBook(tx, refs));
      if (plan.faults.length > 0) throw new FaultyBookError({ ...reportOf(plan), faults: plan.faults });
      if (!dryRun) await writeBook(tx, plan, actor, taken);
      return [{ ...reportOf(plan), done: !dryRun }];
    });
  }

  /** What an import with this key did when it was done. */
  private async earlier(id: string): Promise<BookReport> {
    const [fact] = await this.db.query<{ body: BookCounts }>(
      sql`SELECT body FROM facts WHERE subject_id = ${id} AND name = 'policies.imported'`,
      'policies.importBefore',
    );
    if (!fact) throw new Error(`The import ${id} was done before, and facts are never deleted.`);
    return { ...fact.body, done: true, replayed: true, faults: [], createdFiles: [], changedFiles: [] };
  }
}

function reportOf(plan: BookPlan): BookReport {
  const named = (entries: BookPlan['created']): string[] => entries.map(({ file }) => file);
  const files = { createdFiles: named(plan.created), changedFiles: named(plan.changed) };
  return { ...countsOfBook(plan), ...files, done: false, replayed: false, faults: [] };
}
