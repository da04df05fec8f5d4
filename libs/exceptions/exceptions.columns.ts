import { raw } from 'sql-template-tag';

/** The columns of an exception under the names of its entity, for statements that answer one. */
export const EXCEPTION_COLUMNS = raw(
  [
    'id, number, ref, status, turn, revision, quorum, raised, frozen',
    'case_id AS "caseId", proposer_id AS "proposerId", proposer_human AS "proposerHuman", base_quorum AS "baseQuorum", beyond_caps AS "beyondCaps"',
    'policy_version_id AS "policyVersionId", cloned_from AS "clonedFrom", why_different_id AS "whyDifferentId", created_at AS "createdAt", expires_at AS "expiresAt"',
    'approved_revision AS "approvedRevision", approved_at AS "approvedAt", use_by AS "useBy", customer_told_at AS "customerToldAt"',
    'fulfilled_at AS "fulfilledAt", fulfilment_reference AS "fulfilmentReference", reference_erased_at AS "referenceErasedAt", covered_by AS "coveredBy", ended_at AS "endedAt"',
    'ended_reason_id AS "endedReasonId", stop_proposed_by AS "stopProposedBy", stop_proposed_human AS "stopProposedHuman"',
    'stopped_by AS "stoppedBy", stopped_human AS "stoppedHuman"',
  ].join(', '),
);
