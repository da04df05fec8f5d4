import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { keyset, type Page, type Paged, pageOf, type PageRequest } from '#pages';
import sql, { type Sql } from 'sql-template-tag';
import { found, type Meant, meantBy, wordsOfTitles } from './finding.look.js';
import { HOLDS, IN_FORCE, POLICY_COLUMNS, VERSION_COLUMNS } from './policies.columns.js';
import type { PolicyPrecedent, PolicyVersion } from './policy-version.entity.js';
import type { Policy } from './policy.entity.js';

/** Which policies a list shows. */
export interface PolicyFilter {
  /** Part of a title, words of the title, also with slips, or of the text in force in any order, or a ref. */
  readonly text?: string | null;
  /** Only those whose version in force should have been looked at again by now. */
  readonly dueForReview?: boolean | null;
}

/** Why a version should be retired. */
export interface RetireReason {
  readonly id: string;
  /** null once erased. */
  readonly reason: string | null;
}

/** A policy that stands on an exception. */
export interface PolicyHold {
  readonly exceptionId: string;
  readonly policyId: string;
}

/** Reads policies, their versions and what these were made of. */
@Injectable()
export class PoliciesReads {
  constructor(private readonly db: Database) {}

  /** Policies by their ids, in any order; unknown ids are left out. */
  byIds(ids: readonly string[]): Promise<Policy[]> {
    return this.db.query<Policy>(sql`SELECT ${POLICY_COLUMNS} FROM policies p WHERE p.id = ANY (${ids})`, 'policies.byIds');
  }

  /** The policy with this ref, such as POL-7; undefined when there is none. */
  async byRef(ref: string): Promise<Policy | undefined> {
    const [found] = await this.db.query<Policy>(sql`SELECT ${POLICY_COLUMNS} FROM policies p WHERE p.ref = ${ref}`, 'policies.byRef');
    return found;
  }

  /** Policies, newest first, one page. */
  async list(filter: PolicyFilter, page: PageRequest): Promise<Page<Policy & Paged>> {
    const { key, where, tail } = keyset({ key: sql`p.number`, kind: 'integer', id: sql`p.id`, descending: true }, page);
    const meant = await this.meant(filter);
    const rows = await this.db.query<Policy & Paged>(
      sql`SELECT ${POLICY_COLUMNS}, ${key} FROM policies p WHERE ${matches(filter, meant)} AND ${where} ${tail}`,
    );
    return pageOf(rows, page);
  }

  /** How many policies the whole list has. */
  async count(filter: PolicyFilter): Promise<number> {
    const meant = await this.meant(filter);
    const [row] = await this.db.query<{ count: number }>(
      sql`SELECT count(*)::int AS count FROM policies p WHERE ${matches(filter, meant)}`,
    );
    return row?.count ?? 0;
  }

  /** Versions by their ids, in any order; unknown ids are left out. */
  versionsByIds(ids: readonly string[]): Promise<PolicyVersion[]> {
    return this.db.query<PolicyVersion>(
      sql`SELECT ${VERSION_COLUMNS} FROM policy_versions v WHERE v.id = ANY (${ids})`,
      'policies.versionsByIds',
    );
  }

  /** Why a reviewer asked to retire some versions; without those that nobody asked to retire. */
  retireReasons(versionIds: readonly string[]): Promise<RetireReason[]> {
    return this.db.query<RetireReason & Record<string, unknown>>(
      sql`SELECT v.id, w.body AS reason FROM policy_versions v JOIN remarks w ON w.id = v.retire_reason_id WHERE v.id = ANY (${versionIds})`,
      'policies.retireReasons',
    );
  }

  /** All versions of some policies, the newest first. */
  versionsOf(policyIds: readonly string[]): Promise<PolicyVersion[]> {
    return this.db.query<PolicyVersion>(
      sql`SELECT ${VERSION_COLUMNS} FROM policy_versions v WHERE v.policy_id = ANY (${policyIds}) ORDER BY v.policy_id, v.number DESC`,
      'policies.versionsOf',
    );
  }

  /** The version in force at this moment of each of some policies that has one. */
  inForce(policyIds: readonly string[]): Promise<PolicyVersion[]> {
    return this.db.query<PolicyVersion>(
      sql`SELECT ${VERSION_COLUMNS} FROM policy_versions v WHERE v.policy_id = ANY (${policyIds}) AND ${IN_FORCE}`,
      'policies.inForce',
    );
  }

  /** The version of a policy that was, or will be, in force at an instant; undefined when there is none. */
  async policyAt(policyId: string, at: Date): Promise<PolicyVersion | undefined> {
    const [found] = await this.db.query<PolicyVersion>(
      sql`SELECT ${VERSION_COLUMNS} FROM policy_versions v
           WHERE v.policy_id = ${policyId} AND v.effective_from IS NOT NULL AND tstzrange(v.effective_from, v.superseded_at) @> ${at}::timestamptz`,
      'policies.at',
    );
    return found;
  }

  /** The exceptions from which some versions were made. */
  precedentsOf(versionIds: readonly string[]): Promise<PolicyPrecedent[]> {
    return this.links(sql`l.policy_version_id = ANY (${versionIds})`, 'policies.precedentsOf');
  }

  /** The versions that were made from some exceptions: the same links from the other side. */
  madeFrom(exceptionIds: readonly string[]): Promise<PolicyPrecedent[]> {
    return this.links(sql`l.exception_id = ANY (${exceptionIds})`, 'policies.madeFrom');
  }

  /** The policies that hold some exceptions, the oldest first: while one does, no other policy is made of them. */
  holding(exceptionIds: readonly string[]): Promise<PolicyHold[]> {
    return this.db.query<PolicyHold & Record<string, unknown>>(
      sql`SELECT l.exception_id AS "exceptionId", p.id AS "policyId" FROM policy_precedents l JOIN policy_versions o ON o.id = l.policy_version_id
            JOIN policies p ON p.id = o.policy_id WHERE l.exception_id = ANY (${exceptionIds}) AND ${HOLDS} GROUP BY l.exception_id, p.id ORDER BY p.number`,
      'policies.holding',
    );
  }

  private async meant({ text }: PolicyFilter): Promise<Meant> {
    return text ? meantBy(text, await wordsOfTitles(this.db, text)) : null;
  }

  private links(which: Sql, name: string): Promise<PolicyPrecedent[]> {
    return this.db.query<PolicyPrecedent>(
      sql`SELECT l.policy_version_id AS "policyVersionId", l.exception_id AS "exceptionId" FROM policy_precedents l WHERE ${which}
           ORDER BY l.policy_version_id, l.exception_id`,
      name,
    );
  }
}

function matches({ text, dueForReview }: PolicyFilter, meant: Meant): Sql {
  return sql`${text ? sql`p.id = ANY (ARRAY(${found(text, meant)}))` : sql`true`}
    AND (NOT ${dueForReview ?? false}::boolean OR EXISTS (SELECT 1 FROM policy_versions v WHERE v.policy_id = p.id AND ${IN_FORCE} AND v.review_by <= house_now()))`;
}
