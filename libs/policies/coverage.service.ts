import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import sql from 'sql-template-tag';
import { answer, type AskedRemedy, type VersionInForce } from './coverage.rules.js';
import { IN_FORCE, VERSION_COLUMNS } from './policies.columns.js';
import { PoliciesReads } from './policies.reads.js';
import type { PolicyVersion } from './policy-version.entity.js';

/** The answer to "may I?". */
export interface MayIAnswer {
  readonly allowed: boolean;
  /** The version that says yes; null: none does. */
  readonly policyVersion: PolicyVersion | null;
  /** Why, in a sentence for a person. */
  readonly because: string;
}

/** Answers from the conditions in force what needs no second signature. */
@Injectable()
export class CoverageService {
  constructor(
    private readonly db: Database,
    private readonly reads: PoliciesReads,
  ) {}

  /** May this be done without asking anybody? Yes with the version to cite, or no with the nearest policy's limit. */
  async mayI(remedy: AskedRemedy): Promise<MayIAnswer> {
    const inForce = await this.db.query<VersionInForce & { sameCauses: string[] } & Record<string, unknown>>(
      sql`SELECT (SELECT same_causes(${remedy.cause})) AS "sameCauses", v.id, v.number, v.kinds, v.causes, v.amount_up_to::float8 AS "amountUpTo", v.currency, p.ref AS "policyRef", p.title AS "policyTitle"
            FROM policy_versions v JOIN policies p ON p.id = v.policy_id WHERE ${IN_FORCE}`,
      'policies.conditionsInForce',
    );
    const { allowed, versionId, because } = answer(inForce, { ...remedy, sameCauses: inForce[0]?.sameCauses ?? [remedy.cause] });
    const [policyVersion] = versionId ? await this.reads.versionsByIds([versionId]) : [];
    return { allowed, policyVersion: policyVersion ?? null, because };
  }

  /** The versions in force that allow a remedy, as the database itself judges it; the longest in force first. */
  covering({ kind, cause, amount }: AskedRemedy): Promise<PolicyVersion[]> {
    return this.db.query<PolicyVersion>(
      sql`SELECT ${VERSION_COLUMNS} FROM policy_versions v
           WHERE ${IN_FORCE} AND covers(v, ${kind}, ${cause}, ${amount?.amountMinor ?? null}::bigint, ${amount?.currency ?? null}::text)
           ORDER BY v.effective_from, v.id`,
      'policies.covering',
    );
  }
}
