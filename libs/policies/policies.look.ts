import type { Queryable } from '#database';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { NamedPrecedent } from './draft.rules.js';
import { HOLDS, IN_FORCE, STATUS_NOW } from './policies.columns.js';
import type { PolicyAttempt } from './policy.rules.js';
import type { PolicyVersionStatus } from './policy.words.js';

/** A version with everything that decides what may happen to it, except who asks. */
export interface VersionNow extends Pick<PolicyAttempt, 'now' | 'reviewers' | 'version' | 'latest' | 'proposedNumber' | 'taken'> {
  readonly id: string;
  readonly policyId: string;
}

/** How many colleagues are named who could act instead. */
const REVIEWERS_MOST = 20;

/** Reviewers who are active and here, by name, as JSON. */
const reviewers =
  raw(`(SELECT coalesce(json_agg(json_build_object('id', r.id, 'humanId', r.human_id)), '[]') FROM (SELECT p.id, p.human_id FROM people p
  WHERE p.kind = 'PERSON' AND p.active AND 'REVIEWER' = ANY (p.roles) AND coalesce(p.away_until <= house_now(), true)
  ORDER BY p.name, p.id LIMIT ${REVIEWERS_MOST}) AS r)`);

/** The ref of another policy that holds an exception. */
function otherPolicyOf(exceptionId: Sql, policyId: Sql): Sql {
  return sql`(SELECT p.ref FROM policy_precedents l JOIN policy_versions o ON o.id = l.policy_version_id JOIN policies p ON p.id = o.policy_id
    WHERE l.exception_id = ${exceptionId} AND o.policy_id IS DISTINCT FROM ${policyId} AND ${HOLDS}
    ORDER BY p.number LIMIT 1)`;
}

/** Looks at versions by their ids, in one query; unknown ids are left out. */
export async function lookAtVersions(db: Queryable, ids: readonly string[]): Promise<VersionNow[]> {
  const rows = await db.query<VersionRow>(sql`${selected} WHERE v.id = ANY (${ids})`, 'policies.look');
  return rows.map(asVersion);
}

/** Looks at the version of a policy that is to be retired: the one in force, else one that waits for its date; undefined when there is none. */
export async function lookAtRetirement(db: Queryable, policyId: string): Promise<VersionNow | undefined> {
  const [row] = await db.query<VersionRow>(
    sql`${selected} WHERE v.policy_id = ${policyId} AND v.status = 'ACTIVE' AND coalesce(v.superseded_at > house_now(), true)
        ORDER BY ${IN_FORCE} DESC, v.effective_from LIMIT 1`,
    'policies.lookAtRetirement',
  );
  return row && asVersion(row);
}

/** What the house says to a draft before it stands. */
export interface DraftGround {
  now: Date;
  reviewers: { id: string; humanId: string }[];
  policyTitle: string | null;
  precedents: NamedPrecedent[];
  /** What each cause of the conditions is by now; null: it is not on the list. */
  causes: { asked: string; now: string | null }[];
}

/**
 * Reads the ground for a draft, in one query. It looks at the exceptions' table itself: the room of exceptions came later, and policies
 * only need to know whether they were approved.
 */
export async function lookAtDraft(
  db: Queryable,
  { policyId, exceptionIds, causes }: { policyId: string | null; exceptionIds: readonly string[]; causes: readonly string[] },
): Promise<DraftGround> {
  const [row] = await db.query<DraftGround & Record<string, unknown>>(
    sql`SELECT house_now() AS now, ${reviewers} AS reviewers, (SELECT p.title FROM policies p WHERE p.id = ${policyId}::text) AS "policyTitle",
          (SELECT coalesce(json_agg(json_build_object('id', asked.id, 'ref', e.ref, 'stands', coalesce(e.status IN ('APPROVED', 'FULFILLED', 'LAPSED'), false),
              'kind', r.kind, 'cause', cause_now(r.cause), 'currency', r.currency, 'policyRef', ${otherPolicyOf(sql`e.id`, sql`${policyId}::text`)}) ORDER BY asked.place), '[]')
             FROM unnest(${exceptionIds}::text[]) WITH ORDINALITY AS asked (id, place) LEFT JOIN policy_exceptions e ON e.id = asked.id
             LEFT JOIN revisions r ON r.exception_id = e.id AND r.number = e.revision) AS precedents,
          (SELECT coalesce(json_agg(json_build_object('asked', asked.cause, 'now', coalesce(k.merged_into, k.key)) ORDER BY asked.place), '[]')
             FROM unnest(${causes}::text[]) WITH ORDINALITY AS asked (cause, place) LEFT JOIN causes k ON k.key = asked.cause) AS causes`,
    'policies.lookAtDraft',
  );
  if (!row) throw new Error('This query always has one row.');
  return row;
}

interface VersionRow extends Record<string, unknown> {
  now: Date;
  id: string;
  policyId: string;
  number: number;
  status: PolicyVersionStatus;
  proposedHuman: string | null;
  retireProposedHuman: string | null;
  effectiveFrom: Date | null;
  supersededAt: Date | null;
  wantedFrom: Date | null;
  latestId: string | null;
  latestNumber: number;
  latestFrom: Date;
  latestUntil: Date | null;
  proposedNumber: number | null;
  taken: { ref: string; policyRef: string }[];
  reviewers: { id: string; humanId: string }[];
}

const selected = sql`SELECT house_now() AS now, v.id, v.policy_id AS "policyId", v.number, ${STATUS_NOW} AS status, v.proposed_human AS "proposedHuman",
    v.retire_proposed_human AS "retireProposedHuman", v.effective_from AS "effectiveFrom", v.superseded_at AS "supersededAt", v.wanted_from AS "wantedFrom",
    latest.id AS "latestId", latest.number AS "latestNumber", latest.effective_from AS "latestFrom", latest.superseded_at AS "latestUntil",
    (SELECT max(o.number) FROM policy_versions o WHERE o.policy_id = v.policy_id AND o.id <> v.id AND o.status = 'PROPOSED') AS "proposedNumber",
    (SELECT coalesce(json_agg(json_build_object('ref', x.ref, 'policyRef', x."policyRef") ORDER BY x.ref), '[]') FROM (
       SELECT e.ref, ${otherPolicyOf(sql`e.id`, sql`v.policy_id`)} AS "policyRef" FROM policy_precedents l JOIN policy_exceptions e ON e.id = l.exception_id
        WHERE l.policy_version_id = v.id) x WHERE x."policyRef" IS NOT NULL) AS taken,
    ${reviewers} AS reviewers
  FROM policy_versions v LEFT JOIN LATERAL (SELECT l.id, l.number, l.effective_from, l.superseded_at FROM policy_versions l
    WHERE l.policy_id = v.policy_id AND l.id <> v.id AND l.effective_from IS NOT NULL ORDER BY l.effective_from DESC LIMIT 1) AS latest ON true`;

function asVersion({
  now,
  id,
  policyId,
  reviewers: named,
  latestId,
  latestNumber,
  latestFrom,
  latestUntil,
  proposedNumber,
  taken,
  ...version
}: VersionRow): VersionNow {
  const latest = latestId === null ? null : { id: latestId, number: latestNumber, effectiveFrom: latestFrom, supersededAt: latestUntil };
  return { now, id, policyId, reviewers: named, latest, proposedNumber, taken, version };
}
