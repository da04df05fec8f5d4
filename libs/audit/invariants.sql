-- What must be true of every database at every instant. Each query answers the rows that break its sentence, so it must answer none.
-- Read-only, one snapshot, as the role countersign_api: the same file runs after every programme of proof and hourly in production.

-- name: an_approved_exception_has_its_approval_and_no_other_has_one
SELECT e.id, e.status, a.exception_id AS approval FROM policy_exceptions e
  FULL JOIN approvals a ON a.exception_id = e.id AND a.revision = e.approved_revision AND a.quorum = e.quorum
 WHERE e.id IS NULL OR (e.status IN ('APPROVED', 'FULFILLED', 'LAPSED', 'STOPPED')) <> (a.exception_id IS NOT NULL);

-- name: an_approval_counts_enough_distinct_humans_on_its_digest
SELECT a.exception_id, a.quorum, a.counted, count(DISTINCT s.human_id) AS good FROM approvals a
  LEFT JOIN counted_signatures c ON c.exception_id = a.exception_id AND c.revision = a.revision
  LEFT JOIN co_signatures s ON (s.exception_id, s.revision, s.human_id) = (c.exception_id, c.revision, c.human_id) AND s.digest = a.digest AND NOT s.also_agreed
   AND s.at <= a.at + interval '1 second'
 GROUP BY a.exception_id, a.quorum, a.counted
HAVING count(DISTINCT s.human_id) < a.quorum OR count(DISTINCT s.human_id) <> a.counted OR count(c.*) <> a.counted;

-- name: an_approval_is_of_the_digest_of_its_revision
SELECT a.exception_id FROM approvals a LEFT JOIN revisions r ON (r.exception_id, r.number, r.digest) = (a.exception_id, a.revision, a.digest)
 WHERE r.exception_id IS NULL;

-- name: nobody_counts_who_proposed_or_edited
SELECT c.exception_id, c.human_id FROM counted_signatures c JOIN policy_exceptions e ON e.id = c.exception_id
 WHERE c.human_id = e.proposer_human OR EXISTS (SELECT 1 FROM revisions r WHERE r.exception_id = e.id AND r.author_human = c.human_id);

-- name: nobody_counts_who_took_back_or_lost_the_right
SELECT c.exception_id, c.human_id, x.how FROM counted_signatures c JOIN co_signature_ends x USING (exception_id, revision, human_id);

-- name: nobody_votes_on_their_own_words
SELECT v.exception_id, v.human_id, v.revision FROM (SELECT exception_id, human_id, revision FROM co_signatures
    UNION ALL SELECT exception_id, human_id, revision FROM objections UNION ALL SELECT exception_id, human_id, revision FROM passes) v
  JOIN policy_exceptions e ON e.id = v.exception_id
 WHERE v.human_id = e.proposer_human
    OR EXISTS (SELECT 1 FROM revisions r WHERE r.exception_id = v.exception_id AND r.author_human = v.human_id AND r.number <= v.revision);

-- name: only_people_vote
SELECT v.exception_id, v.signer_id FROM (SELECT exception_id, human_id, signer_id FROM co_signatures
    UNION ALL SELECT exception_id, human_id, signer_id FROM objections UNION ALL SELECT exception_id, human_id, signer_id FROM passes) v
  JOIN people p ON p.id = v.signer_id WHERE p.kind <> 'PERSON' OR p.human_id <> v.human_id;

-- name: a_signature_is_on_the_digest_of_its_revision
SELECT s.exception_id, s.human_id FROM co_signatures s LEFT JOIN revisions r ON (r.exception_id, r.number, r.digest) = (s.exception_id, s.revision, s.digest)
 WHERE r.exception_id IS NULL;

-- name: who_agrees_after_the_approval_does_not_count
SELECT s.exception_id, s.human_id FROM co_signatures s LEFT JOIN approvals a ON a.exception_id = s.exception_id AND a.revision = s.revision
 WHERE s.also_agreed AND (a.exception_id IS NULL
    OR EXISTS (SELECT 1 FROM counted_signatures c WHERE (c.exception_id, c.revision, c.human_id) = (s.exception_id, s.revision, s.human_id)));

-- name: every_good_signature_on_the_approved_revision_counts
SELECT s.exception_id, s.human_id FROM approvals a JOIN co_signatures s ON s.exception_id = a.exception_id AND s.revision = a.revision AND NOT s.also_agreed
 WHERE NOT EXISTS (SELECT 1 FROM co_signature_ends x WHERE (x.exception_id, x.revision, x.human_id) = (s.exception_id, s.revision, s.human_id))
   AND NOT EXISTS (SELECT 1 FROM counted_signatures c WHERE (c.exception_id, c.revision, c.human_id) = (s.exception_id, s.revision, s.human_id));

-- name: a_carried_signature_stood_before_a_change_of_wording
SELECT s.exception_id, s.human_id, s.revision FROM co_signatures s
  LEFT JOIN revisions r ON r.exception_id = s.exception_id AND r.number = s.revision AND NOT r.material
  LEFT JOIN co_signatures b ON b.exception_id = s.exception_id AND b.revision = s.revision - 1 AND b.human_id = s.human_id
 WHERE s.carried_from IS NOT NULL AND (r.exception_id IS NULL OR b.exception_id IS NULL OR s.carried_from <> s.revision - 1);

-- name: an_approval_has_exactly_one_review
SELECT coalesce(a.exception_id, r.exception_id) AS id, count(r.*) AS reviews FROM approvals a FULL JOIN reviews r ON r.exception_id = a.exception_id
 GROUP BY 1 HAVING count(r.*) <> 1 OR count(a.*) <> 1;

-- name: a_review_was_queued_by_a_fact_in_the_transaction_of_the_approval
SELECT r.id, count(q.*) AS queued FROM reviews r
  LEFT JOIN facts q ON q.subject_id = r.id AND q.name = 'review.queued'
   AND q.xid = (SELECT f.xid FROM facts f WHERE f.subject_id = r.exception_id AND f.name = 'exception.approved')
 GROUP BY r.id HAVING count(q.*) <> 1;

-- name: an_approval_is_told_by_one_fact_that_names_its_digest_and_humans
SELECT a.exception_id, count(f.*) AS told FROM approvals a
  LEFT JOIN facts f ON f.subject_id = a.exception_id AND f.name = 'exception.approved' AND f.body ->> 'digest' = encode(a.digest, 'hex')
   AND json_array_length(f.body -> 'humans') = a.counted
   AND NOT EXISTS (SELECT 1 FROM json_array_elements_text(f.body -> 'humans') AS h(human)
     WHERE NOT EXISTS (SELECT 1 FROM counted_signatures c WHERE (c.exception_id, c.revision, c.human_id) = (a.exception_id, a.revision, h.human)))
 GROUP BY a.exception_id HAVING count(f.*) <> 1;

-- name: each_state_of_an_exception_is_told_by_its_fact_and_the_other_way_round
WITH states (status, fact) AS (VALUES ('APPROVED', 'exception.approved'), ('FULFILLED', 'exception.fulfilled'), ('LAPSED', 'exception.lapsed'),
  ('COVERED', 'exception.covered'), ('WITHDRAWN', 'exception.withdrawn'), ('DECLINED', 'exception.declined'), ('EXPIRED', 'exception.expired'),
  ('STOPPED', 'exception.stopped')),
told AS (SELECT f.subject_id AS id, f.name, count(*) AS times FROM facts f JOIN states s ON s.fact = f.name GROUP BY 1, 2)
SELECT e.id, e.status, s.fact, coalesce(t.times, 0) AS times FROM policy_exceptions e CROSS JOIN states s LEFT JOIN told t ON t.id = e.id AND t.name = s.fact
 WHERE coalesce(t.times, 0) <> (CASE WHEN s.status = 'APPROVED' THEN e.approved_revision IS NOT NULL ELSE e.status = s.status END)::int;

-- name: nothing_happens_to_an_exception_after_its_end
WITH ends AS (SELECT subject_id, max(seq) AS seq, bool_or(name = 'exception.fulfilled') AS fulfilled FROM facts
  WHERE name IN ('exception.fulfilled', 'exception.lapsed', 'exception.covered', 'exception.withdrawn', 'exception.declined', 'exception.expired', 'exception.stopped')
  GROUP BY subject_id)
SELECT f.subject_id, f.seq, f.name FROM facts f JOIN ends USING (subject_id)
 WHERE f.seq > ends.seq AND f.name LIKE 'exception.%' AND NOT (ends.fulfilled AND f.name = 'exception.alsoAgreed');

-- name: nobody_decides_or_amends_after_the_approval
SELECT f.subject_id, f.seq, f.name FROM facts f JOIN facts a ON a.subject_id = f.subject_id AND a.name = 'exception.approved'
 WHERE f.seq > a.seq AND f.name IN ('exception.coSigned', 'exception.amended', 'exception.objected', 'exception.passed', 'exception.withdrawn',
   'exception.signatureVoided', 'exception.coSignatureRetracted', 'exception.objectionRetracted', 'exception.helperInvited', 'exception.expired');

-- name: every_change_of_an_exception_is_a_turn_with_its_fact
SELECT e.id, e.turn, count(f.*) AS told FROM policy_exceptions e
  LEFT JOIN facts f ON f.subject_id = e.id AND f.name LIKE 'exception.%'
   AND f.name NOT IN ('exception.proposed', 'exception.approved', 'exception.declined', 'exception.alsoAgreed')
 GROUP BY e.id, e.turn HAVING e.turn <> 1 + count(f.*);

-- name: every_revision_is_told_by_one_fact_with_its_digest
SELECT r.exception_id, r.number, count(f.*) AS told FROM revisions r
  LEFT JOIN facts f ON f.subject_id = r.exception_id AND f.name = CASE WHEN r.number = 1 THEN 'exception.proposed' ELSE 'exception.amended' END
   AND (f.body ->> 'revision')::int = r.number AND f.body ->> 'digest' = encode(r.digest, 'hex') AND f.actor_id = r.author_id
 GROUP BY r.exception_id, r.number HAVING count(f.*) <> 1;

-- name: revisions_are_numbered_without_a_gap_up_to_the_current_one
SELECT e.id, e.revision, count(r.*) AS revisions, max(r.number) AS last FROM policy_exceptions e LEFT JOIN revisions r ON r.exception_id = e.id
 GROUP BY e.id, e.revision HAVING count(r.*) <> e.revision OR max(r.number) IS DISTINCT FROM e.revision;

-- name: a_revision_is_by_the_proposer_or_a_named_helper
SELECT r.exception_id, r.number FROM revisions r JOIN policy_exceptions e ON e.id = r.exception_id
 WHERE r.author_human <> e.proposer_human AND (r.number = 1 OR NOT EXISTS (SELECT 1 FROM helpers h WHERE h.exception_id = e.id AND h.person_id = r.author_id));

-- name: every_signature_is_told_by_one_fact
SELECT s.exception_id, s.revision, s.human_id, count(f.*) AS told FROM co_signatures s
  LEFT JOIN facts f ON f.subject_id = s.exception_id AND f.name = CASE WHEN s.also_agreed THEN 'exception.alsoAgreed' ELSE 'exception.coSigned' END
   AND (f.body ->> 'revision')::int = s.revision AND f.body ->> 'humanId' = s.human_id AND f.actor_id = s.signer_id
 WHERE s.carried_from IS NULL GROUP BY s.exception_id, s.revision, s.human_id HAVING count(f.*) <> 1;

-- name: every_told_signature_is_there
SELECT f.subject_id, f.seq, f.name FROM facts f LEFT JOIN co_signatures s ON s.exception_id = f.subject_id AND s.revision = (f.body ->> 'revision')::int
   AND s.human_id = f.body ->> 'humanId' AND s.also_agreed = (f.name = 'exception.alsoAgreed')
 WHERE f.name IN ('exception.coSigned', 'exception.alsoAgreed') AND s.exception_id IS NULL;

-- name: every_end_of_a_signature_is_told_by_one_fact_and_the_other_way_round
WITH told AS (SELECT f.subject_id AS exception_id, (f.body ->> 'revision')::int AS revision, coalesce(f.body ->> 'humanId', p.human_id) AS human_id,
    CASE f.name WHEN 'exception.signatureVoided' THEN 'VOID' ELSE 'RETRACTED' END AS how, count(*) AS times
  FROM facts f LEFT JOIN people p ON p.id = f.body ->> 'signerId'
 WHERE f.name IN ('exception.signatureVoided', 'exception.coSignatureRetracted') GROUP BY 1, 2, 3, 4)
SELECT coalesce(x.exception_id, t.exception_id) AS id, coalesce(x.human_id, t.human_id) AS human, x.how, t.times FROM co_signature_ends x
  FULL JOIN told t USING (exception_id, revision, human_id, how) WHERE x.exception_id IS NULL OR t.times IS DISTINCT FROM 1;

-- name: every_objection_is_told_by_one_fact_and_the_other_way_round
WITH told AS (SELECT subject_id AS exception_id, (body ->> 'revision')::int AS revision, body ->> 'humanId' AS human_id, count(*) AS times
  FROM facts WHERE name = 'exception.objected' GROUP BY 1, 2, 3)
SELECT coalesce(o.exception_id, t.exception_id) AS id, t.times FROM objections o FULL JOIN told t USING (exception_id, revision, human_id)
 WHERE o.exception_id IS NULL OR t.times IS DISTINCT FROM 1;

-- name: every_objection_but_the_declining_one_raised_the_quorum_by_one
SELECT e.id, e.status, e.raised, count(o.*) AS objections FROM policy_exceptions e LEFT JOIN objections o ON o.exception_id = e.id
 GROUP BY e.id, e.status, e.raised HAVING e.raised <> count(o.*) - (e.status = 'DECLINED')::int;

-- name: the_quorum_is_at_least_what_the_bands_ask_for
WITH asked AS (SELECT r.exception_id, r.number, g.id, coalesce(
    (SELECT b.quorum FROM bands b WHERE b.guardrails_id = g.id AND (b.kinds IS NULL OR r.kind = ANY (b.kinds))
       AND (b.up_to IS NULL OR r.amount_minor IS NULL OR (b.currency = r.currency AND r.amount_minor <= b.up_to))
      ORDER BY b.position LIMIT 1),
    (SELECT max(b.quorum) FROM bands b WHERE b.guardrails_id = g.id)) AS quorum
  FROM revisions r CROSS JOIN guardrails g),
-- Written while a review of a like one said not again, and no policy version covered what was reviewed: one more.
cautioned AS (SELECT DISTINCT r.exception_id, r.number FROM (SELECT q.*, unnest(same_causes(q.cause)) AS alike FROM cautions q) c
   JOIN revisions r ON (r.cause, r.kind) = (c.alike, c.kind) AND (r.cause = c.cause OR cause_at(r.cause, r.created_at) = cause_at(c.cause, r.created_at))
   AND r.created_at > c.since AND coalesce(r.created_at < c.ended_at, true)
 WHERE NOT EXISTS (SELECT 1 FROM policy_versions v WHERE v.effective_from <= r.created_at AND coalesce(v.superseded_at > r.created_at, true)
   AND covers(v, c.kind, c.cause, c.amount_minor, c.currency)))
SELECT e.id, e.base_quorum, min(a.quorum) AS asked, count(DISTINCT k.number) AS cautioned FROM policy_exceptions e
  LEFT JOIN asked a ON a.exception_id = e.id AND a.number = e.revision LEFT JOIN cautioned k ON k.exception_id = e.id AND k.number = e.revision
 GROUP BY e.id, e.base_quorum HAVING e.base_quorum < coalesce(min(a.quorum), 1) + count(DISTINCT k.number);

-- name: a_review_that_says_not_again_leaves_a_caution_and_no_other_does
SELECT r.id, r.status, r.disposition, c.turn FROM reviews r FULL JOIN (SELECT * FROM cautions WHERE ended_at IS NULL) c ON c.review_id = r.id
 WHERE r.id IS NULL OR (c.review_id IS NULL) <> (r.status <> 'DISPOSED' OR r.disposition <> 'NOT_AGAIN'
    OR EXISTS (SELECT 1 FROM cautions l WHERE l.review_id = r.id AND l.turn = r.turn AND l.ended_how = 'LIFTED'));

-- name: a_caution_is_lifted_by_two_reviewers_and_told
SELECT c.review_id, c.turn FROM cautions c WHERE (c.lifted_by IS NOT NULL) <> (c.ended_how IS NOT DISTINCT FROM 'LIFTED') OR c.lifted_human = c.lift_proposed_human
UNION ALL
SELECT c.review_id, NULL FROM cautions c GROUP BY c.review_id
HAVING count(c.lift_proposed_by) <> (SELECT count(*) FROM facts f WHERE f.subject_id = c.review_id AND f.name = 'caution.liftProposed')
    OR count(c.lifted_by) <> (SELECT count(*) FROM facts f WHERE f.subject_id = c.review_id AND f.name = 'caution.lifted');

-- name: what_a_cause_was_merged_into_is_used_and_is_what_it_means_by_now
SELECT c.key, c.merged_into FROM causes c LEFT JOIN causes goal ON goal.key = c.merged_into
 WHERE goal.merged_into IS NOT NULL OR cause_now(c.key) <> coalesce((SELECT m.means FROM cause_meanings m WHERE m.cause = c.key ORDER BY m.number DESC LIMIT 1), c.key);

-- name: a_merge_was_asked_for_by_another_reviewer_and_told_once
SELECT c.key FROM causes c WHERE c.merged_human = c.merge_asked_human
    OR (SELECT count(*) FROM facts f WHERE f.subject_id = c.id AND f.name = 'cause.merged') <> (c.merged_into IS NOT NULL)::int
    OR c.merge_asked_into IS NOT NULL AND NOT EXISTS (SELECT 1 FROM facts f WHERE f.subject_id = c.id AND f.name = 'cause.mergeProposed');

-- name: every_cause_in_use_is_on_the_list
SELECT DISTINCT r.cause FROM revisions r WHERE NOT EXISTS (SELECT 1 FROM causes c WHERE c.key = r.cause);

-- name: reviewers_were_told_of_a_candidate_as_often_as_it_is_written_down
SELECT c.pattern_id, c.times FROM pattern_candidates c
 WHERE c.times <> (SELECT count(*) FROM facts f WHERE f.subject_id = c.pattern_id AND f.name = 'pattern.candidate');

-- name: reviewers_were_told_of_an_under_served_customer_exactly_once
WITH told AS (SELECT f.subject_id AS pattern_id, f.body ->> 'exceptionId' AS exception_id, count(*) AS times FROM facts f WHERE f.name = 'pattern.underServed' GROUP BY 1, 2)
SELECT coalesce(u.exception_id, t.exception_id) AS id, t.times FROM under_served u FULL JOIN told t USING (pattern_id, exception_id)
 WHERE u.exception_id IS NULL OR t.times IS DISTINCT FROM 1;

-- name: a_counter_is_the_sum_of_what_is_booked
WITH booked AS (SELECT scope, subject, currency, day, sum(amount_minor) AS used FROM cap_bookings GROUP BY 1, 2, 3, 4)
SELECT scope, subject, currency, day, c.used_minor, b.used FROM cap_counters c FULL JOIN booked b USING (scope, subject, currency, day)
 WHERE coalesce(c.used_minor, 0) <> coalesce(b.used, 0);

-- name: what_is_booked_is_claimed_and_what_is_claimed_is_booked
SELECT b.exception_id, b.scope, b.amount_minor FROM cap_bookings b JOIN policy_exceptions e ON e.id = b.exception_id
 WHERE NOT (e.status = 'PROPOSED' AND e.expires_at <= house_now()) AND NOT EXISTS (SELECT 1 FROM cap_claims c WHERE c.exception_id = b.exception_id
   AND (c.scope, c.currency, c.amount_minor) = (b.scope, b.currency, b.amount_minor) AND c.signer_human = b.signer_human)
 UNION ALL
SELECT c.exception_id, c.scope, c.amount_minor FROM guardrails g JOIN caps x ON x.guardrails_id = g.id JOIN cap_claims c ON (c.scope, c.currency) = (x.scope, x.currency)
 WHERE g.active AND c.day > house_day(house_now()) - 30 AND NOT EXISTS (SELECT 1 FROM cap_bookings b WHERE b.exception_id = c.exception_id
   AND (b.scope, b.currency, b.amount_minor) = (c.scope, c.currency, c.amount_minor) AND b.signer_human = c.signer_human);

-- name: what_linked_humans_use_is_booked_by_the_one_that_they_are
SELECT b.exception_id, b.scope, b.subject, p.linked_human FROM cap_bookings b JOIN people p ON p.human_id = ANY (string_to_array(b.subject, '+'))
 WHERE b.scope IN ('PERSON_DAY', 'PAIR_30_DAYS') AND b.day > house_day(house_now()) - 30 AND p.linked_human <> p.human_id;

-- name: no_counter_is_above_the_highest_cap_of_its_days
WITH spans AS (SELECT c.scope, c.subject, c.currency, c.day AS last, c.day - cap_days(c.scope) + 1 AS first FROM cap_counters c),
used AS (SELECT s.*, (SELECT sum(c.used_minor) FROM cap_counters c WHERE (c.scope, c.subject, c.currency) = (s.scope, s.subject, s.currency)
    AND c.day BETWEEN s.first AND s.last) AS used,
  (SELECT coalesce(sum(b.amount_minor), 0) FROM cap_bookings b JOIN policy_exceptions e ON e.id = b.exception_id AND e.status = 'PROPOSED' AND e.expires_at <= house_now()
    WHERE (b.scope, b.subject, b.currency) = (s.scope, s.subject, s.currency) AND b.day BETWEEN s.first AND s.last) AS expired,
  (SELECT CASE WHEN count(*) = count(x.limit_minor) THEN max(x.limit_minor) END FROM guardrails g
     LEFT JOIN caps x ON (x.guardrails_id, x.scope, x.currency) = (g.id, s.scope, s.currency)
    WHERE g.activated_at IS NOT NULL AND house_day(g.activated_at) <= s.last AND coalesce(house_day(g.superseded_at) >= s.first, true)) AS most
  FROM spans s)
SELECT scope, subject, currency, last, used, most FROM used WHERE used - expired > most
   -- Two who turned out to be one in those days were joined with what each had used.
   AND NOT (EXISTS (SELECT 1 FROM account_links l WHERE house_day(l.confirmed_at) >= used.first)
     AND EXISTS (SELECT 1 FROM account_links l WHERE l.confirmed_at IS NOT NULL AND string_to_array(used.subject, '+') && ARRAY[l.human_id, l.to_human_id]));

-- name: an_exception_carries_the_times_of_its_states
SELECT e.id, e.status FROM policy_exceptions e
 WHERE (e.status IN ('PROPOSED', 'APPROVED')) <> (e.ended_at IS NULL) OR e.ended_at < e.created_at OR e.approved_at < e.created_at OR e.ended_at < e.approved_at
    OR e.approved_at >= e.expires_at OR (e.status = 'EXPIRED' AND e.ended_at < e.expires_at) OR (e.status = 'COVERED' AND e.ended_at >= e.expires_at)
    OR (e.status = 'LAPSED' AND (e.ended_at < e.use_by OR e.customer_told_at IS NOT NULL)) OR (e.status = 'FULFILLED' AND e.fulfilled_at <> e.ended_at);

-- name: the_policy_departed_from_was_in_force_at_the_approval
SELECT e.id FROM policy_exceptions e LEFT JOIN policy_versions v ON v.id = e.policy_version_id
 WHERE e.approved_at IS NOT NULL AND e.policy_version_id IS NOT NULL
   AND NOT coalesce(v.effective_from <= e.approved_at AND coalesce(v.superseded_at > e.approved_at, true), false);

-- name: a_covered_exception_names_a_version_that_covered_it_then
SELECT e.id FROM policy_exceptions e JOIN revisions r ON r.exception_id = e.id AND r.number = e.revision LEFT JOIN policy_versions v ON v.id = e.covered_by
 WHERE e.status = 'COVERED' AND NOT coalesce(v.effective_from <= e.ended_at AND coalesce(v.superseded_at > e.ended_at, true)
   AND covers(v, r.kind, r.cause, r.amount_minor, r.currency), false);

-- name: a_remedy_is_stopped_by_two_admins
SELECT e.id FROM policy_exceptions e WHERE e.status = 'STOPPED'
   AND (e.stopped_human IS NULL OR e.stop_proposed_human IS NULL OR e.stopped_human = e.stop_proposed_human);

-- name: frozen_is_what_has_an_open_dispute_and_could_take_effect
SELECT e.id, e.status, e.frozen, count(d.*) AS open FROM policy_exceptions e LEFT JOIN disputes d ON d.exception_id = e.id AND d.settled_at IS NULL
 GROUP BY e.id, e.status, e.frozen HAVING e.frozen <> (e.status IN ('PROPOSED', 'APPROVED') AND count(d.*) > 0);

-- name: a_dispute_is_settled_by_two_admins_who_took_no_part
SELECT d.id FROM disputes d JOIN policy_exceptions e ON e.id = d.exception_id
 WHERE (d.settled_at IS NOT NULL AND coalesce(d.settled_human = d.proposed_human, true))
    OR e.proposer_human IN (d.proposed_human, d.settled_human)
    OR EXISTS (SELECT 1 FROM co_signatures s WHERE s.exception_id = d.exception_id AND s.human_id IN (d.proposed_human, d.settled_human));

-- name: what_was_found_forged_has_no_effect_unless_it_was_carried_out
SELECT d.id, e.status FROM disputes d JOIN policy_exceptions e ON e.id = d.exception_id WHERE d.settled_at IS NOT NULL AND d.outcome = 'FORGED'
   AND (e.status = 'APPROVED' AND EXISTS (SELECT 1 FROM counted_signatures c WHERE c.exception_id = e.id AND c.human_id = d.human_id)
     OR e.status = 'PROPOSED' AND EXISTS (SELECT 1 FROM co_signatures s WHERE (s.exception_id, s.revision, s.human_id) = (e.id, e.revision, d.human_id)
       AND s.revision = d.revision AND NOT EXISTS (SELECT 1 FROM co_signature_ends x WHERE (x.exception_id, x.revision, x.human_id) = (s.exception_id, s.revision, s.human_id))));

-- name: every_dispute_is_told_by_its_facts
SELECT d.id, d.settled_at FROM disputes d WHERE (SELECT count(*) FROM facts f WHERE f.subject_id = d.id AND f.name = 'dispute.opened') <> 1
   OR (SELECT count(*) FROM facts f WHERE f.subject_id = d.id AND f.name = 'dispute.settled') <> (d.settled_at IS NOT NULL)::int
   OR d.turn <> (SELECT count(*) FROM facts f WHERE f.subject_id = d.id);

-- name: a_notice_is_of_something_that_happened
SELECT n.id, n.name FROM notices n WHERE NOT CASE WHEN n.name = 'exception.coSigned'
    THEN EXISTS (SELECT 1 FROM co_signatures s WHERE s.exception_id = n.subject_id AND s.revision = n.mark AND s.signer_id = n.person_id)
    ELSE EXISTS (SELECT 1 FROM facts f WHERE f.subject_id = n.subject_id AND f.seq = n.mark AND f.name = n.name) END;

-- name: each_signature_is_told_to_its_signer_within_an_hour_of_work
SELECT s.exception_id, s.revision, s.signer_id FROM co_signatures s
 WHERE s.at < house_now() - interval '1 hour' AND s.at > (SELECT min(n.created_at) FROM notices n) AND s.at < (SELECT max(n.created_at) FROM notices n) - interval '1 hour'
   AND NOT EXISTS (SELECT 1 FROM notices n WHERE (n.person_id, n.subject_id, n.name, n.mark) = (s.signer_id, s.exception_id, 'exception.coSigned', s.revision));

-- name: the_state_of_a_review_is_what_its_last_fact_says
WITH last AS (SELECT DISTINCT ON (subject_id) subject_id, name FROM facts
  WHERE name IN ('review.queued', 'review.claimed', 'review.released', 'review.leaseEnded', 'review.disposed', 'review.reopened') ORDER BY subject_id, seq DESC)
SELECT r.id, r.status, l.name FROM reviews r LEFT JOIN last l ON l.subject_id = r.id
 WHERE r.status IS DISTINCT FROM CASE WHEN l.name = 'review.claimed' THEN 'CLAIMED' WHEN l.name = 'review.disposed' THEN 'DISPOSED' WHEN l.name IS NOT NULL THEN 'QUEUED' END;

-- name: every_change_of_a_review_is_a_turn_with_its_fact
SELECT r.id, r.turn, count(f.*) AS told FROM reviews r LEFT JOIN facts f ON f.subject_id = r.id AND f.name LIKE 'review.%'
 GROUP BY r.id, r.turn HAVING r.turn <> count(f.*);

-- name: a_routed_review_was_routed_once
SELECT r.id, r.routed_at, count(f.*) AS told FROM reviews r LEFT JOIN facts f ON f.subject_id = r.id AND f.name = 'review.routed'
 GROUP BY r.id, r.routed_at HAVING count(f.*) <> (r.routed_at IS NOT NULL)::int;

-- name: a_review_knows_its_matter
SELECT r.id, r.cause, r.kind FROM reviews r JOIN policy_exceptions e ON e.id = r.exception_id LEFT JOIN revisions v ON v.exception_id = e.id AND v.number = e.approved_revision
 WHERE (r.cause, r.kind) IS DISTINCT FROM (v.cause, v.kind);

-- name: a_second_reader_was_named_by_a_fact_and_took_no_part
SELECT r.id, r.second_reader_id FROM reviews r JOIN policy_exceptions e ON e.id = r.exception_id
 WHERE (r.second_reader_at IS NULL AND r.second_reader_id IS NOT NULL) OR r.second_reader_human = e.proposer_human
    OR EXISTS (SELECT 1 FROM counted_signatures c WHERE c.exception_id = e.id AND c.human_id = r.second_reader_human)
    OR r.second_reader_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM facts f WHERE f.subject_id = r.id AND f.name = 'review.secondReaderNamed' AND f.body ->> 'personId' = r.second_reader_id);

-- name: a_reviewer_took_no_part
SELECT r.id, r.reviewer_human FROM reviews r JOIN policy_exceptions e ON e.id = r.exception_id
 WHERE r.reviewer_human = e.proposer_human
    OR EXISTS (SELECT 1 FROM revisions v WHERE v.exception_id = e.id AND v.author_human = r.reviewer_human)
    OR EXISTS (SELECT 1 FROM counted_signatures c WHERE c.exception_id = e.id AND c.human_id = r.reviewer_human)
    OR EXISTS (SELECT 1 FROM ownership o WHERE o.case_id = e.case_id AND o.human_id = r.reviewer_human AND tstzrange(o.from_at, o.until_at) @> e.approved_at);

-- name: a_case_has_one_owner_at_every_instant
SELECT c.id FROM cases c LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE o.until_at IS NULL) AS open, min(o.from_at) AS first,
      bool_and(o.n = 1 OR o.before IS NOT DISTINCT FROM o.from_at) AS follows
      FROM (SELECT from_at, until_at, lag(until_at) OVER w AS before, row_number() OVER w AS n FROM ownership WHERE case_id = c.id WINDOW w AS (ORDER BY from_at)) o) o ON true
 WHERE o.open <> 1 OR o.first IS DISTINCT FROM c.opened_at OR o.follows IS NOT TRUE;

-- name: a_case_was_opened_by_one_fact
SELECT c.id, count(f.*) AS told FROM cases c LEFT JOIN facts f ON f.subject_id = c.id AND f.name = 'case.opened' GROUP BY c.id HAVING count(f.*) <> 1;

-- name: a_case_changes_its_owner_by_what_is_told_and_by_nothing_else
SELECT o.case_id, o.from_at, o.person_id FROM ownership o JOIN cases c ON c.id = o.case_id WHERE o.from_at > c.opened_at
   AND NOT EXISTS (SELECT 1 FROM hand_offs h WHERE h.case_id = o.case_id AND ((h.status IN ('ACCEPTED', 'RETURNED') AND (h.to_id, h.answered_at) = (o.person_id, o.from_at))
     OR (h.from_id, h.returned_at) = (o.person_id, o.from_at)))
   AND NOT EXISTS (SELECT 1 FROM facts f WHERE f.subject_id = o.case_id AND f.name = 'case.rehomed' AND f.body ->> 'toId' = o.person_id
     AND f.at BETWEEN o.from_at AND o.from_at + interval '10 seconds');

-- name: a_hand_off_that_was_accepted_or_returned_moved_the_case_then
SELECT h.id, h.status FROM hand_offs h CROSS JOIN LATERAL (VALUES (h.status IN ('ACCEPTED', 'RETURNED'), h.to_id, h.answered_at), (h.status = 'RETURNED', h.from_id, h.returned_at)) AS moved (yes, person_id, at)
 WHERE moved.yes AND NOT EXISTS (SELECT 1 FROM ownership o WHERE (o.case_id, o.person_id, o.from_at) = (h.case_id, moved.person_id, moved.at));

-- name: an_open_offer_is_one_of_its_owner_to_somebody_who_is_here
SELECT h.id FROM hand_offs h JOIN cases c ON c.id = h.case_id JOIN people p ON p.id = h.to_id WHERE h.status = 'OFFERED' AND h.expires_at > house_now()
   AND (c.status NOT IN ('NEW', 'OWNED') OR NOT is_here(p) OR NOT EXISTS (SELECT 1 FROM ownership o WHERE o.case_id = h.case_id AND o.until_at IS NULL AND o.person_id = h.from_id)
     OR EXISTS (SELECT 1 FROM hand_offs b WHERE b.case_id = h.case_id AND b.status = 'OFFERED' AND b.id <> h.id));

-- name: a_hand_off_goes_to_another_human_and_a_tag_back_brings_in_a_third
SELECT h.id FROM hand_offs h LEFT JOIN hand_off_texts t ON t.hand_off_id = h.id WHERE h.from_human = h.to_human OR t.hand_off_id IS NULL
   OR h.helper_human IN (h.from_human, h.to_human) OR (h.tag_back AND (h.helper_id IS NULL OR (t.new_fact IS NULL AND t.erased_at IS NULL)));

-- name: each_state_of_a_hand_off_is_told_by_its_fact_and_the_other_way_round
SELECT h.id, h.status, told.names FROM hand_offs h CROSS JOIN LATERAL (SELECT coalesce(array_agg(f.name ORDER BY f.seq), '{}') AS names FROM facts f
    WHERE f.subject_id = h.case_id AND f.name LIKE 'handOff.%' AND f.body ->> 'handOffId' = h.id AND f.name <> 'handOff.helperJoined') told
 WHERE told.names[1:2] <> CASE h.status WHEN 'OFFERED' THEN ARRAY['handOff.offered'] WHEN 'RETURNED' THEN ARRAY['handOff.offered', 'handOff.accepted']
     ELSE ARRAY['handOff.offered', 'handOff.' || lower(h.status)] END
   OR told.names[3:] <> CASE WHEN h.status = 'RETURNED' THEN ARRAY['handOff.returned'] WHEN h.status = 'ACCEPTED' AND told.names[3] = 'handOff.stayed' THEN ARRAY['handOff.stayed'] ELSE '{}' END;

-- name: a_question_and_its_answer_are_each_told_by_one_fact
SELECT q.id, q.answered_at FROM questions q WHERE (SELECT count(*) FROM facts f WHERE f.subject_id = q.case_id AND f.name = 'question.asked' AND f.body ->> 'questionId' = q.id) <> 1
   OR (SELECT count(*) FROM facts f WHERE f.subject_id = q.case_id AND f.name = 'question.answered' AND f.body ->> 'questionId' = q.id) <> (q.answered_at IS NOT NULL)::int;

-- name: a_message_of_a_customer_is_told_by_one_fact_and_the_other_way_round
SELECT coalesce(m.id, f.id) AS id FROM (SELECT id, case_id FROM customer_messages) m
  FULL JOIN (SELECT body ->> 'messageId' AS id, subject_id, count(*) AS told FROM facts WHERE name = 'message.received' GROUP BY 1, 2) f ON f.id = m.id AND f.subject_id = m.case_id
 WHERE m.id IS NULL OR f.told IS DISTINCT FROM 1;

-- name: a_case_is_in_the_state_that_its_last_fact_says
WITH last AS (SELECT DISTINCT ON (subject_id) subject_id, name FROM facts
  WHERE name IN ('case.solved', 'case.answeredNo', 'case.reopened', 'case.confirmed', 'case.closedUnconfirmed') ORDER BY subject_id, seq DESC)
SELECT c.id, c.status, l.name FROM cases c LEFT JOIN last l ON l.subject_id = c.id
 WHERE NOT CASE l.name WHEN 'case.solved' THEN c.status = 'SOLVED' WHEN 'case.answeredNo' THEN c.status = 'HONEST_NO' WHEN 'case.confirmed' THEN c.status = 'CONFIRMED'
    WHEN 'case.closedUnconfirmed' THEN c.status = 'CLOSED_UNCONFIRMED' ELSE c.status IN ('NEW', 'OWNED') END;

-- name: a_case_that_was_new_is_acknowledged_by_one_fact
SELECT c.id, count(f.*) AS told FROM cases c LEFT JOIN facts f ON f.subject_id = c.id AND f.name = 'case.acknowledged'
 GROUP BY c.id HAVING count(f.*) <> (c.acknowledge_by IS NOT NULL AND c.status <> 'NEW')::int;

-- name: every_answer_is_told_by_one_fact_and_the_other_way_round
SELECT coalesce(a.id, f.id) AS id, a.answers, f.told FROM (SELECT case_id AS id, kind, count(*) AS answers FROM case_answers GROUP BY 1, 2) a
  FULL JOIN (SELECT subject_id AS id, CASE name WHEN 'case.solved' THEN 'SOLUTION' ELSE 'HONEST_NO' END AS kind, count(*) AS told FROM facts
    WHERE name IN ('case.solved', 'case.answeredNo') GROUP BY 1, 2) f ON f.id = a.id AND f.kind = a.kind
 WHERE a.answers IS DISTINCT FROM f.told;

-- name: every_reopening_is_told_by_one_fact_and_the_other_way_round
SELECT coalesce(r.id, f.id) AS id, r.times, f.told FROM (SELECT case_id AS id, count(*) AS times FROM case_reopenings GROUP BY 1) r
  FULL JOIN (SELECT subject_id AS id, count(*) AS told FROM facts WHERE name = 'case.reopened' GROUP BY 1) f ON f.id = r.id
 WHERE r.times IS DISTINCT FROM f.told;

-- name: an_answer_is_by_the_owner_of_that_moment
SELECT a.case_id, a.turn FROM case_answers a WHERE NOT EXISTS (SELECT 1 FROM ownership o
  WHERE o.case_id = a.case_id AND o.human_id = a.by_human AND tstzrange(o.from_at, o.until_at, '[]') @> a.at);

-- name: the_state_of_a_case_is_what_its_last_answer_came_to
WITH last AS (SELECT DISTINCT ON (case_id) * FROM case_answers ORDER BY case_id, turn DESC)
SELECT c.id, c.status, a.turn, a.kind FROM cases c LEFT JOIN last a ON a.case_id = c.id
  LEFT JOIN case_reopenings r ON (r.case_id, r.answer_turn) = (a.case_id, a.turn) LEFT JOIN follow_ups f ON (f.case_id, f.answer_turn) = (a.case_id, a.turn)
 WHERE NOT CASE WHEN a.turn IS NULL OR r.turn IS NOT NULL THEN c.status IN ('NEW', 'OWNED') AND coalesce(f.outcome, 'DID_NOT_HELP') = 'DID_NOT_HELP'
    WHEN a.kind = 'HONEST_NO' THEN c.status = 'HONEST_NO' AND f.id IS NULL
    ELSE f.id IS NOT NULL AND c.status = CASE f.outcome WHEN 'HELPED' THEN 'CONFIRMED' WHEN 'UNREACHABLE' THEN 'CLOSED_UNCONFIRMED' ELSE 'SOLVED' END AND f.outcome IS DISTINCT FROM 'DID_NOT_HELP' END;

-- name: every_follow_up_and_every_try_is_told_by_one_fact
SELECT f.id, (SELECT count(*) FROM follow_up_tries t WHERE t.follow_up_id = f.id) AS tries FROM follow_ups f
 WHERE (SELECT count(*) FROM facts x WHERE x.subject_id = f.case_id AND x.name = 'followUp.made' AND x.body ->> 'followUpId' = f.id) <> 1
    OR (SELECT count(*) FROM facts x WHERE x.subject_id = f.case_id AND x.name = 'followUp.tried' AND x.body ->> 'followUpId' = f.id)
       <> (SELECT count(*) FROM follow_up_tries t WHERE t.follow_up_id = f.id);

-- name: nobody_is_unreachable_before_three_tries_on_two_channels_over_ten_days
SELECT f.id, count(t.*) AS tries FROM follow_ups f LEFT JOIN follow_up_tries t ON t.follow_up_id = f.id WHERE f.outcome = 'UNREACHABLE'
 GROUP BY f.id HAVING count(t.*) < 3 OR count(DISTINCT t.channel) < 2 OR max(t.at) - min(t.at) < interval '10 days';

-- name: the_owner_and_what_is_due_next_are_kept_up_to_date
SELECT c.id, c.owner_id, c.next_due_at FROM cases c LEFT JOIN ownership o ON o.case_id = c.id AND o.until_at IS NULL
 WHERE c.owner_id IS DISTINCT FROM o.person_id OR c.next_due_at IS DISTINCT FROM next_due_of(c);

-- name: each_state_of_a_promise_is_told_by_its_fact_and_the_other_way_round
SELECT g.id, g.status, told.names FROM get_backs g CROSS JOIN LATERAL (SELECT coalesce(array_agg(f.name ORDER BY f.seq), '{}') AS names FROM facts f
    WHERE f.subject_id = g.case_id AND f.name LIKE 'getBack.%' AND f.name <> 'getBack.dueSoon' AND f.body ->> 'getBackId' = g.id) told
 WHERE told.names <> CASE g.status WHEN 'MADE' THEN ARRAY['getBack.promised'] WHEN 'KEPT' THEN ARRAY['getBack.promised', 'getBack.kept']
     WHEN 'RENEGOTIATED' THEN ARRAY['getBack.promised', 'getBack.renegotiated'] WHEN 'VOID' THEN ARRAY['getBack.promised', 'getBack.voided']
     ELSE ARRAY['getBack.promised', 'getBack.broken'] || CASE WHEN g.delivered_at IS NULL THEN '{}' ELSE ARRAY['getBack.delivered'] END END;

-- name: a_promise_is_open_only_in_an_open_case
SELECT g.id, c.status FROM get_backs g JOIN cases c ON c.id = g.case_id WHERE g.status = 'MADE' AND c.status <> 'OWNED';

-- name: what_was_promised_and_is_past_its_time_is_known_as_broken_within_an_hour_of_work
SELECT g.id, g.due_at FROM get_backs g WHERE g.status = 'MADE' AND g.due_at < (SELECT max(r.at) FROM case_reminders r) - interval '1 hour';

-- name: every_reminder_is_told_by_the_fact_that_it_names
SELECT r.thing_id, r.kind FROM case_reminders r LEFT JOIN facts f ON f.subject_id = r.case_id AND f.seq = r.fact_seq AND f.actor_id IS NULL
  AND f.name = CASE r.kind WHEN 'ACKNOWLEDGE' THEN 'case.acknowledgementDue' WHEN 'ACKNOWLEDGE_SOON' THEN 'case.acknowledgementDueSoon' WHEN 'FOLLOW_UP' THEN 'followUp.fellDue' WHEN 'GET_BACK_SOON' THEN 'getBack.dueSoon'
    WHEN 'GET_BACK_DUE' THEN 'getBack.broken' ELSE CASE WHEN r.kind LIKE 'COMPLAINT%SOON' THEN 'complaint.dueSoon' WHEN r.kind LIKE 'COMPLAINT%DUE' THEN 'complaint.fellDue' END END
 WHERE f.id IS NULL;

-- name: what_is_due_has_its_reminder_within_an_hour_of_work
SELECT d.id FROM (SELECT c.id, 'ACKNOWLEDGE' AS kind, c.acknowledge_by AS at FROM cases c WHERE c.status = 'NEW' AND NOT EXISTS (SELECT 1 FROM complaints k WHERE k.case_id = c.id)
    UNION ALL SELECT f.id, '', f.due_at FROM follow_ups f WHERE f.outcome IS NULL
    UNION ALL SELECT k.case_id, 'COMPLAINT_ACKNOWLEDGE_DUE', greatest(k.acknowledge_by, k.marked_at) FROM complaints k WHERE k.acknowledged_at IS NULL
    UNION ALL SELECT k.case_id, 'COMPLAINT_ANSWER_DUE', greatest(k.answer_by, k.marked_at) FROM complaints k WHERE k.answered_at IS NULL
    UNION ALL SELECT k.case_id, 'COMPLAINT_FINAL_DUE', greatest(k.final_by, k.marked_at) FROM complaints k WHERE k.answered_at IS NULL) d
 WHERE d.at < (SELECT max(r.at) FROM case_reminders r) - interval '1 hour' AND NOT EXISTS (SELECT 1 FROM case_reminders r WHERE r.thing_id = d.id AND d.kind IN ('', r.kind));

-- name: every_complaint_is_told_by_one_fact_with_its_clocks_and_the_other_way_round
SELECT coalesce(k.case_id, f.subject_id) AS id, k.final_by, f.body FROM complaints k FULL JOIN (SELECT subject_id, body FROM facts WHERE name = 'complaint.opened') f ON f.subject_id = k.case_id
 WHERE k.case_id IS NULL OR f.subject_id IS NULL OR (k.profile, k.began_at, k.acknowledge_by, k.answer_by, k.final_by) IS DISTINCT FROM (f.body ->> 'profile',
     (f.body ->> 'complainedAt')::timestamptz, (f.body ->> 'acknowledgeBy')::timestamptz, (f.body ->> 'answerBy')::timestamptz, (f.body ->> 'finalBy')::timestamptz);

-- name: the_clocks_of_a_complaint_are_those_of_its_profile
SELECT k.case_id FROM complaints k WHERE (k.acknowledge_by, k.answer_by, k.final_by) IS DISTINCT FROM (complaint_due(k.profile, 'ACKNOWLEDGE', k.began_at, k.time_zone),
    complaint_due(k.profile, 'ANSWER', k.began_at, k.time_zone), complaint_due(k.profile, 'FINAL', k.began_at, k.time_zone));

-- name: the_clocks_of_a_complaint_are_met_by_what_was_done
SELECT k.case_id FROM complaints k JOIN cases c ON c.id = k.case_id
 WHERE (k.acknowledged_at IS NULL) <> (c.status = 'NEW') OR k.answered_at IS DISTINCT FROM
   (SELECT a.customer_told_at FROM case_answers a WHERE a.case_id = k.case_id AND a.at >= k.marked_at ORDER BY a.turn LIMIT 1);

-- name: at_most_one_version_of_a_policy_is_in_force
SELECT a.policy_id, a.number, b.number AS other FROM policy_versions a JOIN policy_versions b ON b.policy_id = a.policy_id AND b.number > a.number
 WHERE a.effective_from IS NOT NULL AND b.effective_from IS NOT NULL
   AND tstzrange(a.effective_from, a.superseded_at) && tstzrange(b.effective_from, b.superseded_at);

-- name: a_superseded_version_ends_when_the_next_one_begins
SELECT v.id FROM policy_versions v WHERE v.status = 'ACTIVE' AND v.superseded_at IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM policy_versions n WHERE n.policy_id = v.policy_id AND n.effective_from = v.superseded_at);

-- name: policy_is_made_and_ended_by_two_people
SELECT v.id, v.status FROM policy_versions v
 WHERE (v.status IN ('ACTIVE', 'RETIRED') AND coalesce(v.activated_human = v.proposed_human, true))
    OR (v.status = 'RETIRED' AND coalesce(v.retired_human = v.retire_proposed_human, true));

-- name: each_state_of_a_policy_version_is_told_by_its_fact
SELECT v.id, v.status FROM policy_versions v CROSS JOIN LATERAL (VALUES ('policy.drafted', true), ('policy.proposed', v.status <> 'DRAFT'),
    ('policy.activated', v.status IN ('ACTIVE', 'RETIRED')), ('policy.retired', v.status = 'RETIRED')) AS s (fact, holds)
 WHERE s.holds AND NOT EXISTS (SELECT 1 FROM facts f WHERE f.name = s.fact AND f.subject_id = v.policy_id AND f.body ->> 'policyVersionId' = v.id);

-- name: at_most_one_set_of_guardrails_is_active
SELECT count(*) FROM guardrails WHERE active HAVING count(*) > 1;

-- name: guardrails_follow_one_another_without_a_gap
SELECT g.id FROM guardrails g WHERE g.active <> (g.activated_at IS NOT NULL AND g.superseded_at IS NULL)
   OR (g.superseded_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM guardrails n WHERE n.replaces = g.id AND n.activated_at = g.superseded_at))
   OR (g.activated_at IS NOT NULL AND g.replaces IS NOT NULL AND NOT EXISTS (SELECT 1 FROM guardrails b WHERE b.id = g.replaces AND b.superseded_at = g.activated_at));

-- name: guardrails_are_set_by_two_humans
SELECT id FROM guardrails WHERE activated_human = proposed_human AND replaces IS NOT NULL;

-- name: each_step_of_the_guardrails_is_told_by_its_fact
SELECT g.id, s.fact FROM guardrails g CROSS JOIN LATERAL (VALUES ('guardrails.proposed', g.replaces IS NOT NULL),
    ('guardrails.activated', g.activated_at IS NOT NULL AND g.replaces IS NOT NULL), ('guardrails.superseded', g.superseded_at IS NOT NULL)) AS s (fact, holds)
 WHERE s.holds <> EXISTS (SELECT 1 FROM facts f WHERE f.name = s.fact AND f.subject_id = g.id)
UNION ALL
SELECT g.id, 'guardrails.unsatisfiable' FROM guardrails g WHERE (g.unsatisfiable_since IS NOT NULL) IS DISTINCT FROM coalesce(
  (SELECT f.name = 'guardrails.unsatisfiable' FROM facts f WHERE f.subject_id = g.id AND f.name IN ('guardrails.unsatisfiable', 'guardrails.satisfiable') ORDER BY f.seq DESC LIMIT 1), false);

-- name: words_have_the_digest_that_was_signed
SELECT r.exception_id, r.number FROM revisions r LEFT JOIN revision_texts t ON t.exception_id = r.exception_id AND t.revision = r.number
 WHERE t.exception_id IS NULL OR (t.erased_at IS NULL
   AND (r.digest IS DISTINCT FROM revision_digest(r, t) OR r.material_digest IS DISTINCT FROM material_digest(r, t)));

-- name: a_change_of_the_matter_is_marked_as_one
SELECT r.exception_id, r.number FROM revisions r LEFT JOIN revisions b ON b.exception_id = r.exception_id AND b.number = r.number - 1
 WHERE r.material <> (b.exception_id IS NULL OR b.material_digest <> r.material_digest);

-- name: humans_are_counted_as_their_links_say
SELECT p.id, p.linked_human FROM people p WHERE p.linked_human IS DISTINCT FROM linked_human(p.human_id);

-- name: two_admins_link_accounts_and_two_undo_it
SELECT l.id FROM account_links l WHERE l.confirmed_human = l.proposed_human OR (l.confirmed_at IS NOT NULL AND l.ended_human = l.end_proposed_human);

-- name: no_open_exception_bears_a_signature_of_its_proposer_or_two_of_one_human
SELECT s.exception_id, s.human_id FROM co_signatures s JOIN people p ON p.id = s.signer_id AND p.linked_human IS NOT NULL
  JOIN policy_exceptions e ON e.id = s.exception_id AND e.revision = s.revision AND e.status = 'PROPOSED' JOIN people o ON o.id = e.proposer_id
 WHERE NOT EXISTS (SELECT 1 FROM co_signature_ends x WHERE (x.exception_id, x.revision, x.human_id) = (s.exception_id, s.revision, s.human_id))
   AND (o.linked_human = p.linked_human OR EXISTS (SELECT 1 FROM co_signatures t JOIN people q ON q.id = t.signer_id
     WHERE t.exception_id = s.exception_id AND t.revision = s.revision AND t.human_id <> s.human_id AND q.linked_human = p.linked_human
       AND NOT EXISTS (SELECT 1 FROM co_signature_ends x WHERE (x.exception_id, x.revision, x.human_id) = (t.exception_id, t.revision, t.human_id))));

-- name: somebody_is_an_admin
SELECT 'nobody' AS admin WHERE EXISTS (SELECT 1 FROM people WHERE kind = 'PERSON')
   AND NOT EXISTS (SELECT 1 FROM people WHERE kind = 'PERSON' AND active AND 'ADMIN' = ANY (roles));

-- name: every_fact_has_its_hash
SELECT f.id, f.subject_id, f.seq FROM facts f WHERE f.hash IS DISTINCT FROM fact_hash(f);

-- name: every_chain_of_facts_is_whole
SELECT c.subject_id, c.seq FROM (SELECT subject_id, seq, prev_hash, lag(hash, 1, sha256(convert_to(canonical(subject_id), 'UTF8'))) OVER w AS before, row_number() OVER w AS n
    FROM facts WINDOW w AS (PARTITION BY subject_id ORDER BY seq)) c WHERE c.seq <> c.n OR c.prev_hash <> c.before;

-- name: every_checkpoint_covers_the_facts_that_stand_there
SELECT c.number, c.facts, s.facts AS found FROM checkpoints c CROSS JOIN LATERAL (SELECT count(*) AS facts,
    sha256(convert_to('batch 1' || coalesce(string_agg(canonical(f.subject_id) || canonical(f.seq::text) || encode(f.hash, 'hex'), '' ORDER BY f.subject_id COLLATE "C", f.seq), ''), 'UTF8')) AS digest
    FROM facts f WHERE f.xid >= c.from_xid AND f.xid < c.to_xid) s
 WHERE s.facts <> c.facts OR s.digest <> c.digest;

-- name: each_checkpoint_follows_the_one_before
SELECT c.number FROM (SELECT number, from_xid, prev_hash, row_number() OVER w AS n, lag(to_xid, 1, 0) OVER w AS ended, lag(hash, 1, decode(repeat('00', 32), 'hex')) OVER w AS before
    FROM checkpoints WINDOW w AS (ORDER BY number)) c WHERE c.number <> c.n OR c.from_xid <> c.ended OR c.prev_hash <> c.before;

-- name: every_fact_is_of_something_that_is_there
SELECT f.subject_id, f.name FROM facts f WHERE f.name <> 'job.parked' AND NOT CASE split_part(f.subject_id, '_', 1)
    WHEN 'exc' THEN EXISTS (SELECT 1 FROM policy_exceptions x WHERE x.id = f.subject_id) WHEN 'rev' THEN EXISTS (SELECT 1 FROM reviews x WHERE x.id = f.subject_id)
    WHEN 'cas' THEN EXISTS (SELECT 1 FROM cases x WHERE x.id = f.subject_id) WHEN 'pol' THEN EXISTS (SELECT 1 FROM policies x WHERE x.id = f.subject_id)
    WHEN 'pve' THEN EXISTS (SELECT 1 FROM policy_versions x WHERE x.id = f.subject_id) WHEN 'per' THEN EXISTS (SELECT 1 FROM people x WHERE x.id = f.subject_id)
    WHEN 'cus' THEN EXISTS (SELECT 1 FROM customers x WHERE x.id = f.subject_id)
    WHEN 'dsp' THEN EXISTS (SELECT 1 FROM disputes x WHERE x.id = f.subject_id) WHEN 'ntc' THEN EXISTS (SELECT 1 FROM notices x WHERE x.id = f.subject_id)
    WHEN 'bli' THEN EXISTS (SELECT 1 FROM blind_looks x WHERE x.id = f.subject_id)
    WHEN 'cau' THEN EXISTS (SELECT 1 FROM causes x WHERE x.id = f.subject_id) WHEN 'pat' THEN EXISTS (SELECT 1 FROM pattern_candidates x WHERE x.pattern_id = f.subject_id)
      OR EXISTS (SELECT 1 FROM under_served x WHERE x.pattern_id = f.subject_id)
    WHEN 'thx' THEN EXISTS (SELECT 1 FROM thanks x WHERE x.id = f.subject_id) WHEN 'tea' THEN EXISTS (SELECT 1 FROM teams x WHERE x.id = f.subject_id)
    WHEN 'imp' THEN f.name IN ('people.imported', 'policies.imported') -- an import is told by its fact alone
    WHEN 'tok' THEN EXISTS (SELECT 1 FROM api_tokens x WHERE x.id = f.subject_id) WHEN 'grd' THEN EXISTS (SELECT 1 FROM guardrails x WHERE x.id = f.subject_id)
    WHEN 'house' THEN f.subject_id = 'house' ELSE false END;

-- name: nothing_in_the_outbox_is_an_orphan
SELECT o.fact_id FROM outbox o LEFT JOIN facts f ON f.id = o.fact_id AND (f.subject_id, f.seq, f.name, f.at) = (o.subject_id, o.seq, o.name, o.at)
 WHERE f.id IS NULL;

-- name: every_idempotency_key_names_something_that_is_there
SELECT k.principal, k.key, k.operation, k.result_id FROM idempotency_keys k WHERE NOT CASE split_part(k.result_id, '_', 1)
    WHEN 'exc' THEN EXISTS (SELECT 1 FROM policy_exceptions x WHERE x.id = k.result_id) WHEN 'rev' THEN EXISTS (SELECT 1 FROM reviews x WHERE x.id = k.result_id)
    WHEN 'cas' THEN EXISTS (SELECT 1 FROM cases x WHERE x.id = k.result_id) WHEN 'pol' THEN EXISTS (SELECT 1 FROM policies x WHERE x.id = k.result_id)
    WHEN 'pve' THEN EXISTS (SELECT 1 FROM policy_versions x WHERE x.id = k.result_id) WHEN 'per' THEN EXISTS (SELECT 1 FROM people x WHERE x.id = k.result_id)
    WHEN 'cus' THEN EXISTS (SELECT 1 FROM customers x WHERE x.id = k.result_id)
    WHEN 'dsp' THEN EXISTS (SELECT 1 FROM disputes x WHERE x.id = k.result_id) WHEN 'ntc' THEN EXISTS (SELECT 1 FROM notices x WHERE x.id = k.result_id)
    WHEN 'imp' THEN EXISTS (SELECT 1 FROM facts x WHERE x.subject_id = k.result_id)
    WHEN 'cau' THEN EXISTS (SELECT 1 FROM causes x WHERE x.id = k.result_id)
    WHEN 'fol' THEN EXISTS (SELECT 1 FROM follow_ups x WHERE x.id = k.result_id) WHEN 'gbk' THEN EXISTS (SELECT 1 FROM get_backs x WHERE x.id = k.result_id)
    WHEN 'lnk' THEN EXISTS (SELECT 1 FROM account_links x WHERE x.id = k.result_id) WHEN 'thx' THEN EXISTS (SELECT 1 FROM thanks x WHERE x.id = k.result_id)
    WHEN 'tok' THEN EXISTS (SELECT 1 FROM api_tokens x WHERE x.id = k.result_id) WHEN 'grd' THEN EXISTS (SELECT 1 FROM guardrails x WHERE x.id = k.result_id)
    WHEN 'hof' THEN EXISTS (SELECT 1 FROM hand_offs x WHERE x.id = k.result_id) WHEN 'qst' THEN EXISTS (SELECT 1 FROM questions x WHERE x.id = k.result_id)
    WHEN 'msg' THEN EXISTS (SELECT 1 FROM customer_messages x WHERE x.id = k.result_id) WHEN 'tea' THEN EXISTS (SELECT 1 FROM teams x WHERE x.id = k.result_id)
    ELSE false END;

-- name: erased_words_leave_nothing
SELECT 'remark' AS what, id FROM remarks WHERE (body IS NULL) <> (erased_at IS NOT NULL)
 UNION ALL SELECT 'customer', id FROM customers WHERE erased_at IS NOT NULL AND num_nonnulls(name, contact) > 0
 UNION ALL SELECT 'case', case_id FROM case_texts WHERE (need IS NULL) <> (erased_at IS NOT NULL)
 UNION ALL SELECT 'hand-off', hand_off_id FROM hand_off_texts WHERE erased_at IS NOT NULL AND num_nonnulls(why, recap, callback_contact, new_fact) > 0
 UNION ALL SELECT 'revision', exception_id FROM revision_texts WHERE erased_at IS NOT NULL AND num_nonnulls(salt, what_happened, what_policy_says, what_we_do, why_fair, deed) > 0;

-- name: who_was_erased_is_erased_everywhere
SELECT u.id, x.what FROM customers u CROSS JOIN LATERAL (
    SELECT 'no fact tells it' AS what WHERE u.erased_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM facts f WHERE f.subject_id = u.id AND f.name = 'customer.erased')
    UNION ALL SELECT 'the fact is not true' WHERE u.erased_at IS NULL AND EXISTS (SELECT 1 FROM facts f WHERE f.subject_id = u.id AND f.name = 'customer.erased')
    UNION ALL SELECT c.id FROM cases c JOIN case_texts t ON t.case_id = c.id WHERE c.customer_id = u.id AND u.erased_at IS NOT NULL AND num_nonnulls(t.need, c.external_ref) > 0
    UNION ALL SELECT h.id FROM cases c JOIN hand_offs h ON h.case_id = c.id JOIN hand_off_texts t ON t.hand_off_id = h.id
     WHERE c.customer_id = u.id AND u.erased_at IS NOT NULL AND t.erased_at IS NULL
    UNION ALL SELECT e.id FROM cases c JOIN policy_exceptions e ON e.case_id = c.id JOIN revision_texts t ON t.exception_id = e.id
     WHERE c.customer_id = u.id AND u.erased_at IS NOT NULL AND (t.erased_at IS NULL OR e.fulfilment_reference IS NOT NULL OR e.status = 'PROPOSED')) AS x;

-- name: thanks_go_from_one_human_to_others_and_are_told
SELECT t.id FROM thanks t WHERE NOT EXISTS (SELECT 1 FROM thanks_to r WHERE r.thanks_id = t.id)
   OR EXISTS (SELECT 1 FROM thanks_to r WHERE r.thanks_id = t.id AND r.human_id = t.from_human)
   OR NOT EXISTS (SELECT 1 FROM facts f WHERE f.subject_id = t.id AND f.name = 'thanks.given' AND f.actor_id = t.from_id);

-- name: every_approval_is_among_the_precedents_or_due_to_be
SELECT coalesce(a.exception_id, p.exception_id, d.exception_id) AS id FROM approvals a FULL JOIN precedents p ON p.exception_id = a.exception_id
  FULL JOIN precedents_due d ON d.exception_id = coalesce(a.exception_id, p.exception_id)
 WHERE a.exception_id IS NULL OR (p.exception_id IS NULL) = (d.exception_id IS NULL);

-- name: a_precedent_has_words_exactly_while_its_text_has
SELECT p.exception_id FROM precedents p JOIN approvals a ON a.exception_id = p.exception_id
  JOIN revision_texts t ON (t.exception_id, t.revision) = (a.exception_id, a.revision) WHERE (p.words IS NULL) <> (t.erased_at IS NOT NULL);

-- name: every_known_word_stands_in_as_many_texts_as_it_says
SELECT coalesce(w.id, f.id) AS id FROM precedent_words w
  FULL JOIN (SELECT id, count(*) AS documents FROM precedents, unnest(words) AS id GROUP BY id) f ON f.id = w.id
 WHERE w.documents IS DISTINCT FROM f.documents;

-- name: every_tally_is_the_sum_of_its_precedents
SELECT coalesce(t.cause, p.cause) AS cause, coalesce(t.kind, p.kind) AS kind, coalesce(t.currency, p.currency) AS currency
  FROM (SELECT * FROM pattern_tallies WHERE count <> 0) t FULL JOIN (SELECT cause, kind, coalesce(currency, '') AS currency, count(*) AS count, coalesce(sum(amount_minor), 0) AS amount_minor,
      sum(objections) AS objections, sum(asked) AS asked, sum(helped) AS helped FROM precedents WHERE stands GROUP BY 1, 2, 3) p
    ON (p.cause, p.kind, p.currency) = (t.cause, t.kind, t.currency)
 WHERE (t.count, t.amount_minor, t.objections, t.asked, t.helped) IS DISTINCT FROM (p.count, p.amount_minor, p.objections, p.asked, p.helped);

-- name: a_precedent_was_counted_as_it_is_or_is_due_to_be
SELECT p.exception_id FROM precedents p JOIN policy_exceptions e ON e.id = p.exception_id
 WHERE (p.stands, p.objections, p.asked, p.helped) IS DISTINCT FROM (e.status <> 'STOPPED', (SELECT count(*) FROM objections o WHERE o.exception_id = e.id
       AND (o.revision, o.human_id) NOT IN (SELECT x.revision, x.human_id FROM objection_ends x WHERE x.exception_id = e.id)),
     (SELECT count(*) FROM follow_ups f WHERE f.case_id = e.case_id AND f.outcome IN ('HELPED', 'DID_NOT_HELP')),
     (SELECT count(*) FROM follow_ups f WHERE f.case_id = e.case_id AND f.outcome = 'HELPED'))
   AND NOT EXISTS (SELECT 1 FROM precedent_changes c WHERE c.exception_id = p.exception_id);

-- name: a_citation_is_of_a_version_that_covered_it_then_and_told_by_one_fact
SELECT c.policy_version_id, c.case_id, count(f.*) AS told FROM policy_citations c JOIN policy_versions v ON v.id = c.policy_version_id
  LEFT JOIN facts f ON f.subject_id = c.policy_version_id AND f.name = 'policy.cited' AND f.body ->> 'caseId' = c.case_id
 GROUP BY c.policy_version_id, c.case_id, c.at, c.cause, c.kind, c.amount_minor, c.currency, v.*, v.effective_from, v.superseded_at
HAVING count(f.*) <> 1 OR NOT (v.effective_from <= c.at AND coalesce(v.superseded_at > c.at, true));

-- name: a_blind_look_was_drawn_and_is_of_a_peer_who_took_no_part
SELECT b.id FROM blind_looks b LEFT JOIN blind_draws d ON d.exception_id = b.exception_id JOIN policy_exceptions e ON e.id = b.exception_id
 WHERE d.exception_id IS NULL OR d.drawn >= d.below OR b.peer_human = e.proposer_human
    OR EXISTS (SELECT 1 FROM revisions r WHERE r.exception_id = e.id AND r.author_human = b.peer_human)
    OR EXISTS (SELECT 1 FROM co_signatures s WHERE s.exception_id = e.id AND s.human_id = b.peer_human AND s.at <= b.opened_at)
    OR EXISTS (SELECT 1 FROM objections o WHERE o.exception_id = e.id AND o.human_id = b.peer_human)
    OR (d.first_answer = 'APPROVED') <> (e.approved_revision IS NOT NULL) OR d.revision <> e.revision;

-- name: every_blind_look_is_told_by_its_facts
SELECT b.id FROM blind_looks b WHERE (SELECT count(*) FROM facts f WHERE f.subject_id = b.id AND f.name = 'blindLook.opened' AND f.body ->> 'personId' = b.peer_id) <> 1
   OR (SELECT count(*) FROM facts f WHERE f.subject_id = b.id AND f.name = 'blindLook.answered') <> (b.answered_at IS NOT NULL)::int;
