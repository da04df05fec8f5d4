import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each service role may do: nothing is granted that no code needs. The roles themselves are made by libs/database/roles.ts. */
export class LeastRights1763700000009 implements MigrationInterface {
  name = 'LeastRights1763700000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO countersign_api, countersign_worker, countersign_seal, countersign_erase;
GRANT EXECUTE ON FUNCTION house_now(), refuse(text, text), canonical(text), fact_hash(facts), quorum_for(text, bigint, text), may_vote(policy_exceptions, people),
  covers(policy_versions, text, text, bigint, text), revision_digest(revisions, revision_texts), material_digest(revisions, revision_texts)
  TO countersign_api, countersign_worker;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO countersign_api;
GRANT SELECT ON facts TO countersign_seal;
GRANT EXECUTE ON FUNCTION house_now(), canonical(text), fact_hash(facts) TO countersign_seal;

-- Insert-only for the api: proofs and history.
GRANT INSERT ON facts, remarks, idempotency_keys, revisions, revision_texts, co_signatures, co_signature_ends, objections, objection_ends, passes,
  approvals, counted_signatures, helpers, shown_precedents, policy_precedents, customers, cases, case_texts, ownership,
  policies, policy_versions, guardrails, bands, policy_exceptions, reviews, people, teams, identities, api_tokens, sessions TO countersign_api;
GRANT UPDATE (status, turn, revision, base_quorum, raised, policy_version_id, approved_revision, use_by, customer_told_at,
  fulfilment_reference, covered_by, ended_reason_id, stop_proposed_by, stop_proposed_human, stopped_by, stopped_human)
  ON policy_exceptions TO countersign_api;
GRANT UPDATE (status, turn, reviewer_id, reviewer_human, claimed_until, due_at, disposition, reason_id, disposed_at) ON reviews TO countersign_api;
GRANT UPDATE (status, text, kinds, causes, amount_up_to, currency, review_by, proposed_by, proposed_human, activated_by, activated_human, effective_from,
  superseded_at, retire_proposed_by, retire_proposed_human, retire_reason_id, retired_by, retired_human) ON policy_versions TO countersign_api;
GRANT UPDATE (status, acknowledged_at) ON cases TO countersign_api;
GRANT UPDATE (until_at) ON ownership TO countersign_api;
GRANT UPDATE (name, email, roles, faces_customers, active, away_until, team_id) ON people TO countersign_api;
GRANT UPDATE (last_used_at, revoked_at) ON api_tokens TO countersign_api;
GRANT UPDATE (ended_at) ON sessions TO countersign_api;
GRANT UPDATE (active, activated_by) ON guardrails TO countersign_api;

-- The worker acts for the system: it ends what the clock ends and routes reviews. It reads no customer and no words.
GRANT SELECT ON facts, outbox, people, teams, policy_exceptions, revisions, co_signatures, co_signature_ends, objections, objection_ends, approvals,
  counted_signatures, helpers, reviews, policies, policy_versions, policy_precedents, guardrails, bands, cases, ownership, idempotency_keys TO countersign_worker;
GRANT INSERT ON facts TO countersign_worker;
GRANT UPDATE (taken_until), DELETE ON outbox TO countersign_worker;
GRANT UPDATE (status, turn, covered_by) ON policy_exceptions TO countersign_worker;
GRANT UPDATE (status, turn, reviewer_id, reviewer_human, claimed_until, due_at, routed_at, reminded_at) ON reviews TO countersign_worker;
GRANT DELETE ON idempotency_keys TO countersign_worker;
GRANT SELECT ON migrations TO countersign_worker;

-- The eraser takes away personal data and texts, and nothing else.
GRANT SELECT, UPDATE (name, contact, erased_at) ON customers TO countersign_erase;
GRANT SELECT, UPDATE (need, erased_at) ON case_texts TO countersign_erase;
GRANT SELECT, UPDATE (body, erased_at) ON remarks TO countersign_erase;
GRANT SELECT, UPDATE (salt, what_happened, what_policy_says, what_we_do, why_fair, deed, erased_at) ON revision_texts TO countersign_erase;
GRANT SELECT ON cases, policy_exceptions, revisions, reviews TO countersign_erase;
GRANT INSERT ON facts TO countersign_erase;
GRANT EXECUTE ON FUNCTION house_now() TO countersign_erase;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM countersign_api, countersign_worker, countersign_seal, countersign_erase;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM countersign_api, countersign_worker, countersign_seal, countersign_erase;
REVOKE ALL ON SCHEMA public FROM countersign_api, countersign_worker, countersign_seal, countersign_erase;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO PUBLIC;
`);
  }
}
