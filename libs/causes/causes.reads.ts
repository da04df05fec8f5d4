import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import sql, { raw } from 'sql-template-tag';
import { namesOf } from './causes.look.js';
import { CAUSES_MAX } from './cause.rules.js';
import type { Cause, CausesAsked } from './cause.types.js';

const COLUMNS =
  raw(`c.id, c.key, c.name, c.description, c.created_by AS "createdBy", c.created_at AS "createdAt", c.merged_into AS "mergedInto",
  c.merge_asked_into AS "mergeAskedInto", c.merge_asked_by AS "mergeAskedBy", w.body AS "mergeWhy"`);
/** So many are found at most by what somebody writes: what nobody reads helps nobody. */
const FOUND_MOST = 10;
const COUNTED_MOST = 10_000;

/** Reads the list of causes. */
@Injectable()
export class CausesReads {
  constructor(private readonly db: Database) {}

  /** The causes in use, by name; for a search the nearest ones, ten at most. Two hundred at most in all, twice as many with merged ones. */
  list({ search, includeMerged }: CausesAsked): Promise<Cause[]> {
    if (search) return this.near(search);
    return this.db.query<Cause & Record<string, unknown>>(
      sql`SELECT ${COLUMNS} FROM causes c LEFT JOIN remarks w ON w.id = c.merge_why_id WHERE ${includeMerged ?? false}::boolean OR c.merged_into IS NULL
           ORDER BY c.key = 'other', lower(c.name), c.key LIMIT ${(includeMerged ? 2 : 1) * CAUSES_MAX}::int`,
      'causes.list',
    );
  }

  /** Causes by their keys, merged ones too, in any order; unknown ones are left out. */
  byKeys(keys: readonly string[]): Promise<Cause[]> {
    return this.db.query<Cause & Record<string, unknown>>(
      sql`SELECT ${COLUMNS} FROM causes c LEFT JOIN remarks w ON w.id = c.merge_why_id WHERE c.key = ANY (${keys})`,
      'causes.byKeys',
    );
  }

  /** The same by their ids. */
  byIds(ids: readonly string[]): Promise<Cause[]> {
    return this.db.query<Cause & Record<string, unknown>>(
      sql`SELECT ${COLUMNS} FROM causes c LEFT JOIN remarks w ON w.id = c.merge_why_id WHERE c.id = ANY (${ids})`,
      'causes.byIds',
    );
  }

  /** The name of what each of some causes is by now; those that are not on the list are left out. */
  names(keys: readonly string[]): Promise<{ key: string; name: string }[]> {
    return namesOf(this.db, keys);
  }

  /** How many approved exceptions have each of some causes, or what was merged into it; counted up to 10,000. */
  uses(keys: readonly string[]): Promise<{ key: string; uses: number }[]> {
    return this.db.query<{ key: string; uses: number }>(
      sql`SELECT k.key, (SELECT count(*)::int FROM (SELECT 1 FROM precedents p WHERE p.cause = ANY (same_causes(k.key)) LIMIT ${COUNTED_MOST}) AS found) AS uses
            FROM unnest(${keys}::text[]) AS k(key)`,
      'causes.uses',
    );
  }

  private near(search: string): Promise<Cause[]> {
    return this.db.query<Cause & Record<string, unknown>>(
      sql`SELECT ${COLUMNS} FROM causes_near(${search}, ${FOUND_MOST}::int) n JOIN causes c ON c.key = n.key
            LEFT JOIN remarks w ON w.id = c.merge_why_id ORDER BY n.alike DESC, n.key`,
      'causes.near',
    );
  }
}
