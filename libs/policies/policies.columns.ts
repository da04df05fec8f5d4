import { raw } from 'sql-template-tag';

/** The columns of a policy `p` under the names of its entity. */
export const POLICY_COLUMNS = raw('p.id, p.number, p.ref, p.book_ref AS "bookRef", p.title, p.created_at AS "createdAt"');

/** What a version `v` is at this moment: an active one whose time is over is superseded. */
export const STATUS_NOW = raw(`CASE WHEN v.status = 'ACTIVE' AND v.superseded_at <= house_now() THEN 'SUPERSEDED' ELSE v.status END`);

/** Whether a version `v` is in force at this moment. */
export const IN_FORCE = raw(`(v.status = 'ACTIVE' AND v.effective_from <= house_now() AND coalesce(v.superseded_at > house_now(), true))`);

/** Whether a version `o` holds what it was made from, so that no other policy is made of that: it is proposed, or its policy is in force or has a date to come. */
export const HOLDS = raw(`(o.status = 'PROPOSED' OR o.status = 'ACTIVE' AND EXISTS (
  SELECT 1 FROM policy_versions n WHERE n.policy_id = o.policy_id AND n.status = 'ACTIVE' AND coalesce(n.superseded_at > house_now(), true)))`);

/** The columns of a version `v` under the names of its entity. */
export const VERSION_COLUMNS = raw(
  [
    `v.id, v.policy_id AS "policyId", v.number, ${STATUS_NOW.text} AS status, v.text, v.kinds, v.causes, v.amount_up_to::float8 AS "amountUpTo", v.currency`,
    'v.promoted, v.review_by AS "reviewBy", v.review_reminded_at AS "reviewRemindedAt", v.drafted_by AS "draftedBy", v.proposed_by AS "proposedBy", v.proposed_human AS "proposedHuman"',
    'v.activated_by AS "activatedBy", v.activated_human AS "activatedHuman", v.effective_from AS "effectiveFrom", v.superseded_at AS "supersededAt"',
    'v.retire_proposed_by AS "retireProposedBy", v.retire_proposed_human AS "retireProposedHuman", v.retire_reason_id AS "retireReasonId"',
    'v.owner, v.wanted_from AS "wantedFrom", v.retired_by AS "retiredBy", v.retired_human AS "retiredHuman", v.created_at AS "createdAt"',
  ].join(', '),
);
