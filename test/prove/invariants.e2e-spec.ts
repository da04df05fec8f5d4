import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { seedHouse } from '../../apps/cli/src/seed/index.js';
import { cloneDatabase, type TestDatabase } from '../support/postgres.js';
import { brokenInvariants as broken, invariants } from '#audit';

const one = (table: string, where = 'true'): string => `(SELECT min(id) FROM ${table} WHERE ${where})`;
const APPROVED = one('policy_exceptions', `status = 'APPROVED'`);
const OPEN = one('policy_exceptions', `status = 'PROPOSED'`);
const counted = (column: string): string => `(SELECT ${column} FROM counted_signatures ORDER BY exception_id, human_id LIMIT 1)`;
const freeOf = (table: string, ...names: string[]): string =>
  names.map((name) => `ALTER TABLE ${table} DROP CONSTRAINT ${name} CASCADE;`).join(' ');
/** A dispute about the first counted signature. */
const dispute = (more: string, values: string): string => `INSERT INTO disputes (id, exception_id, revision, human_id, opened_by${more})
  SELECT 'dsp_x', exception_id, revision, human_id, 'per_x'${values} FROM counted_signatures c WHERE EXISTS (SELECT 1 FROM policy_exceptions e WHERE e.id = c.exception_id AND e.status = 'APPROVED') LIMIT 1;`;
/** A hand-off of the first case, without words and facts. */
const handOff = (status: string, answered: string, to = 'per_y'): string => `INSERT INTO hand_offs
  (id, case_id, from_id, from_human, to_id, to_human, status, customer_told_at, expires_at, answered_at, answered_by, first_touch_due_at)
  SELECT 'hof_x', min(id), 'per_x', 'hum_x', '${to}', 'hum_y', '${status}', house_now() - interval '1 day', house_now() + interval '1 day', ${answered} FROM cases;`;
/** A promise that nobody told. */
const promised = (
  status: string,
  endedAt: string,
): string => `INSERT INTO get_backs (id, case_id, promised_by, promised_human, what_id, remind_at, due_at, status, ended_at)
  SELECT 'gbk_x', ${one('cases')}, 'per_x', 'hum_x', 'rmk_x', house_now(), house_now() + interval '1 hour', '${status}', ${endedAt};`;
/** A complaint that nobody told, with these clocks. */
const complained = (
  clocks: string,
): string => `INSERT INTO complaints (case_id, profile, began_at, by_id, time_zone, acknowledge_by, answer_by, final_by, acknowledged_at)
  SELECT ${one('cases')}, 'HOUSE', house_now(), 'per_x', 'UTC', ${clocks};`;
const OWN_CLOCKS = `house_now(), house_now(), house_now()`;
const forget = (name: string): string => `DELETE FROM facts WHERE id = ${one('facts', `name = '${name}'`)};`;

/** A checkpoint that covers everything, signed by nobody. */
const SEAL = `INSERT INTO seal_keys VALUES ('key', sha256('x')); INSERT INTO checkpoints SELECT 1, house_now(), 0, max(xid) + 1, count(*),
  sha256(convert_to('batch 1' || string_agg(canonical(subject_id) || canonical(seq::text) || encode(hash, 'hex'), '' ORDER BY subject_id COLLATE "C", seq), 'UTF8')),
  decode(repeat('00', 32), 'hex'), 'key', sha256('y'), decode(repeat('00', 64), 'hex') FROM facts;`;

/** What a review that said not again leaves. */
const CAUTION = `UPDATE reviews SET disposition = 'NOT_AGAIN' WHERE status = 'DISPOSED'; INSERT INTO cautions (review_id, turn, cause, kind, reason_id, since)
  SELECT id, turn, cause, kind, reason_id, house_now() FROM reviews WHERE status = 'DISPOSED';`;

/** One cause that became another, of which no fact tells. */
const merged = (
  from: string,
  into: string,
): string => `UPDATE causes SET merged_into = '${into}', merged_by = 'per_x', merged_human = 'hum_x', merged_at = house_now(),
  merge_asked_into = '${into}', merge_asked_by = 'per_y', merge_asked_human = 'hum_y', merge_why_id = 'rmk_x' WHERE key = '${from}';`;

/** A second look at something that was approved, of which no fact tells. */
const LOOK = `INSERT INTO blind_draws SELECT id, revision, 'APPROVED', 0, 500, house_now() FROM policy_exceptions WHERE id = ${APPROVED};
  INSERT INTO blind_looks (id, exception_id, peer_id, peer_human, opened_at, due_at) VALUES ('bli_x', ${APPROVED}, 'per_wei', 'hum_wei', house_now(), house_now() + interval '1 day');`;

/** For each invariant a harm that it must see, done by somebody for whom no trigger fires. */
const HARMS: Readonly<Record<string, string>> = {
  an_approved_exception_has_its_approval_and_no_other_has_one: `DELETE FROM approvals WHERE exception_id = ${APPROVED};`,
  an_approval_counts_enough_distinct_humans_on_its_digest: `DELETE FROM counted_signatures WHERE exception_id = ${counted('exception_id')};`,
  an_approval_is_of_the_digest_of_its_revision: `UPDATE approvals SET digest = sha256('x') WHERE exception_id = ${APPROVED};`,
  nobody_counts_who_proposed_or_edited: `UPDATE policy_exceptions SET proposer_human = ${counted('human_id')} WHERE id = ${counted('exception_id')};`,
  nobody_counts_who_took_back_or_lost_the_right: `INSERT INTO co_signature_ends SELECT exception_id, revision, human_id, 'VOID' FROM counted_signatures LIMIT 1;`,
  nobody_votes_on_their_own_words: `UPDATE revisions r SET author_human = s.human_id FROM co_signatures s WHERE s.exception_id = r.exception_id AND s.revision = r.number;`,
  only_people_vote: `UPDATE people SET kind = 'MACHINE', roles = '{}', faces_customers = false WHERE id IN (SELECT signer_id FROM co_signatures);`,
  a_signature_is_on_the_digest_of_its_revision: `UPDATE co_signatures SET digest = sha256('x');`,
  who_agrees_after_the_approval_does_not_count: `UPDATE co_signatures SET also_agreed = true;`,
  every_good_signature_on_the_approved_revision_counts: `INSERT INTO co_signatures (exception_id, revision, human_id, signer_id, digest)
    SELECT exception_id, revision, 'hum_wei', 'per_wei', digest FROM approvals LIMIT 1;`,
  a_carried_signature_stood_before_a_change_of_wording: `UPDATE co_signatures SET carried_from = 1;`,
  an_approval_has_exactly_one_review: `DELETE FROM reviews WHERE id = ${one('reviews')};`,
  a_review_was_queued_by_a_fact_in_the_transaction_of_the_approval: forget('review.queued'),
  an_approval_is_told_by_one_fact_that_names_its_digest_and_humans: forget('exception.approved'),
  each_state_of_an_exception_is_told_by_its_fact_and_the_other_way_round: forget('exception.withdrawn'),
  nothing_happens_to_an_exception_after_its_end: `INSERT INTO facts (subject_id, seq, name, body, at, xid, prev_hash, hash)
    SELECT id, 999, 'exception.passed', '{}', house_now(), 1, '', '' FROM policy_exceptions WHERE status = 'WITHDRAWN' LIMIT 1;`,
  nobody_decides_or_amends_after_the_approval: `INSERT INTO facts (subject_id, seq, name, body, at, xid, prev_hash, hash)
    VALUES (${APPROVED}, 999, 'exception.amended', '{}', house_now(), 1, '', '');`,
  every_change_of_an_exception_is_a_turn_with_its_fact: `UPDATE policy_exceptions SET turn = turn + 1;`,
  every_revision_is_told_by_one_fact_with_its_digest: forget('exception.proposed'),
  revisions_are_numbered_without_a_gap_up_to_the_current_one: `UPDATE policy_exceptions SET revision = revision + 1 WHERE id = ${OPEN};`,
  a_revision_is_by_the_proposer_or_a_named_helper: `UPDATE revisions SET author_human = 'hum_wei', author_id = 'per_wei';`,
  every_signature_is_told_by_one_fact: forget('exception.coSigned'),
  every_told_signature_is_there: `DELETE FROM co_signatures;`,
  every_end_of_a_signature_is_told_by_one_fact_and_the_other_way_round: `INSERT INTO co_signature_ends SELECT exception_id, revision, human_id, 'RETRACTED' FROM co_signatures LIMIT 1;`,
  every_objection_is_told_by_one_fact_and_the_other_way_round: `DELETE FROM objections;`,
  every_objection_but_the_declining_one_raised_the_quorum_by_one: `UPDATE policy_exceptions SET raised = raised + 1;`,
  the_quorum_is_at_least_what_the_bands_ask_for: `UPDATE bands SET quorum = 9;`,
  a_review_that_says_not_again_leaves_a_caution_and_no_other_does: `${CAUTION} UPDATE cautions SET ended_at = house_now(), ended_how = 'REOPENED';`,
  a_caution_is_lifted_by_two_reviewers_and_told: `${CAUTION} ${freeOf('cautions', 'lifted_means_asked_before', 'ended_means_lifted_or_reopened')} UPDATE cautions SET lifted_by = 'per_wei', lifted_human = 'hum_wei';`,
  what_a_cause_was_merged_into_is_used_and_is_what_it_means_by_now: merged('outage', 'other'),
  a_merge_was_asked_for_by_another_reviewer_and_told_once: `${merged('outage', 'holiday')} INSERT INTO cause_meanings (cause, means, since) VALUES ('outage', 'holiday', house_now());`,
  every_cause_in_use_is_on_the_list: `DELETE FROM causes WHERE key = 'branch-flood';`,
  reviewers_were_told_of_a_candidate_as_often_as_it_is_written_down: `INSERT INTO pattern_candidates (pattern_id, cause, kind) VALUES ('pat_x', 'other', 'REFUND');`,
  reviewers_were_told_of_an_under_served_customer_exactly_once: `INSERT INTO under_served (exception_id, pattern_id) VALUES (${APPROVED}, 'pat_x');`,
  a_counter_is_the_sum_of_what_is_booked: `INSERT INTO cap_counters VALUES ('PERSON_DAY', 'hum_tom', 'AUD', '2026-01-01', 1);`,
  what_is_booked_is_claimed_and_what_is_claimed_is_booked: `INSERT INTO cap_bookings
    SELECT id, 'PERSON_DAY', proposer_human, 'AUD', '2026-01-01', 1 FROM policy_exceptions WHERE status = 'WITHDRAWN' LIMIT 1;`,
  what_linked_humans_use_is_booked_by_the_one_that_they_are: `UPDATE people SET linked_human = 'hum_wei' WHERE handle = 'tom';
    INSERT INTO cap_bookings SELECT id, 'PERSON_DAY', 'hum_tom', 'AUD', house_day(house_now()), 1 FROM policy_exceptions LIMIT 1;`,
  no_counter_is_above_the_highest_cap_of_its_days: `INSERT INTO caps SELECT id, 'PERSON_DAY', 1, 'AUD' FROM guardrails;
    INSERT INTO cap_counters VALUES ('PERSON_DAY', 'hum_tom', 'AUD', house_day(house_now()), 2);`,
  an_exception_carries_the_times_of_its_states: `UPDATE policy_exceptions SET expires_at = created_at WHERE approved_at IS NOT NULL;`,
  the_policy_departed_from_was_in_force_at_the_approval: `UPDATE policy_exceptions SET policy_version_id = ${one('policy_versions')} WHERE approved_at IS NOT NULL;
    UPDATE policy_versions SET effective_from = '2000-01-01', superseded_at = '2000-01-02' WHERE id = ${one('policy_versions')};`,
  a_covered_exception_names_a_version_that_covered_it_then: `UPDATE policy_versions SET kinds = '{DEED}', causes = '{nothing}';`,
  a_remedy_is_stopped_by_two_admins: `${freeOf('policy_exceptions', 'stopped_by_another', 'stopped_means_by_two_admins', 'approved_means_approved_revision', 'ended_carries_its_time')}
    UPDATE policy_exceptions SET status = 'STOPPED' WHERE id = ${APPROVED};`,
  frozen_is_what_has_an_open_dispute_and_could_take_effect: `UPDATE policy_exceptions SET frozen = true WHERE id = ${OPEN};`,
  a_dispute_is_settled_by_two_admins_who_took_no_part: `${freeOf('disputes', 'settled_by_another_admin')} ${dispute(
    ', outcome, proposed_by, proposed_human, settled_by, settled_human, settled_at, reason_id',
    `, 'GENUINE', 'per_wei', 'hum_wei', 'per_wei', 'hum_wei', house_now(), 'rmk_x'`,
  )}`,
  what_was_found_forged_has_no_effect_unless_it_was_carried_out: dispute(
    ', outcome, proposed_by, proposed_human, settled_by, settled_human, settled_at, reason_id',
    `, 'FORGED', 'per_wei', 'hum_wei', 'per_ana', 'hum_ana', house_now(), 'rmk_x'`,
  ),
  every_dispute_is_told_by_its_facts: dispute('', ''),
  a_notice_is_of_something_that_happened: `INSERT INTO notices (id, person_id, subject_id, name, mark, at) VALUES ('ntc_x', 'per_x', 'exc_x', 'exception.approved', 1, house_now());`,
  each_signature_is_told_to_its_signer_within_an_hour_of_work: `UPDATE co_signatures SET at = house_now() - interval '2 hours';
    INSERT INTO notices (id, person_id, subject_id, name, mark, at, created_at) VALUES ('ntc_x', 'per_x', 'exc_x', 'exception.approved', 1, house_now(), house_now() - interval '2 days'),
      ('ntc_y', 'per_x', 'exc_y', 'exception.approved', 1, house_now(), house_now());`,
  the_state_of_a_review_is_what_its_last_fact_says: forget('review.disposed'),
  every_change_of_a_review_is_a_turn_with_its_fact: `UPDATE reviews SET turn = turn + 1;`,
  a_routed_review_was_routed_once: `UPDATE reviews SET routed_at = CASE WHEN routed_at IS NULL THEN house_now() END;`,
  a_review_knows_its_matter: `UPDATE reviews SET cause = 'something-else';`,
  a_second_reader_was_named_by_a_fact_and_took_no_part: `UPDATE reviews SET second_reader_id = 'per_wei', second_reader_human = 'hum_wei', second_reader_at = house_now();`,
  a_reviewer_took_no_part: `UPDATE reviews r SET reviewer_human = e.proposer_human FROM policy_exceptions e WHERE e.id = r.exception_id;`,
  a_case_has_one_owner_at_every_instant: `UPDATE ownership SET from_at = from_at + interval '1 second';`,
  a_case_was_opened_by_one_fact: forget('case.opened'),
  a_case_changes_its_owner_by_what_is_told_and_by_nothing_else: `UPDATE ownership SET until_at = from_at + interval '1 second';
    INSERT INTO ownership SELECT case_id, 'per_x', 'hum_x', until_at FROM ownership;`,
  a_hand_off_that_was_accepted_or_returned_moved_the_case_then: handOff('ACCEPTED', `house_now(), 'per_y', house_now()`),
  an_open_offer_is_one_of_its_owner_to_somebody_who_is_here: handOff('OFFERED', 'NULL, NULL, NULL', 'per_tom'),
  a_hand_off_goes_to_another_human_and_a_tag_back_brings_in_a_third: handOff('OFFERED', 'NULL, NULL, NULL'),
  each_state_of_a_hand_off_is_told_by_its_fact_and_the_other_way_round: handOff('OFFERED', 'NULL, NULL, NULL'),
  a_question_and_its_answer_are_each_told_by_one_fact: `INSERT INTO questions (id, case_id, asked_by, to_id, question_id) SELECT 'qst_x', id, 'per_x', 'per_y', 'rmk_x' FROM cases LIMIT 1;`,
  a_message_of_a_customer_is_told_by_one_fact_and_the_other_way_round: `INSERT INTO customer_messages (id, case_id, channel, words_id, received_at, recorded_by) SELECT 'msg_x', c.id, 'email', r.id, house_now(), 'per_x' FROM cases c, remarks r LIMIT 1;`,
  a_case_is_in_the_state_that_its_last_fact_says: forget('case.confirmed'),
  a_case_that_was_new_is_acknowledged_by_one_fact: `UPDATE cases SET acknowledge_by = house_now();`,
  every_answer_is_told_by_one_fact_and_the_other_way_round: forget('case.solved'),
  every_reopening_is_told_by_one_fact_and_the_other_way_round: forget('case.reopened'),
  an_answer_is_by_the_owner_of_that_moment: `UPDATE case_answers SET by_human = 'hum_wei', by_id = 'per_wei';`,
  the_state_of_a_case_is_what_its_last_answer_came_to: `UPDATE follow_ups SET outcome = 'UNREACHABLE' WHERE outcome = 'HELPED';`,
  every_follow_up_and_every_try_is_told_by_one_fact: forget('followUp.tried'),
  nobody_is_unreachable_before_three_tries_on_two_channels_over_ten_days: `UPDATE follow_up_tries SET channel = 'telephone';`,
  the_owner_and_what_is_due_next_are_kept_up_to_date: `UPDATE cases SET next_due_at = house_now();`,
  each_state_of_a_promise_is_told_by_its_fact_and_the_other_way_round: promised('MADE', 'NULL'),
  a_promise_is_open_only_in_an_open_case: `${promised('MADE', 'NULL')} UPDATE cases SET status = 'NEW', acknowledged_at = NULL, answered_at = NULL;`,
  what_was_promised_and_is_past_its_time_is_known_as_broken_within_an_hour_of_work: `${promised('MADE', 'NULL')}
    INSERT INTO case_reminders VALUES ('FOLLOW_UP', 'fol_x', ${one('cases')}, 1, house_now() + interval '1 year');`,
  every_reminder_is_told_by_the_fact_that_it_names: `INSERT INTO case_reminders VALUES ('FOLLOW_UP', 'fol_x', ${one('cases')}, 1, house_now());`,
  what_is_due_has_its_reminder_within_an_hour_of_work: `UPDATE follow_ups SET outcome = NULL, ended_turn = NULL, ended_at = NULL; DELETE FROM case_reminders;
    INSERT INTO case_reminders VALUES ('FOLLOW_UP', 'fol_x', ${one('cases')}, 1, house_now() + interval '1 year');`,
  every_complaint_is_told_by_one_fact_with_its_clocks_and_the_other_way_round: complained(`${OWN_CLOCKS}, house_now()`),
  the_clocks_of_a_complaint_are_those_of_its_profile: complained(`${OWN_CLOCKS}, house_now()`),
  the_clocks_of_a_complaint_are_met_by_what_was_done: complained(`${OWN_CLOCKS}, NULL`),
  at_most_one_version_of_a_policy_is_in_force: `${freeOf('policy_versions', 'one_version_in_force', 'versions_are_numbered')}
    INSERT INTO policy_versions SELECT (jsonb_populate_record(v, jsonb_build_object('id', 'pve_evil', 'number', v.number + 1))).* FROM policy_versions v WHERE status = 'ACTIVE' LIMIT 1;`,
  a_superseded_version_ends_when_the_next_one_begins: `UPDATE policy_versions SET superseded_at = effective_from + interval '1 minute' WHERE status = 'ACTIVE';`,
  policy_is_made_and_ended_by_two_people: `${freeOf('policy_versions', 'activated_by_another')} UPDATE policy_versions SET activated_human = proposed_human;`,
  each_state_of_a_policy_version_is_told_by_its_fact: forget('policy.activated'),
  at_most_one_set_of_guardrails_is_active: `DROP INDEX one_active_set_of_guardrails; INSERT INTO guardrails SELECT (jsonb_populate_record(g, '{"id": "grd_evil", "version": 99, "replaces": "grd_gone", "proposed_human": "hum_wei"}')).* FROM guardrails g WHERE active;`,
  guardrails_follow_one_another_without_a_gap: `UPDATE guardrails SET superseded_at = superseded_at + interval '1 second' WHERE NOT active;`,
  guardrails_are_set_by_two_humans: `${freeOf('guardrails', 'activated_by_another_admin')} UPDATE guardrails SET activated_human = proposed_human;`,
  each_step_of_the_guardrails_is_told_by_its_fact: `UPDATE guardrails SET unsatisfiable_since = house_now() WHERE active;`,
  words_have_the_digest_that_was_signed: `UPDATE revision_texts SET why_fair = 'Something else.';`,
  a_change_of_the_matter_is_marked_as_one: `UPDATE revisions SET material = NOT material;`,
  humans_are_counted_as_their_links_say: `UPDATE people SET linked_human = 'hum_wei';`,
  two_admins_link_accounts_and_two_undo_it: `${freeOf('account_links', 'a_link_is_confirmed_by_another')} INSERT INTO account_links
    (id, person_id, human_id, to_person_id, to_human_id, reason_id, proposed_by, proposed_human, confirmed_by, confirmed_human, confirmed_at)
    VALUES ('lnk_evil', 'per_tom', 'hum_tom', 'per_sam', 'hum_sam', (SELECT min(id) FROM remarks), 'per_wei', 'hum_wei', 'per_wei', 'hum_wei', house_now());`,
  no_open_exception_bears_a_signature_of_its_proposer_or_two_of_one_human: `UPDATE people SET linked_human = 'hum_wei';`,
  somebody_is_an_admin: `UPDATE people SET roles = '{}';`,
  every_fact_has_its_hash: `UPDATE facts SET name = 'exception.passed' WHERE id = ${one('facts')};`,
  every_chain_of_facts_is_whole: forget('exception.proposed'),
  every_checkpoint_covers_the_facts_that_stand_there: `${SEAL} UPDATE facts SET hash = sha256('x') WHERE id = ${one('facts')};`,
  each_checkpoint_follows_the_one_before: `${SEAL} UPDATE checkpoints SET from_xid = 1;`,
  every_fact_is_of_something_that_is_there: `UPDATE facts SET subject_id = 'exc_gone' WHERE id = ${one('facts')};`,
  nothing_in_the_outbox_is_an_orphan: `INSERT INTO outbox VALUES (-1, 'exc_x', 1, 'exception.passed', house_now());`,
  every_idempotency_key_names_something_that_is_there: `INSERT INTO idempotency_keys VALUES ('per_tom', 'k', 'CO_SIGN', sha256('x'), 'exc_gone');`,
  erased_words_leave_nothing: `${freeOf('remarks', 'words_stand_until_erased')} UPDATE remarks SET erased_at = house_now();`,
  who_was_erased_is_erased_everywhere: `UPDATE customers SET name = NULL, contact = NULL, erased_at = house_now();`,
  thanks_go_from_one_human_to_others_and_are_told: `INSERT INTO thanks (id, from_id, from_human, deed_id) VALUES ('thx_x', 'per_x', 'hum_x', 'rmk_x');`,
  every_approval_is_among_the_precedents_or_due_to_be: `DELETE FROM precedents_due;`,
  a_precedent_has_words_exactly_while_its_text_has: `INSERT INTO precedents SELECT exception_id, 'x', 'DEED', NULL, NULL, at, NULL FROM approvals LIMIT 1;`,
  every_known_word_stands_in_as_many_texts_as_it_says: `INSERT INTO precedent_words (word, documents) VALUES ('nowhere', 1);`,
  every_tally_is_the_sum_of_its_precedents: `INSERT INTO pattern_tallies VALUES ('x', 'DEED', '', 1, 0, 0, 0, 0);`,
  a_precedent_was_counted_as_it_is_or_is_due_to_be: `SELECT gather_precedents(1000); UPDATE precedents SET objections = 7;`,
  a_citation_is_of_a_version_that_covered_it_then_and_told_by_one_fact: `INSERT INTO policy_citations (policy_version_id, case_id, cause, kind, person_id, at)
    SELECT ${one('policy_versions', `status = 'ACTIVE'`)}, ${one('cases')}, 'x', 'DEED', 'per_x', house_now();`,
  a_blind_look_was_drawn_and_is_of_a_peer_who_took_no_part: `${LOOK} UPDATE blind_draws SET below = 0;`,
  every_blind_look_is_told_by_its_facts: LOOK,
};

describe('the invariants', () => {
  let database: TestDatabase;
  let admin: pg.Client;

  beforeAll(async () => {
    database = await cloneDatabase();
    await seedHouse(database.adminUrl, 'http://localhost/issuer');
    admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
  }, 60_000);
  afterAll(async () => {
    await admin.end();
    await database.drop();
  });

  it('hold in a house with exceptions in every state, as the role of the api sees it', async () => {
    expect(await broken(database.apiUrl)).toEqual([]);
  });

  it('each have a harm that they must see', () => {
    expect(Object.keys(HARMS)).toEqual(invariants().map(({ name }) => name));
  });

  it('agree with a checkpoint over what stands', async () => {
    await admin.query(`BEGIN; SET LOCAL session_replication_role = replica; ${SEAL}`);
    try {
      for (const { name, query } of invariants().filter((one) => one.name.includes('checkpoint'))) {
        expect({ name, rows: (await admin.query(query)).rows }).toEqual({ name, rows: [] });
      }
    } finally {
      await admin.query('ROLLBACK');
    }
  });

  it('take a caution that two reviewers lifted for no harm', async () => {
    await admin.query('BEGIN; SET LOCAL session_replication_role = replica');
    try {
      await admin.query(`${CAUTION} UPDATE cautions SET lift_proposed_by = 'per_x', lift_proposed_human = 'hum_x', lift_reason_id = reason_id,
        lifted_by = 'per_wei', lifted_human = 'hum_wei', ended_at = house_now(), ended_how = 'LIFTED'`);
      const query =
        invariants().find(({ name }) => name === 'a_review_that_says_not_again_leaves_a_caution_and_no_other_does')?.query ?? '';
      expect((await admin.query(query)).rows).toEqual([]);
    } finally {
      await admin.query('ROLLBACK');
    }
  });

  it.each(Object.keys(HARMS))('%s: sees its harm', async (name) => {
    await admin.query('BEGIN; SET LOCAL session_replication_role = replica');
    try {
      await admin.query(HARMS[name] ?? '');
      const query = invariants().find((one) => one.name === name)?.query ?? '';
      expect((await admin.query(query)).rows).not.toEqual([]);
    } finally {
      await admin.query('ROLLBACK');
    }
  });
});
